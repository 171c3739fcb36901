//! How well a page could be read.

use std::collections::HashSet;
use std::sync::LazyLock;

use types::{Image, Quality, Word};

use super::content::{Glyph, Seen};
use super::marks::Mark;

/// A word with more letters than this is several: the longest that papers use, such as
/// `intercommunication` or `disproportionately`, have fewer.
const LONGEST: usize = 24;

/// The commonest words of English and Welsh prose. They make up a third to a half of any running text; a
/// page whose letters were read wrongly has hardly any.
static COMMON: LazyLock<HashSet<&'static str>> = LazyLock::new(|| {
    "a about after against all also an and any are as at be been before being between both but by can could did do \
     does during each for from further had has have he her his how however i if in into is it its made may members \
     more must no not now of on one only or other our out over people shall she should since so some such than that \
     the their them then there these they this those through to two under until up upon was we were what when where \
     which while who will with within would year you your \
     act agenda agreed apologies area board chair chairman committee community council councillor councillors date \
     group item local meeting minutes national noted officer police present public report resolved safety service \
     services work \
     a ac ag am ar at bod bydd byddai cael chyngor cyngor cyfarfod dan dros ei eu fel gan gyda hyn i iawn mae mewn nad \
     ni nid o oedd os roedd rhwng sydd trwy un wedi y yn yng yr"
        .split_whitespace()
        .collect()
});

/// Judges a page by what was found on it, its words and their marks.
pub(super) fn judge(seen: &Seen, words: &[Word], marks: &[Mark], (width, height): (f32, f32)) -> Quality {
    let share = |part: usize, all: usize| if all == 0 { 0.0 } else { part as f32 / all as f32 };
    let printed = seen.glyphs.iter().filter(|g| !g.char.is_whitespace());
    let (glyphs, invisible) = printed.fold((0, 0), |(n, i), g| (n + 1, i + usize::from(g.invisible)));
    let (mut spelled, mut glued, mut known) = (0, 0, 0);
    let (mut letters, mut tagged) = (0, 0);
    for (word, mark) in words.iter().zip(marks) {
        letters += word.text.len();
        tagged += if *mark == Mark::None { 0 } else { word.text.len() };
        let bare = word.text.trim_matches(|c: char| !c.is_alphabetic());
        if bare.is_empty() {
            continue;
        }
        spelled += 1;
        known += usize::from(COMMON.contains(bare.to_lowercase().as_str()));
        // Addresses of pages and mail are long for good reason, and so is what a hyphen or a stroke joins.
        let longest =
            bare.split(|c: char| !c.is_alphabetic() && c != '\u{2019}' && c != '\'').map(|p| p.chars().count()).max();
        let address = bare.contains(['@', '/', '_', '=', '\\']) || bare.contains("www.");
        glued += usize::from(!address && longest.is_some_and(|n| n > LONGEST));
    }
    Quality {
        glyphs: u32::try_from(glyphs).unwrap_or(u32::MAX),
        unmapped: share(seen.unknown.min(glyphs), glyphs),
        glued: share(glued, spelled),
        known: share(known, spelled),
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
    let (all, known) =
        words.fold((0, 0), |(n, k), w| (n + 1, k + usize::from(COMMON.contains(w.to_lowercase().as_str()))));
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
