//! galley-markdown
