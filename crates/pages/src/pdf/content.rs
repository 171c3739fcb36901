//! The interpreter of page content: glyphs with their places, drawn lines, pictures.
//!
//! Operators as in PDF 1.7, annex A. What cannot be seen is not read: text outside the page or the
//! current clip, and layers that are switched off.

use std::collections::HashSet;

use hayro_cmap::BfString;
use hayro_font::Font;
use hayro_syntax::content::UntypedIter;
use hayro_syntax::object::{Dict, Name, Object, ObjectIdentifier};
use hayro_syntax::page::{Page, Resources};
use types::{Image, Rule};

use super::font::{self, Face, Fonts};
use super::{bbox, number, unpack};
use crate::Limits;

/// A character on the page, in points from the top left.
#[derive(Clone, Copy, Debug)]
pub(super) struct Glyph {
    pub(super) char: char,
    /// Left end of its baseline.
    pub(super) x: f32,
    pub(super) y: f32,
    pub(super) width: f32,
    pub(super) size: f32,
    /// Index of its face.
    pub(super) face: u16,
    /// Set at an angle.
    pub(super) rotated: bool,
}

/// What was found on a page.
#[derive(Default)]
pub(super) struct Seen {
    pub(super) glyphs: Vec<Glyph>,
    pub(super) rules: Vec<Rule>,
    pub(super) images: Vec<Image>,
    /// Glyphs without known meaning.
    pub(super) unknown: usize,
    /// Glyphs that are in the file but not painted, as text recognition leaves them.
    pub(super) invisible: usize,
    /// A limit was reached.
    pub(super) truncated: bool,
}

/// An affine transformation, as PDF writes it: a b c d e f.
type Matrix = [f64; 6];
const IDENTITY: Matrix = [1.0, 0.0, 0.0, 1.0, 0.0, 0.0];

/// First `a`, then `b`.
fn then(a: Matrix, b: Matrix) -> Matrix {
    [
        a[0] * b[0] + a[1] * b[2],
        a[0] * b[1] + a[1] * b[3],
        a[2] * b[0] + a[3] * b[2],
        a[2] * b[1] + a[3] * b[3],
        a[4] * b[0] + a[5] * b[2] + b[4],
        a[4] * b[1] + a[5] * b[3] + b[5],
    ]
}

fn apply(m: Matrix, (x, y): (f64, f64)) -> (f64, f64) {
    (m[0] * x + m[2] * y + m[4], m[1] * x + m[3] * y + m[5])
}

/// Left, top, right, bottom of what may be seen.
#[derive(Clone, Copy)]
struct Clip([f64; 4]);

impl Clip {
    fn with(self, points: impl Iterator<Item = (f64, f64)>) -> Self {
        let mut b = [f64::MAX, f64::MAX, f64::MIN, f64::MIN];
        for (x, y) in points {
            b = [b[0].min(x), b[1].min(y), b[2].max(x), b[3].max(y)];
        }
        if b[0] > b[2] {
            return self;
        }
        let Self(a) = self;
        Self([a[0].max(b[0]), a[1].max(b[1]), a[2].min(b[2]), a[3].min(b[3])])
    }

    /// Inside, give or take a point: clips are drawn tight around rows of tables.
    fn shows(self, (x, y): (f64, f64)) -> bool {
        let Self([left, top, right, bottom]) = self;
        x >= left - 1.0 && x <= right + 1.0 && y >= top - 1.0 && y <= bottom + 1.0
    }
}

#[derive(Clone)]
struct State<'a> {
    ctm: Matrix,
    clip: Clip,
    font: Option<(Font<'a>, u16)>,
    size: f64,
    char_spacing: f64,
    word_spacing: f64,
    /// Horizontal scaling, 1 for 100 %.
    scaling: f64,
    leading: f64,
    rise: f64,
    render_mode: u8,
}

/// A path under construction: its segments and rectangles, in user space.
#[derive(Default)]
struct Path {
    segments: Vec<[(f64, f64); 2]>,
    rectangles: Vec<[(f64, f64); 2]>,
    start: (f64, f64),
    at: (f64, f64),
}

impl Path {
    fn line_to(&mut self, to: (f64, f64)) {
        self.segments.push([self.at, to]);
        self.at = to;
    }

    fn clear(&mut self) {
        self.segments.clear();
        self.rectangles.clear();
    }

    fn points(&self) -> impl Iterator<Item = (f64, f64)> + '_ {
        let corners = |[a, b]: &[(f64, f64); 2]| [*a, *b, (a.0, b.1), (b.0, a.1)];
        self.segments.iter().flatten().copied().chain(self.rectangles.iter().flat_map(corners))
    }
}

/// Forms may hold forms; deeper than this is a fault or an attack.
const FORM_DEPTH: usize = 20;
/// Saved graphics states; PDF 1.7, annex C promises 28.
const STATE_DEPTH: usize = 512;
/// Operations of one page with all its forms; forms that paint each other multiply them.
const OPERATIONS: usize = 20_000_000;
/// A filled box no thicker than this many points is a drawn line.
const THIN: f64 = 2.5;

/// Reads the pages of one document, one after the other.
pub(super) struct Interpreter<'a, 'h> {
    fonts: Fonts<'a>,
    limits: Limits,
    hidden: &'h HashSet<ObjectIdentifier>,
    operations: usize,
}

impl<'a, 'h> Interpreter<'a, 'h> {
    pub(super) fn new(limits: &Limits, hidden: &'h HashSet<ObjectIdentifier>) -> Self {
        Self { fonts: Fonts::new(), limits: *limits, hidden, operations: 0 }
    }

    pub(super) fn fonts(&self) -> &[Face] {
        self.fonts.faces()
    }

    pub(super) fn page(&mut self, page: &Page<'a>, content: &[u8]) -> Seen {
        let (width, height) = page.render_dimensions();
        let state = State {
            ctm: page.initial_transform(true).as_coeffs(),
            clip: Clip([0.0, 0.0, f64::from(width), f64::from(height)]),
            font: None,
            size: 0.0,
            char_spacing: 0.0,
            word_spacing: 0.0,
            scaling: 1.0,
            leading: 0.0,
            rise: 0.0,
            render_mode: 0,
        };
        let mut seen = Seen::default();
        self.operations = 0;
        self.run(content, page.resources(), state, &mut seen, 0);
        seen
    }

    fn run(&mut self, content: &[u8], resources: &Resources<'a>, first: State<'a>, seen: &mut Seen, depth: usize) {
        let mut operations = UntypedIter::new(content);
        let mut state = first;
        let mut saved: Vec<State<'a>> = Vec::new();
        let (mut text, mut line) = (IDENTITY, IDENTITY);
        let mut path = Path::default();
        let mut clips = false;
        // Which of the open marked-content sequences are hidden.
        let mut marked: Vec<bool> = Vec::new();

        while let Some(operation) = operations.next() {
            self.operations += 1;
            if self.operations > OPERATIONS {
                seen.truncated = true;
                return;
            }
            let mut n = [0.0; 6];
            let numbers = operation.operands().filter_map(number);
            n.iter_mut().zip(numbers).for_each(|(slot, value)| *slot = value);
            let operator: &[u8] = operation.operator;
            let mut show = None;
            match operator {
                b"q" if saved.len() < STATE_DEPTH => saved.push(state.clone()),
                b"Q" => state = saved.pop().unwrap_or(state),
                b"cm" => state.ctm = then(n, state.ctm),
                b"BT" => (text, line) = (IDENTITY, IDENTITY),
                b"Tm" => (text, line) = (n, n),
                b"Td" | b"TD" => {
                    if operator == b"TD" {
                        state.leading = -n[1];
                    }
                    line = then([1.0, 0.0, 0.0, 1.0, n[0], n[1]], line);
                    text = line;
                }
                b"T*" | b"'" | b"\"" => {
                    line = then([1.0, 0.0, 0.0, 1.0, 0.0, -state.leading], line);
                    text = line;
                    if operator == b"'" {
                        show = operation.operands().next();
                    } else if operator == b"\"" {
                        (state.word_spacing, state.char_spacing) = (n[0], n[1]);
                        show = operation.operands().nth(2);
                    }
                }
                b"Tc" => state.char_spacing = n[0],
                b"Tw" => state.word_spacing = n[0],
                b"Tz" => state.scaling = n[0] / 100.0,
                b"TL" => state.leading = n[0],
                b"Ts" => state.rise = n[0],
                b"Tr" => state.render_mode = n[0] as u8,
                b"Tf" => {
                    state.size = n[0];
                    if let Some(Object::Name(name)) = operation.operands().next() {
                        state.font = resources.get_font(name).and_then(|dict| self.fonts.load(&dict));
                    }
                }
                b"gs" => {
                    if let Some(Object::Name(name)) = operation.operands().next() {
                        self.set_font_from(resources.get_ext_g_state(name), &mut state);
                    }
                }
                b"Tj" | b"TJ" => show = operation.operands().next(),
                b"BDC" | b"BMC" => {
                    let hides = operator == b"BDC" && self.hides(resources, operation.operands());
                    marked.push(hides || marked.last() == Some(&true));
                }
                b"EMC" => {
                    marked.pop();
                }
                b"m" => {
                    path.at = (n[0], n[1]);
                    path.start = path.at;
                }
                b"l" => path.line_to((n[0], n[1])),
                b"c" => path.at = (n[4], n[5]),
                b"v" | b"y" => path.at = (n[2], n[3]),
                b"h" => path.line_to(path.start),
                b"re" => {
                    path.rectangles.push([(n[0], n[1]), (n[0] + n[2], n[1] + n[3])]);
                    path.start = (n[0], n[1]);
                    path.at = path.start;
                }
                b"W" | b"W*" => clips = true,
                b"S" | b"s" | b"f" | b"F" | b"f*" | b"B" | b"B*" | b"b" | b"b*" | b"n" => {
                    if operator != b"n" && marked.last() != Some(&true) {
                        if matches!(operator, b"s" | b"b" | b"b*") {
                            path.line_to(path.start);
                        }
                        self.draw(&path, &state, seen);
                    }
                    if clips {
                        state.clip = state.clip.with(path.points().map(|p| apply(state.ctm, p)));
                        clips = false;
                    }
                    path.clear();
                }
                b"Do" if marked.last() != Some(&true) => {
                    if let Some(Object::Name(name)) = operation.operands().next() {
                        self.paint(name, resources, &state, seen, depth);
                    }
                }
                b"BI" => picture(&state, seen),
                _ => {}
            }
            match show {
                Some(Object::String(bytes)) => {
                    self.show(bytes.as_bytes(), &state, &mut text, seen, marked.last() == Some(&true));
                }
                Some(Object::Array(parts)) => {
                    for part in parts.iter::<Object<'_>>() {
                        match part {
                            Object::String(bytes) => {
                                self.show(bytes.as_bytes(), &state, &mut text, seen, marked.last() == Some(&true));
                            }
                            Object::Number(back) => {
                                let dx = -back.as_f64() / 1000.0 * state.size * state.scaling;
                                text = then([1.0, 0.0, 0.0, 1.0, dx, 0.0], text);
                            }
                            _ => {}
                        }
                    }
                }
                _ => {}
            }
        }
    }

    /// `/Font [font size]` of an external graphics state.
    fn set_font_from(&mut self, ext: Option<Dict<'a>>, state: &mut State<'a>) {
        use hayro_syntax::object::Array;
        let Some(entry) = ext.and_then(|d| d.get::<Array<'a>>(b"Font".as_slice())) else { return };
        if let Some(dict) = entry.iter::<Dict<'a>>().next() {
            state.font = self.fonts.load(&dict);
        }
        if let Some(size) = entry.iter::<Object<'_>>().filter_map(|o| number(&o)).last() {
            state.size = size;
        }
    }

    /// Whether a marked-content sequence belongs to a layer that is switched off.
    fn hides<'o>(&self, resources: &Resources<'a>, mut operands: impl Iterator<Item = &'o Object<'o>>) -> bool {
        if self.hidden.is_empty() {
            return false;
        }
        let (Some(Object::Name(tag)), Some(Object::Name(name))) = (operands.next(), operands.next()) else {
            return false;
        };
        let layer = resources.properties.get_ref(name);
        tag.as_str() == "OC" && layer.is_some_and(|layer| self.hidden.contains(&layer.into()))
    }

    /// Keeps the straight lines of a painted path that run along the page.
    fn draw(&self, path: &Path, state: &State<'_>, seen: &mut Seen) {
        let mut keep = |a: (f64, f64), b: (f64, f64)| {
            let along = (a.0 - b.0).abs().max((a.1 - b.1).abs());
            let across = (a.0 - b.0).abs().min((a.1 - b.1).abs());
            if across <= 1.0 && along > 1.0 {
                if seen.rules.len() >= self.limits.rules {
                    seen.truncated = true;
                } else if state.clip.shows(((a.0 + b.0) / 2.0, (a.1 + b.1) / 2.0)) {
                    seen.rules.push(Rule { bbox: bbox([a, b]) });
                }
            }
        };
        for [a, b] in &path.segments {
            keep(apply(state.ctm, *a), apply(state.ctm, *b));
        }
        for [a, b] in &path.rectangles {
            let (a, b) = (apply(state.ctm, *a), apply(state.ctm, *b));
            let (wide, high) = ((a.0 - b.0).abs(), (a.1 - b.1).abs());
            let middle = ((a.0 + b.0) / 2.0, (a.1 + b.1) / 2.0);
            if high <= THIN {
                keep((a.0, middle.1), (b.0, middle.1));
            } else if wide <= THIN {
                keep((middle.0, a.1), (middle.0, b.1));
            } else {
                keep(a, (b.0, a.1));
                keep((a.0, b.1), b);
                keep(a, (a.0, b.1));
                keep((b.0, a.1), b);
            }
        }
    }

    /// Paints a form or a picture.
    fn paint(&mut self, name: &Name<'_>, resources: &Resources<'a>, state: &State<'a>, seen: &mut Seen, depth: usize) {
        let Some(stream) = resources.get_x_object(name) else { return };
        let dict = stream.dict();
        let kind = dict.get::<Name<'_>>(b"Subtype".as_slice());
        match kind.as_ref().map(|k| k.as_str()) {
            Some("Image") => picture(state, seen),
            Some("Form") if depth < FORM_DEPTH => {
                let hidden = dict.get_ref(b"OC".as_slice()).is_some_and(|l| self.hidden.contains(&l.into()));
                let Some(content) = unpack(&stream, self.limits.unpacked).filter(|_| !hidden) else {
                    seen.truncated |= !hidden;
                    return;
                };
                let matrix = dict.get::<[f64; 6]>(b"Matrix".as_slice()).unwrap_or(IDENTITY);
                let mut inner = state.clone();
                inner.ctm = then(matrix, inner.ctm);
                let own = dict.get::<Dict<'a>>(b"Resources".as_slice()).map(Resources::new);
                self.run(&content, own.as_ref().unwrap_or(resources), inner, seen, depth + 1);
            }
            _ => {}
        }
    }

    /// Shows a string and moves the text matrix behind it.
    fn show(&self, bytes: &[u8], state: &State<'a>, text: &mut Matrix, seen: &mut Seen, hidden: bool) {
        let Some((font, face)) = &state.font else {
            self.show_without_font(bytes, state, text, seen, hidden);
            return;
        };
        let described = self.fonts.faces().get(usize::from(*face));
        let horizontal = font.is_horizontal();
        let mut at = 0;
        while at < bytes.len() {
            let code = font::decode(font, described, bytes, at);
            at += code.length;
            let m = then([state.size * state.scaling, 0.0, 0.0, state.size, 0.0, state.rise], then(*text, state.ctm));
            let (across, down) = code.advance;
            let width = across * m[0].hypot(m[1]);
            // The middle of the glyph decides whether it can be seen.
            let middle = (m[4] + m[0] * across * 0.5 + m[2] * 0.3, m[5] + m[1] * across * 0.5 + m[3] * 0.3);
            if !hidden && state.clip.shows(middle) {
                if seen.glyphs.len() >= self.limits.glyphs {
                    seen.truncated = true;
                    return;
                }
                seen.unknown += usize::from(code.unknown);
                seen.invisible += usize::from(state.render_mode == 3);
                let first = Glyph {
                    char: ' ',
                    x: m[4] as f32,
                    y: m[5] as f32,
                    width: width as f32,
                    size: m[2].hypot(m[3]) as f32,
                    face: *face,
                    rotated: m[1].abs() > 0.1 * m[0].abs() || m[0] < 0.0 || !horizontal,
                };
                push(&code.text, first, &mut seen.glyphs);
            }
            let spacing = state.char_spacing + if code.is_space { state.word_spacing } else { 0.0 };
            let (dx, dy) = if horizontal {
                ((across * state.size + spacing) * state.scaling, 0.0)
            } else {
                (0.0, down * state.size + spacing)
            };
            *text = then([1.0, 0.0, 0.0, 1.0, dx, dy], *text);
        }
    }
}

impl Interpreter<'_, '_> {
    /// The font is not in the file at all: its codes are taken for Windows-1252, each half an em wide.
    fn show_without_font(&self, bytes: &[u8], state: &State<'_>, text: &mut Matrix, seen: &mut Seen, hidden: bool) {
        const ADVANCE: f64 = 0.5;
        for &byte in bytes {
            let m = then([state.size * state.scaling, 0.0, 0.0, state.size, 0.0, state.rise], then(*text, state.ctm));
            let printable = byte >= 0x20 && !hidden && state.clip.shows((m[4], m[5]));
            if printable && seen.glyphs.len() < self.limits.glyphs {
                seen.unknown += 1;
                seen.glyphs.push(Glyph {
                    char: crate::inline::windows_1252(byte),
                    x: m[4] as f32,
                    y: m[5] as f32,
                    width: (ADVANCE * m[0].hypot(m[1])) as f32,
                    size: m[2].hypot(m[3]) as f32,
                    face: u16::MAX,
                    rotated: false,
                });
            }
            *text = then([1.0, 0.0, 0.0, 1.0, ADVANCE * state.size * state.scaling, 0.0], *text);
        }
    }
}

/// Adds the characters of one glyph; those of a ligature share its width.
fn push(text: &BfString, first: Glyph, glyphs: &mut Vec<Glyph>) {
    match text {
        BfString::Char(char) => glyphs.push(Glyph { char: *char, ..first }),
        BfString::String(chars) => {
            let width = first.width / chars.chars().count().max(1) as f32;
            for (i, char) in chars.chars().enumerate() {
                glyphs.push(Glyph { char, x: first.x + width * i as f32, width, ..first });
            }
        }
    }
}

/// Keeps the place of a picture: the unit square under the current matrix.
fn picture(state: &State<'_>, seen: &mut Seen) {
    seen.images.push(Image { bbox: bbox([apply(state.ctm, (0.0, 0.0)), apply(state.ctm, (1.0, 1.0))]) });
}
