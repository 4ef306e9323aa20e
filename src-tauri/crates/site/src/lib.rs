//! galley-site
