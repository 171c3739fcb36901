//! What a command comes to.

use std::process::ExitCode;

/// What a command came to, as exit codes tell it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Exit {
    /// Done, or found.
    Done,
    /// Searched, and found nothing.
    Nothing,
    /// Something failed, even if the rest succeeded.
    Failed,
    /// Interrupted by the user.
    Interrupted,
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        Self::from(match exit {
            Exit::Done => 0,
            Exit::Nothing => 1,
            Exit::Failed => 2,
            Exit::Interrupted => 130,
        })
    }
}
