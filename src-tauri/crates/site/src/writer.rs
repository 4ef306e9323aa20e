//! Writing a site to a folder.
