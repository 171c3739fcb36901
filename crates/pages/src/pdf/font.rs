//! Fonts: what a character code means, how wide it is, and whether the face is bold or italic.

use std::cell::RefCell;
use std::collections::HashMap;
use std::rc::Rc;
use std::sync::Arc;

use hayro_cmap::BfString;
use hayro_font::{CMapResolverFn, Font, FontCache, FontGlyph, FontQuery, FontResolverFn};
use hayro_syntax::object::{Array, Dict, Name, ObjectIdentifier};
use types::Style;

use super::glyph::Glyph;
use crate::encoding::windows_1252;

/// What the name and flags of a font say.
#[derive(Clone, Debug)]
pub(super) struct Face {
    /// As the file has it, without the mark of a subset (`ABCDEF+`).
    pub(super) name: String,
    pub(super) style: Style,
    /// A font of pictures (Symbol, Wingdings): its letters are bullets and arrows.
    pub(super) pictures: bool,
    /// Typewriter face: Word sets second-level bullets as its letter `o`.
    pub(super) typewriter: bool,
}

/// A font in use.
pub(super) struct Loaded<'a> {
    font: Font<'a>,
    /// Index of its face.
    pub(super) face: u16,
    pictures: bool,
    /// What its codes stand for, as far as they were met: papers use few of them, again and again.
    /// By code.
    known: RefCell<Vec<Option<Decoded>>>,
}

/// The fonts met so far in a document.
pub(super) struct Fonts<'a> {
    cache: FontCache<'a>,
    fonts: FontResolverFn,
    cmaps: CMapResolverFn,
    faces: Vec<Face>,
    by_name: HashMap<String, u16>,
    loaded: HashMap<ObjectIdentifier, Rc<Loaded<'a>>>,
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
            loaded: HashMap::new(),
        }
    }

    pub(super) fn faces(&self) -> &[Face] {
        &self.faces
    }

    /// The font of this dictionary, which is the object `id` if it is one of its own.
    pub(super) fn load(&mut self, dict: &Dict<'a>, id: Option<ObjectIdentifier>) -> Option<Rc<Loaded<'a>>> {
        if let Some(loaded) = id.and_then(|id| self.loaded.get(&id)) {
            return Some(loaded.clone());
        }
        let font = self.cache.font(dict, &self.fonts, &self.cmaps)?;
        let name = dict.get::<Name<'_>>(b"BaseFont".as_slice());
        let name = name.map(|n| n.as_str().to_owned()).unwrap_or_default();
        let face = match self.by_name.get(&name) {
            Some(&face) => face,
            None => {
                let face = u16::try_from(self.faces.len()).ok()?;
                self.faces.push(describe(dict, &name));
                self.by_name.insert(name, face);
                face
            }
        };
        let pictures = self.faces.get(usize::from(face)).is_some_and(|f| f.pictures);
        let loaded = Rc::new(Loaded { font, face, pictures, known: RefCell::default() });
        if let Some(id) = id {
            self.loaded.insert(id, loaded.clone());
        }
        Some(loaded)
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
    let name = name.split_once('+').filter(|(mark, _)| mark.len() == 6).map_or(name, |(_, rest)| rest);
    let lower = name.to_ascii_lowercase();
    let says = |words: &[&str]| words.iter().any(|w| lower.contains(w));
    Face {
        name: name.to_owned(),
        style: Style {
            bold: says(&["bold", "black", "heavy"]) || weight >= BOLD_WEIGHT || flags & FORCE_BOLD != 0,
            italic: says(&["italic", "oblique"]) || flags & ITALIC != 0,
        },
        pictures: says(&["symbol", "wingdings", "webdings", "dingbats"]),
        typewriter: says(&["courier"]),
    }
}

/// The characters of a code.
#[derive(Clone, Debug)]
enum Chars {
    One(char),
    /// Of a ligature.
    Many(Rc<str>),
}

/// What one character code stands for.
#[derive(Clone, Debug)]
pub(super) struct Decoded {
    /// Its characters; the replacement character where nobody knows.
    chars: Chars,
    /// Nobody knows.
    pub(super) unknown: bool,
    /// Its characters are a guess, to be checked against the words that they make.
    pub(super) guessed: bool,
    /// Advance in ems: across, or down in vertical writing.
    pub(super) advance: (f64, f64),
    /// Bytes that the code took.
    pub(super) length: usize,
    /// The code is the one-byte space, which word spacing applies to.
    pub(super) is_space: bool,
}

impl Decoded {
    /// Of a font that is not in the file at all: Windows-1252, each code half an em wide.
    pub(super) fn without_font(byte: u8) -> Self {
        let chars = Chars::One(if byte < 0x20 { ' ' } else { windows_1252(byte) });
        Self { chars, unknown: true, guessed: false, advance: (0.5, 0.0), length: 1, is_space: byte == b' ' }
    }

    /// Adds its characters as glyphs; those of a ligature share its width.
    pub(super) fn push(&self, glyph: Glyph, glyphs: &mut Vec<Glyph>) {
        match &self.chars {
            Chars::One(char) => glyphs.push(Glyph { char: *char, ..glyph }),
            Chars::Many(chars) => {
                let width = glyph.width / chars.chars().count().max(1) as f32;
                for (i, char) in chars.chars().enumerate() {
                    glyphs.push(Glyph { char, x: glyph.x + width * i as f32, width, ..glyph });
                }
            }
        }
    }
}

impl Loaded<'_> {
    pub(super) fn is_horizontal(&self) -> bool {
        self.font.is_horizontal()
    }

    /// What the code at `at` stands for.
    pub(super) fn decode(&self, bytes: &[u8], at: usize) -> Decoded {
        /// Codes below this are remembered: all of two bytes.
        const KNOWN: usize = 1 << 16;
        let (code, length) = self.font.read_code(bytes, at);
        let (index, length) = (code as usize, length.max(1));
        if let Some(Some(known)) = self.known.borrow().get(index)
            && known.length == length
        {
            return known.clone();
        }
        let decoded = self.look_up(code, length);
        if index < KNOWN {
            let mut known = self.known.borrow_mut();
            if known.len() <= index {
                known.resize(index + 1, None);
            }
            known[index] = Some(decoded.clone());
        }
        decoded
    }

    fn look_up(&self, code: u32, length: usize) -> Decoded {
        let glyph = self.font.glyph(self.font.map_code(code), code);
        let text = match &glyph {
            FontGlyph::Outline(g) => g.as_unicode(),
            FontGlyph::Type3(g) => g.as_unicode(),
        };
        let width = self.font.code_advance(code);
        let guess = if text.is_none() && length == 2 { by_glyph_order(code) } else { None };
        let chars = match &text {
            Some(BfString::Char(c)) => match ligature(*c) {
                Some(letters) => Chars::Many(letters.into()),
                None => Chars::One(picture(*c, self.pictures)),
            },
            Some(BfString::String(chars)) => Chars::Many(chars.as_str().into()),
            // A one-byte code without a name is, in council papers, nearly always Windows-1252.
            None => match u8::try_from(code) {
                Ok(byte) if length == 1 && byte >= 0x20 => Chars::One(picture(windows_1252(byte), self.pictures)),
                _ => Chars::One(guess.unwrap_or(char::REPLACEMENT_CHARACTER)),
            },
        };
        // Fonts that were cut down without a table map all their codes to the private area or to nothing.
        let nameless = matches!(chars, Chars::One('\u{e000}'..='\u{f8ff}' | '\u{0}'..='\u{8}' | '\u{e}'..='\u{1f}'));
        Decoded {
            unknown: (text.is_none() || nameless) && !self.pictures,
            guessed: guess.is_some(),
            chars,
            advance: (width.x / 1000.0, width.y / 1000.0),
            length,
            is_space: code == 32 && length == 1,
        }
    }
}

/// Fonts that were cut down without a table of meanings keep, in most TrueType faces, the order of glyphs that Apple
/// set: three glyphs without a picture, then those of ASCII.
fn by_glyph_order(code: u32) -> Option<char> {
    const FIRST: u32 = 3;
    const LAST: u32 = 97;
    (FIRST..=LAST).contains(&code).then(|| char::from_u32(code - FIRST + 0x20)).flatten()
}

/// The letters of a ligature that has a character of its own: nobody types it when searching.
fn ligature(c: char) -> Option<&'static str> {
    Some(match c {
        '\u{fb00}' => "ff",
        '\u{fb01}' => "fi",
        '\u{fb02}' => "fl",
        '\u{fb03}' => "ffi",
        '\u{fb04}' => "ffl",
        '\u{fb05}' | '\u{fb06}' => "st",
        _ => return None,
    })
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
