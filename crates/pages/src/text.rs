//! Plain text, with the marks that converters to text use: Markdown's headings, lists, emphasis and
//! tables, rows of cells set apart by tabs, pieces of HTML.

use types::{MediaType, Pages, Tag, Warned};

use crate::error::Error;
use crate::flow::Flow;
use crate::inline;
use crate::limits::Limits;

/// A file whose longest line has no more characters than this may have been wrapped by hand.
const WRAPPED_WIDTH: usize = 110;
/// In wrapped text a line at least this share of the longest is full: its paragraph goes on.
const FULL: f32 = 0.72;
/// Wrapped text has at least this share of full lines.
const FULL_LINES: f32 = 0.25;
/// A line of a printed page is no longer.
const SPACED_WIDTH: usize = 140;
/// There a line is full if it and the next word together have this share of the longest line's characters.
const SPACED_FULL: f32 = 0.9;
/// Capitals are wider: a full line of them has this share of the characters.
const CAPITALS: f32 = 0.72;
/// The end of a page.
const FEED: char = '\u{c}';
/// A file with this share of replacement characters is no text.
const UNREADABLE: f32 = 0.1;

pub(crate) fn read(text: &str, limits: &Limits) -> Result<Warned<Pages>, Error> {
    let unreadable = text.chars().filter(|c| *c == char::REPLACEMENT_CHARACTER || *c == '\0').count();
    if unreadable as f32 > UNREADABLE * text.chars().count() as f32 {
        return Err(Error::UnknownFormat("binary data"));
    }
    // A form feed is the end of a page; programs that turn PDF into text write it before the next page's first line.
    let mut lines: Vec<&str> = Vec::new();
    for line in text.lines() {
        if line.contains(FEED) { lines.extend(line.split_inclusive(FEED)) } else { lines.push(line) }
    }
    let front = front_matter(&lines);
    let front: Vec<&str> = lines.drain(..front).collect();
    let wrapping = Wrapping::of(&lines);
    let mut flow = Flow::new(limits.depth);
    let mut table = false;
    // The line before, if its paragraph may go on.
    let mut before: Option<&str> = None;
    // The first line of its paragraph.
    let mut begun = "";
    let mut ruled = false;
    let mut numbers = Vec::new();
    // The page ends behind the line before.
    let mut fed = false;
    for line in &lines {
        if std::mem::take(&mut fed) {
            flow.new_page();
        }
        fed = line.ends_with(FEED);
        let line = &line.trim_end_matches(FEED);
        if fed && line.is_empty() {
            continue;
        }
        let kind = kind(line);
        if wrapping.spaced {
            // Blank lines stand between all lines and part nothing; a rule and a number part pages.
            match kind {
                Line::Blank => continue,
                Line::Ruling if !table => {
                    ruled = true;
                    continue;
                }
                Line::Paragraph(text) if std::mem::take(&mut ruled) && is_page_number(text) => {
                    numbers.push(text);
                    continue;
                }
                _ => {}
            }
        }
        if table && !matches!(kind, Line::Row(_) | Line::Ruling) {
            flow.close();
            table = false;
        }
        let goes_on = match (&kind, before) {
            (Line::Paragraph(text), Some(before)) => wrapping.goes_on(begun, before, text),
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
                    begun = text;
                    flow.open(Tag::Paragraph);
                }
                inline::add(text, &mut flow);
                before = Some(line);
            }
        }
    }
    // The pages' numbers, which stand in the middle of sentences, and what a site's program notes of the page are told
    // last.
    for number in front.into_iter().chain(numbers) {
        flow.close_to(1);
        flow.open(Tag::Artifact);
        inline::add(number, &mut flow);
        flow.close();
    }
    Ok(Warned::clean(flow.finish(MediaType::Text)))
}

/// How the lines of a text were broken.
struct Wrapping {
    /// The number of characters from which a line counts as full, where the text was wrapped by hand or by a page.
    full: Option<f32>,
    /// The lines of printed pages, each with a blank line behind it, as some converters of PDF write them.
    spaced: bool,
}

impl Wrapping {
    fn of(lines: &[&str]) -> Self {
        let lengths: Vec<usize> = lines.iter().map(|l| l.trim().chars().count()).filter(|&n| n > 0).collect();
        // A long address or two does not make the rest unwrapped.
        let mut sorted = lengths.clone();
        sorted.sort_unstable();
        let last = (sorted.len() * 97).div_ceil(100).checked_sub(1);
        let Some(&longest) = last.and_then(|at| sorted.get(at)) else { return Self { full: None, spaced: false } };
        let full = longest as f32 * FULL;
        let count = lengths.iter().filter(|&&n| n as f32 >= full).count();
        let wrapped = longest <= WRAPPED_WIDTH && count as f32 >= FULL_LINES * lengths.len() as f32;
        let spaced = longest <= SPACED_WIDTH && is_spaced(lines, full);
        Self { full: (wrapped || spaced).then_some(if spaced { longest as f32 * SPACED_FULL } else { full }), spaced }
    }

    /// Whether a line goes on with the paragraph of the line before.
    fn goes_on(&self, begun: &str, before: &str, text: &str) -> bool {
        let length = before.chars().count();
        // The head of minutes is one sentence in capitals, however it is broken.
        let upper = |t: &str| {
            let (capitals, small) = (t.chars().filter(|c| c.is_uppercase()), t.chars().filter(|c| c.is_lowercase()));
            capitals.count() > 4 * small.count()
        };
        let stops = before.trim_end_matches(['*', '_', ' ']).ends_with(['.', ':', '?', '!', ';']);
        if begun.starts_with("MINUTES OF") && upper(before) && upper(text) && !stops && !starts_a_paragraph(text) {
            return true;
        }
        let Some(full) = self.full else { return false };
        if !self.spaced {
            let open = length as f32 >= full || is_open(before);
            return open && !starts_a_paragraph(text) || text.starts_with(char::is_lowercase);
        }
        // A line is full if the next word would not have gone on it; capitals are wider.
        let word = text.split_whitespace().next().map_or(0, |w| w.chars().count());
        let width = if upper(before) { full * CAPITALS } else { full };
        let ended = before.trim_end_matches(['*', '_', ' ']).ends_with(['.', ':', '?', '!', ';']);
        let bold = |t: &str| t.starts_with("**");
        let quoted = text.starts_with('\u{201c}') && ended;
        let unwrapped = length as f32 > 1.1 * full / SPACED_FULL;
        if starts_with_mark(text) || bold(text) != bold(before) || quoted || unwrapped {
            return false;
        }
        // Titles in capitals are often set narrow; what stands at the end of the line says that they go on.
        let small = |w: &str| matches!(w, "OF" | "THE" | "IN" | "AT" | "ON" | "AND" | "TO" | "FOR" | "A" | "CO.");
        let first = text.split_whitespace().next().unwrap_or_default();
        let ordinal =
            |w: &str| w.len() <= 5 && w.starts_with(|c: char| c.is_ascii_digit()) && w.ends_with(char::is_alphabetic);
        let open = before.split_whitespace().last().is_some_and(|w| w.ends_with([',', '-']) || small(w) || ordinal(w))
            || begun.starts_with("MINUTES") && !ended && before != "MINUTES"
            || !ended && (small(first) || first == "HELD");
        (length + 1 + word) as f32 > width
            || is_open(before)
            || text.starts_with(char::is_lowercase) && !ended
            || open && upper(before) && upper(text)
    }
}

/// The line ends with a word that nobody ends with, so that what stands below goes on with it: `seconded by
/// Councillor`.
fn is_open(line: &str) -> bool {
    const OPEN: [&str; 24] = [
        "a",
        "an",
        "and",
        "at",
        "by",
        "for",
        "from",
        "of",
        "or",
        "the",
        "their",
        "to",
        "with",
        "Cllr",
        "Cllr.",
        "Cllrs",
        "Councillor",
        "Councillors",
        "Mr",
        "Mr.",
        "Mrs",
        "Mrs.",
        "Ms",
        "Ms.",
    ];
    line.split_whitespace().last().is_some_and(|word| OPEN.contains(&word)) && line.split_whitespace().count() > 3
}

/// Nearly every line stands alone between blank lines, and sentences run over them.
fn is_spaced(lines: &[&str], full: f32) -> bool {
    let blank = |at: usize| lines.get(at).is_none_or(|l| l.trim().is_empty());
    let printed: Vec<usize> =
        (0..lines.len()).filter(|&i| !blank(i) && !matches!(kind(lines[i]), Line::Ruling)).collect();
    let alone = printed.iter().filter(|&&i| blank(i + 1)).count();
    let run_on = printed.windows(2).filter(|pair| {
        let (before, after) = (lines[pair[0]].trim(), lines[pair[1]].trim());
        before.chars().count() as f32 >= full
            && !before.ends_with(['.', ':', '?', '!', ';'])
            && after.starts_with(char::is_lowercase)
    });
    printed.len() > 20 && alone * 10 >= printed.len() * 9 && run_on.count() * 10 >= printed.len()
}

/// How many lines the notes of a site's program take at the head of a page: `key: value` between two rules. Their day
/// and title are the page's, not the meeting's.
fn front_matter(lines: &[&str]) -> usize {
    /// Notes are no longer.
    const LONGEST: usize = 40;
    if lines.first().is_none_or(|l| l.trim_end() != "---") {
        return 0;
    }
    let Some(end) = lines.iter().skip(1).take(LONGEST).position(|l| l.trim_end() == "---") else { return 0 };
    let is_note = |l: &&str| {
        let key = l.split(':').next().unwrap_or_default();
        l.trim().is_empty() || l.starts_with([' ', '-']) || l.contains(':') && !key.is_empty() && !key.contains(' ')
    };
    if end > 0 && lines[1..=end].iter().all(is_note) { end + 2 } else { 0 }
}

fn is_page_number(text: &str) -> bool {
    !text.is_empty() && text.len() <= 4 && text.bytes().all(|b| b.is_ascii_digit())
}

/// The line opens with a bullet or a number, so it does not go on with the line before.
fn starts_a_paragraph(line: &str) -> bool {
    let first = line.split_whitespace().next().unwrap_or_default();
    let marked = first.ends_with(['.', ')', ':']) && first.len() <= 5;
    first.starts_with(['\u{2022}', '\u{b7}', '-', '\u{2013}', '>', '\u{bb}'])
        || marked && first.chars().any(|c| c.is_ascii_digit())
        || first.starts_with('(') && marked
        || is_labelled(line)
        || matches!(first, "Apologies" | "Absent" | "Regrets" | "Present" | "PRESENT" | "APOLOGIES" | "ABSENT")
}

/// `Date: 14 May 2024`, `Members absent: Ash`: a label of few words stands before the line.
fn is_labelled(line: &str) -> bool {
    /// Labels have no more words, and no more bytes.
    const WORDS: usize = 3;
    const LONGEST: usize = 30;
    let Some((label, rest)) = line.split_once(':').filter(|(label, _)| label.len() <= LONGEST) else { return false };
    let plain = label.chars().all(|c| c.is_alphabetic() || c == ' ');
    plain
        && label.len() > 2
        && label.starts_with(char::is_uppercase)
        && label.split(' ').count() <= WORDS
        && (rest.is_empty() || rest.starts_with([' ', '-']))
}

/// The same for text that a program wrote, where `(Ms.` at the beginning of a line is no label.
fn starts_with_mark(line: &str) -> bool {
    let first = line.trim_start_matches('*').split_whitespace().next().unwrap_or_default();
    let bare = first.trim_matches(['(', ')', '.', ':', '*']);
    let label = !bare.is_empty()
        && bare.len() <= 5
        && (bare.bytes().all(|b| b.is_ascii_digit() || b == b'.')
            || bare.bytes().all(|b| b"ivx".contains(&b))
            || bare.len() == 1 && bare.bytes().all(|b| b"abcdefghj".contains(&b)));
    line.starts_with(['\u{2022}', '\u{b7}', '\u{2013}']) || line.starts_with("- ") || label && first.len() > bare.len()
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
    // "*** title ***", "* title *", as people mark headings in e-mail.
    let starred = || text.strip_prefix("* ").filter(|t| t.ends_with(" *") && t.len() < 60);
    if let Some(title) = text.strip_prefix("*** ").or_else(starred) {
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
        let open = "the members talked for a while about the lighting of the path\n\
                    by the river, which was proposed by Councillor\nAsh and agreed, then \
                    of\nthe bins that nobody had emptied.";
        assert_eq!(tags(open), [Tag::Paragraph]);
        let long = "x".repeat(300);
        assert_eq!(tags(&format!("one line\nanother line\n{long}")).len(), 3);
    }

    #[test]
    fn lines_with_blank_lines_between_are_read_as_the_page_had_them() {
        let line = "the members talked for a while about the lighting of the path by the river and";
        let mut text = String::from("MINUTES OF THE MEETING\n\n**1.**\n\n**Adoption of Minutes**\n\n");
        for n in 0..12 {
            text += &format!("{line}\n\n{line}\n\nbins.\n\n---\n{}\n\nAgreed.\n\n", n + 2);
        }
        let tags = tags(&text);
        // Three for the head; each round a paragraph and its outcome; the numbers of twelve pages.
        assert_eq!(tags.iter().filter(|t| **t == Tag::Paragraph).count(), 3 + 12 * 2, "{tags:?}");
        assert_eq!(tags.iter().filter(|t| **t == Tag::Artifact).count(), 12, "{tags:?}");
    }

    #[test]
    fn notes_of_a_site_are_no_text_of_the_paper() {
        let page = "---\ntitle: \"Minutes\"\ndate: \"2013-09-10\"\ntags:\n  - \"a\"\n---\nThe minutes.\n";
        let notes = tags(page).into_iter().filter(|t| *t == Tag::Artifact).count();
        assert_eq!((tags(page).len() - notes, notes), (1, 6), "one paragraph; the rules are lines, too");
        assert_eq!(tags("---\nThe Clerk spoke: much.\n---\nMore.\n"), [Tag::Paragraph, Tag::Paragraph]);
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
