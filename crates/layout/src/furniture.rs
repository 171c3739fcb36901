//! What is printed on every page and is no part of the text: running heads, page numbers.

use std::collections::{BTreeMap, HashMap, HashSet};

use types::{BBox, Block, Page, Text};

use crate::compose::Line;
use crate::lattice::Grid;

/// Rows at the top and at the bottom of a page that may be furniture.
const ROWS: usize = 4;
/// They stand within this share of the page's height from its edge.
const BAND: f32 = 0.14;
/// A row is furniture if it stands on this share of the pages, and on at least this many; heads of
/// odd and even pages differ, so it is less than half.
const SHARE: f32 = 0.4;
const PAGES: usize = 2;
/// It is furniture too if it stands on this many pages in a row at the same height, give or take so many points: in
/// papers of several meetings each has its own.
const RUN: usize = 3;
const SAME_HEIGHT: f32 = 4.0;

/// The rows of each page that are furniture, as (page, row).
pub(crate) struct Margins {
    pub(crate) top: Vec<(usize, usize)>,
    pub(crate) bottom: Vec<(usize, usize)>,
    all: HashSet<(usize, usize)>,
}

impl Margins {
    pub(crate) fn contains(&self, page: usize, row: usize) -> bool {
        self.all.contains(&(page, row))
    }
}

/// Finds the running heads and feet of printed pages. A head's first appearance stays in the text,
/// where it may be the title; so does a page number that could be an item's.
pub(crate) fn margins(pages: &[Page], rows: &[Vec<Line>], grids: &[Vec<Grid>]) -> Margins {
    // By text with digits masked, and by edge: where it stands.
    let mut seen: BTreeMap<(String, bool), Vec<(usize, usize)>> = BTreeMap::new();
    let mut numbers = Vec::new();
    for (index, (page, rows)) in pages.iter().zip(rows).enumerate() {
        let count = rows.len();
        for (row, line) in rows.iter().enumerate() {
            let top = row < ROWS && is_head(line.bbox, page);
            let bottom = row + ROWS >= count && line.bbox.top() > page.height * (1.0 - BAND);
            if !top && !bottom {
                continue;
            }
            let text = line.read(page);
            if let Some(number) = page_number(&text) {
                let at_edge = row == 0 || row + 1 == count;
                numbers.push(Number { page: index, row, top, number, at_edge });
                continue;
            }
            seen.entry((mask(&text), top)).or_default().push((index, row));
        }
    }
    let needed = ((pages.len() as f32 * SHARE).ceil() as usize).max(PAGES);
    let (mut top, mut bottom) = (Vec::new(), Vec::new());
    for ((_, is_top), places) in seen {
        let on: HashSet<usize> = places.iter().map(|p| p.0).collect();
        let again = if on.len() >= needed { places } else { runs(&places, rows) };
        if is_top {
            top.extend(again.into_iter().skip(1));
        } else {
            bottom.extend(again);
        }
    }
    let mut going_up: HashMap<(bool, usize), usize> = HashMap::new();
    for number in &numbers {
        *going_up.entry(number.series()).or_default() += 1;
    }
    // It numbers pages if it stands at the edge, or goes up with the pages as others do.
    let counts = |n: &&Number| n.at_edge || going_up.get(&n.series()).is_some_and(|with| *with >= RUN);
    for Number { page, row, top: is_top, .. } in numbers.iter().filter(counts) {
        if *is_top { &mut top } else { &mut bottom }.push((*page, *row));
    }
    top.extend(repeated(pages, rows, grids));
    top.sort_unstable();
    top.dedup();
    let mut all: HashSet<(usize, usize)> = top.iter().copied().collect();
    bottom.sort_unstable();
    // On a page of few rows one may be both.
    bottom.retain(|place| all.insert(*place));
    Margins { top, bottom, all }
}

/// A row that could be the number of its page.
struct Number {
    page: usize,
    row: usize,
    top: bool,
    number: usize,
    /// Nothing stands between it and the edge of the page.
    at_edge: bool,
}

impl Number {
    /// What numbers that go up together have in common: where they stand, and how far they are ahead of their page.
    fn series(&self) -> (bool, usize) {
        /// No document has more pages.
        const MOST: usize = 1 << 20;
        (self.top, self.number + MOST - self.page.min(MOST))
    }
}

/// The places that stand on several pages in a row, at the same height.
fn runs(places: &[(usize, usize)], rows: &[Vec<Line>]) -> Vec<(usize, usize)> {
    let height = |&(page, row): &(usize, usize)| rows[page][row].baseline;
    let next = |a: &(usize, usize), b: &(usize, usize)| b.0 == a.0 + 1 && (height(a) - height(b)).abs() < SAME_HEIGHT;
    places.chunk_by(next).filter(|run| run.len() >= RUN).flatten().copied().collect()
}

/// Heads inside the pages, which papers carry that were put together from others: two or more short lines that come
/// back together, letter for letter and at the same place across. Not their first appearance.
fn repeated(pages: &[Page], rows: &[Vec<Line>], grids: &[Vec<Grid>]) -> Vec<(usize, usize)> {
    /// A shorter line may come back for another reason.
    const SHORTEST: usize = 8;
    let key = |page: usize, row: usize| {
        let line = &rows[page][row];
        let text = line.read(&pages[page]);
        let head = (SHORTEST..=LONGEST).contains(&text.len()) && text.contains(char::is_alphabetic);
        // The head of a table is printed again on every page, but belongs to it.
        let middle = ((line.bbox.left() + line.bbox.right()) / 2.0, (line.bbox.top() + line.bbox.bottom()) / 2.0);
        let parted = crate::columns::is_parted(line, &pages[page])
            || grids[page].iter().any(|g| g.bbox().contains(middle.0, middle.1));
        (head && !parted && !ends_sentence(&text)).then(|| (text, line.bbox.left().round() as i32))
    };
    let mut pairs: HashMap<_, Vec<(usize, usize)>> = HashMap::new();
    for (page, rows) in rows.iter().enumerate() {
        let mut keys = (0..rows.len()).map(|row| key(page, row));
        let mut last = keys.next().flatten();
        for (row, next) in keys.enumerate() {
            if let (Some(a), Some(b)) = (&last, &next) {
                pairs.entry((a.clone(), b.clone())).or_default().push((page, row));
            }
            last = next;
        }
    }
    // Once a page, on many pages: what comes back more often is a form that is filled in again and again.
    let needed = REPEATS.max((pages.len() as f32 * SHARE).ceil() as usize);
    let heads = |places: &Vec<(usize, usize)>| {
        let on: HashSet<usize> = places.iter().map(|p| p.0).collect();
        on.len() >= needed && places.len() <= on.len() + 1
    };
    let again = pairs.into_values().filter(heads).flat_map(|p| p.into_iter().skip(1));
    again.flat_map(|(page, row)| [(page, row), (page, row + 1)]).collect()
}

/// Where running heads stand.
pub(crate) fn is_head(bbox: BBox, page: &Page) -> bool {
    bbox.bottom() < page.height * BAND
}

/// The text is the number of a page: `7`, `- 7 -`, `Page 3 of 16`, `12/40`.
pub(crate) fn is_page_number(text: &str) -> bool {
    page_number(text).is_some()
}

/// The number of a page that the text is, if it is one.
fn page_number(text: &str) -> Option<usize> {
    /// No document has more pages than this many digits tell.
    const DIGITS: std::ops::RangeInclusive<usize> = 1..=4;
    let lower = text.to_lowercase();
    let mut parts = lower.split(|c: char| !c.is_alphanumeric()).filter(|p| !p.is_empty()).peekable();
    let number = |part: Option<&str>| {
        let digits = part.filter(|p| DIGITS.contains(&p.len()) && p.bytes().all(|b| b.is_ascii_digit()));
        digits.and_then(|d| d.parse::<usize>().ok())
    };
    parts.next_if(|p| matches!(*p, "page" | "tudalen" | "p"));
    let own = number(parts.next())?;
    let of = parts.next_if(|p| matches!(*p, "of" | "o")).is_some() || lower.contains('/');
    let whole = if of { number(parts.next()).is_some() } else { true };
    (whole && parts.next().is_none()).then_some(own)
}

/// The text with its numbers and its spacing made alike.
fn mask(text: &str) -> String {
    let mut masked = String::with_capacity(text.len());
    for c in text.split_whitespace().collect::<Vec<_>>().join(" ").chars() {
        if !c.is_ascii_digit() {
            masked.push(c.to_ascii_lowercase());
        } else if !masked.ends_with('#') {
            masked.push('#');
        }
    }
    masked
}

/// A run of blocks that comes back at least this often, with at least this many blocks, is a head
/// that a converter left in the text.
const REPEATS: usize = 3;
const GROUP: usize = 2;

/// Takes heads that stand inside the text out of it: the same two or more short paragraphs, again
/// and again. One paragraph alone may come back for good reason ("RESOLVED that the report be noted").
pub(crate) fn take_repeated(blocks: Vec<Block>) -> (Vec<Block>, Vec<Text>) {
    let keys: Vec<Option<String>> = blocks.iter().map(key).collect();
    let mut pairs: HashMap<(&str, &str), usize> = HashMap::new();
    for pair in keys.windows(GROUP) {
        if let [Some(a), Some(b)] = pair {
            *pairs.entry((a, b)).or_default() += 1;
        }
    }
    let mut repeated = vec![false; blocks.len()];
    let mut seen: HashSet<&str> = HashSet::new();
    for (i, pair) in keys.windows(GROUP).enumerate() {
        if let [Some(a), Some(b)] = pair
            && pairs.get(&(a.as_str(), b.as_str())).is_some_and(|&n| n >= REPEATS)
        {
            repeated[i] = true;
            repeated[i + 1] = true;
        }
    }
    let mut furniture = Vec::new();
    let mut kept = Vec::with_capacity(blocks.len());
    for ((block, key), repeated) in blocks.into_iter().zip(&keys).zip(repeated) {
        // Its first appearance is the title.
        let again = repeated && key.as_deref().is_some_and(|k| !seen.insert(k));
        if again {
            block.texts(&mut |t| furniture.push(t.clone()));
        } else {
            kept.push(block);
        }
    }
    (kept, furniture)
}

/// Heads are short: they have no more characters than this.
const LONGEST: usize = 120;

fn ends_sentence(text: &str) -> bool {
    text.trim_end().ends_with(['.', ';', ':', ','])
}

/// What a block is known again by, if it could be a running head.
fn key(block: &Block) -> Option<String> {
    match block {
        Block::Heading(_, text) | Block::Paragraph(text) => {
            (text.text.len() <= LONGEST && !text.is_blank() && !ends_sentence(&text.text)).then(|| mask(&text.text))
        }
        Block::ListItem { .. } | Block::Table(_) => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn page_numbers_are_known() {
        for text in ["3", "Page 3 of 16", "- 4 -", "p. 7", "12/40", "Tudalen 2"] {
            assert!(is_page_number(text), "{text}");
        }
        for text in ["3. Apologies", "Page heading", "2019 minutes"] {
            assert!(!is_page_number(text), "{text}");
        }
    }

    fn paragraph(text: &str) -> Block {
        Block::Paragraph(Text { text: text.into(), runs: Vec::new() })
    }

    #[test]
    fn a_head_inside_the_text_goes_and_a_repeated_resolution_stays() {
        let mut blocks = Vec::new();
        for n in 1..=4 {
            blocks.push(paragraph("Example Partnership"));
            blocks.push(paragraph("9 May 2024"));
            blocks.push(paragraph(&format!("Item {}", "x".repeat(n))));
            blocks.push(paragraph("RESOLVED that the report be noted."));
        }
        let (kept, furniture) = take_repeated(blocks);
        assert_eq!(furniture.len(), 6);
        assert_eq!(kept.len(), 10);
    }
}
