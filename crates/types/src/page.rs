use std::ops::Range;

use serde::{Deserialize, Serialize};

use crate::calendar::Date;

/// A box in points (1/72 inch) from the top left of its page.
/// *Finite; left <= right, top <= bottom.*
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct BBox {
    left: f32,
    top: f32,
    right: f32,
    bottom: f32,
}

impl BBox {
    /// The box between two corners, whichever way round they are given. Numbers that are not
    /// finite become 0.
    pub fn new(x0: f32, y0: f32, x1: f32, y1: f32) -> Self {
        let finite = |v: f32| if v.is_finite() { v } else { 0.0 };
        let (x0, y0, x1, y1) = (finite(x0), finite(y0), finite(x1), finite(y1));
        Self { left: x0.min(x1), top: y0.min(y1), right: x0.max(x1), bottom: y0.max(y1) }
    }

    /// Left, top, right, bottom in tenths of points, as places have them.
    pub fn corners(&self) -> [f32; 4] {
        [self.left, self.top, self.right, self.bottom].map(|v| (v * 10.0).round() / 10.0)
    }

    /// Left edge.
    pub fn left(&self) -> f32 {
        self.left
    }

    /// Top edge.
    pub fn top(&self) -> f32 {
        self.top
    }

    /// Right edge.
    pub fn right(&self) -> f32 {
        self.right
    }

    /// Bottom edge.
    pub fn bottom(&self) -> f32 {
        self.bottom
    }

    /// Right minus left.
    pub fn width(&self) -> f32 {
        self.right - self.left
    }

    /// Bottom minus top.
    pub fn height(&self) -> f32 {
        self.bottom - self.top
    }

    /// The smallest box that holds both.
    #[must_use]
    pub fn union(&self, other: &Self) -> Self {
        Self {
            left: self.left.min(other.left),
            top: self.top.min(other.top),
            right: self.right.max(other.right),
            bottom: self.bottom.max(other.bottom),
        }
    }

    /// Whether the point lies inside or on the edge.
    pub fn contains(&self, x: f32, y: f32) -> bool {
        (self.left..=self.right).contains(&x) && (self.top..=self.bottom).contains(&y)
    }
}

/// How a word is set.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Style {
    /// Heavier than the text around it.
    pub bold: bool,
    /// Slanted.
    pub italic: bool,
}

/// An ink: red, green and blue of sRGB, 0 to 255.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Color(pub [u8; 3]);

/// A word as printed. No cleaning has been done.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Word {
    /// Its characters, never empty and without white space.
    pub text: String,
    /// Where it stands; `None` in formats that have no pages (HTML, Word, text).
    pub bbox: Option<BBox>,
    /// The y of its baseline in points from the top of the page; 0 where there is no box.
    pub baseline: f32,
    /// Font size in points; 0 where unknown.
    pub size: f32,
    /// Bold, italic.
    pub style: Style,
    /// Set at an angle to the text of its page, as watermarks and margin notes are.
    pub rotated: bool,
    /// In the file but not painted, as text recognition leaves its words under the picture of a page.
    pub invisible: bool,
    /// What it is printed in.
    pub color: Color,
    /// Index of its font's name in [`Pages::fonts`]; `None` in formats without fonts.
    pub font: Option<u16>,
    /// Follows the word before it without a space (`12` `th`, where a mark stands between them).
    pub glued: bool,
}

/// A drawn line, horizontal or vertical; a thin filled box counts as one. In points from the top left.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Rule {
    /// The line as a box of (nearly) no height or no width.
    pub bbox: BBox,
    /// What it is drawn in.
    pub color: Color,
}

impl Rule {
    /// Wider than high.
    pub fn is_horizontal(&self) -> bool {
        self.bbox.width() >= self.bbox.height()
    }
}

/// A filled box: the shading of a cell, a panel behind text.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Fill {
    /// Where it stands.
    pub bbox: BBox,
    /// What it is filled with.
    pub color: Color,
}

/// A picture's place on the page.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Image {
    /// Where it stands.
    pub bbox: BBox,
}

/// One page, as it is held for reading. *A page that cannot be read is still here, empty, with a warning.*
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Page {
    /// 1-based.
    pub number: u32,
    /// Points; 0 in formats that have no pages.
    pub width: f32,
    /// Points; 0 in formats that have no pages.
    pub height: f32,
    /// Quarter turns, clockwise, that it was given so that its text runs from left to right: all boxes are
    /// those of the turned page. [`Page::as_printed`] takes them back.
    pub turned: u8,
    /// Words: row by row where they have boxes, else in the order of the file.
    pub words: Vec<Word>,
    /// Drawn lines.
    pub rules: Vec<Rule>,
    /// Filled boxes.
    pub fills: Vec<Fill>,
    /// Pictures.
    pub images: Vec<Image>,
    /// How well it could be read; `None` in formats whose characters are certain.
    pub quality: Option<Quality>,
}

impl Page {
    /// Where a box of the page, as it is held for reading, stands on the page as it is shown.
    pub fn as_printed(&self, bbox: BBox) -> BBox {
        turn(bbox, (4 - self.turned % 4) % 4, (self.width, self.height))
    }

    /// Width and height of the page as it is shown, in points.
    pub fn printed_size(&self) -> (f32, f32) {
        if self.turned.is_multiple_of(2) { (self.width, self.height) } else { (self.height, self.width) }
    }
}

/// The box after so many quarter turns, clockwise, of a page of this width and height.
pub fn turn(bbox: BBox, quarters: u8, (width, height): (f32, f32)) -> BBox {
    let BBox { left, top, right, bottom } = bbox;
    match quarters % 4 {
        0 => bbox,
        1 => BBox::new(height - top, left, height - bottom, right),
        2 => BBox::new(width - left, height - top, width - right, height - bottom),
        _ => BBox::new(top, width - left, bottom, width - right),
    }
}

/// How well a page could be read. Shares are from 0 to 1.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct Quality {
    /// Characters on it.
    pub glyphs: u32,
    /// Share of them without known meaning.
    pub unmapped: f32,
    /// Share of its words that are too long to be one: the spaces between them are lost.
    pub glued: f32,
    /// Share of its words that are among the commonest of English and Welsh; running text has a third or more.
    pub known: f32,
    /// Share of its characters that the file's own structure accounts for.
    pub tagged: f32,
    /// Share of the page that pictures cover.
    pub pictured: f32,
    /// Share of its characters that are not painted: words that text recognition left.
    pub invisible: f32,
}

impl Quality {
    /// Words that say enough about a page to judge their spelling.
    const ENOUGH: u32 = 200;

    /// A picture of a page, with nothing to read.
    pub fn is_scan(&self) -> bool {
        self.glyphs < 20 && self.pictured > 0.6
    }

    /// One figure, 0 to 1: the share of the page that can be trusted to read as printed. Characters without
    /// meaning and words run together count against it, and a page none of whose words are known counts half.
    pub fn score(&self) -> f32 {
        if self.glyphs == 0 {
            return if self.is_scan() { 0.0 } else { 1.0 };
        }
        let spelled = if self.glyphs >= Self::ENOUGH && self.known < 0.05 { 0.5 } else { 1.0 };
        ((1.0 - self.unmapped) * (1.0 - self.glued) * spelled).clamp(0.0, 1.0)
    }
}

/// Below this score a page's words are not to be trusted without a look at it.
pub const POOR: f32 = 0.9;

/// What kind of file it is, found from its bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
pub enum MediaType {
    /// Portable Document Format.
    #[serde(rename = "application/pdf")]
    Pdf,
    /// Word, the XML form (2007 and later).
    #[serde(rename = "application/vnd.openxmlformats-officedocument.wordprocessingml.document")]
    Docx,
    /// A web page.
    #[serde(rename = "text/html")]
    Html,
    /// Plain text, or text with Markdown marks and pieces of HTML.
    #[serde(rename = "text/plain")]
    Text,
}

/// All pages of a source.
#[derive(Clone, Debug)]
pub struct Pages {
    /// The kind, found from the bytes.
    pub media_type: MediaType,
    /// In order, at least one.
    pub pages: Vec<Page>,
    /// The file's own account of its paragraphs and tables, if it has one to be trusted.
    pub structure: Option<Structure>,
    /// What the file says of itself.
    pub facts: Facts,
    /// Names of the fonts, as the file has them.
    pub fonts: Vec<String>,
    /// The words were recognised from pictures by whoever made the file.
    pub ocr: bool,
}

/// What a file says of itself. All of it is the file's word, nothing is checked.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Facts {
    /// Its title.
    pub title: Option<String>,
    /// Its language (`en-GB`).
    pub language: Option<String>,
    /// Who wrote it.
    pub author: Option<String>,
    /// The program that it was written in.
    pub creator: Option<String>,
    /// The program that made the file.
    pub producer: Option<String>,
    /// The day on which it was made.
    pub created: Option<Date>,
    /// The day on which it was last changed.
    pub modified: Option<Date>,
    /// It is encrypted, and could be opened without a password.
    pub encrypted: bool,
    /// It is digitally signed; the signature is not checked.
    pub signed: bool,
    /// What its pages are called, one a page, where that is not 1, 2, 3.
    pub page_labels: Vec<String>,
    /// Its bookmarks, in order.
    pub outline: Vec<Bookmark>,
    /// The files that it carries.
    pub attachments: Vec<Attachment>,
    /// What readers have written on it: comments that are not printed.
    pub comments: Vec<Comment>,
}

/// An entry of a file's outline; in packs, often an agenda item.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Bookmark {
    /// How deep, from 1.
    pub level: u8,
    /// What it says.
    pub title: String,
    /// The page that it leads to, from 1.
    pub page: Option<u32>,
}

/// A file within the file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Attachment {
    /// Its name.
    pub name: String,
    /// What it is said to be.
    pub description: Option<String>,
}

/// A comment on a page.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Comment {
    /// The page, from 1.
    pub page: u32,
    /// Who wrote it.
    pub author: Option<String>,
    /// What it says.
    pub text: String,
}

/// A document's own structure: the tags of Word, of HTML and of text with marks.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Structure {
    /// In reading order.
    pub nodes: Vec<Node>,
}

/// One tag with what it holds.
#[derive(Clone, Debug, PartialEq)]
pub struct Node {
    /// What it is.
    pub tag: Tag,
    /// What it holds, in order.
    pub children: Vec<Child>,
}

impl Node {
    /// A tag with nothing in it yet.
    pub fn new(tag: Tag) -> Self {
        Self { tag, children: Vec::new() }
    }
}

/// A piece of a [`Node`].
#[derive(Clone, Debug, PartialEq)]
pub enum Child {
    /// A tag inside it.
    Node(Node),
    /// Words: the index of the page in [`Pages::pages`] and of the words in it.
    Words {
        /// Index of the page.
        page: usize,
        /// Indexes of the words.
        words: Range<usize>,
    },
    /// A line ends here.
    LineBreak,
}

/// The kinds of structure that the hallway knows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Tag {
    /// Holds other tags; says nothing itself.
    Group,
    /// A heading of this level, 1 to 6.
    Heading(u8),
    /// A paragraph.
    Paragraph,
    /// An item of a list, with the label that was computed for it (Word, HTML), if any.
    ListItem {
        /// How deep in lists, from 1.
        level: u8,
        /// The number or bullet that a reader sees but the words do not hold.
        label: Option<String>,
    },
    /// A table, of rows.
    Table,
    /// A row, of cells.
    Row,
    /// A cell.
    Cell {
        /// Marked as a heading of its column or row.
        header: bool,
        /// Columns that it covers, at least 1.
        columns: u16,
        /// Rows that it covers, at least 1.
        rows: u16,
    },
    /// A running head, a page number: not part of the text.
    Artifact,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_turned_page_is_turned_back() {
        let printed = BBox::new(10.0, 20.0, 60.0, 30.0);
        for turned in 0..4 {
            let size = (400.0, 300.0);
            let (width, height) = if turned % 2 == 0 { size } else { (size.1, size.0) };
            let page = Page { width, height, turned, ..Page::default() };
            assert_eq!(page.as_printed(turn(printed, turned, size)), printed, "{turned}");
            assert_eq!(page.printed_size(), size);
        }
        // The top left corner of an upright page is the top right one after a quarter turn.
        assert_eq!(turn(BBox::new(0.0, 0.0, 1.0, 2.0), 1, (400.0, 300.0)), BBox::new(298.0, 0.0, 300.0, 1.0));
    }

    #[test]
    fn quality_tells_pages_that_cannot_be_trusted() {
        let good = Quality { glyphs: 2000, known: 0.4, ..Quality::default() };
        assert!(good.score() >= POOR);
        assert!(Quality { unmapped: 0.3, ..good }.score() < POOR);
        assert!(Quality { known: 0.0, ..good }.score() < POOR);
        let scan = Quality { pictured: 0.98, ..Quality::default() };
        assert!(scan.is_scan() && scan.score() < POOR);
        assert!(Quality::default().score() >= POOR, "an empty page is read as it is");
    }

    #[test]
    fn a_box_keeps_its_promise_whatever_it_is_given() {
        let b = BBox::new(10.0, f32::NAN, 2.0, f32::INFINITY);
        assert_eq!((b.left(), b.top(), b.right(), b.bottom()), (2.0, 0.0, 10.0, 0.0));
        let u = b.union(&BBox::new(0.0, 0.0, 5.0, 7.0));
        assert_eq!((u.width(), u.height()), (10.0, 7.0));
        assert!(u.contains(10.0, 7.0) && !u.contains(10.1, 7.0));
    }
}
