//! Any texts, one after the other, as what an author makes of a post.

#![no_main]

libfuzzer_sys::fuzz_target!(
    // The renderer catches panics of what reads formulas. The fuzzer's hook would end the run
    // at those, while a broken promise ends it without.
    init: drop(std::panic::take_hook()),
    |input: &[u8]| galley_fuzz::render::holds(input)
);
