//! The words that rendering adds to a text, in the text's language.

/// The words of one language.
#[derive(Debug)]
pub(crate) struct Words {
    pub note: &'static str,
    pub tip: &'static str,
    pub important: &'static str,
    pub warning: &'static str,
    pub caution: &'static str,
    /// Names the section of footnotes.
    pub footnotes: &'static str,
    /// Before a footnote's number.
    pub footnote: &'static str,
    /// What the arrow after a footnote does.
    pub back: &'static str,
    /// What the mark beside a heading does.
    pub anchor: &'static str,
    pub code: &'static str,
    /// Names the table of contents.
    pub contents: &'static str,
    pub table: &'static str,
    /// A diagram whose author gave it no name.
    pub diagram: &'static str,
    /// Names a formula on its own.
    pub formula: &'static str,
    /// A ticked box of a task list.
    pub done: &'static str,
    /// One that is not ticked.
    pub to_do: &'static str,
    /// A film whose author gave it no title.
    pub video: &'static str,
}

/// The words for a language tag such as `de` or `pt-BR`; English for one not known here.
pub(crate) fn words(language: &str) -> &'static Words {
    let primary = language.split(['-', '_']).next().unwrap_or_default().to_ascii_lowercase();
    match primary.as_str() {
        "de" => &GERMAN,
        "fr" => &FRENCH,
        "es" => &SPANISH,
        "pt" => &PORTUGUESE,
        "it" => &ITALIAN,
        "nl" => &DUTCH,
        "ja" => &JAPANESE,
        "zh" => &CHINESE,
        _ => &ENGLISH,
    }
}

const ENGLISH: Words = Words {
    note: "Note",
    tip: "Tip",
    important: "Important",
    warning: "Warning",
    caution: "Caution",
    footnotes: "Footnotes",
    footnote: "Footnote",
    back: "Back to the text",
    anchor: "Link to this section",
    code: "Code",
    contents: "Contents",
    table: "Table",
    diagram: "Diagram",
    formula: "Formula",
    done: "Done",
    to_do: "To do",
    video: "Watch the video",
};

const GERMAN: Words = Words {
    note: "Hinweis",
    tip: "Tipp",
    important: "Wichtig",
    warning: "Warnung",
    caution: "Vorsicht",
    footnotes: "Fußnoten",
    footnote: "Fußnote",
    back: "Zurück zum Text",
    anchor: "Link zu diesem Abschnitt",
    code: "Code",
    contents: "Inhalt",
    table: "Tabelle",
    diagram: "Diagramm",
    formula: "Formel",
    done: "Erledigt",
    to_do: "Zu tun",
    video: "Video ansehen",
};

const FRENCH: Words = Words {
    note: "Note",
    tip: "Astuce",
    important: "Important",
    warning: "Avertissement",
    caution: "Attention",
    footnotes: "Notes de bas de page",
    footnote: "Note",
    back: "Retour au texte",
    anchor: "Lien vers cette section",
    code: "Code",
    contents: "Sommaire",
    table: "Tableau",
    diagram: "Diagramme",
    formula: "Formule",
    done: "Fait",
    to_do: "À faire",
    video: "Voir la vidéo",
};

const SPANISH: Words = Words {
    note: "Nota",
    tip: "Consejo",
    important: "Importante",
    warning: "Advertencia",
    caution: "Precaución",
    footnotes: "Notas al pie",
    footnote: "Nota al pie",
    back: "Volver al texto",
    anchor: "Enlace a esta sección",
    code: "Código",
    contents: "Índice",
    table: "Tabla",
    diagram: "Diagrama",
    formula: "Fórmula",
    done: "Hecho",
    to_do: "Por hacer",
    video: "Ver el vídeo",
};

const PORTUGUESE: Words = Words {
    note: "Nota",
    tip: "Dica",
    important: "Importante",
    warning: "Aviso",
    caution: "Cuidado",
    footnotes: "Notas de rodapé",
    footnote: "Nota de rodapé",
    back: "Voltar ao texto",
    anchor: "Ligação para esta seção",
    code: "Código",
    contents: "Índice",
    table: "Tabela",
    diagram: "Diagrama",
    formula: "Fórmula",
    done: "Feito",
    to_do: "A fazer",
    video: "Ver o vídeo",
};

const ITALIAN: Words = Words {
    note: "Nota",
    tip: "Suggerimento",
    important: "Importante",
    warning: "Avviso",
    caution: "Attenzione",
    footnotes: "Note a piè di pagina",
    footnote: "Nota",
    back: "Torna al testo",
    anchor: "Collegamento a questa sezione",
    code: "Codice",
    contents: "Indice",
    table: "Tabella",
    diagram: "Diagramma",
    formula: "Formula",
    done: "Fatto",
    to_do: "Da fare",
    video: "Guarda il video",
};

const DUTCH: Words = Words {
    note: "Opmerking",
    tip: "Tip",
    important: "Belangrijk",
    warning: "Waarschuwing",
    caution: "Let op",
    footnotes: "Voetnoten",
    footnote: "Voetnoot",
    back: "Terug naar de tekst",
    anchor: "Link naar deze paragraaf",
    code: "Code",
    contents: "Inhoud",
    table: "Tabel",
    diagram: "Diagram",
    formula: "Formule",
    done: "Gedaan",
    to_do: "Te doen",
    video: "Bekijk de video",
};

const JAPANESE: Words = Words {
    note: "補足",
    tip: "ヒント",
    important: "重要",
    warning: "警告",
    caution: "注意",
    footnotes: "脚注",
    footnote: "脚注",
    back: "本文に戻る",
    anchor: "この見出しへのリンク",
    code: "コード",
    contents: "目次",
    table: "表",
    diagram: "図",
    formula: "数式",
    done: "完了",
    to_do: "未完了",
    video: "動画を見る",
};

const CHINESE: Words = Words {
    note: "注",
    tip: "提示",
    important: "重要",
    warning: "警告",
    caution: "注意",
    footnotes: "脚注",
    footnote: "脚注",
    back: "返回正文",
    anchor: "本节链接",
    code: "代码",
    contents: "目录",
    table: "表格",
    diagram: "图",
    formula: "公式",
    done: "已完成",
    to_do: "待办",
    video: "观看视频",
};
