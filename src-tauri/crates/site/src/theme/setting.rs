//! What a theme lets its authors choose, and what they chose.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use galley_core::{Problem, ProblemCode, SettingValue, ThemeSetting};
use minijinja::Value;
use serde::Deserialize;

/// A setting as `theme.toml` declares it.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(tag = "type", rename_all = "lowercase", deny_unknown_fields)]
pub enum DeclaredSetting {
    /// Any text.
    Text {
        /// What it is if nothing is chosen.
        default: String,
    },
    /// A colour, written as `#rgb` or `#rrggbb`; the style sheet has it as `--setting-NAME`.
    Colour {
        /// What it is if nothing is chosen.
        default: String,
    },
    /// Yes or no.
    Boolean {
        /// What it is if nothing is chosen.
        default: bool,
    },
    /// A number; the style sheet has it as `--setting-NAME`.
    Number {
        /// What it is if nothing is chosen.
        default: f64,
        /// The least it can be.
        min: f64,
        /// The most it can be.
        max: f64,
    },
    /// One of a few words.
    Choice {
        /// What it is if nothing is chosen.
        default: String,
        /// What it can be.
        choices: Vec<String>,
    },
}

/// The settings of a theme, each with its value.
#[derive(Debug, Default)]
pub(super) struct Settings(BTreeMap<String, (DeclaredSetting, SettingValue)>);

impl DeclaredSetting {
    /// What it is if nothing is chosen.
    pub fn default_value(&self) -> SettingValue {
        match self {
            Self::Text { default } | Self::Colour { default } | Self::Choice { default, .. } => {
                SettingValue::Text(default.clone())
            }
            Self::Boolean { default } => SettingValue::Boolean(*default),
            Self::Number { default, .. } => SettingValue::Number(*default),
        }
    }

    /// What is wanted instead, if this value does not do.
    fn refuses(&self, value: &SettingValue) -> Option<String> {
        match (self, value) {
            (Self::Text { .. }, SettingValue::Text(_))
            | (Self::Boolean { .. }, SettingValue::Boolean(_)) => None,
            (Self::Colour { .. }, SettingValue::Text(text)) if is_colour(text) => None,
            (Self::Number { min, max, .. }, SettingValue::Number(number))
                if (min..=max).contains(&number) =>
            {
                None
            }
            (Self::Choice { choices, .. }, SettingValue::Text(text)) if choices.contains(text) => {
                None
            }
            (Self::Text { .. }, _) => Some("a text".to_owned()),
            (Self::Colour { .. }, _) => Some("a colour like `#1a7f5a`".to_owned()),
            (Self::Boolean { .. }, _) => Some("`true` or `false`".to_owned()),
            (Self::Number { min, max, .. }, _) => Some(format!("a number from {min} to {max}")),
            (Self::Choice { choices, .. }, _) => Some(format!("one of {}", quoted(choices))),
        }
    }
}

impl Settings {
    /// Adds what a theme declares; a child's declaration stands before its parent's.
    ///
    /// Says which setting's own default does not fit it, and what would.
    pub(super) fn declare(
        &mut self,
        declared: &BTreeMap<String, DeclaredSetting>,
    ) -> Result<(), (String, String)> {
        for (name, setting) in declared {
            if !is_name(name) {
                return Err((name.clone(), "a name of small letters, digits and `_`".to_owned()));
            }
            let value = setting.default_value();
            if let Some(wanted) = setting.refuses(&value) {
                return Err((name.clone(), wanted));
            }
            self.0.insert(name.clone(), (setting.clone(), value));
        }
        Ok(())
    }

    /// Takes over what the author chose; what does not fit is a problem and keeps its default.
    pub(super) fn choose(&mut self, theme: &str, chosen: &[ThemeSetting]) -> Vec<Problem> {
        let mut problems = Vec::new();
        for ThemeSetting { name, value, line, column } in chosen {
            let mut problem = |code, message: String| {
                problems.push(Problem { column: *column, ..Problem::new(code, *line, message) });
            };
            if let Some((declared, kept)) = self.0.get_mut(name) {
                match declared.refuses(value) {
                    None => *kept = value.clone(),
                    Some(wanted) => {
                        problem(ProblemCode::ConfigValue, format!("`{name}` is not {wanted}"));
                    }
                }
            } else {
                let has = match self.0.len() {
                    0 => "no settings".to_owned(),
                    _ => format!("only {}", quoted(self.0.keys())),
                };
                let message = format!("the theme {theme} has no setting `{name}`, it has {has}");
                problem(ProblemCode::ConfigUnknownKey, message);
            }
        }
        problems
    }

    /// Each by its name, with its value.
    pub(super) fn all(&self) -> impl Iterator<Item = (&str, &DeclaredSetting, &SettingValue)> {
        self.0.iter().map(|(name, (declared, value))| (&**name, declared, value))
    }

    /// For templates.
    pub(super) fn value(&self) -> Value {
        let values = self.0.iter().map(|(name, (_, value))| (name.clone(), template_value(value)));
        Value::from(values.collect::<BTreeMap<_, _>>())
    }

    /// For style sheets: what can be neither more nor less than a value there.
    pub(super) fn css(&self) -> String {
        let mut rules = String::new();
        for (name, (declared, value)) in &self.0 {
            let value = match (declared, value) {
                (DeclaredSetting::Colour { .. }, SettingValue::Text(colour)) => colour.clone(),
                (DeclaredSetting::Number { .. }, SettingValue::Number(number)) => {
                    number.to_string()
                }
                _ => continue,
            };
            let name = name.replace('_', "-");
            let _ = writeln!(rules, "  --setting-{name}: {value};");
        }
        if rules.is_empty() { rules } else { format!(":root {{\n{rules}}}\n") }
    }
}

fn template_value(value: &SettingValue) -> Value {
    match value {
        SettingValue::Text(text) => Value::from(text.clone()),
        SettingValue::Boolean(boolean) => Value::from(*boolean),
        // A whole number is shown as one.
        SettingValue::Number(number) => match format!("{number}").parse::<i64>() {
            Ok(whole) => Value::from(whole),
            Err(_) => Value::from(*number),
        },
    }
}

/// `#rgb` or `#rrggbb`: nothing in it can end a rule of a style sheet.
fn is_colour(text: &str) -> bool {
    text.strip_prefix('#').is_some_and(|digits| {
        [3, 6].contains(&digits.len()) && digits.bytes().all(|byte| byte.is_ascii_hexdigit())
    })
}

fn is_name(name: &str) -> bool {
    let is_part = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'_';
    name.starts_with(|first: char| first.is_ascii_lowercase()) && name.bytes().all(is_part)
}

fn quoted<S: AsRef<str>>(names: impl IntoIterator<Item = S>) -> String {
    let quoted: Vec<_> = names.into_iter().map(|name| format!("`{}`", name.as_ref())).collect();
    quoted.join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn settings() -> Settings {
        let toml = "
            [mark]
            type = \"text\"
            default = \"$\"
            [tint]
            type = \"colour\"
            default = \"#2a2ad4\"
            [numbers]
            type = \"boolean\"
            default = true
            [size]
            type = \"number\"
            default = 1.5
            min = 1
            max = 3
            [side]
            type = \"choice\"
            default = \"left\"
            choices = [\"left\", \"right\"]
        ";
        let mut settings = Settings::default();
        settings.declare(&toml::from_str(toml).unwrap()).unwrap();
        settings
    }

    fn chosen(name: &str, value: SettingValue) -> ThemeSetting {
        ThemeSetting { name: name.to_owned(), value, line: 7, column: 3 }
    }

    fn text(text: &str) -> SettingValue {
        SettingValue::Text(text.to_owned())
    }

    #[test]
    fn what_fits_is_taken_over() {
        let mut settings = settings();
        let all = [
            chosen("mark", text(">")),
            chosen("tint", text("#abc")),
            chosen("numbers", SettingValue::Boolean(false)),
            chosen("size", SettingValue::Number(2.0)),
            chosen("side", text("right")),
        ];
        assert_eq!(settings.choose("`loud`", &all), []);
        let value = settings.value();
        let shown: Vec<_> = ["mark", "tint", "numbers", "size", "side"]
            .iter()
            .map(|name| value.get_attr(name).unwrap().to_string())
            .collect();
        assert_eq!(shown, [">", "#abc", "False", "2", "right"]);
        assert_eq!(settings.css(), ":root {\n  --setting-size: 2;\n  --setting-tint: #abc;\n}\n");
    }

    #[test]
    fn what_does_not_fit_keeps_its_default_and_is_a_problem() {
        let mut settings = settings();
        let css = settings.css();
        let all = [
            chosen("mark", SettingValue::Boolean(true)),
            chosen("tint", text("red;} body{display:none")),
            chosen("tint", text("#12345é")),
            chosen("numbers", text("yes")),
            chosen("size", SettingValue::Number(f64::NAN)),
            chosen("size", SettingValue::Number(3.1)),
            chosen("side", text("top")),
            chosen("tnit", text("#abc")),
        ];
        let problems = settings.choose("`loud`", &all);
        let told: Vec<_> = problems
            .iter()
            .map(|it| format!("{}:{} {} {}", it.line, it.column, it.code, it.message))
            .collect();
        insta::assert_snapshot!(told.join("\n"), @r"
        7:3 config-value `mark` is not a text
        7:3 config-value `tint` is not a colour like `#1a7f5a`
        7:3 config-value `tint` is not a colour like `#1a7f5a`
        7:3 config-value `numbers` is not `true` or `false`
        7:3 config-value `size` is not a number from 1 to 3
        7:3 config-value `size` is not a number from 1 to 3
        7:3 config-value `side` is not one of `left`, `right`
        7:3 config-unknown-key the theme `loud` has no setting `tnit`, it has only `mark`, `numbers`, `side`, `size`, `tint`
        ");
        assert_eq!(settings.css(), css);
    }

    #[test]
    fn a_default_has_to_fit_too() {
        for (toml, wanted) in [
            ("[a]\ntype = 'colour'\ndefault = 'red'", "a colour like `#1a7f5a`"),
            ("[a]\ntype = 'choice'\ndefault = 'x'\nchoices = ['y']", "one of `y`"),
            ("[a]\ntype = 'number'\ndefault = 9\nmin = 0\nmax = 1", "a number from 0 to 1"),
            ("[Big]\ntype = 'boolean'\ndefault = true", "a name of small letters, digits and `_`"),
        ] {
            let declared = toml::from_str(toml).unwrap();
            let (_, found) = Settings::default().declare(&declared).unwrap_err();
            assert_eq!(found, wanted);
        }
    }
}
