//! The state of a page while it is painted: what PDF 1.7, section 8.4 calls the graphics state, and where text, path
//! and marks stand.

use std::collections::HashMap;
use std::rc::Rc;

use hayro_syntax::object::ObjectIdentifier;
use types::Color;

use super::drawn::{Path, Space};
use super::font::Loaded;
use super::marks::{Mark, Sequence};
use super::space::{Clip, IDENTITY, Matrix};

#[derive(Clone)]
pub(super) struct State<'a> {
    pub(super) ctm: Matrix,
    pub(super) clip: Clip,
    pub(super) font: Option<Rc<Loaded<'a>>>,
    pub(super) size: f64,
    pub(super) char_spacing: f64,
    pub(super) word_spacing: f64,
    /// Horizontal scaling, 1 for 100 %.
    pub(super) scaling: f64,
    pub(super) leading: f64,
    pub(super) rise: f64,
    pub(super) render_mode: u8,
    pub(super) fill: Color,
    pub(super) stroke: Color,
    pub(super) fill_space: Space,
    pub(super) stroke_space: Space,
}

impl State<'_> {
    pub(super) fn new(ctm: Matrix, clip: Clip) -> Self {
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

/// Saved graphics states and open marks; PDF 1.7, annex C promises 28 states.
pub(super) const STATE_DEPTH: usize = 512;

/// What the operators of one content stream change.
pub(super) struct Canvas<'a> {
    pub(super) state: State<'a>,
    pub(super) saved: Vec<State<'a>>,
    /// The text matrix, and that of the line's beginning.
    pub(super) text: Matrix,
    pub(super) line: Matrix,
    pub(super) path: Path,
    /// The path clips once it is painted.
    pub(super) clips: bool,
    /// Marks that are open, and how many lie beyond the deepest that is kept.
    pub(super) open: Vec<Sequence>,
    pub(super) unkept: usize,
    /// The fonts of the stream's resources, as far as they were asked for.
    pub(super) fonts: HashMap<Vec<u8>, Option<Rc<Loaded<'a>>>>,
    /// The form that the stream is of.
    pub(super) form: Option<ObjectIdentifier>,
    /// How many forms it lies in.
    pub(super) depth: usize,
}

impl<'a> Canvas<'a> {
    pub(super) fn new(state: State<'a>, form: Option<ObjectIdentifier>, depth: usize) -> Self {
        Self {
            state,
            saved: Vec::new(),
            text: IDENTITY,
            line: IDENTITY,
            path: Path::default(),
            clips: false,
            open: Vec::new(),
            unkept: 0,
            fonts: HashMap::new(),
            form,
            depth,
        }
    }

    /// What is painted now belongs to a layer that is switched off.
    pub(super) fn is_hidden(&self) -> bool {
        self.open.last().is_some_and(|m| m.hidden)
    }

    /// The mark of what is painted now.
    pub(super) fn mark(&self) -> Mark {
        self.open.last().map(|m| m.mark).unwrap_or_default()
    }
}
