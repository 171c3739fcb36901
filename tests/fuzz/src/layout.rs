//! Words and lines anywhere on a page become blocks: nothing may panic, and no word may be lost or told twice.
//!
//! `cargo +nightly fuzz run --fuzz-dir tests/fuzz layout`. Six bytes are a word or a drawn line.

#![no_main]
#![allow(clippy::disallowed_types, reason = "the macro writes a file of its own")]

use libfuzzer_sys::fuzz_target;
use types::{BBox, Color, Facts, MediaType, Page, Pages, Rule, SourceId, Style, Word};

const TEXTS: [&str; 16] = [
    "1.",
    "2.",
    "(a)",
    "iv)",
    "\u{2022}",
    "Item",
    "agreed",
    "re-",
    "Page",
    "7",
    "RESOLVED",
    "soft\u{ad}",
    "of",
    "the",
    "Present:",
    "\u{2013}",
];

fuzz_target!(|bytes: &[u8]| {
    let mut pages = vec![Page { number: 1, width: 595.0, height: 842.0, ..Page::default() }];
    for piece in bytes.chunks_exact(6).take(2_000) {
        let [kind, text, x, y, w, h] = *piece else { continue };
        if kind == 255 && pages.len() < 8 {
            let number = pages.len() as u32 + 1;
            pages.push(Page { number, width: 595.0, height: 842.0, ..Page::default() });
            continue;
        }
        let Some(page) = pages.last_mut() else { continue };
        let (x, y) = (f32::from(x) * 2.3, f32::from(y) * 3.3);
        let (w, h) = (f32::from(w), f32::from(h));
        if kind >= 200 {
            let bbox = if kind % 2 == 0 { BBox::new(x, y, x + w * 2.3, y) } else { BBox::new(x, y, x, y + h * 3.3) };
            page.rules.push(Rule { bbox, color: Color::default() });
            continue;
        }
        let size = 4.0 + h / 8.0;
        let text = TEXTS[usize::from(text) % TEXTS.len()];
        page.words.push(Word {
            text: text.into(),
            bbox: Some(BBox::new(x, y - 0.75 * size, x + w / 2.0, y + 0.25 * size)),
            baseline: y,
            size,
            style: Style { bold: kind & 1 != 0, italic: kind & 2 != 0 },
            rotated: kind & 60 == 60,
            ..Word::default()
        });
    }
    let pages = Pages {
        media_type: MediaType::Pdf,
        pages,
        structure: None,
        facts: Facts::default(),
        fonts: Vec::new(),
        ocr: false,
    };
    let document = layout::arrange(SourceId::of(b""), &pages);
    assert_eq!(document.accounts_for(&pages.pages), Ok(()));
});
