//! Glyphs to words: rows by baseline, words by gaps.

use types::{BBox, Style, Word, turn};

use super::font::Face;
use super::glyph::{Direction, Glyph};
use super::marks::Mark;

/// Glyphs whose baselines differ by less than this share of their size stand in one row.
const ROW: f32 = 0.35;
/// A gap wider than this share of the size parts two words, whether or not a space is drawn in it.
const GAP: f32 = 0.17;
/// A row whose largest glyph is below this share of its neighbour's size is raised or lowered text.
const SMALL: f32 = 0.85;
/// How far above and below the baseline raised and lowered text may stand, in sizes of the neighbour.
const RAISED: f32 = 0.6;
const LOWERED: f32 = 0.35;
/// And how far behind the letter before it, with the space that some programs leave.
const BESIDE: f32 = 0.7;
/// The part of a glyph's size above its baseline, and below: typical of text faces.
const ASCENT: f32 = 0.75;
const DESCENT: f32 = 0.25;

struct Row {
    y: f32,
    glyphs: Vec<usize>,
}

/// The words of a page and, for each, what it is marked as.
#[derive(Default)]
pub(super) struct Words {
    pub(super) words: Vec<Word>,
    pub(super) marks: Vec<Mark>,
}

/// The words of a page of this width and height: row by row from the top, left to right; behind them those set
/// at an angle.
pub(super) fn words(glyphs: &[Glyph], faces: &[Face], size: (f32, f32)) -> Words {
    let mut words = Words::default();
    for row in rows(glyphs, |g| g.direction == Direction::Quarter(0)) {
        spell(glyphs, faces, &row, &mut words);
    }
    // Text that runs along the page's other sides is spelled on the page turned so that it is level.
    for quarter in 1..4 {
        let back = 4 - quarter;
        let set = |g: &Glyph| g.direction == Direction::Quarter(quarter);
        if !glyphs.iter().any(set) {
            continue;
        }
        let level: Vec<Glyph> = glyphs.iter().filter(|g| set(g)).map(|g| turned(g, back, size)).collect();
        let turned_size = if u8::is_multiple_of(quarter, 2) { size } else { (size.1, size.0) };
        let from = words.words.len();
        for row in rows(&level, |_| true) {
            spell(&level, faces, &row, &mut words);
        }
        for word in &mut words.words[from..] {
            word.rotated = true;
            word.bbox = word.bbox.map(|b| turn(b, quarter, turned_size));
        }
    }
    let slanted: Vec<usize> = (0..glyphs.len()).filter(|&i| glyphs[i].direction == Direction::Slanted).collect();
    spell_slanted(glyphs, faces, &slanted, &mut words);
    words
}

/// The glyph on its page after so many quarter turns, clockwise.
pub(super) fn turned(glyph: &Glyph, quarters: u8, (width, height): (f32, f32)) -> Glyph {
    let (x, y) = match quarters % 4 {
        0 => (glyph.x, glyph.y),
        1 => (height - glyph.y, glyph.x),
        2 => (width - glyph.x, height - glyph.y),
        _ => (glyph.y, width - glyph.x),
    };
    let direction = match glyph.direction {
        Direction::Quarter(q) => Direction::Quarter((q + quarters) % 4),
        Direction::Slanted => Direction::Slanted,
    };
    Glyph { x, y, direction, ..*glyph }
}

fn rows(glyphs: &[Glyph], of: impl Fn(&Glyph) -> bool) -> Vec<Row> {
    let mut order: Vec<usize> = (0..glyphs.len()).filter(|&i| of(&glyphs[i])).collect();
    order.sort_by(|&a, &b| glyphs[a].y.total_cmp(&glyphs[b].y));
    let mut rows: Vec<Row> = Vec::new();
    for i in order {
        let reach = (glyphs[i].size * ROW).max(1.0);
        match rows.last_mut() {
            Some(row) if (glyphs[i].y - row.y).abs() <= reach => row.glyphs.push(i),
            _ => rows.push(Row { y: glyphs[i].y, glyphs: vec![i] }),
        }
    }
    // "9th", "m2": small glyphs join the row that they belong to. They may share a baseline with letters of another
    // column of a table, so it is their own neighbours that tell.
    let (rows, small) = part_small(rows, glyphs);
    attach(rows, small, glyphs)
}

/// Takes glyphs that are smaller than others out of the rows, in groups of neighbours, each with the index of the row
/// that it stood in. Rows of small glyphs alone are groups too.
fn part_small(mut rows: Vec<Row>, glyphs: &[Glyph]) -> (Vec<Row>, Vec<(usize, Row)>) {
    let mut small = Vec::new();
    for (index, row) in rows.iter_mut().enumerate() {
        let largest = row.glyphs.iter().map(|&i| glyphs[i].size).fold(0.0, f32::max);
        let is_small = |&i: &usize| glyphs[i].size < SMALL * largest;
        if !row.glyphs.iter().any(is_small) {
            continue;
        }
        let (mut taken, kept): (Vec<usize>, Vec<usize>) = row.glyphs.iter().copied().partition(is_small);
        row.glyphs = kept;
        taken.sort_by(|&a, &b| glyphs[a].x.total_cmp(&glyphs[b].x));
        let near = |&a: &usize, &b: &usize| glyphs[b].x - glyphs[a].x - glyphs[a].width < 0.5 * glyphs[a].size;
        small.extend(taken.chunk_by(near).map(|group| (index, Row { y: row.y, glyphs: group.to_vec() })));
    }
    (rows, small)
}

/// Gives small glyphs to the row that they are raised or lowered from: groups that were taken out of a row, which else
/// go back to it, and rows that are small as a whole, which else stay rows.
fn attach(mut rows: Vec<Row>, small: Vec<(usize, Row)>, glyphs: &[Glyph]) -> Vec<Row> {
    /// Cells of a table may stand a little higher or lower: the row that they belong to need not be the next.
    const NEAR: usize = 3;
    let median = |row: &Row| {
        let mut sizes: Vec<f32> = row.glyphs.iter().map(|&i| glyphs[i].size).collect();
        sizes.sort_by(f32::total_cmp);
        sizes.get(sizes.len() / 2).copied().unwrap_or(0.0)
    };
    let largest = |row: &Row| row.glyphs.iter().map(|&i| glyphs[i].size).fold(0.0, f32::max);
    let base_of = |rows: &[Row], at: usize, group: &Row| {
        let (from, to) = (at.saturating_sub(NEAR), (at + NEAR + 1).min(rows.len()));
        (from..to).filter(|&base| !rows[base].glyphs.is_empty() && !std::ptr::eq(&rows[base], group)).find(|&base| {
            let size = median(&rows[base]);
            let above = rows[base].y - group.y;
            let reach = if above > 0.0 { RAISED * size } else { LOWERED * size };
            above.abs() < reach && largest(group) < SMALL * size && beside(glyphs, group, &rows[base])
        })
    };
    for (index, mut group) in small {
        let base = base_of(&rows, index, &group).unwrap_or(index);
        rows[base].glyphs.append(&mut group.glyphs);
    }
    for index in 0..rows.len() {
        if let Some(base) = base_of(&rows, index, &rows[index]) {
            let mut raised = std::mem::take(&mut rows[index].glyphs);
            rows[base].glyphs.append(&mut raised);
        }
    }
    rows.retain(|row| !row.glyphs.is_empty());
    rows
}

/// Some glyph of the small row stands directly behind a glyph of the base row.
fn beside(glyphs: &[Glyph], small: &Row, base: &Row) -> bool {
    small.glyphs.iter().filter(|&&s| !glyphs[s].char.is_whitespace()).any(|&s| {
        base.glyphs.iter().any(|&b| {
            let gap = glyphs[s].x - (glyphs[b].x + glyphs[b].width);
            !glyphs[b].char.is_whitespace() && gap.abs() < glyphs[b].size * BESIDE
        })
    })
}

/// A word under construction.
struct Spelling {
    word: Word,
    bbox: BBox,
    letters: usize,
    bold: usize,
    italic: usize,
    typewriter: bool,
    mark: Mark,
}

impl Spelling {
    fn new(glyph: &Glyph, face: Option<&Face>, bbox: BBox, baseline: f32, rotated: bool) -> Self {
        Self {
            word: Word {
                baseline,
                rotated,
                invisible: glyph.invisible,
                color: glyph.color,
                font: face.map(|_| glyph.face),
                ..Word::default()
            },
            bbox,
            letters: 0,
            bold: 0,
            italic: 0,
            typewriter: face.is_some_and(|f| f.typewriter),
            mark: glyph.mark,
        }
    }

    fn add(&mut self, glyph: &Glyph, face: Option<&Face>, bbox: BBox) {
        let style = face.map(|f| f.style).unwrap_or_default();
        self.word.text.push(glyph.char);
        self.bbox = self.bbox.union(&bbox);
        self.word.size = self.word.size.max(glyph.size);
        self.letters += 1;
        self.bold += usize::from(style.bold);
        self.italic += usize::from(style.italic);
    }

    fn finish(mut self, words: &mut Words) {
        // Word sets the bullets of second-level lists as a typewriter `o`.
        if self.typewriter && self.word.text == "o" {
            self.word.text = "\u{25e6}".into();
        }
        // A soft hyphen is a hyphen only where a line ends with it.
        let last = self.word.text.ends_with('\u{ad}');
        if self.word.text.contains('\u{ad}') {
            self.word.text.retain(|c| c != '\u{ad}');
            if last && !self.word.text.is_empty() {
                self.word.text.push('\u{ad}');
            }
        }
        if self.word.text.is_empty() {
            return;
        }
        let most = |n: usize| n * 2 > self.letters;
        self.word.style = Style { bold: most(self.bold), italic: most(self.italic) };
        self.word.bbox = Some(self.bbox);
        words.words.push(self.word);
        words.marks.push(self.mark);
    }
}

/// What counts as white space between words: also what is printed as nothing.
fn is_blank(c: char) -> bool {
    c.is_whitespace() || matches!(c, '\0' | '\u{200b}' | '\u{feff}')
}

fn spell(glyphs: &[Glyph], faces: &[Face], row: &Row, words: &mut Words) {
    let from = words.words.len();
    let mut order = row.glyphs.clone();
    order.sort_by(|&a, &b| glyphs[a].x.total_cmp(&glyphs[b].x));
    let tracking = tracking(glyphs, &order);
    let mut word: Option<Spelling> = None;
    let mut last: Option<&Glyph> = None;
    for &i in &order {
        let glyph = &glyphs[i];
        if is_blank(glyph.char) {
            if let Some(word) = word.take() {
                word.finish(words);
            }
            continue;
        }
        if let Some(before) = last {
            let same = before.char == glyph.char && (before.x - glyph.x).abs() < 0.3 * glyph.width.max(1.0);
            if same {
                // Printed twice, a hair apart: that is how some programs make bold.
                if let Some(word) = &mut word {
                    word.bold += 1;
                }
                continue;
            }
            let gap = glyph.x - (before.x + before.width);
            let artifact = |mark: Mark| mark == Mark::Artifact;
            if (gap > (GAP + tracking) * glyph.size.max(before.size) || artifact(glyph.mark) != artifact(before.mark))
                && let Some(word) = word.take()
            {
                word.finish(words);
            }
        }
        last = Some(glyph);
        let face = faces.get(usize::from(glyph.face));
        let bbox =
            BBox::new(glyph.x, glyph.y - ASCENT * glyph.size, glyph.x + glyph.width, glyph.y + DESCENT * glyph.size);
        word.get_or_insert_with(|| Spelling::new(glyph, face, bbox, row.y, false)).add(glyph, face, bbox);
    }
    if let Some(word) = word {
        word.finish(words);
    }
    close_up(words, from);
}

/// The space that is set between all letters of a row, in sizes of type: 0 but in headings that are set wide.
fn tracking(glyphs: &[Glyph], order: &[usize]) -> f32 {
    /// Fewer pairs of letters tell nothing.
    const PAIRS: usize = 6;
    /// Closer letters are only kerned; further ones are the cells of a table.
    const WIDE: std::ops::RangeInclusive<f32> = 0.1..=1.0;
    let mut gaps: Vec<f32> = order
        .windows(2)
        .map(|pair| (&glyphs[pair[0]], &glyphs[pair[1]]))
        .filter(|(a, b)| a.char.is_alphabetic() && b.char.is_alphabetic() && a.size == b.size)
        .map(|(a, b)| (b.x - a.x - a.width) / a.size.max(1.0))
        .collect();
    if gaps.len() < PAIRS {
        return 0.0;
    }
    let middle = gaps.len() / 2;
    let (_, median, _) = gaps.select_nth_unstable_by(middle, f32::total_cmp);
    if WIDE.contains(median) { *median } else { 0.0 }
}

/// As many letters as this, set apart, are a word set wide, and not the cells of a table.
const SPREAD: usize = 4;
/// No space between the letters of a word is wider than this many sizes of type.
const WIDEST: f32 = 1.3;
/// The space between two words set wide is this much wider than that between their letters.
const WIDER: f32 = 1.45;

/// Joins the letters of headings that are set wide ("M I N U T E S"), from the word `from` of the row on.
fn close_up(words: &mut Words, from: usize) {
    let gap = |words: &Words, at: usize| {
        let (a, b) = (words.words[at - 1].bbox, words.words[at].bbox);
        a.zip(b).map_or(f32::MAX, |(a, b)| b.left() - a.right())
    };
    let single = |word: &Word| {
        let mut chars = word.text.chars();
        chars.next().is_some_and(|c| c.is_uppercase() || c == '&') && chars.next().is_none()
    };
    let mut at = from;
    while at < words.words.len() {
        let mut end = at;
        while end < words.words.len()
            && single(&words.words[end])
            && (end == at || gap(words, end) <= WIDEST * words.words[end].size)
        {
            end += 1;
        }
        if end - at < SPREAD {
            at = end.max(at + 1);
            continue;
        }
        let mut gaps: Vec<f32> = (at + 1..end).map(|i| gap(words, i)).collect();
        gaps.sort_by(f32::total_cmp);
        let usual = gaps[gaps.len() / 3].max(0.01);
        let mut joined = Words::default();
        for i in at..end {
            let word = &words.words[i];
            let starts = i == at || gap(words, i) > WIDER * usual;
            match joined.words.last_mut() {
                Some(open) if !starts => {
                    open.text.push_str(&word.text);
                    open.bbox = open.bbox.zip(word.bbox).map(|(a, b)| a.union(&b));
                }
                _ => {
                    joined.words.push(word.clone());
                    joined.marks.push(words.marks[i]);
                }
            }
        }
        let count = joined.words.len();
        words.words.splice(at..end, joined.words);
        words.marks.splice(at..end, joined.marks);
        at += count;
    }
}

/// Text at a slant keeps the order of the file; a space or a jump parts its words.
fn spell_slanted(glyphs: &[Glyph], faces: &[Face], order: &[usize], words: &mut Words) {
    let mut word: Option<Spelling> = None;
    let mut last: Option<&Glyph> = None;
    for &i in order {
        let glyph = &glyphs[i];
        let far = last.is_some_and(|l| (glyph.x - l.x).hypot(glyph.y - l.y) > l.width + 0.5 * l.size);
        if (far || is_blank(glyph.char))
            && let Some(word) = word.take()
        {
            word.finish(words);
        }
        last = Some(glyph);
        if is_blank(glyph.char) {
            continue;
        }
        let face = faces.get(usize::from(glyph.face));
        let half = glyph.size / 2.0;
        let bbox = BBox::new(glyph.x - half, glyph.y - half, glyph.x + half, glyph.y + half);
        word.get_or_insert_with(|| Spelling::new(glyph, face, bbox, glyph.y, true)).add(glyph, face, bbox);
    }
    if let Some(word) = word {
        word.finish(words);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use types::Color;

    fn line(text: &str, x: f32, y: f32, size: f32) -> Vec<Glyph> {
        let at = |(i, char)| Glyph {
            char,
            x: x + i as f32 * size * 0.5,
            y,
            width: size * 0.5,
            size,
            face: 0,
            direction: Direction::Quarter(0),
            color: Color::default(),
            invisible: false,
            guessed: false,
            mark: Mark::None,
        };
        text.chars().enumerate().map(at).collect()
    }

    fn spelled(glyphs: &[Glyph]) -> Vec<String> {
        words(glyphs, &[], (600.0, 800.0)).words.into_iter().map(|w| w.text).collect()
    }

    #[test]
    fn a_raised_ordinal_is_part_of_its_word() {
        let mut glyphs = line("the 9", 0.0, 100.0, 12.0);
        glyphs.extend(line("th", 30.0, 95.0, 7.0));
        glyphs.extend(line("May", 43.0, 100.0, 12.0));
        assert_eq!(spelled(&glyphs), ["the", "9th", "May"]);
    }

    #[test]
    fn a_gap_parts_words_without_a_space() {
        let mut glyphs = line("AB", 0.0, 10.0, 10.0);
        glyphs.extend(line("CD", 14.0, 10.0, 10.0));
        glyphs.extend(line("EF", 0.0, 30.0, 10.0));
        assert_eq!(spelled(&glyphs), ["AB", "CD", "EF"]);
    }

    #[test]
    fn letters_printed_twice_are_bold_and_read_once() {
        let mut glyphs = line("Hi", 0.0, 10.0, 10.0);
        glyphs.extend(line("Hi", 0.3, 10.0, 10.0));
        let words = words(&glyphs, &[], (600.0, 800.0)).words;
        assert_eq!(words.len(), 1);
        assert_eq!((words[0].text.as_str(), words[0].style.bold), ("Hi", true));
    }

    #[test]
    fn a_watermark_is_kept_apart() {
        let mut glyphs = line("text", 0.0, 10.0, 10.0);
        glyphs.extend(line("DRAFT", 0.0, 10.0, 40.0).into_iter().map(|g| Glyph { direction: Direction::Slanted, ..g }));
        let words = words(&glyphs, &[], (600.0, 800.0)).words;
        let seen: Vec<_> = words.iter().map(|w| (w.text.as_str(), w.rotated)).collect();
        assert_eq!(seen, [("text", false), ("DRAFT", true)]);
    }

    #[test]
    fn letters_set_wide_are_words() {
        let mut glyphs = Vec::new();
        for (i, c) in "MINUTES OF THE BOARD".chars().enumerate() {
            glyphs.extend(line(&c.to_string(), i as f32 * 9.0, 10.0, 10.0));
        }
        glyphs.extend(line("A B", 0.0, 40.0, 10.0));
        assert_eq!(spelled(&glyphs), ["MINUTES", "OF", "THE", "BOARD", "A", "B"]);
    }

    #[test]
    fn text_along_another_side_is_spelled_with_its_box_on_the_page() {
        // "Up", read from the bottom upwards.
        let up = |i: usize, char| Glyph {
            char,
            x: 20.0,
            y: 700.0 - i as f32 * 5.0,
            direction: Direction::Quarter(3),
            ..line("x", 0.0, 0.0, 10.0)[0]
        };
        let glyphs: Vec<Glyph> = "Up".chars().enumerate().map(|(i, c)| up(i, c)).collect();
        let words = words(&glyphs, &[], (600.0, 800.0)).words;
        assert_eq!((words[0].text.as_str(), words[0].rotated), ("Up", true));
        let bbox = words[0].bbox.unwrap();
        assert_eq!((bbox.left(), bbox.top(), bbox.right(), bbox.bottom()), (12.5, 690.0, 22.5, 700.0));
    }

    #[test]
    fn a_soft_hyphen_stays_only_at_the_end() {
        assert_eq!(spelled(&line("com\u{ad}mun\u{ad}", 0.0, 10.0, 10.0)), ["commun\u{ad}"]);
    }
}
