//! How well a page could be read.

use types::{Image, Quality, Word};

use super::glyph::{Glyph, Seen};
use super::marks::Mark;
use crate::spelling::{Spelling, is_known, share};

/// Judges a page by what was found on it, its words and their marks.
pub(super) fn judge(seen: &Seen, words: &[Word], marks: &[Mark], (width, height): (f32, f32)) -> Quality {
    let printed = seen.glyphs.iter().filter(|g| !g.char.is_whitespace());
    let (glyphs, invisible) = printed.fold((0, 0), |(n, i), g| (n + 1, i + usize::from(g.invisible)));
    let (mut letters, mut tagged) = (0, 0);
    for (word, mark) in words.iter().zip(marks) {
        letters += word.text.len();
        tagged += if *mark == Mark::None { 0 } else { word.text.len() };
    }
    let spelling = Spelling::of(words.iter().map(|w| w.text.as_str()));
    Quality {
        glyphs: u32::try_from(glyphs).unwrap_or(u32::MAX),
        unmapped: share(seen.unknown.min(glyphs), glyphs),
        glued: spelling.glued(),
        known: spelling.known(),
        tagged: share(tagged, letters),
        pictured: pictured(&seen.images, width, height),
        invisible: share(invisible, glyphs),
    }
}

/// Whether the words that guessed glyphs make are words: a fourth of them, and enough to tell, among the commonest.
pub(super) fn confirms(glyphs: &[Glyph]) -> bool {
    const WORDS: usize = 8;
    const KNOWN: f32 = 0.25;
    let text: String = glyphs.iter().filter(|g| g.guessed).map(|g| g.char).collect();
    let words = text.split(|c: char| !c.is_alphabetic()).filter(|w| !w.is_empty());
    let (all, known) = words.fold((0, 0), |(n, k), w| (n + 1, k + usize::from(is_known(w))));
    all >= WORDS && known as f32 >= KNOWN * all as f32
}

/// Share of the page that pictures cover, counted in squares of a grid, as pictures overlap.
fn pictured(images: &[Image], width: f32, height: f32) -> f32 {
    const GRID: usize = 24;
    if images.is_empty() || width <= 0.0 || height <= 0.0 {
        return 0.0;
    }
    let mut covered = [false; GRID * GRID];
    for image in images {
        let column = |x: f32| (x / width * GRID as f32).round().clamp(0.0, GRID as f32) as usize;
        let row = |y: f32| (y / height * GRID as f32).round().clamp(0.0, GRID as f32) as usize;
        for y in row(image.bbox.top())..row(image.bbox.bottom()) {
            for x in column(image.bbox.left())..column(image.bbox.right()) {
                covered[y * GRID + x] = true;
            }
        }
    }
    covered.iter().filter(|c| **c).count() as f32 / covered.len() as f32
}

#[cfg(test)]
mod tests {
    use super::*;
    use types::BBox;

    fn judged(text: &str) -> Quality {
        let words: Vec<Word> = text.split(' ').map(|t| Word { text: t.into(), ..Word::default() }).collect();
        judge(&Seen::default(), &words, &vec![Mark::None; words.len()], (600.0, 800.0))
    }

    #[test]
    fn prose_is_known_and_noise_is_not() {
        assert!(judged("The Board noted the report and agreed that it should be sent to all members").known > 0.5);
        assert!(judged("7KH %RDUG QRWHG WKH UHSRUW DQG DJUHHG").known < 0.1);
    }

    #[test]
    fn words_run_together_are_counted() {
        assert!(judged("Theboardnotedthereportandagreed it").glued > 0.4);
        assert_eq!(judged("democracy@exampleshire-county-council.gov.example disproportionately").glued, 0.0);
    }

    #[test]
    fn strips_of_a_scan_cover_its_page() {
        let strip = |i: usize| Image { bbox: BBox::new(0.0, i as f32 * 80.0, 600.0, i as f32 * 80.0 + 80.0) };
        let strips: Vec<Image> = (0..10).map(strip).collect();
        assert!(pictured(&strips, 600.0, 800.0) > 0.95);
        assert!(pictured(&strips[..1], 600.0, 800.0) < 0.2);
    }
}
