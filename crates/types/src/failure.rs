use crate::terms::FailureReason;

/// Why a file has no record, for counting and for a reader.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Failure {
    /// For counting.
    pub reason: FailureReason,
    /// A sentence with the remedy.
    pub message: String,
}

impl Failure {
    /// A failure for this reason.
    pub fn new(reason: FailureReason, message: impl Into<String>) -> Self {
        Self { reason, message: message.into() }
    }
}
