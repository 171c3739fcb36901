//! Characters as they stand on a page.

use types::{Color, Fill, Image, Rule};

use super::marks::Mark;

/// The direction in which a line of text runs, in quarter turns clockwise from left to right.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Direction {
    /// By so many quarter turns: 0 is the usual one.
    Quarter(u8),
    /// Any other.
    Slanted,
}

impl Direction {
    /// Of the vector, in points from the top left.
    pub(super) fn of(x: f64, y: f64) -> Self {
        /// Text that climbs by less than this share of its length is level.
        const LEVEL: f64 = 0.1;
        match (x, y) {
            (x, y) if y.abs() <= LEVEL * x.abs() => Self::Quarter(if x < 0.0 { 2 } else { 0 }),
            (x, y) if x.abs() <= LEVEL * y.abs() => Self::Quarter(if y < 0.0 { 3 } else { 1 }),
            _ => Self::Slanted,
        }
    }
}

/// A character on the page, in points from the top left.
#[derive(Clone, Copy, Debug)]
pub(super) struct Glyph {
    pub(super) char: char,
    /// Left end of its baseline.
    pub(super) x: f32,
    pub(super) y: f32,
    pub(super) width: f32,
    pub(super) size: f32,
    /// Index of its face; `u16::MAX` if the file does not hold its font.
    pub(super) face: u16,
    pub(super) direction: Direction,
    pub(super) color: Color,
    pub(super) invisible: bool,
    /// What it means is a guess.
    pub(super) guessed: bool,
    pub(super) mark: Mark,
}

/// What was found on a page.
#[derive(Default)]
pub(super) struct Seen {
    pub(super) glyphs: Vec<Glyph>,
    pub(super) rules: Vec<Rule>,
    pub(super) fills: Vec<Fill>,
    pub(super) images: Vec<Image>,
    /// Glyphs without known meaning.
    pub(super) unknown: usize,
    /// The limit that was reached, if one was.
    pub(super) over: Option<&'static str>,
}

/// Text that stands for glyphs without any width is taken to be this many sizes of type wide.
const REPLACED: f32 = 0.5;

/// Puts the characters that glyphs are to be read as in their place: all in the first one's line, each
/// with its share of their width.
pub(super) fn replace(glyphs: &mut Vec<Glyph>, from: usize, reads: &str) {
    /// A heading may be one replaced picture of letters; a page is not.
    const LONGEST: usize = 2000;
    let Some(first) = glyphs.get(from).copied() else { return };
    let right = glyphs[from..].iter().map(|g| g.x + g.width).fold(first.x, f32::max);
    let level = glyphs[from..].iter().all(|g| (g.y - first.y).abs() < g.size);
    let count = reads.chars().count();
    if !level || count > LONGEST {
        return;
    }
    glyphs.truncate(from);
    let width =
        (right - first.x).max(REPLACED * first.size * f32::from(u8::from(right <= first.x))) / count.max(1) as f32;
    let at = |(i, char): (usize, char)| Glyph { char, x: first.x + width * i as f32, width, ..first };
    glyphs.extend(reads.chars().enumerate().map(at));
}
