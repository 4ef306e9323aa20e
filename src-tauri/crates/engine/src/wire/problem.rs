//! What is wrong in the author's content, as it crosses a border.

use serde::{Deserialize, Serialize};
use specta::Type;

/// How grave a problem is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub enum Severity {
    /// The post is not what its author meant.
    Error,
    /// The post probably is not what its author meant.
    Warning,
    /// Worth knowing.
    Note,
}

/// Something wrong in the author's content, with its place.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct Problem {
    /// A stable name in kebab case.
    pub code: String,
    /// How grave it is.
    pub severity: Severity,
    /// What is wrong and what to do.
    pub message: String,
    /// The line in the file, from 1.
    pub line: u32,
    /// The column in the line, in characters from 1.
    pub column: u32,
}

/// A problem together with the file it is in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct FileProblem {
    /// The file, relative to the blog's folder.
    pub path: String,
    /// What is wrong there.
    #[serde(flatten)]
    pub problem: Problem,
}

/// A problem that a check of the whole blog found, and how to get there.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct BlogProblem {
    /// The file, relative to the blog's folder.
    pub file: String,
    /// The post that the file is, if it is one that can be opened.
    pub post: Option<u32>,
    /// What is wrong there.
    #[serde(flatten)]
    pub problem: Problem,
}
