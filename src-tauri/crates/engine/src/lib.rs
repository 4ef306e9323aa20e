//! galley-engine
