//! Reads PDF: objects, decryption and repair by `hayro-syntax`, fonts by `hayro-font`, the content
//! of pages by our own interpreter, because what a table needs (drawn lines, font names, clips) no
//! extraction library gives.

mod annotations;
mod content;
mod drawn;
mod facts;
mod font;
mod glyph;
mod marks;
mod objects;
pub(crate) mod picture;
mod quality;
mod space;
mod state;
mod tags;
mod words;

use std::collections::HashMap;

use hayro_syntax::object::{Dict, ObjectIdentifier};
use types::{MediaType, Page, Pages, Warned, WarningKind, Warnings, turn};

use crate::error::Error;
use crate::limits::Limits;
use glyph::{Direction, Seen};
use marks::{Mark, Marks};
use objects::{open, page_content};

/// Share of a page's glyphs without known meaning above which a reader is warned.
const UNKNOWN_SHARE: f32 = 0.05;

/// A page is turned if this share of its glyphs runs along another of its sides.
const TURNED_SHARE: f32 = 0.6;

pub(crate) fn read(bytes: &[u8], limits: &Limits) -> Result<Warned<Pages>, Error> {
    let pdf = open(bytes)?;
    let count = pdf.pages().len();
    if count == 0 {
        return Err(Error::Damaged("it has no pages".into()));
    }
    if count > limits.pages {
        return Err(Error::OverLimit(format!("{count} pages, at most {} are read", limits.pages)));
    }
    let xref = pdf.xref();
    let root = xref.get::<Dict<'_>>(xref.root_id());
    let index: HashMap<ObjectIdentifier, usize> =
        pdf.pages().iter().enumerate().filter_map(|(i, p)| Some((p.raw().obj_id()?, i))).collect();
    let mut facts = facts::facts(&pdf, root.as_ref(), &index);
    let mut tree = root.as_ref().and_then(|root| tags::tree(root, xref, &index, limits.depth));
    let known = Marks {
        hidden: marks::hidden_layers(root.as_ref()),
        reads: tree.as_mut().map(|t| std::mem::take(&mut t.reads)).unwrap_or_default(),
    };

    let mut warnings = Warnings::new();
    let mut interpreter = content::Interpreter::new(limits, &known);
    let mut pages = Vec::with_capacity(count);
    let mut marks = Vec::with_capacity(count);
    let (mut glyphs, mut invisible) = (0, 0);
    for (index, page) in pdf.pages().iter().enumerate() {
        let number = u32::try_from(index + 1).unwrap_or(u32::MAX);
        let data = page_content(page.raw(), limits, number)?;
        let seen = interpreter.page(index, page, &data);
        glyphs += seen.glyphs.len();
        invisible += seen.glyphs.iter().filter(|g| g.invisible).count();
        facts.comments.extend(annotations::comments(page.raw(), number));
        let (page, page_marks) = finish(number, seen, interpreter.fonts(), page.render_dimensions(), &mut warnings);
        pages.push(page);
        marks.push(page_marks);
    }
    if pages.iter().all(|p| p.words.is_empty()) {
        return Err(if pages.iter().any(|p| !p.images.is_empty()) {
            Error::NoText { pages: count }
        } else {
            Error::Damaged("its pages hold neither text nor pictures".into())
        });
    }
    Ok(warnings.around(Pages {
        media_type: MediaType::Pdf,
        structure: tree.and_then(|tree| tags::structure(&tree, &pages, &marks)),
        pages,
        facts,
        fonts: interpreter.fonts().iter().map(|f| f.name.clone()).collect(),
        ocr: invisible * 2 > glyphs,
    }))
}

/// The page of what was seen on it, held so that most of its text runs from left to right, and the marks of
/// its words.
fn finish(
    number: u32,
    mut seen: Seen,
    faces: &[font::Face],
    size: (f32, f32),
    warnings: &mut Warnings,
) -> (Page, Vec<Mark>) {
    if !quality::confirms(&seen.glyphs) {
        let guessed = seen.glyphs.iter_mut().filter(|g| g.guessed);
        guessed.for_each(|g| g.char = char::REPLACEMENT_CHARACTER);
    }
    let along = |quarter| seen.glyphs.iter().filter(|g| g.direction == Direction::Quarter(quarter)).count();
    let most = (1..4_u8).find(|&q| along(q) as f32 > TURNED_SHARE * seen.glyphs.len() as f32);
    let turned = most.map_or(0, |quarter| 4 - quarter);
    let (mut width, mut height) = size;
    if turned > 0 {
        seen.glyphs.iter_mut().for_each(|g| *g = words::turned(g, turned, size));
        seen.rules.iter_mut().for_each(|r| r.bbox = turn(r.bbox, turned, size));
        seen.fills.iter_mut().for_each(|f| f.bbox = turn(f.bbox, turned, size));
        seen.images.iter_mut().for_each(|i| i.bbox = turn(i.bbox, turned, size));
        if !turned.is_multiple_of(2) {
            (width, height) = (height, width);
        }
    }
    let words::Words { words, marks } = words::words(&seen.glyphs, faces, (width, height));
    let quality = quality::judge(&seen, &words, &marks, (width, height));
    if let Some(limit) = seen.over {
        let message = format!("page {number} holds more {limit} than are read of one page; the rest was left out");
        warnings.on_page(WarningKind::LimitReached, message, number);
    }
    if quality.unmapped > UNKNOWN_SHARE {
        let message =
            format!("{} of the {} characters on page {number} have no known meaning", seen.unknown, quality.glyphs);
        warnings.on_page(WarningKind::UnknownCharacters, message, number);
    }
    if words.is_empty() && !seen.images.is_empty() {
        warnings.on_page(WarningKind::PageNotRead, format!("page {number} is a picture without text"), number);
    }
    let Seen { rules, fills, images, .. } = seen;
    (Page { number, width, height, turned, words, rules, fills, images, quality: Some(quality) }, marks)
}
