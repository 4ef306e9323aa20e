//! galley-store
