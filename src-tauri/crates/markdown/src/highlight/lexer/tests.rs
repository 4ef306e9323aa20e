use super::*;

/// Lines with each piece that has a class as `⟦class text⟧`.
fn shown(language: &str, code: &str) -> String {
    let mut lexer = Lexer::new(find(language).expect("a known language"));
    let mut shown = String::new();
    for line in code.lines() {
        let mut pieces: Vec<(String, &str)> = Vec::new();
        lexer.line(line, |text, class| match pieces.last_mut() {
            Some((last, of)) if *of == class => last.push_str(text),
            _ => pieces.push((text.to_owned(), class)),
        });
        let together: String = pieces.iter().map(|(text, _)| text.as_str()).collect();
        assert_eq!(together, line, "nothing is lost");
        for (text, class) in pieces {
            shown += &if class.is_empty() { text } else { format!("⟦{class} {text}⟧") };
        }
        shown.push('\n');
    }
    shown
}

fn reads(language: &str, code: &str, expected: &str) {
    assert_eq!(shown(language, code).trim_end(), expected);
}

#[test]
fn rust() {
    reads(
        "rust",
        r##"/// Doc
#[derive(Debug, Clone)]
pub struct Foo<'a, T: Bar> { b: Vec<u8> }
impl<'a> Foo<'a> {
    fn go(&mut self, input: &str) -> Result<usize, Error> {
        let x = input.split(',').count() + 12_3u8 as usize;
        if self.c > 99 && input.len() < 0x1f { return Ok(self.c); }
        println!("hi {} {:?} {{", x, 1.5e3..2);
        const MAX_N: usize = 3; let s = r#"raw "x\"#; let c = '\''; let b = b"x\x00";
        /* a /* b */ c */ 'outer: loop { break 'outer; } self.type; a != b; r.iter()
        "two
lines" // end"##,
        r##"⟦c /// Doc⟧
#[⟦a derive⟧(⟦t Debug⟧, ⟦t Clone⟧)]
⟦k pub⟧ ⟦k struct⟧ ⟦t Foo⟧<⟦k 'a⟧, T: ⟦t Bar⟧> { b: ⟦t Vec⟧<⟦k u8⟧> }
⟦k impl⟧<⟦k 'a⟧> ⟦t Foo⟧<⟦k 'a⟧> {
    ⟦k fn⟧ ⟦f go⟧(&⟦k mut⟧ ⟦k self⟧, input: &⟦k str⟧) -> ⟦t Result⟧<⟦k usize⟧, ⟦t Error⟧> {
        ⟦k let⟧ x = input.⟦f split⟧(⟦s ','⟧).⟦f count⟧() + ⟦n 12_3u8⟧ ⟦k as⟧ ⟦k usize⟧;
        ⟦k if⟧ ⟦k self⟧.c > ⟦n 99⟧ && input.⟦f len⟧() < ⟦n 0x1f⟧ { ⟦k return⟧ ⟦t Ok⟧(⟦k self⟧.c); }
        ⟦f println!⟧(⟦s "hi ⟧⟦n {}⟧⟦s  ⟧⟦n {:?}⟧⟦s  {{"⟧, x, ⟦n 1.5e3⟧..⟦n 2⟧);
        ⟦k const⟧ ⟦n MAX_N⟧: ⟦k usize⟧ = ⟦n 3⟧; ⟦k let⟧ s = ⟦s r#"raw "x\"#⟧; ⟦k let⟧ c = ⟦s '⟧⟦n \'⟧⟦s '⟧; ⟦k let⟧ b = ⟦s b"x⟧⟦n \x00⟧⟦s "⟧;
        ⟦c /* a /* b */ c */⟧ ⟦k 'outer⟧: ⟦k loop⟧ { ⟦k break⟧ ⟦k 'outer⟧; } ⟦k self⟧.type; a != b; r.⟦f iter⟧()
        ⟦s "two⟧
⟦s lines"⟧ ⟦c // end⟧"##,
    );
}

#[test]
fn python() {
    reads(
        "py",
        r#"@app.route("/x")
class A(Base, metaclass=M):
    """What it
    is."""
    def go_it(self, a: str = None) -> list[str]:
        out.append(f'{v!r}={12:>4} {{x}} \n')
        if re.match(r'^\d*$', a) and not b % 2:  # note
            raise ValueError("v: %d" % b, rb'\x', '''a''')
        x = """b
  c""" + d.match(e) + 0x1f + 1e-3
it's"#,
        r#"@⟦a app⟧.⟦f route⟧(⟦s "/x"⟧)
⟦k class⟧ ⟦t A⟧(⟦t Base⟧, metaclass=M):
    ⟦c """What it⟧
⟦c     is."""⟧
    ⟦k def⟧ ⟦f go_it⟧(⟦k self⟧, a: ⟦t str⟧ = ⟦n None⟧) -> ⟦t list⟧[⟦t str⟧]:
        out.⟦f append⟧(⟦s f'⟧{v!r}⟦s =⟧{⟦n 12⟧:>⟦n 4⟧}⟦s  ⟧⟦n {{⟧⟦s x⟧⟦n }}⟧⟦s  ⟧⟦n \n⟧⟦s '⟧)
        ⟦k if⟧ re.⟦f match⟧(⟦s r'^\d*$'⟧, a) ⟦k and⟧ ⟦k not⟧ b % ⟦n 2⟧:  ⟦c # note⟧
            ⟦k raise⟧ ⟦t ValueError⟧(⟦s "v: ⟧⟦n %d⟧⟦s "⟧ % b, ⟦s rb'\x'⟧, ⟦s '''a'''⟧)
        x = ⟦s """b⟧
⟦s   c"""⟧ + d.⟦f match⟧(e) + ⟦n 0x1f⟧ + ⟦n 1e-3⟧
it⟦s 's⟧"#,
    );
}

#[test]
fn javascript() {
    reads(
        "js",
        r#"import { a } from './b.js';
export async function go(url, options = null) {
  const v = await fetch(`/api/${url + f({a: `x`})}/9
`).then((r) => r.json());
  const re = /ab+c\/[/"]/gi; let h = a / b / c; return /x'/.test("es\n") // end
  class Foo extends Bar { get x() { return this.delete } } /* two
lines */ FOO_BAR; new Map(); $el.on('x', 1.5)"#,
        r#"⟦k import⟧ { a } ⟦k from⟧ ⟦s './b.js'⟧;
⟦k export⟧ ⟦k async⟧ ⟦k function⟧ ⟦f go⟧(url, options = ⟦n null⟧) {
  ⟦k const⟧ v = ⟦k await⟧ ⟦f fetch⟧(⟦s `/api/⟧${url + ⟦f f⟧({a: ⟦s `x`⟧})}⟦s /9⟧
⟦s `⟧).⟦f then⟧((r) ⟦k =>⟧ r.⟦f json⟧());
  ⟦k const⟧ re = ⟦s /ab+c\/[/"]/⟧gi; ⟦k let⟧ h = a / b / c; ⟦k return⟧ ⟦s /x'/⟧.⟦f test⟧(⟦s "es⟧⟦n \n⟧⟦s "⟧) ⟦c // end⟧
  ⟦k class⟧ ⟦t Foo⟧ ⟦k extends⟧ ⟦t Bar⟧ { get ⟦f x⟧() { ⟦k return⟧ ⟦k this⟧.delete } } ⟦c /* two⟧
⟦c lines */⟧ FOO_BAR; ⟦k new⟧ ⟦t Map⟧(); $el.⟦f on⟧(⟦s 'x'⟧, ⟦n 1.5⟧)"#,
    );
}

#[test]
fn typescript() {
    reads(
        "ts",
        "interface A<T> { readonly b: string; c?: Map<string, number> }\ntype X = keyof typeof y;",
        "⟦k interface⟧ ⟦t A⟧<T> { ⟦k readonly⟧ b: ⟦t string⟧; c?: ⟦t Map⟧<⟦t string⟧, ⟦t number⟧> }\n\
         ⟦k type⟧ ⟦t X⟧ = ⟦k keyof⟧ ⟦k typeof⟧ y;",
    );
}

#[test]
fn shells() {
    reads(
        "sh",
        r#"#!/usr/bin/env bash
set -euo pipefail
FOO="${1:-9}"  # foo
find . -name '*.md' -mtime -3 | sort | head -n 9 > out.txt
if [ -f "$HOME/.x" ]; then echo 'found V'; fi
for f in *.txt; do grep -c 'V' "$f" || true; done
export PATH="$PATH:$HOME/v/bin"
function foo { return 0; }; go() { local x=$1 y=${#a}; }
cat <<-'EOT' > x
  hello $x
	EOT
x=$(date +%s); echo $((x + 1)) a#b && LANG=C cd \
  /tmp
$ cargo build
case "$1" in start) run;; esac"#,
        r#"⟦c #!/usr/bin/env bash⟧
⟦f set⟧ -euo pipefail
FOO=⟦s "${1:-9}"⟧  ⟦c # foo⟧
⟦f find⟧ . -name ⟦s '*.md'⟧ -mtime -3 | ⟦f sort⟧ | ⟦f head⟧ -n 9 > out.txt
⟦k if⟧ ⟦f [⟧ -f ⟦s "$HOME/.x"⟧ ⟦f ]⟧; ⟦k then⟧ ⟦f echo⟧ ⟦s 'found V'⟧; ⟦k fi⟧
⟦k for⟧ f ⟦k in⟧ *.txt; ⟦k do⟧ ⟦f grep⟧ -c ⟦s 'V'⟧ ⟦s "$f"⟧ || ⟦f true⟧; ⟦k done⟧
⟦k export⟧ PATH=⟦s "$PATH:$HOME/v/bin"⟧
⟦k function⟧ ⟦f foo⟧ { ⟦k return⟧ 0; }; ⟦f go⟧() { ⟦k local⟧ x=$1 y=${#a}; }
⟦f cat⟧ <<-⟦s 'EOT'⟧ > x
⟦s   hello $x⟧
⟦k 	EOT⟧
x=$(⟦f date⟧ +%s); ⟦f echo⟧ $((x + 1)) a#b && LANG=C ⟦f cd⟧ \
  /tmp
$ ⟦f cargo⟧ build
⟦k case⟧ ⟦s "$1"⟧ ⟦k in⟧ start) run;; ⟦k esac⟧"#,
    );
}

#[test]
fn toml_and_json() {
    reads(
        "toml",
        "[package]\nname = \"a\"  # note\na.b = [1, -2.5e3, true]\nd = 2021-01-11T07:32:00Z\n\
         i = { path = '..', x-y = 1_0 }\ns = \"\"\"\nmulti\\n\"\"\"",
        "[package]\n⟦k name⟧ = ⟦s \"a\"⟧  ⟦c # note⟧\n⟦k a⟧.⟦k b⟧ = [⟦n 1⟧, ⟦n -2.5e3⟧, ⟦n true⟧]\n\
         ⟦k d⟧ = ⟦n 2021-01-11T07:32:00Z⟧\n⟦k i⟧ = { ⟦k path⟧ = ⟦s '..'⟧, ⟦k x-y⟧ = ⟦n 1_0⟧ }\n\
         ⟦k s⟧ = ⟦s \"\"\"⟧\n⟦s multi⟧⟦n \\n⟧⟦s \"\"\"⟧",
    );
    reads(
        "jsonc",
        r#"{"a": 1, "b": [true, null, "x\n"], "c": -1.5e3} // end"#,
        r#"{⟦s "a"⟧: ⟦n 1⟧, ⟦s "b"⟧: [⟦n true⟧, ⟦n null⟧, ⟦s "x⟧⟦n \n⟧⟦s "⟧], ⟦s "c"⟧: ⟦n -1.5e3⟧} ⟦c // end⟧"#,
    );
}

#[test]
fn go_and_java() {
    reads(
        "go",
        "func (s *Stack) Push(v any) error {\n\tfmt.Printf(\"%d\\n\", 'x', `raw\n\\n`)\n\treturn nil }",
        "⟦k func⟧ (s *Stack) ⟦f Push⟧(v ⟦k any⟧) ⟦k error⟧ {\n\
         \tfmt.⟦f Printf⟧(⟦s \"⟧⟦n %d\\n⟧⟦s \"⟧, ⟦s 'x'⟧, ⟦s `raw⟧\n⟦s \\n`⟧)\n\
         \t⟦k return⟧ ⟦n nil⟧ }",
    );
    reads(
        "java",
        "@Override\npublic String name() { return this.names.get(0) + 1.5f; } // end",
        "@⟦a Override⟧\n⟦k public⟧ ⟦t String⟧ ⟦f name⟧() { ⟦k return⟧ ⟦k this⟧.names.⟦f get⟧(⟦n 0⟧) \
         + ⟦n 1.5f⟧; } ⟦c // end⟧",
    );
}

mod properties {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn whatever_the_text_nothing_is_lost(text in "(?s)[a-z'\"`{}()$<#/*\\\\@!%.=0-9 \nEüß]{0,80}") {
            for grammar in &grammar::ALL {
                shown(grammar.names[0], &text);
            }
        }
    }
}
