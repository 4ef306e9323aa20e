//! Whole behaviours of the mirror, on real folders.
