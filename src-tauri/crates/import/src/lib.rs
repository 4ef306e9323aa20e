//! galley-import
