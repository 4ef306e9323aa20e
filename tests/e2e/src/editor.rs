//! The Markdown editor, by the keys and by what it shows.

use fantoccini::key::Key;
use serde_json::json;

use crate::deadline::wait_for;
use crate::window::Window;

const CONTENT: &str = "[data-testid=\"editor\"] .cm-content";

/// The editor of the open post.
pub struct Editor<'w> {
    window: &'w Window,
}

impl<'w> Editor<'w> {
    pub(crate) fn new(window: &'w Window) -> Self {
        Self { window }
    }

    /// Puts the cursor behind the last character of the post.
    pub fn go_to_end(&self) -> &Self {
        self.focus();
        self.window.press(&[Key::Control.into(), Key::End.into()]);
        self
    }

    /// Puts the cursor behind the first line that holds the words, which must be
    /// within sight.
    pub fn go_behind(&self, words: &str) -> &Self {
        self.focus();
        let script = "
            const line = [...document.querySelectorAll('.cm-line')]
                .find((line) => line.textContent.includes(arguments[0]));
            if (!line) return false;
            const range = document.createRange();
            range.selectNodeContents(line);
            range.collapse(false);
            const selection = getSelection();
            selection.removeAllRanges();
            selection.addRange(range);
            return true;";
        wait_for(&format!("a line with {words:?} in the editor"), || {
            match self.window.script_with(script, vec![json!(words)]).as_bool() {
                Some(true) => Ok(()),
                _ => Err(self.text()),
            }
        });
        self
    }

    /// Types at the cursor, key by key.
    pub fn type_text(&self, text: &str) -> &Self {
        for (index, line) in text.split('\n').enumerate() {
            if index > 0 {
                self.window.press(&[Key::Enter.into()]);
            }
            for character in line.chars() {
                self.window.press(&[character]);
            }
        }
        self
    }

    /// Puts another text in place of the whole one, and answers with its version: as pasting
    /// over everything does, for texts that no keyboard has.
    pub fn replace_all(&self, text: &str) -> u64 {
        let script = "
            const { view } = document.querySelector('.cm-content').cmTile.root;
            const version = Number(document.querySelector('[data-testid=editor]').dataset.version);
            view.dispatch({
                changes: { from: 0, to: view.state.doc.length, insert: arguments[0] },
            });
            return version + 1;";
        self.window.script_with(script, vec![json!(text)]).as_u64().expect("a version")
    }

    /// What the editor shows, line by line. A long post is shown in part.
    pub fn text(&self) -> String {
        let script = "return [...document.querySelectorAll('.cm-line')]
            .map((line) => line.textContent).join('\\n')";
        self.window.script(script).as_str().unwrap_or_default().to_owned()
    }

    /// Waits until the editor shows the words.
    pub fn wait_for_text(&self, words: &str) -> &Self {
        wait_for(&format!("{words:?} in the editor"), || match self.text() {
            text if text.contains(words) => Ok(()),
            text => Err(text),
        });
        self
    }

    /// The line that the cursor is in.
    pub fn line_of_cursor(&self) -> String {
        let script = "return document.querySelector('.cm-activeLine')?.textContent ?? ''";
        self.window.script(script).as_str().unwrap_or_default().to_owned()
    }

    /// Waits until everything typed is in the post's file, says the window.
    pub fn wait_until_saved(&self) -> &Self {
        let editor = "document.querySelector('[data-testid=editor]').dataset";
        self.window.wait(
            "everything typed to be saved",
            &format!("Number({editor}.savedVersion) >= Number({editor}.version)"),
        );
        self.window.part("saved").wait_for_text("Saved");
        self
    }

    /// Clicks into the text unless the keyboard is there already.
    pub fn focus(&self) {
        let focused = format!("return document.activeElement?.matches('{CONTENT}') ?? false");
        if self.window.script(&focused) != json!(true) {
            self.window.select(CONTENT).click();
            self.window.wait("the keyboard in the editor", &focused["return ".len()..]);
        }
    }
}
