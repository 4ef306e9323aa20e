//! What must hold of any input, as functions that panic where it does not.
//!
//! The fuzz targets call them with what the fuzzer makes up; `tests/suite/saved_inputs.rs`
//! includes them to replay the inputs that were kept. They know the pure crates alone.

pub mod front_matter;
pub mod mirror_plan;
pub mod render;
