//! Why a source gives no pages at all.

use types::FailureReason;

/// Why a source gives no pages at all.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Error {
    /// No bytes.
    #[error("the file is empty; fetch it again")]
    Empty,
    /// No kind that is read here.
    #[error("not a document that can be read ({0}); give a PDF, DOCX, HTML or text file")]
    UnknownFormat(&'static str),
    /// A password is needed.
    #[error("it is encrypted and needs a password; save an unlocked copy and read that")]
    Encrypted,
    /// Broken beyond repair.
    #[error("{0}; fetch it again")]
    Damaged(String),
    /// Larger than the limits allow.
    #[error("{0}; split the document")]
    OverLimit(String),
    /// Only pictures of pages: nothing can be read without text recognition.
    #[error("no text layer on any of its {pages} pages (a scan); run text recognition on it, then read it again")]
    NoText {
        /// How many pages it has.
        pages: usize,
    },
}

impl Error {
    /// The reason as the ledger keeps it.
    pub fn reason(&self) -> FailureReason {
        match self {
            Self::Empty => FailureReason::Empty,
            Self::UnknownFormat(_) => FailureReason::UnknownFormat,
            Self::Encrypted => FailureReason::Encrypted,
            Self::Damaged(_) => FailureReason::Damaged,
            Self::OverLimit(_) => FailureReason::OverLimit,
            Self::NoText { .. } => FailureReason::NoText,
        }
    }
}
