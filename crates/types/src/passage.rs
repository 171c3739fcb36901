use serde::{Deserialize, Serialize};

use crate::place::Place;

/// A stretch of a paper's text in reading order, cut to be searched.
/// *Every word of every page is in exactly one passage.*
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Passage {
    /// For reading; its paragraphs are parted by line breaks.
    pub text: String,
    /// Where it is printed, in the order of the text.
    pub lines: Vec<Line>,
}

/// A stretch of a passage and where it stands on a page. *Both stretches hold the same characters.*
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(from = "WrittenLine", into = "WrittenLine")]
pub struct Line {
    /// First byte of the passage's text.
    pub from: usize,
    /// One past the last.
    pub to: usize,
    /// 1-based page.
    pub page: u32,
    /// First character of the page's own text, as [`Place::span`] counts.
    pub at: usize,
    /// Left, top, right, bottom in points from the top left of the page, where the format has pages.
    pub bbox: Option<[f32; 4]>,
}

/// A line without the names of its fields: there is one for each printed line.
type WrittenLine = (usize, usize, u32, usize, Option<[f32; 4]>);

impl From<WrittenLine> for Line {
    fn from((from, to, page, at, bbox): WrittenLine) -> Self {
        Self { from, to, page, at, bbox }
    }
}

impl From<Line> for WrittenLine {
    fn from(line: Line) -> Self {
        (line.from, line.to, line.page, line.at, line.bbox)
    }
}

impl Passage {
    /// The places of some bytes of the text: one for each line that they touch, with its words and its box.
    pub fn places(&self, from: usize, to: usize) -> Vec<Place> {
        let place = |line: &Line| {
            let (start, end) = (from.max(line.from), to.min(line.to));
            let quote = self.text.get(start..end).filter(|quote| !quote.is_empty())?;
            let before = self.text.get(line.from..start)?.chars().count();
            let first = line.at + before;
            let span = (first, first + quote.chars().count());
            Some(Place { page: line.page, span, bbox: line.bbox, quote: quote.to_owned() })
        };
        self.lines.iter().filter_map(place).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_have_their_places_in_characters_of_the_page() {
        let line = |from, to, page, at| Line { from, to, page, at, bbox: None };
        // "Café" has a letter of two bytes; the second line stands on the next page.
        let passage =
            Passage { text: "Caf\u{e9} was shut today".into(), lines: vec![line(0, 9, 1, 40), line(10, 20, 2, 0)] };
        let told: Vec<_> = passage.places(6, 14).into_iter().map(|p| (p.page, p.span, p.quote)).collect();
        assert_eq!(told, [(1, (45, 48), "was".into()), (2, (0, 4), "shut".into())]);
        assert_eq!(passage.places(3, 3), []);
    }
}
