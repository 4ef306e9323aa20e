//! What a person does with Galley, in the built window from the first key to the file.
//!
//! One short journey per test, one module per kind of thing that a person wants.
//! `cargo xtask e2e` builds the app and runs them.

mod exporting;
mod hostile;
mod keeping;
mod looks;
mod outside;
mod posts;
mod printing;
mod restarting;
mod safety;
mod scrolling;
mod themes;
mod trouble;
mod writing;

/// The file of a short post that most journeys start from.
const FIRST: &str = "posts/first.md";

/// What is in it.
const FIRST_SOURCE: &str = "\
---
title: First light
date: 2026-01-02
tags: [morning]
---

The kettle sings.
";
