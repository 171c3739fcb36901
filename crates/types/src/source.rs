use std::fmt;
use std::str::FromStr;

use sha2::{Digest, Sha256};

/// The identity of a file's content. *It is the SHA-256 of the bytes.*
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SourceId([u8; 32]);

impl SourceId {
    /// The id of these bytes.
    pub fn of(bytes: &[u8]) -> Self {
        Self(Sha256::digest(bytes).into())
    }
}

impl fmt::Display for SourceId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|b| write!(f, "{b:02x}"))
    }
}

impl fmt::Debug for SourceId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "SourceId({self})")
    }
}

/// A text that is not the 64 hexadecimal digits of a [`SourceId`].
#[derive(Debug, PartialEq, Eq)]
pub struct ParseSourceIdError;

impl fmt::Display for ParseSourceIdError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("not the 64 hexadecimal digits of a SHA-256")
    }
}

impl std::error::Error for ParseSourceIdError {}

impl FromStr for SourceId {
    type Err = ParseSourceIdError;

    fn from_str(s: &str) -> Result<Self, Self::Err> {
        if s.len() != 64 || !s.is_ascii() {
            return Err(ParseSourceIdError);
        }
        let mut id = [0; 32];
        for (byte, pair) in id.iter_mut().zip(s.as_bytes().chunks(2)) {
            let digits = std::str::from_utf8(pair).map_err(|_| ParseSourceIdError)?;
            *byte = u8::from_str_radix(digits, 16).map_err(|_| ParseSourceIdError)?;
        }
        Ok(Self(id))
    }
}

/// The bytes of one published file, and what is known of them from outside.
#[derive(Clone, Debug)]
pub struct Source {
    id: SourceId,
    bytes: Vec<u8>,
    /// The name under which the file was found, for messages and the record.
    pub file: Option<String>,
    /// The address that it was published at.
    pub url: Option<String>,
}

impl Source {
    /// A source of these bytes, with no name.
    pub fn new(bytes: Vec<u8>) -> Self {
        Self { id: SourceId::of(&bytes), bytes, file: None, url: None }
    }

    /// The same source, found under this name.
    #[must_use]
    pub fn named(mut self, file: impl Into<String>) -> Self {
        self.file = Some(file.into());
        self
    }

    /// The SHA-256 of the bytes.
    pub fn id(&self) -> SourceId {
        self.id
    }

    /// The bytes, as found.
    pub fn bytes(&self) -> &[u8] {
        &self.bytes
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_is_the_sha256_and_reads_back() {
        let id = SourceId::of(b"abc");
        let text = id.to_string();
        assert_eq!(text, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
        assert_eq!(text.parse(), Ok(id));
        assert_eq!("ba78".parse::<SourceId>(), Err(ParseSourceIdError));
        assert_eq!("zz".repeat(32).parse::<SourceId>(), Err(ParseSourceIdError));
    }
}
