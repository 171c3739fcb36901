//! Plain text, with the marks that converters to text use: Markdown's headings, lists, emphasis and
//! tables, rows of cells set apart by tabs, pieces of HTML.

use types::{MediaType, Pages, Tag, Warned};

use crate::flow::Flow;
use crate::{Error, Limits, inline};

/// A file whose longest line has no more characters than this may have been wrapped by hand.
const WRAPPED_WIDTH: usize = 110;
/// In wrapped text a line at least this share of the longest is full: its paragraph goes on.
const FULL: f32 = 0.72;
/// Wrapped text has at least this share of full lines.
const FULL_LINES: f32 = 0.25;
/// A file with this share of replacement characters is no text.
const UNREADABLE: f32 = 0.1;

pub(crate) fn read(text: &str, limits: &Limits) -> Result<Warned<Pages>, Error> {
    let unreadable = text.chars().filter(|c| *c == char::REPLACEMENT_CHARACTER || *c == '\0').count();
    if unreadable as f32 > UNREADABLE * text.chars().count() as f32 {
        return Err(Error::UnknownFormat("binary data"));
    }
    let lines: Vec<&str> = text.lines().collect();
    let full = full_line(&lines);
    let mut flow = Flow::new(limits.depth);
    let mut table = false;
    // The line before, if its paragraph may go on.
    let mut before: Option<&str> = None;
    for line in &lines {
        let kind = kind(line);
        if table && !matches!(kind, Line::Row(_) | Line::Ruling) {
            flow.close();
            table = false;
        }
        let goes_on = match (&kind, before, full) {
            (Line::Paragraph(text), Some(before), Some(full)) => {
                before.chars().count() as f32 >= full && !starts_a_paragraph(text)
                    || text.starts_with(char::is_lowercase)
            }
            _ => false,
        };
        if !goes_on && before.is_some() {
            flow.close();
        }
        before = None;
        match kind {
            Line::Blank | Line::Ruling => {}
            Line::Row(cells) => {
                if !table {
                    flow.open(Tag::Table);
                    table = true;
                }
                flow.open(Tag::Row);
                for cell in cells {
                    flow.open(Tag::Cell { header: false, columns: 1, rows: 1 });
                    inline::add(cell, &mut flow);
                    flow.close();
                }
                flow.close();
            }
            Line::Heading(level, text) => {
                flow.open(Tag::Heading(level));
                inline::add(text, &mut flow);
                flow.close();
            }
            Line::Item(level, text) => {
                flow.open(Tag::ListItem { level, label: Some("\u{2022}".into()) });
                inline::add(text, &mut flow);
                before = Some(line);
            }
            Line::Paragraph(text) => {
                if goes_on {
                    flow.line_break();
                } else {
                    flow.open(Tag::Paragraph);
                }
                inline::add(text, &mut flow);
                before = Some(line);
            }
        }
    }
    Ok(Warned::clean(flow.finish(MediaType::Text)))
}

/// The number of characters from which a line counts as full, where the text was wrapped by hand.
fn full_line(lines: &[&str]) -> Option<f32> {
    let lengths: Vec<usize> = lines.iter().map(|l| l.trim().chars().count()).filter(|&n| n > 0).collect();
    // A long address or two does not make the rest unwrapped.
    let mut sorted = lengths.clone();
    sorted.sort_unstable();
    let longest = *sorted.get((sorted.len() * 97).div_ceil(100).checked_sub(1)?)?;
    let full = longest as f32 * FULL;
    let count = lengths.iter().filter(|&&n| n as f32 >= full).count();
    (longest <= WRAPPED_WIDTH && count as f32 >= FULL_LINES * lengths.len() as f32).then_some(full)
}

/// The line opens with a bullet or a number, so it does not go on with the line before.
fn starts_a_paragraph(line: &str) -> bool {
    let first = line.split_whitespace().next().unwrap_or_default();
    let marked = first.ends_with(['.', ')', ':']) && first.len() <= 5;
    first.starts_with(['\u{2022}', '\u{b7}', '-', '\u{2013}'])
        || marked && first.chars().any(|c| c.is_ascii_digit())
        || first.starts_with('(') && marked
}

enum Line<'a> {
    Blank,
    /// Drawn with dashes or stars; says nothing.
    Ruling,
    Heading(u8, &'a str),
    Item(u8, &'a str),
    Row(Vec<&'a str>),
    Paragraph(&'a str),
}

fn kind(line: &str) -> Line<'_> {
    let text = line.trim();
    if text.is_empty() {
        return Line::Blank;
    }
    if text.len() >= 3 && text.bytes().all(|b| b"-=_*#|:+ ".contains(&b)) {
        return Line::Ruling;
    }
    if let Some(row) = text.strip_prefix('|') {
        return Line::Row(row.strip_suffix('|').unwrap_or(row).split('|').collect());
    }
    // Tabs that only indent a line make no cells.
    let body = line.trim_start_matches(' ');
    if body.trim_end().contains('\t') && body.split('\t').filter(|c| !c.trim().is_empty()).count() > 1
        || body.starts_with('\t') && body.trim_end().len() > 1 && body.ends_with('\t')
    {
        return Line::Row(body.trim_end_matches('\n').split('\t').collect());
    }
    let hashes = text.bytes().take_while(|&b| b == b'#').count();
    if (1..=6).contains(&hashes)
        && let Some(title) = text[hashes..].strip_prefix(' ')
    {
        return Line::Heading(u8::try_from(hashes).unwrap_or(6), title.trim_end_matches(['#', ' ']));
    }
    // "*** title ***", as people mark headings in e-mail.
    if let Some(title) = text.strip_prefix("*** ") {
        return Line::Heading(2, title.trim_end_matches(['*', ' ']));
    }
    let indent = line.len() - line.trim_start().len();
    for mark in ["- ", "* ", "+ "] {
        if let Some(item) = text.strip_prefix(mark) {
            return Line::Item(u8::try_from(indent / 2 + 1).unwrap_or(u8::MAX), item);
        }
    }
    Line::Paragraph(text)
}

#[cfg(test)]
mod tests {
    use super::*;
    use types::{Child, Style};

    fn words(pages: &Pages) -> Vec<(&str, Style)> {
        pages.pages[0].words.iter().map(|w| (w.text.as_str(), w.style)).collect()
    }

    fn tags(text: &str) -> Vec<Tag> {
        let pages = read(text, &Limits::default()).map(|w| w.value.structure);
        let nodes = pages.ok().flatten().map(|s| s.nodes).unwrap_or_default();
        let children = nodes.into_iter().flat_map(|n| n.children);
        children.filter_map(|c| if let Child::Node(n) = c { Some(n.tag) } else { None }).collect()
    }

    #[test]
    fn rows_of_tabs_and_of_bars_are_tables() {
        assert_eq!(tags("Name\tAgency\nA\tB\n\ntext"), [Tag::Table, Tag::Paragraph]);
        assert_eq!(tags("| a | b |\n|---|---|\n| c | d |"), [Tag::Table]);
        assert_eq!(tags("\tindented only"), [Tag::Paragraph]);
    }

    #[test]
    fn lines_of_wrapped_text_are_one_paragraph() {
        let wrapped = "the members talked for a while about the lighting of the path\n\
                       by the river and then about the bins that nobody had emptied.\n\
                       Agreed.\n";
        assert_eq!(tags(wrapped), [Tag::Paragraph]);
        let long = "x".repeat(300);
        assert_eq!(tags(&format!("one line\nanother line\n{long}")).len(), 3);
    }

    #[test]
    fn marks_give_headings_and_lists() {
        let item = Tag::ListItem { level: 1, label: Some("\u{2022}".into()) };
        assert_eq!(
            tags("# Title\n\n- a\n- b\n---\n*** last time ***"),
            [Tag::Heading(1), item.clone(), item, Tag::Heading(2)]
        );
    }

    #[test]
    fn no_mark_is_left_in_the_words() {
        let pages = read("**Chair:** *A Person*", &Limits::default()).map(|w| w.value);
        let pages = pages.unwrap_or_else(|e| panic!("{e}"));
        let (bold, italic) = (Style { bold: true, italic: false }, Style { bold: false, italic: true });
        assert_eq!(words(&pages), [("Chair:", bold), ("A", italic), ("Person", italic)]);
    }
}
