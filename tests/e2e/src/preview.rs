//! The preview: the page in the sandboxed frame, seen from inside.

use anyhow::Result;
use fantoccini::Locator;
use serde_json::Value;

use crate::deadline::wait_for;
use crate::window::Window;

const FRAME: &str = "iframe[data-testid=\"preview\"], [data-testid=\"preview\"] iframe";

/// The rendered post beside the editor.
pub struct Preview<'w> {
    window: &'w Window,
}

impl<'w> Preview<'w> {
    pub(crate) fn new(window: &'w Window) -> Self {
        Self { window }
    }

    /// What a person reads in the post's body.
    pub fn text(&self) -> String {
        self.words("return document.querySelector('[data-galley-body]')?.innerText ?? ''")
    }

    /// The body's elements as the frame holds them.
    pub fn body(&self) -> String {
        self.words("return document.querySelector('[data-galley-body]')?.innerHTML ?? ''")
    }

    /// Waits until a person reads the words in the post's body.
    pub fn wait_for_text(&self, words: &str) {
        wait_for(&format!("{words:?} in the preview"), || match self.text() {
            text if text.contains(words) => Ok(()),
            text => Err(text),
        });
    }

    /// Waits until a person reads the words anywhere on the page.
    pub fn wait_for_page_text(&self, words: &str) {
        wait_for(&format!("{words:?} on the preview's page"), || {
            match self.words("return document.body.innerText") {
                text if text.contains(words) => Ok(()),
                text => Err(text),
            }
        });
    }

    /// Waits until the frame has shown everything that the editor has sent.
    pub fn wait_until_current(&self) {
        let frame = format!("Number(document.querySelector('{FRAME}').dataset.version)");
        let editor = "Number(document.querySelector('[data-testid=editor]').dataset.version)";
        self.window.wait("the preview to be current", &format!("{frame} >= {editor}"));
    }

    /// Runs a function body inside the frame and answers with what it returns.
    pub fn script(&self, script: &str) -> Value {
        self.try_script(script).unwrap_or_else(|error| panic!("{error}: {script}"))
    }

    fn words(&self, script: &str) -> String {
        // While the frame loads its next page there is nothing in it to read.
        self.try_script(script)
            .ok()
            .and_then(|text| Some(text.as_str()?.to_owned()))
            .unwrap_or_default()
    }

    /// The same, where there may be no frame at the moment.
    pub fn try_script(&self, script: &str) -> Result<Value> {
        in_frame(self.window, FRAME, script)
    }
}

/// Runs a function body inside a frame and answers with what it returns.
pub(crate) fn in_frame(window: &Window, selector: &str, script: &str) -> Result<Value> {
    let session = window.session();
    let frame = session.call(session.client().find(Locator::Css(selector)))?;
    session.call(frame.enter_frame())?;
    let answer = session.script(script, Vec::new());
    session.call(session.client().enter_parent_frame())?;
    answer
}
