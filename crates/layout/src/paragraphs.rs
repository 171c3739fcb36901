//! Lines to paragraphs, list items and headings.

use std::collections::BTreeMap;

use types::{Block, ListLabel, Page};

use crate::compose::{Composer, Line};

/// What is usual in a document: the measure that headings and gaps are seen against.
#[derive(Clone, Debug)]
pub(crate) struct Measure {
    /// Size of the body's type in points.
    pub(crate) size: f32,
    /// From baseline to baseline of its lines.
    pub(crate) pitch: f32,
    /// Where its lines end at the right.
    pub(crate) right: f32,
}

/// Sizes and distances are counted in steps of this many points.
const STEP: f32 = 0.5;
/// Leading of type whose lines tell nothing: 120 %, the default of word processors.
const LEADING: f32 = 1.2;

impl Measure {
    pub(crate) fn of(pages: &[Page], rows: &[Vec<Line>]) -> Self {
        let mut sizes: BTreeMap<i32, usize> = BTreeMap::new();
        for line in rows.iter().flatten() {
            let letters: usize = line.words.iter().map(|&w| pages[line.page].words[w].text.len()).sum();
            *sizes.entry((line.size / STEP).round() as i32).or_default() += letters;
        }
        let size = mode(&sizes).map_or(10.0, |s| s as f32 * STEP);
        let body = |line: &Line| (line.size - size).abs() < size * 0.15;
        let mut distances: BTreeMap<i32, usize> = BTreeMap::new();
        for pair in rows.iter().flat_map(|r| r.windows(2)) {
            let distance = pair[1].baseline - pair[0].baseline;
            if body(&pair[0]) && body(&pair[1]) && distance > size * 0.9 && distance < size * 2.2 {
                *distances.entry((distance / STEP).round() as i32).or_default() += 1;
            }
        }
        // Lines of a paragraph stand closer than paragraphs do, but papers of many short paragraphs
        // have more of the wide distances: the smallest that is common is the pitch.
        let all: usize = distances.values().sum();
        let common = distances.iter().find(|(_, count)| **count >= 2 && **count * 12 >= all).map(|(d, _)| *d);
        let pitch = common.map_or(size * LEADING, |d| d as f32 * STEP);
        let mut rights: Vec<f32> = rows.iter().flatten().filter(|l| body(l)).map(|l| l.bbox.right()).collect();
        rights.sort_by(f32::total_cmp);
        let right = rights.get(rights.len() * 97 / 100).copied().unwrap_or(f32::MAX);
        Self { size, pitch, right }
    }
}

impl Measure {
    /// The measure of one page, whose text may be set narrower than that of others in a pack.
    pub(crate) fn of_page(&self, lines: &[Line]) -> Self {
        /// Lines of this many words tell how far lines run; fewer than `TELLING` of them tell nothing.
        const WORDS: usize = 8;
        const TELLING: usize = 4;
        let long = lines.iter().filter(|l| l.words.len() >= WORDS);
        let mut rights: Vec<f32> = long.map(|l| l.bbox.right()).collect();
        rights.sort_by(f32::total_cmp);
        let left = lines.iter().map(|l| l.bbox.left()).fold(f32::MAX, f32::min);
        // Where text is wrapped most of its long lines end near the margin; short paragraphs end anywhere.
        let wrapped = |right: f32| {
            let near = rights.iter().filter(|r| **r >= right - 0.1 * (right - left)).count();
            rights.len() >= TELLING && near * 10 >= rights.len() * 6
        };
        let right = rights.get(rights.len() * 9 / 10).copied().filter(|r| wrapped(*r));
        Self { right: right.map_or(self.right, |r| r.min(self.right)), ..self.clone() }
    }
}

fn mode(counts: &BTreeMap<i32, usize>) -> Option<i32> {
    counts.iter().max_by_key(|(_, count)| **count).map(|(value, _)| *value)
}

/// Lines further apart than this share of the pitch belong to two paragraphs.
const APART: f32 = 1.3;
/// Type that differs by more than this share belongs to two paragraphs.
const OTHER_SIZE: f32 = 0.12;
/// A line that hangs out of its paragraph by this many points begins another one.
const HANGS: f32 = 4.0;

/// Marks of lists, and what stands for them where a font does not say what its glyphs mean.
const BULLETS: &str = "\u{2022}\u{2023}\u{25aa}\u{25ab}\u{25cf}\u{25cb}\u{25e6}\u{25a0}\u{25a1}\u{27a2}\u{2013}\u{2014}\u{b7}\u{2713}\u{2756}\u{2192}\u{fffd}*-";

fn is_bullet(word: &str) -> bool {
    let mut chars = word.chars();
    chars.next().is_some_and(|c| BULLETS.contains(c)) && chars.next().is_none()
}

/// A number or letter that marks an item of a list: `12.`, `3.4`, `3.4.1)`, `(a)`, `(iv)`, `b)`, `ii.`
fn is_label(word: &str) -> bool {
    let number = |s: &str| (1..=3).contains(&s.len()) && s.bytes().all(|b| b.is_ascii_digit());
    if let Some(inside) = word.strip_prefix('(').and_then(|w| w.strip_suffix(')')) {
        return (1..=4).contains(&inside.len()) && inside.bytes().all(|b| b.is_ascii_alphanumeric());
    }
    let bare = word.strip_suffix(['.', ')']);
    let mut parts = bare.unwrap_or(word).split('.');
    if parts.clone().count() > 1 {
        return parts.all(number);
    }
    let Some(bare) = bare else { return false };
    let letter = bare.len() == 1 && bare.bytes().all(|b| b.is_ascii_alphabetic());
    let roman = (1..=5).contains(&bare.len()) && bare.bytes().all(|b| b"ivxIVX".contains(&b));
    number(bare) || letter || roman
}

/// The line begins with a bullet.
fn has_bullet(line: &Line, page: &Page) -> bool {
    line.words.len() > 1 && is_bullet(&page.words[line.words[0]].text)
}

/// The line begins with a bullet, a number or a letter that marks an item of a list.
pub(crate) fn has_label(line: &Line, page: &Page) -> bool {
    has_bullet(line, page) || is_label(&page.words[line.words[0]].text)
}

/// Makes blocks of lines of one column, whose lines could run as far as `right`.
pub(crate) fn arrange(
    lines: &[Line],
    page: &Page,
    right: f32,
    measure: &Measure,
    composer: &mut Composer<'_>,
    blocks: &mut Vec<Block>,
) {
    let reach = lines.iter().map(|l| l.bbox.right()).fold(right, f32::max);
    let reach = if right == f32::MAX { lines.iter().map(|l| l.bbox.right()).fold(0.0, f32::max) } else { reach };
    let mut from = 0;
    for next in 1..=lines.len() {
        let ends = lines.get(next).is_none_or(|line| !goes_on(&lines[from..next], line, page, reach, measure));
        if ends {
            blocks.push(block(&lines[from..next], measure, composer));
            from = next;
        }
    }
}

/// Whether `next` is the next line of the paragraph.
fn goes_on(paragraph: &[Line], next: &Line, page: &Page, right: f32, measure: &Measure) -> bool {
    let (Some(first), Some(last)) = (paragraph.first(), paragraph.last()) else { return false };
    let distance = next.baseline - last.baseline;
    // Small and large type have their own pitch.
    let pitch = measure.pitch * (next.size / measure.size).max(0.5);
    if distance > APART * pitch || distance < 0.0 {
        return false;
    }
    if (next.size - last.size).abs() > OTHER_SIZE * last.size.max(next.size) {
        return false;
    }
    let full = is_full(last, next, page, right);
    if has_bullet(next, page) {
        return false;
    }
    if has_label(next, page) && (!full || next.bbox.left() < first.bbox.left() + HANGS) {
        return false;
    }
    if !full || next.bbox.left() < first.bbox.left() - HANGS {
        return false;
    }
    // A bold line above plain text is its heading.
    let heads = last.all(page, |s| s.bold) && !next.words.iter().any(|&w| page.words[w].style.bold);
    !heads
}

/// The first word of the next line, which stands on `page`, had no room any more in a line that may run as far
/// as `right`.
pub(crate) fn is_full(line: &Line, next: &Line, page: &Page, right: f32) -> bool {
    let word = next.words.first().and_then(|&w| page.words[w].bbox).map_or(0.0, |b| b.width());
    let space = 0.25 * line.size;
    line.bbox.right() + space + word > right - 0.2 * line.size
}

/// Headings are no longer than this many lines and characters.
const HEADING_LINES: usize = 3;
const HEADING_LENGTH: usize = 160;
/// Type larger than the body's by this factor is a heading of the first level.
const LARGE: f32 = 1.15;

/// The block of the lines of one paragraph.
pub(crate) fn block(lines: &[Line], measure: &Measure, composer: &mut Composer<'_>) -> Block {
    let text = composer.text(lines);
    let Some(first) = lines.first() else { return Block::Paragraph(text) };
    let pages = composer.pages();
    if has_bullet(first, &pages[first.page]) {
        /// A level of a list is set in by about this many points.
        const INDENT: f32 = 18.0;
        let level = (first.bbox.left() / INDENT) as u8;
        return Block::ListItem { level: level.max(1), label: ListLabel::Printed, text };
    }
    match heading(lines, &text.text, measure, pages) {
        Some(level) => Block::Heading(level, text),
        None => Block::Paragraph(text),
    }
}

/// Whether the lines of a paragraph are a heading, by how they are set.
pub(crate) fn is_heading(lines: &[Line], measure: &Measure, pages: &[Page]) -> bool {
    let text: Vec<String> = lines.iter().map(|l| l.read(&pages[l.page])).collect();
    heading(lines, &text.join(" "), measure, pages).is_some()
}

/// The level of the heading that the lines are, if they are one.
fn heading(lines: &[Line], text: &str, measure: &Measure, pages: &[Page]) -> Option<u8> {
    let first = lines.first()?;
    let short = lines.len() <= HEADING_LINES && text.len() <= HEADING_LENGTH;
    if !short || text.trim_end().ends_with(['.', ';', ',']) {
        return None;
    }
    if first.size > LARGE * measure.size {
        return Some(1);
    }
    let letters = text.chars().filter(|c| c.is_alphabetic());
    let (upper, all) = letters.fold((0, 0), |(u, n), c| (u + usize::from(c.is_uppercase()), n + 1));
    let capitals = all >= 4 && upper == all;
    (capitals || lines.iter().all(|l| l.all(&pages[l.page], |s| s.bold))).then_some(2)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_of_lists() {
        for label in ["1.", "12)", "3.4", "3.4.1.", "(a)", "(iv)", "b)", "ii."] {
            assert!(is_label(label), "{label}");
        }
        for word in ["2019.", "the", "(the", "Mr.", "1,000"] {
            assert!(!is_label(word), "{word}");
        }
        assert!(is_bullet("\u{2022}") && !is_bullet("a") && !is_bullet(""));
    }
}
