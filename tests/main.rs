//! The tests of the whole, in one binary.
//!
//! - `map`: the tree is what `crates/README.md` says, and no file stands in a circle
//! - `papers`: the fixtures, against hand-made truth and against the expected output of every stage
//! - `commands`: the program as a user runs it, on good input and bad
//! - `changes`: what moves, goes, comes back or changes between two ingests
//! - `nightly`: `refresh`, its configuration, its log and its report
//! - `isolation`: papers that hang, crash or exhaust a worker
//! - `hold`: what breaking found: limits, searches beside a writer, rot, an archive that goes away
//! - `killed`: an ingest killed at any moment
//! - `kinds`: forms of papers of bodies never seen, one in each small paper
//! - `golden`: one difficulty of PDF pages in each file, and `tables`, how their rows are compared
//! - `rules`: the rules for cases that can be read in two ways, each with what it must not catch
//! - `faults`: what users met, so that it does not come back
//! - `quality`: how good the records of papers are that were not written for the reader, and time in proportion to
//!   length
//! - `search`: what judged queries find, and that every word is found on its page
//! - `corpus`: real papers, where they are at hand; says so loudly where they are not
//! - `place`: folders and runs of the program, for all of them

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test that cannot go on has failed")]
#![allow(clippy::disallowed_methods, clippy::disallowed_types, reason = "tests read files and run the program")]

mod changes;
mod commands;
mod corpus;
mod faults;
mod golden;
mod hold;
mod isolation;
mod killed;
mod kinds;
mod map;
mod nightly;
mod papers;
mod place;
mod quality;
mod rules;
mod search;
mod tables;
