//! What is printed on every page and is no part of the text: running heads, page numbers.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::sync::LazyLock;

use regex::Regex;
use types::{Block, Page, Text};

use crate::compose::Line;
use crate::pattern;

/// Rows at the top and at the bottom of a page that may be furniture.
const ROWS: usize = 3;
/// They stand within this share of the page's height from its edge.
const BAND: f32 = 0.14;
/// A row is furniture if it stands on this share of the pages, and on at least this many; heads of
/// odd and even pages differ, so it is less than half.
const SHARE: f32 = 0.4;
const PAGES: usize = 2;

static PAGE_NUMBER: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"(?i)^\W*(?:page|tudalen|p\.)?\W*\d{1,4}(?:\s*(?:of|/|o)\s*\d{1,4})?\W*$"));

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
pub(crate) fn margins(pages: &[Page], rows: &[Vec<Line>]) -> Margins {
    // By text with digits masked, and by edge: where it stands.
    let mut seen: BTreeMap<(String, bool), Vec<(usize, usize)>> = BTreeMap::new();
    let mut numbers = Vec::new();
    for (index, (page, rows)) in pages.iter().zip(rows).enumerate() {
        let count = rows.len();
        for (row, line) in rows.iter().enumerate() {
            let top = row < ROWS && line.bbox.bottom() < page.height * BAND;
            let bottom = row + ROWS >= count && line.bbox.top() > page.height * (1.0 - BAND);
            if !top && !bottom {
                continue;
            }
            let text = line.read(page);
            if PAGE_NUMBER.is_match(&text) && (row == 0 || row + 1 == count) {
                numbers.push((index, row, top));
                continue;
            }
            seen.entry((mask(&text), top)).or_default().push((index, row));
        }
    }
    let needed = (pages.len() as f32 * SHARE).ceil() as usize;
    let (mut top, mut bottom) = (Vec::new(), Vec::new());
    for ((_, is_top), places) in seen {
        let on: HashSet<usize> = places.iter().map(|p| p.0).collect();
        if on.len() < needed.max(PAGES) {
            continue;
        }
        if is_top {
            top.extend(places.into_iter().skip(1));
        } else {
            bottom.extend(places);
        }
    }
    for (page, row, is_top) in numbers {
        if is_top { &mut top } else { &mut bottom }.push((page, row));
    }
    top.sort_unstable();
    bottom.sort_unstable();
    let all = top.iter().chain(&bottom).copied().collect();
    Margins { top, bottom, all }
}

/// The text with its digits and its spacing made alike.
fn mask(text: &str) -> String {
    let squeezed = text.split_whitespace().collect::<Vec<_>>().join(" ");
    squeezed.chars().map(|c| if c.is_ascii_digit() { '#' } else { c.to_ascii_lowercase() }).collect()
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

/// What a block is known again by, if it could be a running head.
fn key(block: &Block) -> Option<String> {
    /// Heads are short.
    const LONGEST: usize = 120;
    match block {
        Block::Heading(_, text) | Block::Paragraph(text) => {
            let sentence = text.text.trim_end().ends_with(['.', ';', ':', ',']);
            (text.text.len() <= LONGEST && !text.is_blank() && !sentence).then(|| mask(&text.text))
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
            assert!(PAGE_NUMBER.is_match(text), "{text}");
        }
        for text in ["3. Apologies", "Page heading", "2019 minutes"] {
            assert!(!PAGE_NUMBER.is_match(text), "{text}");
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
