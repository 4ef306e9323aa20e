//! galley-core
