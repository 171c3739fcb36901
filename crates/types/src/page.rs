use std::ops::Range;

use serde::{Deserialize, Serialize};

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

/// A word as printed. No cleaning has been done.
#[derive(Clone, Debug, PartialEq)]
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
    /// Set at an angle, as watermarks and margin notes are.
    pub rotated: bool,
    /// Follows the word before it without a space (`12` `th`, where a mark stands between them).
    pub glued: bool,
}

/// A drawn line, horizontal or vertical; a thin filled box counts as one. In points from the top left.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Rule {
    /// The line as a box of (nearly) no height or no width.
    pub bbox: BBox,
}

impl Rule {
    /// Wider than high.
    pub fn is_horizontal(&self) -> bool {
        self.bbox.width() >= self.bbox.height()
    }
}

/// A picture's place on the page.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Image {
    /// Where it stands.
    pub bbox: BBox,
}

/// One page. *A page that cannot be read is still here, empty, with a warning.*
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Page {
    /// 1-based.
    pub number: u32,
    /// Points; 0 in formats that have no pages.
    pub width: f32,
    /// Points; 0 in formats that have no pages.
    pub height: f32,
    /// Words: row by row where they have boxes, else in the order of the file.
    pub words: Vec<Word>,
    /// Drawn lines.
    pub rules: Vec<Rule>,
    /// Pictures.
    pub images: Vec<Image>,
}

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
    /// The title that the file gives itself.
    pub title: Option<String>,
    /// The language that the file gives itself (`en-GB`).
    pub language: Option<String>,
    /// The words were recognised from pictures by whoever made the file.
    pub ocr: bool,
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
    },
    /// A running head, a page number: not part of the text.
    Artifact,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_box_keeps_its_promise_whatever_it_is_given() {
        let b = BBox::new(10.0, f32::NAN, 2.0, f32::INFINITY);
        assert_eq!((b.left(), b.top(), b.right(), b.bottom()), (2.0, 0.0, 10.0, 0.0));
        let u = b.union(&BBox::new(0.0, 0.0, 5.0, 7.0));
        assert_eq!((u.width(), u.height()), (10.0, 7.0));
        assert!(u.contains(10.0, 7.0) && !u.contains(10.1, 7.0));
    }
}
