//! galley-cli
