//! Any bytes as what a blog's files, rows and bases are.

#![no_main]

libfuzzer_sys::fuzz_target!(|input: &[u8]| galley_fuzz::mirror_plan::holds(input));
