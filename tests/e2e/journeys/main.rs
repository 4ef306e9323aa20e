//! Journeys.
fn main() {}
