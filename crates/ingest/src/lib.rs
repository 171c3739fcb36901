//! Walks the hallway for many files, in parallel, and survives any of them.

#![allow(clippy::disallowed_methods, clippy::disallowed_types, reason = "it reads files and starts workers")]

mod batch;
mod check;
mod hallway;
mod verify;
mod walk;
mod worker;

pub use batch::{Error, Line, Options, Progress, Report, ingest, open_index, reindex};
pub use check::{Checked, check};
pub use hallway::{Reading, arrange, look, read};
pub use pages::{Error as ReadError, Limits, Picture, picture};
pub use verify::{Fault, Verified, verify};
pub use walk::{FoundFile, LostFile, Walked, walk};
pub use worker::{MEMORY, STACK, load, read_file, serve};
