//! Commands that read one file run in a process of their own, with a limit of memory: a file that needs more ends with
//! an error, and does not take the machine down.

use std::env;
use std::os::unix::process::ExitStatusExt;
use std::process::{Command, ExitCode};

use crate::exit::Exit;
use crate::terminal;

/// Set for the process that reads.
const READS: &str = "MINUTEBOOK_READS";

/// Runs the command line again in a process that may take so many MiB of address space, and tells what came of it;
/// none where this is that process.
pub(crate) fn run(memory: u64) -> Option<ExitCode> {
    if env::var_os(READS).is_some() {
        ingest::limit_memory(memory);
        return None;
    }
    let program = env::current_exe().ok()?;
    let mut child = Command::new(program);
    child.args(env::args_os().skip(1)).env(READS, "1").env_remove("RUST_BACKTRACE");
    // If no process can be started, it is read in this one.
    let ended = child.status().ok()?;
    if let Some(code) = ended.code() {
        return Some(ExitCode::from(u8::try_from(code).unwrap_or(u8::MAX)));
    }
    /// Whoever reads us has seen enough.
    const PIPE: i32 = 13;
    if ended.signal() != Some(PIPE) {
        terminal::error(&format!(
            "the reader ended ({ended}): the file needs more than {memory} MiB, or is nested too deep; give it more \
             with --memory, or split the document"
        ));
    }
    Some(Exit::Failed.into())
}
