//! Any line and any text: a change of a field of any source.

#![no_main]

libfuzzer_sys::fuzz_target!(|input: &[u8]| galley_fuzz::front_matter::holds(input));
