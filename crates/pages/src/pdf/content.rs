//! The interpreter of page content: glyphs with their places, drawn lines, pictures.
//!
//! Operators as in PDF 1.7, annex A. What cannot be seen is not read: text outside the page or the
//! current clip, and layers that are switched off. Text that is in the file but not painted is kept and
//! marked so: text recognition leaves its words that way.

use hayro_syntax::content::{Instruction, UntypedIter};
use hayro_syntax::object::{Array, Dict, Name, Object, ObjectIdentifier, Stream};
use hayro_syntax::page::{Page, Resources};
use types::{BBox, Color, Image};

use super::drawn::{Drawn, Paint, Space, color, space};
use super::font::{Decoded, Face, Fonts};
use super::glyph::{Direction, Glyph, Seen, replace};
use super::marks::{Mark, Marks};
use super::objects::{number, unpack};
use super::space::{Clip, IDENTITY, Matrix, apply, bbox, corners, shifted, then};
use super::state::{Canvas, STATE_DEPTH, State};
use crate::limits::Limits;

/// Forms may hold forms; deeper than this is a fault or an attack.
const FORM_DEPTH: usize = 20;

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

    /// Runs a content stream. `form` is the form that it is of, `depth` how many forms it lies in.
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
        let mut canvas = Canvas::new(first, form, depth);
        while let Some(operation) = operations.next() {
            self.operations += 1;
            if self.operations > self.limits.operations {
                seen.over.get_or_insert("operations");
                return;
            }
            let operands = Operands::of(&operation);
            match &operation.operator[..] {
                b"q" | b"Q" | b"cm" | b"gs" => self.state_operator(&operation, &operands, resources, &mut canvas),
                b"BT" | b"Tm" | b"Td" | b"TD" | b"T*" | b"Tc" | b"Tw" | b"Tz" | b"TL" | b"Ts" | b"Tr" | b"Tf" => {
                    self.text_operator(&operation, &operands, resources, &mut canvas);
                }
                b"Tj" | b"TJ" | b"'" | b"\"" => self.showing_operator(&operation, &operands, &mut canvas, seen),
                b"g" | b"rg" | b"k" | b"G" | b"RG" | b"K" | b"cs" | b"CS" | b"sc" | b"scn" | b"SC" | b"SCN" => {
                    colour_operator(&operation, &operands, resources, &mut canvas.state);
                }
                b"BDC" | b"BMC" | b"EMC" => self.marking_operator(&operation, resources, &mut canvas, seen),
                b"Do" | b"BI" if canvas.is_hidden() => {}
                b"Do" => self.paint_named(&operation, resources, &canvas, seen),
                b"BI" => picture(&canvas.state, seen),
                _ => self.path_operator(&operation, &operands, &mut canvas, seen),
            }
        }
    }

    /// The graphics state as a whole.
    fn state_operator(
        &mut self,
        operation: &Instruction<'_, '_>,
        operands: &Operands,
        resources: &Resources<'a>,
        canvas: &mut Canvas<'a>,
    ) {
        match &operation.operator[..] {
            b"q" if canvas.saved.len() < STATE_DEPTH => canvas.saved.push(canvas.state.clone()),
            b"Q" => {
                if let Some(state) = canvas.saved.pop() {
                    canvas.state = state;
                }
            }
            b"cm" => canvas.state.ctm = then(operands.n, canvas.state.ctm),
            b"gs" => {
                if let Some(Object::Name(name)) = operation.operands().next() {
                    self.set_font_from(resources.get_ext_g_state(name), &mut canvas.state);
                }
            }
            _ => {}
        }
    }

    /// Where text stands, and in what type.
    fn text_operator(
        &mut self,
        operation: &Instruction<'_, '_>,
        operands: &Operands,
        resources: &Resources<'a>,
        canvas: &mut Canvas<'a>,
    ) {
        let n = operands.n;
        let state = &mut canvas.state;
        match &operation.operator[..] {
            b"BT" => (canvas.text, canvas.line) = (IDENTITY, IDENTITY),
            b"Tm" => (canvas.text, canvas.line) = (n, n),
            operator @ (b"Td" | b"TD") => {
                if operator == b"TD" {
                    state.leading = -n[1];
                }
                canvas.line = shifted(n[0], n[1], canvas.line);
                canvas.text = canvas.line;
            }
            b"T*" => next_line(canvas),
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
                    if let Some(known) = canvas.fonts.get(key) {
                        state.font.clone_from(known);
                    } else {
                        let id = resources.fonts.get_ref(key).map(Into::into);
                        state.font = resources.get_font(name).and_then(|dict| self.fonts.load(&dict, id));
                        canvas.fonts.insert(key.to_vec(), state.font.clone());
                    }
                }
            }
            _ => {}
        }
    }

    /// Text that is shown, on this line or the next.
    fn showing_operator(
        &mut self,
        operation: &Instruction<'_, '_>,
        operands: &Operands,
        canvas: &mut Canvas<'a>,
        seen: &mut Seen,
    ) {
        let shown = match &operation.operator[..] {
            b"'" => {
                next_line(canvas);
                operation.operands().next()
            }
            b"\"" => {
                next_line(canvas);
                (canvas.state.word_spacing, canvas.state.char_spacing) = (operands.n[0], operands.n[1]);
                operation.operands().nth(2)
            }
            _ => operation.operands().next(),
        };
        let (mark, hidden) = (canvas.mark(), canvas.is_hidden());
        let Canvas { state, text, .. } = canvas;
        match shown {
            Some(Object::String(bytes)) => self.show(bytes.as_bytes(), state, text, seen, mark, hidden),
            Some(Object::Array(parts)) => {
                for part in parts.iter::<Object<'_>>() {
                    match part {
                        Object::String(bytes) => self.show(bytes.as_bytes(), state, text, seen, mark, hidden),
                        Object::Number(back) => {
                            let by = -back.as_f64() / 1000.0 * state.size;
                            let is_across = state.font.as_ref().is_none_or(|f| f.is_horizontal());
                            let (dx, dy) = if is_across { (by * state.scaling, 0.0) } else { (0.0, by) };
                            *text = shifted(dx, dy, *text);
                        }
                        _ => {}
                    }
                }
            }
            _ => {}
        }
    }

    /// Marks of what is painted between them.
    fn marking_operator(
        &self,
        operation: &Instruction<'_, '_>,
        resources: &Resources<'a>,
        canvas: &mut Canvas<'a>,
        seen: &mut Seen,
    ) {
        match &operation.operator[..] {
            b"EMC" if canvas.unkept > 0 => canvas.unkept -= 1,
            b"EMC" => {
                if let Some((reads, from)) = canvas.open.pop().and_then(|m| m.reads) {
                    replace(&mut seen.glyphs, from, &reads);
                }
            }
            _ if canvas.open.len() < STATE_DEPTH => {
                let at = (self.page, canvas.form);
                let outer = canvas.open.last();
                let mark = self.marks.open(operation.operands(), resources, outer, at, seen.glyphs.len());
                canvas.open.push(mark);
            }
            _ => canvas.unkept += 1,
        }
    }

    /// Paths, and what paints them or clips by them.
    fn path_operator(
        &mut self,
        operation: &Instruction<'_, '_>,
        operands: &Operands,
        canvas: &mut Canvas<'a>,
        seen: &mut Seen,
    ) {
        let n = operands.n;
        let is_hidden = canvas.is_hidden();
        let Canvas { path, state, clips, .. } = canvas;
        match &operation.operator[..] {
            b"m" => path.move_to((n[0], n[1])),
            b"l" => path.line_to((n[0], n[1])),
            b"c" => path.curve_to([(n[0], n[1]), (n[2], n[3]), (n[4], n[5])]),
            b"v" => path.curve_to([path.at(), (n[0], n[1]), (n[2], n[3])]),
            b"y" => path.curve_to([(n[0], n[1]), (n[2], n[3]), (n[2], n[3])]),
            b"h" => path.close(),
            b"re" => path.rectangle((n[0], n[1]), (n[0] + n[2], n[1] + n[3])),
            b"W" | b"W*" => *clips = true,
            operator @ (b"S" | b"s" | b"f" | b"F" | b"f*" | b"B" | b"B*" | b"b" | b"b*" | b"n") => {
                if matches!(operator, b"s" | b"b" | b"b*") {
                    path.close();
                }
                if operator != b"n" && !is_hidden {
                    let fills = !matches!(operator, b"S" | b"s");
                    let strokes = !matches!(operator, b"f" | b"F" | b"f*");
                    let paint = Paint { fill: fills.then_some(state.fill), stroke: strokes.then_some(state.stroke) };
                    self.drawn.add(path, paint, state.ctm, state.clip, self.limits.rules);
                }
                if std::mem::take(clips) {
                    state.clip = state.clip.with(path.points().map(|p| apply(state.ctm, p)));
                }
                path.clear();
            }
            _ => {}
        }
        // A path that is never painted must not fill the memory.
        if path.len() > 8 * self.limits.rules {
            seen.over.get_or_insert("pieces of a path");
            path.clear();
        }
    }

    /// Paints the form or picture that an operation names.
    fn paint_named(
        &mut self,
        operation: &Instruction<'_, '_>,
        resources: &Resources<'a>,
        canvas: &Canvas<'a>,
        seen: &mut Seen,
    ) {
        let Some(Object::Name(name)) = operation.operands().next() else { return };
        let Some(stream) = resources.get_x_object(name) else { return };
        let from = seen.glyphs.len();
        self.paint(&stream, resources, &canvas.state, seen, canvas.depth);
        // What a form does not mark itself is marked as the form is.
        for glyph in seen.glyphs.iter_mut().skip(from).filter(|g| g.mark == Mark::None) {
            glyph.mark = canvas.mark();
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

/// The numbers before an operator.
struct Operands {
    /// The first six; nought where there are fewer.
    n: [f64; 6],
    /// How many of them there are.
    count: usize,
}

impl Operands {
    fn of(operation: &Instruction<'_, '_>) -> Self {
        let mut n = [0.0; 6];
        let numbers = operation.operands().filter_map(number);
        let count = n.iter_mut().zip(numbers).map(|(slot, value)| *slot = value).count();
        Self { n, count }
    }
}

fn next_line(canvas: &mut Canvas<'_>) {
    canvas.line = shifted(0.0, -canvas.state.leading, canvas.line);
    canvas.text = canvas.line;
}

/// Colours of what is filled (small letters) and stroked (capitals).
fn colour_operator(
    operation: &Instruction<'_, '_>,
    operands: &Operands,
    resources: &Resources<'_>,
    state: &mut State<'_>,
) {
    let Operands { n, count } = operands;
    match &operation.operator[..] {
        b"g" | b"rg" | b"k" => {
            (state.fill, state.fill_space) = (color(&n[..*count.min(&4)], Space::Counted), Space::Counted);
        }
        b"G" | b"RG" | b"K" => {
            (state.stroke, state.stroke_space) = (color(&n[..*count.min(&4)], Space::Counted), Space::Counted);
        }
        operator @ (b"cs" | b"CS") => {
            if let Some(Object::Name(name)) = operation.operands().next() {
                let space = space(name, resources);
                if operator == b"cs" {
                    (state.fill, state.fill_space) = (Color::default(), space);
                } else {
                    (state.stroke, state.stroke_space) = (Color::default(), space);
                }
            }
        }
        b"sc" | b"scn" => state.fill = color(&n[..*count], state.fill_space),
        b"SC" | b"SCN" => state.stroke = color(&n[..*count], state.stroke_space),
        _ => {}
    }
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
