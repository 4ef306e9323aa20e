//! galley-mirror
