//! What a PDF says of itself: who made it and when, its bookmarks, page labels and attachments.

use std::collections::{HashMap, HashSet};

use hayro_syntax::Pdf;
use hayro_syntax::metadata::Metadata;
use hayro_syntax::object::{Array, Dict, Name, Object, ObjectIdentifier, String as PdfString};
use types::{Attachment, Bookmark, Date, Facts};

/// Entries of an outline, a name tree or a number tree that are read.
const ENTRIES: usize = 20_000;
/// Levels of such a tree.
const DEPTH: usize = 32;

/// A string for people: UTF-16 or UTF-8 with a mark, else a one-byte encoding (PDF 1.7, 7.9.2.2).
pub(super) fn text_string(bytes: &[u8]) -> String {
    crate::encoding::decode(bytes).chars().filter(|c| !c.is_control() || c.is_whitespace()).collect()
}

/// Reads them; `index` tells the index of a page by its object.
pub(super) fn facts(pdf: &Pdf, root: Option<&Dict<'_>>, index: &HashMap<ObjectIdentifier, usize>) -> Facts {
    let info: &Metadata = pdf.metadata();
    let said = |bytes: &Option<Box<[u8]>>| {
        let text = text_string(bytes.as_deref()?).trim().to_owned();
        (!text.is_empty()).then_some(text)
    };
    let day =
        |date: Option<hayro_syntax::object::DateTime>| date.and_then(|d| Date::new(i32::from(d.year), d.month, d.day));
    let mut facts = Facts {
        title: said(&info.title),
        author: said(&info.author),
        creator: said(&info.creator),
        producer: said(&info.producer),
        created: day(info.creation_date),
        modified: day(info.modification_date),
        encrypted: is_encrypted(pdf.data().as_ref()),
        ..Facts::default()
    };
    let Some(root) = root else { return facts };
    facts.language = root.get::<PdfString<'_>>(b"Lang".as_slice()).map(|l| text_string(l.as_bytes()).trim().to_owned());
    facts.language = facts.language.filter(|l| !l.is_empty());
    let form = root.get::<Dict<'_>>(b"AcroForm".as_slice());
    // Bit 1 of the flags: the document holds a signature.
    facts.signed = form.and_then(|f| f.get::<i32>(b"SigFlags".as_slice())).is_some_and(|flags| flags & 1 != 0);
    facts.page_labels = page_labels(root, pdf.pages().len());
    facts.attachments = attachments(root);
    facts.outline = Outline { root, index, seen: HashSet::new(), named: None, marks: Vec::new() }.read();
    facts
}

/// The trailer names a dictionary of encryption. It stands at the end of the file, or where the end says that the
/// table of objects begins: there the two are one stream.
fn is_encrypted(bytes: &[u8]) -> bool {
    /// Bytes that a trailer takes.
    const TRAILER: usize = 1 << 12;
    const KEY: &[u8] = b"/Encrypt";
    const START: &[u8] = b"startxref";
    let named =
        |part: &[u8]| part.windows(KEY.len() + 1).any(|w| w.starts_with(KEY) && !w[KEY.len()].is_ascii_alphabetic());
    let tail = bytes.get(bytes.len().saturating_sub(TRAILER)..).unwrap_or(bytes);
    let start = tail.windows(START.len()).rposition(|w| w == START).and_then(|at| {
        let digits = tail[at + START.len()..].trim_ascii_start();
        let end = digits.iter().position(|b| !b.is_ascii_digit()).unwrap_or(digits.len());
        std::str::from_utf8(&digits[..end]).ok()?.parse::<usize>().ok()
    });
    let table = start.and_then(|at| bytes.get(at..)).map(|rest| rest.get(..TRAILER).unwrap_or(rest));
    named(tail) || table.is_some_and(named)
}

/// Shows every leaf of a name or number tree: the dictionaries that hold the pairs.
fn leaves<'a>(node: &Dict<'a>, key: &[u8], depth: usize, left: &mut usize, see: &mut impl FnMut(Array<'a>)) {
    if depth > DEPTH || *left == 0 {
        return;
    }
    *left -= 1;
    if let Some(pairs) = node.get::<Array<'a>>(key) {
        see(pairs);
    }
    if let Some(kids) = node.get::<Array<'a>>(b"Kids".as_slice()) {
        for kid in kids.iter::<Dict<'a>>() {
            leaves(&kid, key, depth + 1, left, see);
        }
    }
}

/// The pairs of a name tree.
fn names<'a>(tree: &Dict<'a>) -> Vec<(Vec<u8>, Object<'a>)> {
    let mut pairs = Vec::new();
    leaves(tree, b"Names", 0, &mut ENTRIES.clone(), &mut |array| {
        let mut entries = array.iter::<Object<'a>>();
        while let (Some(name), Some(value)) = (entries.next(), entries.next()) {
            if let Object::String(name) = name
                && pairs.len() < ENTRIES
            {
                pairs.push((name.as_bytes().to_vec(), value));
            }
        }
    });
    pairs
}

fn attachments(root: &Dict<'_>) -> Vec<Attachment> {
    let tree = root.get::<Dict<'_>>(b"Names".as_slice()).and_then(|n| n.get::<Dict<'_>>(b"EmbeddedFiles".as_slice()));
    let files = tree.map(|t| names(&t)).unwrap_or_default();
    let attachment = |(name, file): (Vec<u8>, Object<'_>)| {
        let file = file.into_dict()?;
        let said = |key: &[u8]| {
            file.get::<PdfString<'_>>(key).map(|s| text_string(s.as_bytes())).filter(|s| !s.trim().is_empty())
        };
        Some(Attachment {
            name: said(b"UF").or_else(|| said(b"F")).unwrap_or_else(|| text_string(&name)),
            description: said(b"Desc"),
        })
    };
    files.into_iter().filter_map(attachment).collect()
}

/// What each page is called (PDF 1.7, 12.4.2); nothing where pages are called 1, 2, 3.
fn page_labels(root: &Dict<'_>, pages: usize) -> Vec<String> {
    let Some(tree) = root.get::<Dict<'_>>(b"PageLabels".as_slice()) else { return Vec::new() };
    let mut ranges: Vec<(usize, Dict<'_>)> = Vec::new();
    leaves(&tree, b"Nums", 0, &mut ENTRIES.clone(), &mut |array| {
        let mut entries = array.iter::<Object<'_>>();
        while let (Some(from), Some(style)) = (entries.next(), entries.next()) {
            let from = super::objects::number(&from).filter(|n| *n >= 0.0 && *n < pages as f64);
            if let (Some(from), Some(style)) = (from, style.into_dict()) {
                ranges.push((from as usize, style));
            }
        }
    });
    ranges.sort_by_key(|r| r.0);
    let labels: Vec<String> = (0..pages)
        .map(|page| {
            let Some((from, style)) = ranges.iter().rev().find(|r| r.0 <= page) else { return (page + 1).to_string() };
            let prefix =
                style.get::<PdfString<'_>>(b"P".as_slice()).map(|p| text_string(p.as_bytes())).unwrap_or_default();
            let first = style.get::<i32>(b"St".as_slice()).and_then(|n| usize::try_from(n).ok()).unwrap_or(1);
            let number = i64::try_from(first + page - from).unwrap_or(i64::MAX);
            // A label may be its prefix alone, and the program's letters go on as aa, bb (PDF 1.7, table 159), which
            // no paper reaches.
            let form = match style.get::<Name<'_>>(b"S".as_slice()).as_ref().map(|k| k.as_str()) {
                Some("D") => '1',
                Some("r") => 'i',
                Some("R") => 'I',
                Some("a") => 'a',
                Some("A") => 'A',
                _ => return prefix,
            };
            prefix + &crate::numeral::numeral(number, form)
        })
        .collect();
    let plain = labels.iter().enumerate().all(|(i, label)| *label == (i + 1).to_string());
    if plain { Vec::new() } else { labels }
}

struct Outline<'r, 'a> {
    root: &'r Dict<'a>,
    index: &'r HashMap<ObjectIdentifier, usize>,
    seen: HashSet<ObjectIdentifier>,
    /// Destinations with a name, read when the first is asked for.
    named: Option<HashMap<Vec<u8>, Option<u32>>>,
    marks: Vec<Bookmark>,
}

impl<'a> Outline<'_, 'a> {
    fn read(mut self) -> Vec<Bookmark> {
        if let Some(first) =
            self.root.get::<Dict<'a>>(b"Outlines".as_slice()).and_then(|o| o.get::<Dict<'a>>(b"First".as_slice()))
        {
            self.level(first, 1);
        }
        self.marks
    }

    /// An entry, those below it, and those that follow it; a cycle ends where it closes.
    fn level(&mut self, first: Dict<'a>, level: usize) {
        let mut entry = Some(first);
        while let Some(dict) = entry {
            if self.marks.len() >= ENTRIES || dict.obj_id().is_some_and(|id| !self.seen.insert(id)) {
                return;
            }
            let title = dict.get::<PdfString<'_>>(b"Title".as_slice()).map(|t| text_string(t.as_bytes()));
            let title = title.unwrap_or_default().split_whitespace().collect::<Vec<_>>().join(" ");
            let target = dict.get::<Object<'a>>(b"Dest".as_slice()).or_else(|| {
                let action = dict.get::<Dict<'a>>(b"A".as_slice())?;
                action.get::<Object<'a>>(b"D".as_slice())
            });
            let page = target.and_then(|t| self.page(t));
            if !title.is_empty() {
                self.marks.push(Bookmark { level: u8::try_from(level).unwrap_or(u8::MAX), title, page });
            }
            if let Some(below) = dict.get::<Dict<'a>>(b"First".as_slice())
                && level < DEPTH
            {
                self.level(below, level + 1);
            }
            entry = dict.get::<Dict<'a>>(b"Next".as_slice());
        }
    }

    fn page(&mut self, target: Object<'a>) -> Option<u32> {
        match target {
            Object::Array(place) => page_of(&place, self.index),
            Object::Name(name) => self.named(name.as_str().as_bytes()),
            Object::String(name) => self.named(name.as_bytes()),
            Object::Dict(place) => page_of(&place.get::<Array<'a>>(b"D".as_slice())?, self.index),
            _ => None,
        }
    }

    fn named(&mut self, name: &[u8]) -> Option<u32> {
        let (root, index) = (self.root, self.index);
        let named = self.named.get_or_insert_with(|| {
            let place = |target: Object<'a>| match target {
                Object::Array(place) => page_of(&place, index),
                Object::Dict(place) => page_of(&place.get::<Array<'a>>(b"D".as_slice())?, index),
                _ => None,
            };
            let tree = root.get::<Dict<'a>>(b"Names".as_slice()).and_then(|n| n.get::<Dict<'a>>(b"Dests".as_slice()));
            let mut all: HashMap<_, _> = tree.iter().flat_map(names).map(|(n, t)| (n, place(t))).collect();
            // Before PDF 1.2 they stood in a dictionary.
            if let Some(old) = root.get::<Dict<'a>>(b"Dests".as_slice()) {
                for key in old.keys().take(ENTRIES) {
                    let target = old.get::<Object<'a>>(&key).and_then(place);
                    all.insert(key.as_str().as_bytes().to_vec(), target);
                }
            }
            all
        });
        named.get(name).copied().flatten()
    }
}

/// The page that a destination begins with: its object, or its index.
fn page_of(place: &Array<'_>, index: &HashMap<ObjectIdentifier, usize>) -> Option<u32> {
    use hayro_syntax::object::MaybeRef;
    let page = match place.raw_iter().next()? {
        MaybeRef::Ref(page) => *index.get(&page.into())?,
        MaybeRef::NotRef(page) => super::objects::number(&page).filter(|n| *n >= 0.0)? as usize,
    };
    u32::try_from(page + 1).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn encryption_is_named_in_a_trailer_at_the_end_or_far_before_it() {
        assert!(is_encrypted(b"%PDF-1.4 trailer<</Encrypt 9 0 R>> startxref\n9\n%%EOF"));
        // The table of objects is a stream, as long as it likes.
        let mut stream = b"%PDF-1.5\n7 0 obj<</Type/XRef/Encrypt 9 0 R>>stream\n".to_vec();
        stream.resize(100_000, b'x');
        stream.extend_from_slice(b"\nstartxref\n9\n%%EOF");
        assert!(is_encrypted(&stream));
        assert!(!is_encrypted(b"/EncryptMetadata startxref\n99999999999999999999\n%%EOF") && !is_encrypted(b""));
    }

    #[test]
    fn strings_for_people() {
        assert_eq!(text_string(b"\xfe\xff\0M\0i\0n"), "Min");
        assert_eq!(text_string(b"Agenda \x96 May\x00"), "Agenda \u{2013} May");
    }
}
