//! Fonts: what a character code means, how wide it is, and whether the face is bold or italic.

use std::collections::HashMap;
use std::sync::Arc;

use hayro_cmap::BfString;
use hayro_font::{CMapResolverFn, Font, FontCache, FontGlyph, FontQuery, FontResolverFn};
use hayro_syntax::object::{Array, Dict, Name};
use types::Style;

use crate::inline::windows_1252;

/// What the name and flags of a font say.
#[derive(Clone, Debug)]
pub(super) struct Face {
    pub(super) style: Style,
    /// A font of pictures (Symbol, Wingdings): its letters are bullets and arrows.
    pub(super) pictures: bool,
    /// Typewriter face: Word sets second-level bullets as its letter `o`.
    pub(super) typewriter: bool,
}

/// The fonts met so far in a document.
pub(super) struct Fonts<'a> {
    cache: FontCache<'a>,
    fonts: FontResolverFn,
    cmaps: CMapResolverFn,
    faces: Vec<Face>,
    by_name: HashMap<String, u16>,
}

impl<'a> Fonts<'a> {
    pub(super) fn new() -> Self {
        Self {
            cache: FontCache::new(),
            fonts: Arc::new(|query| {
                Some(match query {
                    FontQuery::Standard(font) => font.get_font_data(),
                    FontQuery::Fallback(font) => font.pick_standard_font().get_font_data(),
                })
            }),
            cmaps: Arc::new(hayro_cmap::load_embedded),
            faces: Vec::new(),
            by_name: HashMap::new(),
        }
    }

    pub(super) fn faces(&self) -> &[Face] {
        &self.faces
    }

    /// The font of this dictionary and the index of its face.
    pub(super) fn load(&mut self, dict: &Dict<'a>) -> Option<(Font<'a>, u16)> {
        let font = self.cache.font(dict, &self.fonts, &self.cmaps)?;
        let name = dict.get::<Name<'_>>(b"BaseFont".as_slice());
        let name = name.map(|n| n.as_str().to_owned()).unwrap_or_default();
        if let Some(&face) = self.by_name.get(&name) {
            return Some((font, face));
        }
        let face = u16::try_from(self.faces.len()).ok()?;
        self.faces.push(describe(dict, &name));
        self.by_name.insert(name, face);
        Some((font, face))
    }
}

/// Bits of a font descriptor's `Flags` (PDF 1.7, table 123).
const ITALIC: i32 = 1 << 6;
const FORCE_BOLD: i32 = 1 << 18;
/// From this weight a face counts as bold (CSS: 600 is semi-bold).
const BOLD_WEIGHT: f64 = 600.0;

fn describe(dict: &Dict<'_>, name: &str) -> Face {
    let descriptor = dict.get::<Dict<'_>>(b"FontDescriptor".as_slice()).or_else(|| {
        let descendants = dict.get::<Array<'_>>(b"DescendantFonts".as_slice())?;
        let first = descendants.iter::<Dict<'_>>().next()?;
        first.get::<Dict<'_>>(b"FontDescriptor".as_slice())
    });
    let flags = descriptor.as_ref().and_then(|d| d.get::<i32>(b"Flags".as_slice())).unwrap_or(0);
    let weight = descriptor.as_ref().and_then(|d| d.get::<f64>(b"FontWeight".as_slice())).unwrap_or(400.0);
    let name = name.to_ascii_lowercase();
    let says = |words: &[&str]| words.iter().any(|w| name.contains(w));
    Face {
        style: Style {
            bold: says(&["bold", "black", "heavy"]) || weight >= BOLD_WEIGHT || flags & FORCE_BOLD != 0,
            italic: says(&["italic", "oblique"]) || flags & ITALIC != 0,
        },
        pictures: says(&["symbol", "wingdings", "webdings", "dingbats"]),
        typewriter: says(&["courier"]),
    }
}

/// What one character code stands for.
pub(super) struct Decoded {
    /// Its characters; the replacement character where nobody knows.
    pub(super) text: BfString,
    /// Nobody knows.
    pub(super) unknown: bool,
    /// Advance in ems: across, or down in vertical writing.
    pub(super) advance: (f64, f64),
    /// Bytes that the code took.
    pub(super) length: usize,
    /// The code is the one-byte space, which word spacing applies to.
    pub(super) is_space: bool,
}

/// Reads the code at `at`.
pub(super) fn decode(font: &Font<'_>, face: Option<&Face>, bytes: &[u8], at: usize) -> Decoded {
    let (code, length) = font.read_code(bytes, at);
    let length = length.max(1);
    let glyph = font.glyph(font.map_code(code), code);
    let text = match &glyph {
        FontGlyph::Outline(g) => g.as_unicode(),
        FontGlyph::Type3(g) => g.as_unicode(),
    };
    let width = font.code_advance(code);
    let pictures = face.is_some_and(|f| f.pictures);
    let unknown = text.is_none() && !pictures;
    let text = match text {
        Some(BfString::Char(c)) => BfString::Char(picture(c, pictures)),
        Some(text) => text,
        // A one-byte code without a name is, in council papers, nearly always Windows-1252.
        None => match u8::try_from(code) {
            Ok(byte) if length == 1 && byte >= 0x20 => BfString::Char(picture(windows_1252(byte), pictures)),
            _ => BfString::Char(char::REPLACEMENT_CHARACTER),
        },
    };
    Decoded {
        text,
        unknown,
        advance: (width.x / 1000.0, width.y / 1000.0),
        length,
        is_space: code == 32 && length == 1,
    }
}

/// Symbol fonts put their pictures into U+F020 to U+F0FF (or reuse Latin codes); these are the
/// ones that council papers use as list marks and ticks.
fn picture(c: char, pictures: bool) -> char {
    let code = u32::from(c);
    let low = if (0xf020..=0xf0ff).contains(&code) {
        code - 0xf000
    } else if pictures {
        code
    } else {
        return c;
    };
    match low {
        0xb7 | 0x6c | 0x9f => '\u{2022}',
        0xa7 | 0x6e => '\u{25aa}',
        0xd8 => '\u{27a2}',
        0xfc => '\u{2713}',
        0x71 | 0x6f | 0xa8 => '\u{25a1}',
        0x76 => '\u{2756}',
        0xe0 => '\u{2192}',
        _ => c,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn list_marks_of_symbol_fonts_are_named() {
        assert_eq!(picture('\u{f0b7}', false), '\u{2022}');
        assert_eq!(picture('\u{b7}', true), '\u{2022}');
        assert_eq!(picture('\u{b7}', false), '\u{b7}');
        assert_eq!(picture('l', false), 'l');
    }
}
