//! The interpreter of page content: glyphs with their places, drawn lines, pictures.
//!
//! Operators as in PDF 1.7, annex A. What cannot be seen is not read: text outside the page or the
//! current clip, and layers that are switched off. Text that is in the file but not painted is kept and
//! marked so: text recognition leaves its words that way.

use std::collections::HashMap;
use std::rc::Rc;

use hayro_syntax::content::UntypedIter;
use hayro_syntax::object::{Array, Dict, Name, Object, ObjectIdentifier, Stream};
use hayro_syntax::page::{Page, Resources};
use types::{BBox, Color, Fill, Image, Rule};

use super::drawn::{Drawn, Paint, Path, Space, color, space};
use super::font::{Decoded, Face, Fonts, Loaded};
use super::marks::{Mark, Marks, Sequence};
use super::space::{Clip, IDENTITY, Matrix, apply, bbox, corners, shifted, then};
use super::{number, unpack};
use crate::Limits;

/// The direction in which a line of text runs, in quarter turns clockwise from left to right.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Direction {
    /// By so many quarter turns: 0 is the usual one.
    Quarter(u8),
    /// Any other.
    Slanted,
}

impl Direction {
    /// Of the vector, in points from the top left.
    fn of(x: f64, y: f64) -> Self {
        /// Text that climbs by less than this share of its length is level.
        const LEVEL: f64 = 0.1;
        match (x, y) {
            (x, y) if y.abs() <= LEVEL * x.abs() => Self::Quarter(if x < 0.0 { 2 } else { 0 }),
            (x, y) if x.abs() <= LEVEL * y.abs() => Self::Quarter(if y < 0.0 { 3 } else { 1 }),
            _ => Self::Slanted,
        }
    }
}

/// A character on the page, in points from the top left.
#[derive(Clone, Copy, Debug)]
pub(super) struct Glyph {
    pub(super) char: char,
    /// Left end of its baseline.
    pub(super) x: f32,
    pub(super) y: f32,
    pub(super) width: f32,
    pub(super) size: f32,
    /// Index of its face; `u16::MAX` if the file does not hold its font.
    pub(super) face: u16,
    pub(super) direction: Direction,
    pub(super) color: Color,
    pub(super) invisible: bool,
    /// What it means is a guess.
    pub(super) guessed: bool,
    pub(super) mark: Mark,
}

/// What was found on a page.
#[derive(Default)]
pub(super) struct Seen {
    pub(super) glyphs: Vec<Glyph>,
    pub(super) rules: Vec<Rule>,
    pub(super) fills: Vec<Fill>,
    pub(super) images: Vec<Image>,
    /// Glyphs without known meaning.
    pub(super) unknown: usize,
    /// The limit that was reached, if one was.
    pub(super) over: Option<&'static str>,
}

#[derive(Clone)]
struct State<'a> {
    ctm: Matrix,
    clip: Clip,
    font: Option<Rc<Loaded<'a>>>,
    size: f64,
    char_spacing: f64,
    word_spacing: f64,
    /// Horizontal scaling, 1 for 100 %.
    scaling: f64,
    leading: f64,
    rise: f64,
    render_mode: u8,
    fill: Color,
    stroke: Color,
    fill_space: Space,
    stroke_space: Space,
}

impl State<'_> {
    fn new(ctm: Matrix, clip: Clip) -> Self {
        Self {
            ctm,
            clip,
            font: None,
            size: 0.0,
            char_spacing: 0.0,
            word_spacing: 0.0,
            scaling: 1.0,
            leading: 0.0,
            rise: 0.0,
            render_mode: 0,
            fill: Color::default(),
            stroke: Color::default(),
            fill_space: Space::Counted,
            stroke_space: Space::Counted,
        }
    }
}

/// Forms may hold forms; deeper than this is a fault or an attack.
const FORM_DEPTH: usize = 20;
/// Saved graphics states and open marks; PDF 1.7, annex C promises 28 states.
const STATE_DEPTH: usize = 512;
/// Text that stands for glyphs without any width is taken to be this many sizes of type wide.
const REPLACED: f32 = 0.5;

/// Reads the pages of one document, one after the other.
pub(super) struct Interpreter<'a, 'm> {
    fonts: Fonts<'a>,
    limits: Limits,
    marks: &'m Marks,
    /// Of the page that is read now.
    page: usize,
    operations: usize,
    drawn: Drawn,
}

impl<'a, 'm> Interpreter<'a, 'm> {
    pub(super) fn new(limits: &Limits, marks: &'m Marks) -> Self {
        Self { fonts: Fonts::new(), limits: *limits, marks, page: 0, operations: 0, drawn: Drawn::default() }
    }

    pub(super) fn fonts(&self) -> &[Face] {
        self.fonts.faces()
    }

    /// Reads the page of this index: its content, and what its annotations show.
    pub(super) fn page(&mut self, index: usize, page: &Page<'a>, content: &[u8]) -> Seen {
        let (width, height) = page.render_dimensions();
        let clip = Clip([0.0, 0.0, f64::from(width), f64::from(height)]);
        let state = State::new(page.initial_transform(true).as_coeffs(), clip);
        self.page = index;
        self.operations = 0;
        self.drawn = Drawn::default();
        let mut seen = Seen::default();
        self.run(content, page.resources(), state.clone(), &mut seen, None, 0);
        for (form, matrix) in super::annotations::appearances(page.raw(), self.marks) {
            let ctm = then(matrix, state.ctm);
            self.form(&form, page.resources(), &State { ctm, ..state.clone() }, &mut seen, 0);
        }
        let drawn = std::mem::take(&mut self.drawn);
        if drawn.truncated {
            seen.over.get_or_insert("drawn lines");
        }
        (seen.rules, seen.fills) = (drawn.rules, drawn.fills);
        seen
    }

    fn run(
        &mut self,
        content: &[u8],
        resources: &Resources<'a>,
        first: State<'a>,
        seen: &mut Seen,
        form: Option<ObjectIdentifier>,
        depth: usize,
    ) {
        let mut operations = UntypedIter::new(content);
        let mut state = first;
        let mut saved: Vec<State<'a>> = Vec::new();
        let (mut text, mut line) = (IDENTITY, IDENTITY);
        let mut path = Path::default();
        let mut clips = false;
        let mut open: Vec<Sequence> = Vec::new();
        let mut unkept = 0_usize; // sequences beyond the deepest
        let mut fonts: HashMap<Vec<u8>, Option<Rc<Loaded<'a>>>> = HashMap::new();

        while let Some(operation) = operations.next() {
            self.operations += 1;
            if self.operations > self.limits.operations {
                seen.over.get_or_insert("operations");
                return;
            }
            let mut n = [0.0; 6];
            let numbers = operation.operands().filter_map(number);
            let count = n.iter_mut().zip(numbers).map(|(slot, value)| *slot = value).count();
            let operator: &[u8] = operation.operator;
            let hidden = open.last().is_some_and(|m| m.hidden);
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
                    line = shifted(n[0], n[1], line);
                    text = line;
                }
                b"T*" | b"'" | b"\"" => {
                    line = shifted(0.0, -state.leading, line);
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
                        let key = name.as_str().as_bytes();
                        if let Some(known) = fonts.get(key) {
                            state.font.clone_from(known);
                        } else {
                            let id = resources.fonts.get_ref(key).map(Into::into);
                            state.font = resources.get_font(name).and_then(|dict| self.fonts.load(&dict, id));
                            fonts.insert(key.to_vec(), state.font.clone());
                        }
                    }
                }
                b"gs" => {
                    if let Some(Object::Name(name)) = operation.operands().next() {
                        self.set_font_from(resources.get_ext_g_state(name), &mut state);
                    }
                }
                b"g" | b"rg" | b"k" => {
                    (state.fill, state.fill_space) = (color(&n[..count.min(4)], Space::Counted), Space::Counted)
                }
                b"G" | b"RG" | b"K" => {
                    (state.stroke, state.stroke_space) = (color(&n[..count.min(4)], Space::Counted), Space::Counted);
                }
                b"cs" | b"CS" => {
                    if let Some(Object::Name(name)) = operation.operands().next() {
                        let space = space(name, resources);
                        if operator == b"cs" {
                            (state.fill, state.fill_space) = (Color::default(), space);
                        } else {
                            (state.stroke, state.stroke_space) = (Color::default(), space);
                        }
                    }
                }
                b"sc" | b"scn" => state.fill = color(&n[..count], state.fill_space),
                b"SC" | b"SCN" => state.stroke = color(&n[..count], state.stroke_space),
                b"Tj" | b"TJ" => show = operation.operands().next(),
                b"BDC" | b"BMC" if open.len() < STATE_DEPTH => {
                    let at = (self.page, form);
                    open.push(self.marks.open(operation.operands(), resources, open.last(), at, seen.glyphs.len()));
                }
                b"BDC" | b"BMC" => unkept += 1,
                b"EMC" if unkept > 0 => unkept -= 1,
                b"EMC" => {
                    if let Some((reads, from)) = open.pop().and_then(|m| m.reads) {
                        replace(&mut seen.glyphs, from, &reads);
                    }
                }
                b"m" => path.move_to((n[0], n[1])),
                b"l" => path.line_to((n[0], n[1])),
                b"c" => path.curve_to([(n[0], n[1]), (n[2], n[3]), (n[4], n[5])]),
                b"v" => path.curve_to([path.at(), (n[0], n[1]), (n[2], n[3])]),
                b"y" => path.curve_to([(n[0], n[1]), (n[2], n[3]), (n[2], n[3])]),
                b"h" => path.close(),
                b"re" => path.rectangle((n[0], n[1]), (n[0] + n[2], n[1] + n[3])),
                b"W" | b"W*" => clips = true,
                b"S" | b"s" | b"f" | b"F" | b"f*" | b"B" | b"B*" | b"b" | b"b*" | b"n" => {
                    if matches!(operator, b"s" | b"b" | b"b*") {
                        path.close();
                    }
                    if operator != b"n" && !hidden {
                        let fills = !matches!(operator, b"S" | b"s");
                        let strokes = !matches!(operator, b"f" | b"F" | b"f*");
                        let paint =
                            Paint { fill: fills.then_some(state.fill), stroke: strokes.then_some(state.stroke) };
                        self.drawn.add(&path, paint, state.ctm, state.clip, self.limits.rules);
                    }
                    if clips {
                        state.clip = state.clip.with(path.points().map(|p| apply(state.ctm, p)));
                        clips = false;
                    }
                    path.clear();
                }
                b"Do" if !hidden => {
                    if let Some(Object::Name(name)) = operation.operands().next()
                        && let Some(stream) = resources.get_x_object(name)
                    {
                        let outer = open.last().map(|m| m.mark).unwrap_or_default();
                        let from = seen.glyphs.len();
                        self.paint(&stream, resources, &state, seen, depth);
                        // What a form does not mark itself is marked as the form is.
                        for glyph in seen.glyphs.iter_mut().skip(from).filter(|g| g.mark == Mark::None) {
                            glyph.mark = outer;
                        }
                    }
                }
                b"BI" if !hidden => picture(&state, seen),
                _ => {}
            }
            // A path that is never painted must not fill the memory.
            if path.len() > 8 * self.limits.rules {
                seen.over.get_or_insert("pieces of a path");
                path.clear();
            }
            let Some(show) = show else { continue };
            let mark = open.last().map(|m| m.mark).unwrap_or_default();
            match show {
                Object::String(bytes) => self.show(bytes.as_bytes(), &state, &mut text, seen, mark, hidden),
                Object::Array(parts) => {
                    for part in parts.iter::<Object<'_>>() {
                        match part {
                            Object::String(bytes) => self.show(bytes.as_bytes(), &state, &mut text, seen, mark, hidden),
                            Object::Number(back) => {
                                let by = -back.as_f64() / 1000.0 * state.size;
                                let is_across = state.font.as_ref().is_none_or(|f| f.is_horizontal());
                                let (dx, dy) = if is_across { (by * state.scaling, 0.0) } else { (0.0, by) };
                                text = shifted(dx, dy, text);
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
        let Some(entry) = ext.and_then(|d| d.get::<Array<'a>>(b"Font".as_slice())) else { return };
        if let Some(dict) = entry.iter::<Dict<'a>>().next() {
            state.font = self.fonts.load(&dict, None);
        }
        if let Some(size) = entry.iter::<Object<'_>>().filter_map(|o| number(&o)).last() {
            state.size = size;
        }
    }

    /// Paints a form or a picture.
    fn paint(
        &mut self,
        stream: &Stream<'a>,
        resources: &Resources<'a>,
        state: &State<'a>,
        seen: &mut Seen,
        depth: usize,
    ) {
        if self.marks.hides(stream.dict(), b"OC") {
            return;
        }
        let kind = stream.dict().get::<Name<'_>>(b"Subtype".as_slice());
        match kind.as_ref().map(|k| k.as_str()) {
            Some("Image") => picture(state, seen),
            Some("Form") => self.form(stream, resources, state, seen, depth),
            _ => {}
        }
    }

    /// Paints a form: content with a matrix, a clip and resources of its own.
    fn form(
        &mut self,
        stream: &Stream<'a>,
        resources: &Resources<'a>,
        state: &State<'a>,
        seen: &mut Seen,
        depth: usize,
    ) {
        if depth >= FORM_DEPTH {
            seen.over.get_or_insert("forms within forms");
            return;
        }
        let Some(content) = unpack(stream, self.limits.unpacked) else {
            seen.over.get_or_insert("bytes of a form");
            return;
        };
        let dict = stream.dict();
        let matrix = dict.get::<[f64; 6]>(b"Matrix".as_slice()).unwrap_or(IDENTITY);
        let mut inner = state.clone();
        inner.ctm = then(matrix, inner.ctm);
        if let Some([x0, y0, x1, y1]) = dict.get::<[f64; 4]>(b"BBox".as_slice()) {
            let ctm = inner.ctm;
            inner.clip = inner.clip.with(corners([(x0, y0), (x1, y1)]).into_iter().map(|p| apply(ctm, p)));
        }
        let own = dict.get::<Dict<'a>>(b"Resources".as_slice()).map(Resources::new);
        self.run(&content, own.as_ref().unwrap_or(resources), inner, seen, Some(stream.obj_id()), depth + 1);
    }

    /// Shows a string and moves the text matrix behind it.
    fn show(&self, bytes: &[u8], state: &State<'a>, text: &mut Matrix, seen: &mut Seen, mark: Mark, hidden: bool) {
        let horizontal = state.font.as_ref().is_none_or(|f| f.is_horizontal());
        let scale = [state.size * state.scaling, 0.0, 0.0, state.size, 0.0, state.rise];
        // Only the last two numbers of the matrix change while a string is shown.
        let mut m = then(scale, then(*text, state.ctm));
        let (step_x, step_y) = ((m[0], m[1]), (m[2], m[3]));
        let em = step_x.0.hypot(step_x.1);
        let mut glyph = Glyph {
            char: ' ',
            x: 0.0,
            y: 0.0,
            width: 0.0,
            size: step_y.0.hypot(step_y.1) as f32,
            face: state.font.as_ref().map_or(u16::MAX, |f| f.face),
            direction: if horizontal { Direction::of(step_x.0, step_x.1) } else { Direction::Quarter(1) },
            color: if matches!(state.render_mode, 1 | 5) { state.stroke } else { state.fill },
            invisible: matches!(state.render_mode, 3 | 7),
            guessed: false,
            mark,
        };
        let (mut dx, mut dy) = (0.0, 0.0); // in text space
        let mut at = 0;
        while at < bytes.len() {
            let code = match &state.font {
                Some(font) => font.decode(bytes, at),
                None => Decoded::without_font(bytes[at]),
            };
            at += code.length;
            let (across, down) = code.advance;
            // The middle of the glyph decides whether it can be seen.
            let middle =
                (m[4] + step_x.0 * across * 0.5 + step_y.0 * 0.3, m[5] + step_x.1 * across * 0.5 + step_y.1 * 0.3);
            if !hidden && state.clip.shows(middle) {
                if seen.glyphs.len() >= self.limits.glyphs {
                    seen.over.get_or_insert("characters");
                    return;
                }
                seen.unknown += usize::from(code.unknown);
                glyph.guessed = code.guessed;
                (glyph.x, glyph.y, glyph.width) = (m[4] as f32, m[5] as f32, (across * em) as f32);
                code.push(glyph, &mut seen.glyphs);
            }
            let spacing = state.char_spacing + if code.is_space { state.word_spacing } else { 0.0 };
            let (sx, sy) = if horizontal {
                ((across * state.size + spacing) * state.scaling, 0.0)
            } else {
                (0.0, down * state.size + spacing)
            };
            dx += sx;
            dy += sy;
            let moved = shifted(dx, dy, *text);
            let origin = then(moved, state.ctm);
            m[4] = state.rise * origin[2] + origin[4];
            m[5] = state.rise * origin[3] + origin[5];
        }
        *text = shifted(dx, dy, *text);
    }
}

/// Puts the characters that glyphs are to be read as in their place: all in the first one's line, each
/// with its share of their width.
fn replace(glyphs: &mut Vec<Glyph>, from: usize, reads: &str) {
    /// A heading may be one replaced picture of letters; a page is not.
    const LONGEST: usize = 2000;
    let Some(first) = glyphs.get(from).copied() else { return };
    let right = glyphs[from..].iter().map(|g| g.x + g.width).fold(first.x, f32::max);
    let level = glyphs[from..].iter().all(|g| (g.y - first.y).abs() < g.size);
    let count = reads.chars().count();
    if !level || count > LONGEST {
        return;
    }
    glyphs.truncate(from);
    let width =
        (right - first.x).max(REPLACED * first.size * f32::from(u8::from(right <= first.x))) / count.max(1) as f32;
    let at = |(i, char): (usize, char)| Glyph { char, x: first.x + width * i as f32, width, ..first };
    glyphs.extend(reads.chars().enumerate().map(at));
}

/// Keeps the place of a picture: the unit square under the current matrix, as far as it is shown.
fn picture(state: &State<'_>, seen: &mut Seen) {
    /// Scans are cut into strips, but not into more than this.
    const PICTURES: usize = 10_000;
    let square = corners([(0.0, 0.0), (1.0, 1.0)]).map(|p| apply(state.ctm, p));
    let around: BBox = bbox([square[0], square[2]]).union(&bbox([square[1], square[3]]));
    let corners =
        [(f64::from(around.left()), f64::from(around.top())), (f64::from(around.right()), f64::from(around.bottom()))];
    if let Some(shown) = state.clip.of(corners)
        && seen.images.len() < PICTURES
    {
        seen.images.push(Image { bbox: bbox(shown) });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn directions() {
        assert_eq!(Direction::of(1.0, 0.02), Direction::Quarter(0));
        assert_eq!(Direction::of(0.0, -2.0), Direction::Quarter(3));
        assert_eq!(Direction::of(0.0, 2.0), Direction::Quarter(1));
        assert_eq!(Direction::of(-1.0, 0.0), Direction::Quarter(2));
        assert_eq!(Direction::of(1.0, 1.0), Direction::Slanted);
    }
}
