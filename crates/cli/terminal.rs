//! Text for a terminal: colours where there is one, and nothing in it that could drive it.

use std::fmt::Write as _;
use std::io::{self, Write as _};

use crate::exit::Exit;

pub(crate) const BOLD: &str = "\x1b[1m";
pub(crate) const DIM: &str = "\x1b[2m";
pub(crate) const MATCH: &str = "\x1b[1;33m";
pub(crate) const RED: &str = "\x1b[31m";
pub(crate) const RESET: &str = "\x1b[0m";

/// Text out of a document as a terminal may have it: control characters become a mark. The one
/// place where that is done.
pub(crate) fn plain(text: &str) -> String {
    text.chars()
        .map(|c| match c {
            '\n' | '\t' => c,
            // Besides the control characters: marks that turn the direction of the whole line.
            c if c.is_control() || matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}') => '\u{fffd}',
            c => c,
        })
        .collect()
}

/// Whether a sign drives a terminal or turns its line, and JSON lets it pass.
fn is_driving(c: char) -> bool {
    matches!(c, '\u{7f}'..='\u{9f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

/// JSON in which no sign drives a terminal: they are written as `\u009b`, which means the same.
struct Harmless;

impl serde_json::ser::Formatter for Harmless {
    fn write_string_fragment<W: ?Sized + io::Write>(&mut self, out: &mut W, fragment: &str) -> io::Result<()> {
        let mut from = 0;
        for (at, c) in fragment.char_indices().filter(|(_, c)| is_driving(*c)) {
            out.write_all(&fragment.as_bytes()[from..at])?;
            write!(out, "\\u{:04x}", u32::from(c))?;
            from = at + c.len_utf8();
        }
        out.write_all(&fragment.as_bytes()[from..])
    }
}

/// Writes a value as a line of JSON.
pub(crate) fn json_line(out: &mut impl io::Write, value: &impl serde::Serialize) -> io::Result<()> {
    value.serialize(&mut serde_json::Serializer::with_formatter(&mut *out, Harmless))?;
    out.write_all(b"\n")
}

/// The same on one line.
pub(crate) fn line(text: &str) -> String {
    plain(&text.split_whitespace().collect::<Vec<_>>().join(" "))
}

/// Writes an error to standard error, on one line.
pub(crate) fn error(message: &str) {
    // If standard error is gone there is nobody to tell.
    let _ = writeln!(anstream::stderr(), "{RED}minutebook:{RESET} {}", line(message));
}

/// Tells what could not be read back; the rest was done.
pub(crate) fn lost(lost: &archive::Lost) -> Exit {
    lost.0.iter().for_each(|said| error(said));
    if lost.0.is_empty() { Exit::Done } else { Exit::Failed }
}

/// A passage shortened around its first match, with the matches marked.
pub(crate) fn marked(text: &str, matches: &[(usize, usize)]) -> String {
    /// Characters before and after the first match.
    const BEFORE: usize = 90;
    const AFTER: usize = 220;
    let first = matches.first().map_or(0, |m| m.0);
    let start = text[..first].char_indices().rev().nth(BEFORE).map_or(0, |(at, _)| at);
    let start = if start == 0 { 0 } else { start + text[start..].find(' ').map_or(0, |s| s + 1).min(first - start) };
    let end = text[first..].char_indices().nth(AFTER).map_or(text.len(), |(at, _)| first + at);
    let mut out = String::new();
    if start > 0 {
        out.push_str("\u{2026} ");
    }
    let mut at = start;
    for &(from, to) in matches.iter().filter(|m| m.0 >= start && m.1 <= end) {
        let _ = write!(out, "{}{MATCH}[{}]{RESET}", plain(&text[at..from]), plain(&text[from..to]));
        at = to;
    }
    out.push_str(&plain(&text[at..end]));
    if end < text.len() {
        out.push_str(" \u{2026}");
    }
    out.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_from_a_document_drives_the_terminal() {
        assert_eq!(plain("a\x1b[31mb\x07\u{9b}c\n"), "a\u{fffd}[31mb\u{fffd}\u{fffd}c\n");
        assert_eq!(line("a\r\n  b"), "a b");
    }

    #[test]
    fn json_says_what_drives_a_terminal_in_escapes() {
        let mut out = Vec::new();
        json_line(&mut out, &["a\u{9b}b\u{202e}\u{e9}"]).unwrap();
        assert_eq!(String::from_utf8(out).unwrap(), "[\"a\\u009bb\\u202e\u{e9}\"]\n");
    }

    #[test]
    fn a_long_passage_is_cut_around_its_match() {
        let text = format!("{}the match here {}", "long \u{e9}t\u{e9} ".repeat(60), "tail ".repeat(80));
        let from = text.find("match").unwrap();
        let shown = marked(&text, &[(from, from + 5)]);
        assert!(shown.starts_with('\u{2026}') && shown.ends_with('\u{2026}'), "{shown}");
        assert!(shown.contains("[match]") && shown.chars().count() < 400);
        assert_eq!(marked("short", &[]), "short");
    }
}
