use std::ops::Range;

use crate::page::{BBox, Facts, MediaType, Page, Quality, Style};
use crate::place::{Cite, Place};
use crate::source::SourceId;

/// The text of one page, in reading order: what every place's span counts in.
#[derive(Clone, Debug)]
pub struct PageText {
    number: u32,
    text: String,
    /// Characters before every `STEP`-th byte (at the nearest character boundary below it).
    marks: Vec<usize>,
    /// Width and height in points, where the format has pages.
    pub size: Option<(f32, f32)>,
    /// How well it could be read, where that is in question.
    pub quality: Option<Quality>,
}

/// Bytes between two marks of a [`PageText`]: counting characters never walks further than this.
const STEP: usize = 512;

impl PageText {
    /// The page's text; `number` counts from 1.
    pub fn new(number: u32, text: String, size: Option<(f32, f32)>) -> Self {
        let mut marks = Vec::with_capacity(text.len() / STEP + 1);
        let mut next = 0;
        for (count, (at, _)) in text.char_indices().enumerate() {
            while at >= next {
                marks.push(if at == next { count } else { count.saturating_sub(1) });
                next += STEP;
            }
        }
        Self { number, text, marks, size, quality: None }
    }

    /// 1-based.
    pub fn number(&self) -> u32 {
        self.number
    }

    /// The text.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// How many characters stand before this byte.
    pub fn chars_before(&self, byte: usize) -> usize {
        let mark = byte / STEP;
        let Some(&count) = self.marks.get(mark) else { return self.text.chars().count() };
        let mut from = mark * STEP;
        while !self.text.is_char_boundary(from) {
            from -= 1;
        }
        count + self.text.get(from..byte).map_or(0, |s| s.chars().count())
    }

    /// The characters of a span, counted as [`Place::span`] counts them.
    pub fn slice(&self, span: (usize, usize)) -> Option<&str> {
        let mut bounds = self.text.char_indices().map(|(at, _)| at).chain([self.text.len()]);
        let start = bounds.by_ref().nth(span.0)?;
        let end = if span.1 == span.0 { start } else { bounds.nth(span.1.checked_sub(span.0 + 1)?)? };
        self.text.get(start..end)
    }
}

/// A stretch of a block's text and where it stands on a page. *Both stretches hold the same bytes.*
#[derive(Clone, Debug, PartialEq)]
pub struct Run {
    /// Bytes of [`Text::text`].
    pub range: Range<usize>,
    /// Index of the page in [`Document::pages`].
    pub page: usize,
    /// First byte in the page's text.
    pub at: usize,
    /// Box of the words, where the format has pages.
    pub bbox: Option<BBox>,
    /// Bold, italic.
    pub style: Style,
    /// A printed line begins here.
    pub starts_line: bool,
}

/// The text of a block, mended for reading (lines joined, end-of-line hyphens settled), and the
/// printed characters that it was mended from.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Text {
    /// For reading and for the grammar; without line breaks.
    pub text: String,
    /// In order, covering all of it but the spaces between words.
    pub runs: Vec<Run>,
}

impl Text {
    /// The text without white space around it is empty.
    pub fn is_blank(&self) -> bool {
        self.text.trim().is_empty()
    }

    /// Whether all letters in the range are set in the style that `is` tells.
    pub fn all(&self, range: Range<usize>, is: impl Fn(Style) -> bool) -> bool {
        let mut any = false;
        for run in &self.runs {
            let from = run.range.start.max(range.start);
            let to = run.range.end.min(range.end);
            let letters = self.text.get(from..to).is_some_and(|s| s.chars().any(char::is_alphanumeric));
            if letters {
                any = true;
                if !is(run.style) {
                    return false;
                }
            }
        }
        any
    }

    /// Byte offsets at which printed lines begin.
    pub fn line_starts(&self) -> impl Iterator<Item = usize> + '_ {
        self.runs.iter().filter(|r| r.starts_line).map(|r| r.range.start)
    }

    /// Adds the other text behind this one, after a space.
    pub fn append(&mut self, other: &Self) {
        if !self.text.is_empty() && !other.text.is_empty() {
            self.text.push(' ');
        }
        let shift = self.text.len();
        self.text.push_str(&other.text);
        self.runs
            .extend(other.runs.iter().map(|r| Run { range: r.range.start + shift..r.range.end + shift, ..r.clone() }));
    }

    /// The part of the text in this range of bytes, with its runs.
    #[must_use]
    pub fn part(&self, range: Range<usize>) -> Self {
        let Some(text) = self.text.get(range.clone()) else { return Self::default() };
        let runs = self.runs.iter().filter_map(|run| {
            let from = run.range.start.max(range.start);
            let to = run.range.end.min(range.end);
            (from < to).then(|| Run {
                range: from - range.start..to - range.start,
                at: run.at + (from - run.range.start),
                bbox: run.bbox.map(|b| share(b, &run.range, from, to)),
                starts_line: run.starts_line && from == run.range.start,
                ..run.clone()
            })
        });
        Self { text: text.to_owned(), runs: runs.collect() }
    }
}

/// The share of a line's box that the bytes `from..to` of it take, taking all characters to be as wide.
fn share(bbox: BBox, whole: &Range<usize>, from: usize, to: usize) -> BBox {
    let len = whole.len().max(1) as f32;
    let x = |at: usize| bbox.left() + bbox.width() * (at - whole.start) as f32 / len;
    BBox::new(x(from), bbox.top(), x(to), bbox.bottom())
}

/// What stands before the text of a list's item.
#[derive(Clone, Debug, PartialEq)]
pub enum ListLabel {
    /// Printed in the document, a part of the item's text.
    Printed,
    /// Worked out from the file's own numbering (Word, HTML): a reader sees it, the words do not hold it.
    Computed(String),
}

/// A piece of the document in reading order.
#[derive(Clone, Debug, PartialEq)]
pub enum Block {
    /// A heading; level 1 is the highest.
    Heading(u8, Text),
    /// A paragraph.
    Paragraph(Text),
    /// An item of a list.
    ListItem {
        /// How deep, from 1.
        level: u8,
        /// Where its number or bullet comes from.
        label: ListLabel,
        /// The item, with its label where that is printed.
        text: Text,
    },
    /// A table.
    Table(Table),
}

/// A table; one that runs over pages is one table.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Table {
    /// Top to bottom.
    pub rows: Vec<Row>,
}

/// A row of a table.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Row {
    /// The file marks it as a heading row.
    pub header: bool,
    /// Left to right.
    pub cells: Vec<Cell>,
}

/// A cell of a table.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Cell {
    /// Index of its first column.
    pub column: usize,
    /// Columns that it covers, at least 1.
    pub columns: usize,
    /// What stands in it.
    pub blocks: Vec<Block>,
}

impl Cell {
    /// All text of the cell, its blocks joined by spaces.
    pub fn text(&self) -> Text {
        let mut all = Text::default();
        for block in &self.blocks {
            block.texts(&mut |text| all.append(text));
        }
        all
    }

    /// There is nothing to read in it.
    pub fn is_blank(&self) -> bool {
        self.text().is_blank()
    }
}

impl Block {
    /// Shows every text of the block, in reading order.
    pub fn texts(&self, see: &mut impl FnMut(&Text)) {
        match self {
            Self::Heading(_, text) | Self::Paragraph(text) | Self::ListItem { text, .. } => see(text),
            Self::Table(table) => {
                for block in table.rows.iter().flat_map(|r| &r.cells).flat_map(|c| &c.blocks) {
                    block.texts(see);
                }
            }
        }
    }
}

/// A running head, a page number, a watermark: printed, but not part of the text.
#[derive(Clone, Debug, PartialEq)]
pub struct Furniture {
    /// What it says.
    pub text: Text,
}

/// What a reader sees, in reading order.
/// *Every word of every page is in exactly one block or in the furniture.*
#[derive(Clone, Debug)]
pub struct Document {
    /// The bytes that it was read from.
    pub source: SourceId,
    /// The kind of file.
    pub media_type: MediaType,
    /// What the file says of itself.
    pub facts: Facts,
    /// The words were recognised from pictures.
    pub ocr: bool,
    /// The blocks are those of the file's own tags.
    pub tagged: bool,
    /// One a page, in order.
    pub pages: Vec<PageText>,
    /// In reading order.
    pub blocks: Vec<Block>,
    /// Apart from the text, in the order of the pages.
    pub furniture: Vec<Furniture>,
}

impl Document {
    /// Whether the document keeps its promise: every word of every page in exactly one block or in the furniture.
    /// Only a hyphen at the end of a line may stand on its page alone.
    ///
    /// # Errors
    /// A sentence that says what is lost or told twice.
    pub fn accounts_for(&self, pages: &[Page]) -> Result<(), String> {
        let mut told: Vec<Vec<u8>> = self.pages.iter().map(|p| vec![0; p.text.len()]).collect();
        let mut see = |text: &Text| {
            for run in &text.runs {
                for byte in &mut told[run.page][run.at..run.at + run.range.len()] {
                    *byte = byte.saturating_add(1);
                }
            }
        };
        self.blocks.iter().for_each(|b| b.texts(&mut see));
        self.furniture.iter().for_each(|f| see(&f.text));
        for ((page, printed), told) in self.pages.iter().zip(pages).zip(&told) {
            for (at, c) in page.text.char_indices() {
                let times = told[at];
                let may_be_left = matches!(c, '-' | '\u{ad}' | '\u{2010}');
                if !c.is_whitespace() && times != 1 && !(times == 0 && may_be_left) {
                    let near: String = page.text[at..].chars().take(30).collect();
                    return Err(format!("page {}: told {times} times: `{near}`", page.number));
                }
            }
            let mut words: Vec<String> = Vec::new();
            for word in &printed.words {
                // What follows without a space is one word of the text.
                match words.last_mut() {
                    Some(open) if word.glued => open.push_str(&word.text),
                    _ => words.push(word.text.clone()),
                }
            }
            let mut found: Vec<&str> = page.text.split_whitespace().collect();
            found.sort_unstable();
            words.sort_unstable();
            if found != words {
                let lost = words.iter().find(|w| !found.contains(&w.as_str()));
                return Err(format!("page {}: its text is not its words: {lost:?}", page.number));
            }
        }
        Ok(())
    }

    /// The places of a range of bytes of a block's text: one place for each stretch that is
    /// unbroken on its page.
    pub fn cite(&self, text: &Text, range: Range<usize>) -> Cite {
        struct Open {
            page: usize,
            from: usize,
            to: usize,
            bbox: Option<BBox>,
        }
        let mut places: Vec<Open> = Vec::new();
        for run in &text.part(trimmed(&text.text, range)).runs {
            let (from, to) = (run.at, run.at + run.range.len());
            match places.last_mut() {
                Some(last) if last.page == run.page && self.joins(run.page, last.to, from) => {
                    last.to = to;
                    last.bbox = match (last.bbox, run.bbox) {
                        (Some(a), Some(b)) => Some(a.union(&b)),
                        (a, b) => a.or(b),
                    };
                }
                _ => places.push(Open { page: run.page, from, to, bbox: run.bbox }),
            }
        }
        let place = |open: Open| {
            let page = self.pages.get(open.page)?;
            Some(Place {
                page: page.number,
                span: (page.chars_before(open.from), page.chars_before(open.to)),
                bbox: open.bbox.map(|b| b.corners()),
                quote: page.text.get(open.from..open.to)?.to_owned(),
            })
        };
        Cite(places.into_iter().filter_map(place).collect())
    }

    /// The places of a whole text.
    pub fn cite_all(&self, text: &Text) -> Cite {
        self.cite(text, 0..text.text.len())
    }

    /// Nothing but white space, or the hyphen of a word broken over two lines, stands between.
    fn joins(&self, page: usize, from: usize, to: usize) -> bool {
        let between = self.pages.get(page).and_then(|p| p.text.get(from..to));
        between.is_some_and(|s| {
            let s = s.trim();
            s.is_empty() || s == "-" || s == "\u{ad}"
        })
    }
}

/// The range without white space at its ends.
fn trimmed(text: &str, range: Range<usize>) -> Range<usize> {
    let Some(part) = text.get(range.clone()) else { return 0..0 };
    let start = range.start + (part.len() - part.trim_start().len());
    let end = range.end - (part.len() - part.trim_end().len());
    start..end.max(start)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn run(range: Range<usize>, at: usize) -> Run {
        Run { range, page: 0, at, bbox: None, style: Style::default(), starts_line: true }
    }

    fn document(text: &str) -> Document {
        Document {
            source: SourceId::of(b""),
            media_type: MediaType::Text,
            facts: Facts::default(),
            ocr: false,
            tagged: false,
            pages: vec![PageText::new(1, text.into(), None)],
            blocks: Vec::new(),
            furniture: Vec::new(),
        }
    }

    #[test]
    fn a_quote_is_the_text_at_its_place() {
        // A word broken over two lines, with a letter of two bytes before it.
        let page = "Caf\u{e9} commu-\nnity";
        let doc = document(page);
        let text = Text { text: "Caf\u{e9} community".into(), runs: vec![run(0..11, 0), run(11..15, 13)] };
        let cite = doc.cite(&text, 6..15);
        assert_eq!(cite.0.len(), 1);
        assert_eq!(cite.0[0].quote, "commu-\nnity");
        assert_eq!(cite.0[0].span, (5, 16));
        assert_eq!(doc.pages[0].slice(cite.0[0].span), Some("commu-\nnity"));
    }

    #[test]
    fn words_with_furniture_between_them_have_two_places() {
        let doc = document("It was PAGE 2 explained");
        let text = Text { text: "It was explained".into(), runs: vec![run(0..6, 0), run(7..16, 14)] };
        let cite = doc.cite_all(&text);
        let quotes: Vec<_> = cite.0.iter().map(|p| p.quote.as_str()).collect();
        assert_eq!(quotes, ["It was", "explained"]);
    }

    #[test]
    fn characters_are_counted_over_many_marks() {
        let page = PageText::new(1, "\u{e9}x".repeat(2000), None);
        for byte in [0, 2, 3, 511 * 3, 3000, 5999, 6000] {
            if page.text.is_char_boundary(byte) {
                assert_eq!(page.chars_before(byte), page.text[..byte].chars().count(), "{byte}");
            }
        }
        assert_eq!(page.slice((3998, 4000)), Some("\u{e9}x"));
        assert_eq!(page.slice((3998, 4001)), None);
    }

    #[test]
    fn a_part_keeps_its_places() {
        let text = Text { text: "one two three".into(), runs: vec![run(0..7, 10), run(8..13, 30)] };
        let part = text.part(4..11);
        assert_eq!(part.text, "two thr");
        assert_eq!(part.runs.iter().map(|r| (r.range.clone(), r.at)).collect::<Vec<_>>(), [(0..3, 14), (4..7, 30)]);
    }
}
