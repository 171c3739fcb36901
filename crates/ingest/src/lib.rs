//! Walks the hallway for many files, in parallel, and survives any of them.

#![allow(clippy::disallowed_methods, clippy::disallowed_types, reason = "it reads files and starts workers")]

mod batch;
mod check;
mod error;
mod hallway;
mod indexing;
mod moves;
mod options;
mod verify;
mod walk;
mod worker;

pub use batch::{Line, Progress, READER, Report, What, ingest};
pub use check::{Checked, check};
pub use error::Error;
pub use hallway::{Reading, arrange, look, panic_message, read};
pub use indexing::{Standing, open_index, reindex, standing_index};
pub use options::{Options, Reread};
pub use pages::{Error as ReadError, Limits, Picture, picture};
pub use verify::{Fault, Verified, verify};
pub use walk::{NamedSource, Root};
pub use worker::{DEADLINE, LEAST_MEMORY, MEMORY, STACK, limit_memory, load, read_file, serve};
