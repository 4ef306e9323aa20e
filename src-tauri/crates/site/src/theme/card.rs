//! What a theme says of its cards.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::{Arc, OnceLock};

use galley_card::{Colour, Colours, Layout, Style, Typeface};
use serde::Deserialize;
use toml::Spanned;

use super::lineage::Layer;
use super::{Theme, builtin};
use crate::{Error, Result};

/// The table `card` of `theme.toml`. What a theme leaves out, its parent says.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct DeclaredCard {
    layout: Option<DeclaredLayout>,
    colours: Option<DeclaredPalette>,
    title: Option<DeclaredFace>,
    small: Option<DeclaredFace>,
}

#[derive(Debug, Clone, Copy, Deserialize)]
#[serde(try_from = "String")]
struct DeclaredLayout(Layout);

/// The colours of cards; of several, each post has some of its own.
#[derive(Debug, Deserialize)]
#[serde(try_from = "Vec<DeclaredColours>")]
struct DeclaredPalette(Vec<Colours>);

#[derive(Debug, Clone, Copy, Deserialize)]
#[serde(deny_unknown_fields)]
struct DeclaredColours {
    paper: DeclaredColour,
    ink: DeclaredColour,
    soft: DeclaredColour,
    accent: DeclaredColour,
    shade: DeclaredColour,
}

#[derive(Debug, Clone, Copy, Deserialize)]
#[serde(try_from = "String")]
struct DeclaredColour(Colour);

/// A face: files of `static/`, or of those that come with the program.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct DeclaredFace {
    files: Vec<Spanned<String>>,
    #[serde(default)]
    axes: BTreeMap<String, f32>,
    #[serde(default)]
    spacing: f32,
}

impl TryFrom<String> for DeclaredLayout {
    type Error = String;

    fn try_from(name: String) -> Result<Self, String> {
        let found = Layout::ALL.into_iter().find(|(known, _)| *known == name);
        found.map(|(_, layout)| Self(layout)).ok_or_else(|| {
            let names = Layout::ALL.map(|(known, _)| format!("`{known}`"));
            format!("`{name}` is not one of {}", names.join(", "))
        })
    }
}

impl TryFrom<Vec<DeclaredColours>> for DeclaredPalette {
    type Error = &'static str;

    fn try_from(declared: Vec<DeclaredColours>) -> Result<Self, Self::Error> {
        if declared.is_empty() {
            return Err("a card has colours");
        }
        Ok(Self(declared.iter().map(DeclaredColours::colours).collect()))
    }
}

impl TryFrom<String> for DeclaredColour {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        let colour = Colour::parse(&text);
        colour.map(Self).ok_or_else(|| format!("`{text}` is not a colour like `#1a7f5a`"))
    }
}

/// How a theme's cards look, its faces not unpacked before a card is drawn.
#[derive(Debug, Default)]
pub(super) struct ThemeCard {
    layout: Option<Layout>,
    colours: Vec<Colours>,
    title: FaceFiles,
    small: FaceFiles,
    style: OnceLock<Arc<Style>>,
}

#[derive(Debug, Default)]
struct FaceFiles {
    /// Each with its path, to tell people which one is meant.
    files: Vec<(PathBuf, Cow<'static, [u8]>)>,
    axes: BTreeMap<String, f32>,
    spacing: f32,
}

impl ThemeCard {
    /// What the layers say, the last parent first.
    pub(super) fn new(layers: &[Layer]) -> Result<Self> {
        let mut card = Self::default();
        for (n, layer) in layers.iter().enumerate() {
            let Some(declared) = &layer.manifest.card else { continue };
            if let Some(DeclaredLayout(layout)) = declared.layout {
                card.layout = Some(layout);
            }
            if let Some(DeclaredPalette(colours)) = &declared.colours {
                card.colours.clone_from(colours);
            }
            let up_to_it = &layers[..=n];
            for (declared, face) in
                [(&declared.title, &mut card.title), (&declared.small, &mut card.small)]
            {
                if let Some(declared) = declared {
                    *face = FaceFiles::find(declared, up_to_it)?;
                }
            }
        }
        Ok(card)
    }

    fn style(&self) -> Result<Style> {
        Ok(Style {
            layout: self.layout.unwrap_or(Layout::Plain),
            colours: self.colours.clone(),
            title: self.title.unpacked()?,
            small: self.small.unpacked()?,
        })
    }
}

impl DeclaredColours {
    fn colours(&self) -> Colours {
        let Self { paper, ink, soft, accent, shade } = self;
        let (paper, ink, soft) = (paper.0, ink.0, soft.0);
        Colours { paper, ink, soft, accent: accent.0, shade: shade.0 }
    }
}

impl FaceFiles {
    /// The files that the last of the layers names: its own, else those of its parents, else
    /// those of the program.
    fn find(declared: &DeclaredFace, layers: &[Layer]) -> Result<Self> {
        let own = layers.last().expect("a theme that declares something is there");
        let find = |name: &Spanned<String>| {
            let path = format!("static/{}", name.as_ref());
            let among = layers.iter().rev().find_map(|layer| {
                let file = layer.files.iter().find(|file| file.path == path)?;
                Some((layer.path_of(&path), file.bytes.clone()))
            });
            let found = among.or_else(|| {
                let bytes = builtin::face(name.as_ref())?;
                Some((PathBuf::from(name.as_ref()), Cow::Borrowed(bytes)))
            });
            found.ok_or_else(|| {
                let (theme, line) = (own.id.clone(), own.manifest_line(name.span().start));
                Error::ThemeFaceMissing { theme, line, file: path }
            })
        };
        Ok(Self {
            files: declared.files.iter().map(find).collect::<Result<_>>()?,
            axes: declared.axes.clone(),
            spacing: declared.spacing,
        })
    }

    fn unpacked(&self) -> Result<Typeface> {
        let mut face = Typeface::new(self.spacing);
        for (path, bytes) in &self.files {
            let axes = self.axes.iter().map(|(name, value)| (&**name, *value));
            face.add(bytes, axes)
                .map_err(|source| Error::ThemeFace { path: path.clone(), source })?;
        }
        Ok(face)
    }
}

impl Theme {
    /// How its cards look.
    pub(crate) fn card_style(&self) -> Result<&Arc<Style>> {
        if let Some(style) = self.card.style.get() {
            return Ok(style);
        }
        let style = Arc::new(self.card.style()?);
        Ok(self.card.style.get_or_init(|| style))
    }
}
