//! Walks the hallway for many files, in parallel, and survives any of them.

mod hallway;

pub use hallway::{Reading, read};
pub use pages::{Error as ReadError, Limits};
