//! Front matter as a tree whose every part knows its bytes, whatever the format.

use std::ops::Range;

use super::{Format, toml, yaml};

/// One key with its value.
#[derive(Debug, Clone)]
pub(super) struct Entry {
    pub(super) key: String,
    pub(super) key_span: Range<usize>,
    pub(super) node: Node,
}

/// A value.
#[derive(Debug, Clone)]
pub(super) struct Node {
    /// The value's bytes, quotes included. In YAML a list and a table have only their
    /// beginning, and a block scalar begins at its first line of text.
    pub(super) span: Range<usize>,
    pub(super) shape: Shape,
}

/// What a value is. Numbers, booleans and dates stay as they are spelt: a title
/// `1.10` is not `1.1`.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Shape {
    Nothing,
    Scalar(String),
    List(Vec<Node>),
    Table(Vec<Entry>),
}

/// Where and why reading stopped.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct SyntaxError {
    pub(super) at: usize,
    pub(super) message: String,
}

/// Reads a block's entries, in their order in the file.
pub(super) fn read(format: Format, inner: &str) -> Result<Vec<Entry>, SyntaxError> {
    match format {
        // JSON is the flow style of YAML; one reader gives both the same rules.
        Format::Yaml | Format::Json => yaml::read(inner),
        Format::Toml => toml::read(inner),
    }
}

impl Node {
    /// The text of a scalar.
    pub(super) fn scalar(&self) -> Option<&str> {
        match &self.shape {
            Shape::Scalar(text) => Some(text),
            _ => None,
        }
    }
}

/// Two values are the same when they say the same, wherever they stand.
impl PartialEq for Node {
    fn eq(&self, other: &Self) -> bool {
        self.shape == other.shape
    }
}

impl PartialEq for Entry {
    fn eq(&self, other: &Self) -> bool {
        self.key == other.key && self.node == other.node
    }
}
