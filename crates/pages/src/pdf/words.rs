//! Glyphs to words: rows by baseline, words by gaps.

use types::{BBox, Style, Word};

use super::content::Glyph;
use super::font::Face;

/// Glyphs whose baselines differ by less than this share of their size stand in one row.
const ROW: f32 = 0.35;
/// A gap wider than this share of the size parts two words, whether or not a space is drawn in it.
const GAP: f32 = 0.17;
/// A row whose largest glyph is below this share of its neighbour's size is raised or lowered text.
const SMALL: f32 = 0.85;
/// How far above and below the baseline raised and lowered text may stand, in sizes of the neighbour.
const RAISED: f32 = 0.6;
const LOWERED: f32 = 0.35;
/// The part of a glyph's size above its baseline, and below: typical of text faces.
const ASCENT: f32 = 0.75;
const DESCENT: f32 = 0.25;

struct Row {
    y: f32,
    glyphs: Vec<usize>,
}

/// The words of a page, row by row from the top, left to right; those set at an angle at the end.
pub(super) fn words(glyphs: &[Glyph], faces: &[Face]) -> Vec<Word> {
    let mut words = Vec::new();
    for row in rows(glyphs) {
        spell(glyphs, faces, &row, &mut words);
    }
    let rotated: Vec<usize> = (0..glyphs.len()).filter(|&i| glyphs[i].rotated).collect();
    spell_rotated(glyphs, &rotated, &mut words);
    words
}

fn rows(glyphs: &[Glyph]) -> Vec<Row> {
    let mut order: Vec<usize> = (0..glyphs.len()).filter(|&i| !glyphs[i].rotated).collect();
    order.sort_by(|&a, &b| glyphs[a].y.total_cmp(&glyphs[b].y));
    let mut rows: Vec<Row> = Vec::new();
    for i in order {
        let reach = (glyphs[i].size * ROW).max(1.0);
        match rows.last_mut() {
            Some(row) if (glyphs[i].y - row.y).abs() <= reach => row.glyphs.push(i),
            _ => rows.push(Row { y: glyphs[i].y, glyphs: vec![i] }),
        }
    }
    // "9th", "m2": small rows join the row that they belong to.
    let median = |row: &Row| {
        let mut sizes: Vec<f32> = row.glyphs.iter().map(|&i| glyphs[i].size).collect();
        sizes.sort_by(f32::total_cmp);
        sizes[sizes.len() / 2]
    };
    let largest = |row: &Row| row.glyphs.iter().map(|&i| glyphs[i].size).fold(0.0, f32::max);
    let mut joined: Vec<Row> = Vec::with_capacity(rows.len());
    for mut row in rows {
        if let Some(above) = joined.last_mut() {
            let (size_above, size) = (median(above), median(&row));
            let apart = row.y - above.y;
            if largest(above) < SMALL * size && apart < RAISED * size && beside(glyphs, above, &row) {
                row.glyphs.append(&mut above.glyphs);
                *above = row;
                continue;
            }
            if largest(&row) < SMALL * size_above && apart < LOWERED * size_above && beside(glyphs, &row, above) {
                above.glyphs.append(&mut row.glyphs);
                continue;
            }
        }
        joined.push(row);
    }
    joined
}

/// Some glyph of the small row stands directly behind a glyph of the base row.
fn beside(glyphs: &[Glyph], small: &Row, base: &Row) -> bool {
    small.glyphs.iter().filter(|&&s| !glyphs[s].char.is_whitespace()).any(|&s| {
        base.glyphs.iter().any(|&b| {
            let gap = glyphs[s].x - (glyphs[b].x + glyphs[b].width);
            !glyphs[b].char.is_whitespace() && gap.abs() < glyphs[b].size * 0.5
        })
    })
}

/// A word under construction.
struct Spelling {
    text: String,
    bbox: BBox,
    size: f32,
    letters: usize,
    bold: usize,
    italic: usize,
    typewriter: bool,
}

impl Spelling {
    fn finish(mut self, baseline: f32, rotated: bool, words: &mut Vec<Word>) {
        // Word sets the bullets of second-level lists as a typewriter `o`.
        if self.typewriter && self.text == "o" {
            self.text = "\u{25e6}".into();
        }
        let most = |n: usize| n * 2 > self.letters;
        words.push(Word {
            style: Style { bold: most(self.bold), italic: most(self.italic) },
            text: self.text,
            bbox: Some(self.bbox),
            baseline,
            size: self.size,
            rotated,
            glued: false,
        });
    }
}

fn spell(glyphs: &[Glyph], faces: &[Face], row: &Row, words: &mut Vec<Word>) {
    let mut order = row.glyphs.clone();
    order.sort_by(|&a, &b| glyphs[a].x.total_cmp(&glyphs[b].x));
    let mut word: Option<Spelling> = None;
    let mut last: Option<&Glyph> = None;
    for &i in &order {
        let glyph = &glyphs[i];
        if glyph.char.is_whitespace() || glyph.char == '\0' {
            if let Some(word) = word.take() {
                word.finish(row.y, false, words);
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
            if gap > GAP * glyph.size.max(before.size)
                && let Some(word) = word.take()
            {
                word.finish(row.y, false, words);
            }
        }
        last = Some(glyph);
        let face = faces.get(usize::from(glyph.face));
        let style = face.map(|f| f.style).unwrap_or_default();
        let bbox =
            BBox::new(glyph.x, glyph.y - ASCENT * glyph.size, glyph.x + glyph.width, glyph.y + DESCENT * glyph.size);
        let word = word.get_or_insert_with(|| Spelling {
            text: String::new(),
            bbox,
            size: glyph.size,
            letters: 0,
            bold: 0,
            italic: 0,
            typewriter: face.is_some_and(|f| f.typewriter),
        });
        word.text.push(glyph.char);
        word.bbox = word.bbox.union(&bbox);
        word.size = word.size.max(glyph.size);
        word.letters += 1;
        word.bold += usize::from(style.bold);
        word.italic += usize::from(style.italic);
    }
    if let Some(word) = word {
        word.finish(row.y, false, words);
    }
}

/// Text at an angle keeps the order of the file; a space or a jump parts its words.
fn spell_rotated(glyphs: &[Glyph], order: &[usize], words: &mut Vec<Word>) {
    let mut word: Option<Spelling> = None;
    let mut last: Option<&Glyph> = None;
    for &i in order {
        let glyph = &glyphs[i];
        let far = last.is_some_and(|l| (glyph.x - l.x).hypot(glyph.y - l.y) > l.width + 0.5 * l.size);
        if (far || glyph.char.is_whitespace())
            && let Some(word) = word.take()
        {
            word.finish(glyph.y, true, words);
        }
        last = Some(glyph);
        if glyph.char.is_whitespace() {
            continue;
        }
        let bbox = BBox::new(glyph.x, glyph.y, glyph.x, glyph.y);
        let word = word.get_or_insert_with(|| Spelling {
            text: String::new(),
            bbox,
            size: glyph.size,
            letters: 0,
            bold: 0,
            italic: 0,
            typewriter: false,
        });
        word.text.push(glyph.char);
        word.bbox = word.bbox.union(&bbox);
        word.letters += 1;
    }
    if let Some(word) = word {
        let y = word.bbox.top();
        word.finish(y, true, words);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(text: &str, x: f32, y: f32, size: f32) -> Vec<Glyph> {
        let at = |(i, char)| Glyph {
            char,
            x: x + i as f32 * size * 0.5,
            y,
            width: size * 0.5,
            size,
            face: 0,
            rotated: false,
        };
        text.chars().enumerate().map(at).collect()
    }

    fn spelled(glyphs: &[Glyph]) -> Vec<String> {
        words(glyphs, &[]).into_iter().map(|w| w.text).collect()
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
        let words = words(&glyphs, &[]);
        assert_eq!(words.len(), 1);
        assert_eq!((words[0].text.as_str(), words[0].style.bold), ("Hi", true));
    }

    #[test]
    fn a_watermark_is_kept_apart() {
        let mut glyphs = line("text", 0.0, 10.0, 10.0);
        glyphs.extend(line("DRAFT", 0.0, 10.0, 40.0).into_iter().map(|g| Glyph { rotated: true, ..g }));
        let words = words(&glyphs, &[]);
        let seen: Vec<_> = words.iter().map(|w| (w.text.as_str(), w.rotated)).collect();
        assert_eq!(seen, [("text", false), ("DRAFT", true)]);
    }
}
