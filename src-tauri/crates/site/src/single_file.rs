//! One post as one file.
