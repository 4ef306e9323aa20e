//! A part of the window, found anew for each thing that is done with it.

use anyhow::{Result, bail};
use fantoccini::elements::Element;
use fantoccini::key::Key;

use crate::deadline::wait_for;
use crate::window::Window;

/// A button, a field, a list entry: whatever a selector finds in the window.
///
/// Everything waits until it can be done: the part may appear, move or be drawn
/// again at any moment.
pub struct Part<'w> {
    window: &'w Window,
    selector: String,
}

impl<'w> Part<'w> {
    pub(crate) fn new(window: &'w Window, selector: String) -> Self {
        Self { window, selector }
    }

    /// Clicks it.
    pub fn click(&self) {
        self.perform("click", |element| self.window.session().call(element.click()));
    }

    /// Puts the keyboard's focus into it and types.
    pub fn type_text(&self, text: &str) {
        self.perform("type", |element| self.window.session().call(element.send_keys(text)));
    }

    /// Replaces what a field holds, as a person does: all of it is selected and
    /// typed over.
    pub fn fill(&self, text: &str) {
        self.click();
        self.window.press(&[Key::Control.into(), 'a']);
        if text.is_empty() {
            self.window.press(&[Key::Backspace.into()]);
        }
        for character in text.chars() {
            self.window.press(&[character]);
        }
    }

    /// What a person reads in it.
    pub fn text(&self) -> String {
        self.perform("read", |element| self.words(&element))
    }

    /// What a field holds.
    pub fn value(&self) -> String {
        self.perform("read", |element| {
            let value = self.window.session().call(element.prop("value"))?;
            Ok(value.unwrap_or_default())
        })
    }

    /// An attribute of its element, empty if it has none of that name.
    pub fn attribute(&self, name: &str) -> String {
        self.perform("read", |element| {
            let attribute = self.window.session().call(element.attr(name))?;
            Ok(attribute.unwrap_or_default())
        })
    }

    /// A style of its element as it came out of all rules.
    pub fn style(&self, property: &str) -> String {
        self.perform("look at", |element| self.window.session().call(element.css_value(property)))
    }

    /// Waits until a person can see it.
    pub fn wait_until_shown(&self) {
        wait_for(&format!("{} to be shown", self.selector), || self.shown());
    }

    /// Waits until a person can not see it, or no longer.
    pub fn wait_until_hidden(&self) {
        wait_for(&format!("{} to be hidden", self.selector), || match self.shown() {
            Ok(()) => Err("it is shown"),
            Err(_) => Ok(()),
        });
    }

    /// Waits until a person reads these words in it.
    pub fn wait_for_text(&self, words: &str) {
        wait_for(&format!("{words:?} in {}", self.selector), || self.reads(words));
    }

    /// Waits until a field holds exactly this.
    pub fn wait_for_value(&self, value: &str) {
        wait_for(&format!("{value:?} in {}", self.selector), || match self.value() {
            held if held == value => Ok(()),
            held => Err(format!("{held:?}")),
        });
    }

    /// Waits until an attribute has this value.
    pub fn wait_for_attribute(&self, name: &str, value: &str) {
        wait_for(&format!("{name}={value:?} on {}", self.selector), || {
            match self.attribute(name) {
                held if held == value => Ok(()),
                held => Err(format!("{held:?}")),
            }
        });
    }

    fn reads(&self, words: &str) -> Result<()> {
        let text = self.words(&self.element()?)?;
        if text.contains(words) { Ok(()) } else { bail!("{text:?}") }
    }

    /// The words as laid out. The driver's own reading leaves out lines that are
    /// clamped, though a person reads them.
    fn words(&self, element: &Element) -> Result<String> {
        let words = self.window.session().call(element.prop("innerText"))?;
        Ok(words.unwrap_or_default())
    }

    fn shown(&self) -> Result<()> {
        let shown = self.window.session().call(self.element()?.is_displayed())?;
        if shown { Ok(()) } else { bail!("it is in the page but hidden") }
    }

    fn element(&self) -> Result<Element> {
        self.window.session().element(&self.selector)
    }

    fn perform<T>(&self, verb: &str, perform: impl Fn(Element) -> Result<T>) -> T {
        wait_for(&format!("a chance to {verb} {}", self.selector), || perform(self.element()?))
    }
}
