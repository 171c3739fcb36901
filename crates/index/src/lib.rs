//! Answers full-text queries over the archive's records.
