//! Marked content: which piece of the file's structure each glyph belongs to, and what it is to be
//! read as.

use std::collections::{HashMap, HashSet};

use hayro_syntax::object::{Array, Dict, MaybeRef, Name, Object, ObjectIdentifier, String as PdfString};
use hayro_syntax::page::Resources;

use super::facts::text_string;

/// A piece of the structure: the marked content that it names.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) struct Leaf {
    /// Index of the page.
    pub(super) page: usize,
    /// The form that the content stands in, if it is not the page's own.
    pub(super) form: Option<ObjectIdentifier>,
    /// The marked-content identifier.
    pub(super) id: i32,
}

/// What a glyph is marked as.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub(super) enum Mark {
    /// Nothing marks it.
    #[default]
    None,
    /// No part of the text: running heads, page numbers, decoration.
    Artifact,
    /// A piece of the structure.
    Content(Leaf),
}

/// An open marked-content sequence.
#[derive(Clone, Default)]
pub(super) struct Sequence {
    pub(super) mark: Mark,
    /// It belongs to a layer that is switched off.
    pub(super) hidden: bool,
    /// What it is to be read as, and the glyphs on the page when it began.
    pub(super) reads: Option<(String, usize)>,
}

/// What is known of a document's marks before its pages are read.
#[derive(Default)]
pub(super) struct Marks {
    /// Layers that are switched off.
    pub(super) hidden: HashSet<ObjectIdentifier>,
    /// What the structure says that some pieces are to be read as.
    pub(super) reads: HashMap<Leaf, String>,
}

impl Marks {
    /// Whether the layer under this key is switched off, or the membership of layers is: it shows where
    /// any of them does (PDF 1.7, 8.11.2.2; other policies are not met in papers).
    pub(super) fn hides(&self, dict: &Dict<'_>, key: &[u8]) -> bool {
        if self.hidden.is_empty() {
            return false;
        }
        if dict.get_ref(key).is_some_and(|layer| self.hidden.contains(&layer.into())) {
            return true;
        }
        let Some(membership) = dict.get::<Dict<'_>>(key) else { return false };
        let mut layers = references(membership.get::<Array<'_>>(b"OCGs".as_slice()));
        layers.extend(membership.get_ref(b"OCGs".as_slice()).map(ObjectIdentifier::from));
        !layers.is_empty() && layers.iter().all(|l| self.hidden.contains(l))
    }

    /// The sequence that `BDC` or `BMC` opens inside another one.
    pub(super) fn open<'o>(
        &self,
        mut operands: impl Iterator<Item = &'o Object<'o>>,
        resources: &Resources<'_>,
        outer: Option<&Sequence>,
        (page, form): (usize, Option<ObjectIdentifier>),
        glyphs: usize,
    ) -> Sequence {
        let mut sequence = outer.map(|o| Sequence { reads: None, ..o.clone() }).unwrap_or_default();
        let Some(Object::Name(tag)) = operands.next() else { return sequence };
        if tag.as_str() == "Artifact" {
            sequence.mark = Mark::Artifact;
        }
        let named: Option<Dict<'_>>;
        let properties = match operands.next() {
            Some(Object::Dict(properties)) => properties,
            Some(Object::Name(name)) => {
                sequence.hidden |= tag.as_str() == "OC" && self.hides(&resources.properties, name.as_str().as_bytes());
                named = resources.properties.get::<Dict<'_>>(name);
                let Some(properties) = &named else { return sequence };
                properties
            }
            _ => return sequence,
        };
        let mut reads = properties.get::<PdfString<'_>>(b"ActualText".as_slice()).map(|s| text_string(s.as_bytes()));
        if let Some(id) = properties.get::<i32>(b"MCID".as_slice()) {
            let leaf = Leaf { page, form, id };
            sequence.mark = Mark::Content(leaf);
            reads = reads.or_else(|| self.reads.get(&leaf).cloned());
        }
        sequence.reads = reads.map(|text| (text, glyphs));
        sequence
    }
}

/// Layers (optional content groups) that are switched off in the document's own view of itself: a
/// reader does not see them.
pub(super) fn hidden_layers(root: Option<&Dict<'_>>) -> HashSet<ObjectIdentifier> {
    let Some(default) = root
        .and_then(|root| root.get::<Dict<'_>>(b"OCProperties".as_slice()))
        .and_then(|layers| Some((layers.get::<Dict<'_>>(b"D".as_slice())?, layers)))
    else {
        return HashSet::new();
    };
    let (default, layers) = default;
    let mut hidden: HashSet<ObjectIdentifier> = HashSet::new();
    if default.get::<Name<'_>>(b"BaseState".as_slice()).is_some_and(|s| s.as_str() == "OFF") {
        hidden.extend(references(layers.get::<Array<'_>>(b"OCGs".as_slice())));
        for on in references(default.get::<Array<'_>>(b"ON".as_slice())) {
            hidden.remove(&on);
        }
    }
    hidden.extend(references(default.get::<Array<'_>>(b"OFF".as_slice())));
    hidden
}

/// The objects that an array refers to.
fn references(array: Option<Array<'_>>) -> Vec<ObjectIdentifier> {
    let reference = |entry| if let MaybeRef::Ref(reference) = entry { Some(reference.into()) } else { None };
    array.map(|a| a.raw_iter().filter_map(reference).collect()).unwrap_or_default()
}
