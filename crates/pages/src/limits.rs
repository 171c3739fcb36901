//! How much of one document is read.

use std::fmt;

/// How much of one document is read. Beyond it the document is refused, or the rest of a page left out.
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    /// Bytes of the file.
    pub bytes: usize,
    /// Bytes that one stream or part may unpack to.
    pub unpacked: usize,
    /// Pages of one document.
    pub pages: usize,
    /// Glyphs of one page.
    pub glyphs: usize,
    /// Drawn lines of one page, and filled boxes.
    pub rules: usize,
    /// Operations of one page with all its forms, which multiply when they paint each other.
    pub operations: usize,
    /// Depth of nested tags.
    pub depth: usize,
    /// Bytes of the records of one file, as JSON.
    pub record: usize,
}

/// A limit that has a name: its value can be set by it.
pub struct Limit {
    /// Its name.
    pub name: &'static str,
    /// What it limits, and why at this value.
    pub reason: &'static str,
    /// Its place.
    pub value: fn(&mut Limits) -> &mut usize,
}

impl Limits {
    /// All limits.
    pub const ALL: [Limit; 8] = [
        Limit {
            name: "bytes",
            reason: "bytes of the file; ten times the largest council pack seen (40 MB)",
            value: |l| &mut l.bytes,
        },
        Limit {
            name: "unpacked",
            reason: "bytes that one stream or part may unpack to; no page seen has a tenth, and two fit into 300 MB",
            value: |l| &mut l.unpacked,
        },
        Limit {
            name: "pages",
            reason: "pages of the document; ten times the largest pack seen",
            value: |l| &mut l.pages,
        },
        Limit { name: "glyphs", reason: "characters of one page; twenty times a dense one", value: |l| &mut l.glyphs },
        Limit {
            name: "rules",
            reason: "drawn lines of one page, and as many filled boxes; maps have more, tables do not",
            value: |l| &mut l.rules,
        },
        Limit {
            name: "operations",
            reason: "drawing operations of one page with all its forms, which multiply when they paint each other",
            value: |l| &mut l.operations,
        },
        Limit { name: "depth", reason: "depth of nested tags; reading them takes stack", value: |l| &mut l.depth },
        Limit {
            name: "record",
            reason: "bytes of a file's records as JSON; fifty times the largest seen, and a database takes no gigabyte",
            value: |l| &mut l.record,
        },
    ];

    /// Changes a limit by its name.
    ///
    /// # Errors
    /// Where no limit has that name.
    pub fn set(&mut self, name: &str, value: usize) -> Result<(), UnknownLimit> {
        let limit = Self::ALL.into_iter().find(|l| l.name == name).ok_or_else(|| UnknownLimit(name.to_owned()))?;
        *(limit.value)(self) = value;
        Ok(())
    }
}

/// A name that is no limit's. Its message lists the names with their reasons.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnknownLimit(String);

impl fmt::Display for UnknownLimit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "no limit is named `{}`; the limits are", self.0)?;
        Limits::ALL.iter().try_for_each(|limit| write!(f, "\n  {:<11} {}", limit.name, limit.reason))
    }
}

impl std::error::Error for UnknownLimit {}

impl Default for Limits {
    /// The reason for each value stands in [`Limits::ALL`].
    fn default() -> Self {
        Self {
            bytes: 400 << 20,
            unpacked: 64 << 20,
            pages: 10_000,
            glyphs: 200_000,
            rules: 20_000,
            operations: 10_000_000,
            depth: 64,
            record: 64 << 20,
        }
    }
}
