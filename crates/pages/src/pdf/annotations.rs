//! What stands on a page besides its content: filled-in form fields and stamps, which are printed,
//! and comments, which are not.

use hayro_syntax::object::{Array, Dict, Name, Object, Stream, String as PdfString};
use types::Comment;

use super::facts::text_string;
use super::marks::Marks;
use super::space::{IDENTITY, Matrix, apply, corners};

/// Annotations of one page that are looked at.
const ANNOTATIONS: usize = 5_000;
/// Bits of an annotation's flags: hidden, and not for the screen (PDF 1.7, table 165).
const HIDDEN: i32 = 1 << 1;
const NO_VIEW: i32 = 1 << 5;

/// The annotations of a page.
fn annotations<'a>(page: &Dict<'a>) -> impl Iterator<Item = (String, Dict<'a>)> {
    let all = page.get::<Array<'a>>(b"Annots".as_slice());
    let dicts = all.into_iter().flat_map(|a| a.iter::<Dict<'a>>().take(ANNOTATIONS).collect::<Vec<_>>());
    dicts.filter_map(|dict| {
        let kind = dict.get::<Name<'_>>(b"Subtype".as_slice())?.as_str().to_owned();
        Some((kind, dict))
    })
}

/// The forms that show what annotations look like, with the matrix that puts each in its place
/// (PDF 1.7, algorithm 8.1).
pub(super) fn appearances<'a>(page: &Dict<'a>, marks: &Marks) -> Vec<(Stream<'a>, Matrix)> {
    let shown = annotations(page).filter(|(kind, dict)| {
        let flags = dict.get::<i32>(b"F".as_slice()).unwrap_or(0);
        // A pop-up is the window of a comment, and a link has no look of its own.
        !matches!(kind.as_str(), "Popup" | "Link") && flags & (HIDDEN | NO_VIEW) == 0 && !marks.hides(dict, b"OC")
    });
    shown.filter_map(|(_, dict)| appearance(&dict)).collect()
}

fn appearance<'a>(annotation: &Dict<'a>) -> Option<(Stream<'a>, Matrix)> {
    let looks = annotation.get::<Dict<'a>>(b"AP".as_slice())?;
    let form = match looks.get::<Object<'a>>(b"N".as_slice())? {
        Object::Stream(form) => form,
        // One for each state, of which the annotation names its own: a ticked box.
        Object::Dict(states) => {
            let state = annotation.get::<Name<'_>>(b"AS".as_slice())?;
            states.get::<Stream<'a>>(state.as_str().as_bytes())?
        }
        _ => return None,
    };
    let [x0, y0, x1, y1] = annotation.get::<[f64; 4]>(b"Rect".as_slice())?;
    let matrix = form.dict().get::<[f64; 6]>(b"Matrix".as_slice()).unwrap_or(IDENTITY);
    let [a, b, c, d] = form.dict().get::<[f64; 4]>(b"BBox".as_slice())?;
    let around = corners([(a, b), (c, d)]).map(|p| apply(matrix, p));
    let least = |f: fn(&(f64, f64)) -> f64| around.iter().map(f).fold(f64::MAX, f64::min);
    let most = |f: fn(&(f64, f64)) -> f64| around.iter().map(f).fold(f64::MIN, f64::max);
    let (left, right, bottom, top) = (least(|p| p.0), most(|p| p.0), least(|p| p.1), most(|p| p.1));
    let scale = |from: f64, to: f64| if from.abs() < 1e-6 { 1.0 } else { to / from };
    let (sx, sy) = (scale(right - left, (x1 - x0).abs()), scale(top - bottom, (y1 - y0).abs()));
    Some((form, [sx, 0.0, 0.0, sy, x0.min(x1) - left * sx, y0.min(y1) - bottom * sy]))
}

/// The comments on a page, which its readers wrote and nobody prints.
pub(super) fn comments(page: &Dict<'_>, number: u32) -> Vec<Comment> {
    let said = |dict: &Dict<'_>, key: &[u8]| {
        let text = text_string(dict.get::<PdfString<'_>>(key)?.as_bytes()).trim().to_owned();
        (!text.is_empty()).then_some(text)
    };
    let kinds = ["Text", "Highlight", "Underline", "StrikeOut", "Squiggly", "Caret", "Square", "Circle", "Ink"];
    let commented = annotations(page).filter(|(kind, _)| kinds.contains(&kind.as_str()));
    commented
        .filter_map(|(_, dict)| {
            Some(Comment { page: number, author: said(&dict, b"T"), text: said(&dict, b"Contents")? })
        })
        .collect()
}
