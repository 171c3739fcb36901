//! The tests of the whole, in one binary.
//!
//! - `map`: the tree is what `crates/README.md` says
//! - `papers`: the fixtures, against hand-made truth and against the expected output of every stage
//! - `commands`: the program as a user runs it, on good input and bad
//! - `changes`: what moves, goes, comes back or changes between two ingests
//! - `golden`: one difficulty of PDF pages in each file, and `tables`, how their rows are compared
//! - `rules`: the rules for ambiguous cases, each with what it must not catch
//! - `quality`: how good the records of papers are that were not written for the reader, and time in proportion to
//! length
//! - `killed`: an ingest killed at any moment
//! - `corpus`: real papers, where they are at hand; says so loudly where they are not

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test that cannot go on has failed")]
#![allow(clippy::disallowed_methods, clippy::disallowed_types, reason = "tests read files and run the program")]

mod changes;
mod commands;
mod corpus;
mod golden;
mod isolation;
mod killed;
mod map;
mod nightly;
mod papers;
mod place;
mod quality;
mod rules;
mod tables;
