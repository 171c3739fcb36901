//! A PDF's own structure (PDF 1.7, 14.7 and 14.8): read before its pages, filled with their words after.
//!
//! Only what is nearly complete is used: a file that tags most of its text but not all of it, or whose
//! tree reaches only some of its marks, is laid out by where its words stand instead.

use std::collections::{HashMap, HashSet};

use hayro_syntax::object::{Array, Dict, MaybeRef, Name, Object, ObjectIdentifier, String as PdfString};
use hayro_syntax::xref::XRef;
use types::{BBox, Child, Node, Page, Structure, Tag};

use super::facts::text_string;
use super::marks::{Leaf, Mark};

/// Elements of a tree that are read.
const ELEMENTS: usize = 1_000_000;
/// A piece of text that stands for others is a bullet, a ligature, a heading made of pictures: no longer.
const READS: usize = 300;
/// Share of the characters that must be marked, and share of the marked words that the tree must reach.
const COVERED: f32 = 0.95;
/// A tree with fewer blocks than this a page says nothing of the text's structure.
const BLOCKS: f32 = 1.0;

/// What an element holds.
enum Kid {
    Element(Element),
    Content(Leaf),
}

struct Element {
    tag: Tag,
    /// Says nothing of its own: a link, a span, the body of a list item.
    inline: bool,
    kids: Vec<Kid>,
}

/// The structure of a document, not yet filled with words.
pub(super) struct Tree {
    root: Vec<Kid>,
    /// What some pieces are to be read as.
    pub(super) reads: HashMap<Leaf, String>,
}

struct Reader<'r, 'a> {
    xref: &'a XRef,
    roles: HashMap<String, String>,
    pages: &'r HashMap<ObjectIdentifier, usize>,
    seen: HashSet<ObjectIdentifier>,
    reads: HashMap<Leaf, String>,
    left: usize,
    depth: usize,
}

/// Reads the tree, if there is one. `pages` gives the index of a page by its object; tags are read `depth` deep.
pub(super) fn tree<'a>(
    root: &Dict<'a>,
    xref: &'a XRef,
    pages: &HashMap<ObjectIdentifier, usize>,
    depth: usize,
) -> Option<Tree> {
    let top = root.get::<Dict<'a>>(b"StructTreeRoot".as_slice())?;
    let roles = top.get::<Dict<'a>>(b"RoleMap".as_slice()).map(|map| {
        let role = |key: Name<'a>| Some((key.as_str().to_owned(), map.get::<Name<'_>>(&key)?.as_str().to_owned()));
        map.keys().filter_map(role).collect()
    });
    let mut reader = Reader {
        xref,
        roles: roles.unwrap_or_default(),
        pages,
        seen: HashSet::new(),
        reads: HashMap::new(),
        left: ELEMENTS,
        depth,
    };
    let mut kids = Vec::new();
    reader.kids(&top, None, 0, 0, &mut kids);
    Some(Tree { root: kids, reads: reader.reads })
}

impl<'a> Reader<'_, 'a> {
    fn kids(&mut self, dict: &Dict<'a>, page: Option<usize>, list: u8, depth: usize, kids: &mut Vec<Kid>) {
        match dict.get_raw::<Object<'a>>(b"K".as_slice()) {
            Some(MaybeRef::NotRef(Object::Array(all))) => self.array(&all, page, list, depth, kids),
            Some(kid) => self.kid(kid, page, list, depth, kids),
            None => {}
        }
    }

    fn array(&mut self, all: &Array<'a>, page: Option<usize>, list: u8, depth: usize, kids: &mut Vec<Kid>) {
        for kid in all.raw_iter() {
            self.kid(kid, page, list, depth, kids);
        }
    }

    fn kid(&mut self, kid: MaybeRef<Object<'a>>, page: Option<usize>, list: u8, depth: usize, kids: &mut Vec<Kid>) {
        if depth > self.depth || self.left == 0 {
            return;
        }
        self.left -= 1;
        let object = match kid {
            MaybeRef::NotRef(object) => object,
            MaybeRef::Ref(reference) => {
                let id = ObjectIdentifier::from(reference);
                // An element has one parent; a second way to it is a cycle.
                if !self.seen.insert(id) {
                    return;
                }
                let Some(object) = self.xref.get::<Object<'a>>(id) else { return };
                object
            }
        };
        match object {
            Object::Number(id) => kids.extend(page.map(|page| leaf(page, None, id.as_i64()))),
            Object::Array(all) => self.array(&all, page, list, depth + 1, kids),
            Object::Dict(dict) => self.dict(&dict, page, list, depth, kids),
            _ => {}
        }
    }

    fn dict(&mut self, dict: &Dict<'a>, outer: Option<usize>, list: u8, depth: usize, kids: &mut Vec<Kid>) {
        let own = dict.get_ref(b"Pg".as_slice()).and_then(|r| self.pages.get(&r.into()).copied());
        let page = own.or(outer);
        let kind = dict.get::<Name<'_>>(b"Type".as_slice());
        match kind.as_ref().map(|k| k.as_str()) {
            Some("MCR") => {
                let form = dict.get_ref(b"Stm".as_slice()).map(ObjectIdentifier::from);
                if let (Some(page), Some(id)) = (page, dict.get::<i32>(b"MCID".as_slice())) {
                    kids.push(leaf(page, form, i64::from(id)));
                }
                return;
            }
            Some("OBJR") => return,
            _ => {}
        }
        let role = dict.get::<Name<'_>>(b"S".as_slice()).map(|s| s.as_str().to_owned()).unwrap_or_default();
        let role = self.role(role);
        let list = if role == "L" { list.saturating_add(1) } else { list };
        let (tag, inline) = tag(&role, list, dict);
        let mut inside = Vec::new();
        self.kids(dict, page, list, depth + 1, &mut inside);
        let reads = dict.get::<PdfString<'_>>(b"ActualText".as_slice()).map(|t| text_string(t.as_bytes()));
        if let Some(reads) =
            reads.filter(|r| r.len() <= READS && (inline || matches!(role.as_str(), "Figure" | "Formula")))
        {
            let mut reads = Some(reads);
            each_leaf(&inside, &mut |leaf| {
                self.reads.insert(leaf, reads.take().unwrap_or_default());
            });
        }
        if role == "LI" {
            inside = merge_item(inside);
        }
        kids.push(Kid::Element(Element { tag, inline, kids: inside }));
    }

    /// The standard role of one that the file names itself.
    fn role(&self, mut role: String) -> String {
        /// Roles that stand for roles that stand for others.
        const STEPS: usize = 8;
        for _ in 0..STEPS {
            match self.roles.get(&role) {
                Some(standard) if *standard != role && !is_standard(&role) => role.clone_from(standard),
                _ => break,
            }
        }
        role
    }
}

fn leaf(page: usize, form: Option<ObjectIdentifier>, id: i64) -> Kid {
    Kid::Content(Leaf { page, form, id: i32::try_from(id).unwrap_or(-1) })
}

fn each_leaf(kids: &[Kid], see: &mut impl FnMut(Leaf)) {
    for kid in kids {
        match kid {
            Kid::Content(leaf) => see(*leaf),
            Kid::Element(element) => each_leaf(&element.kids, see),
        }
    }
}

/// The label of an item and the first paragraph of its body stand in one line: they are one block.
fn merge_item(kids: Vec<Kid>) -> Vec<Kid> {
    let mut merged = Vec::with_capacity(kids.len());
    let mut open = true;
    for kid in unwrap(kids) {
        match kid {
            Kid::Element(Element { tag: Tag::Paragraph | Tag::Heading(_), kids, .. }) if open => {
                open = false;
                merged.extend(kids);
            }
            other => {
                open &= matches!(other, Kid::Content(_)) || matches!(&other, Kid::Element(e) if e.inline);
                merged.push(other);
            }
        }
    }
    merged
}

/// Takes the bodies of list items away from around what they hold.
fn unwrap(kids: Vec<Kid>) -> Vec<Kid> {
    let mut all = Vec::with_capacity(kids.len());
    for kid in kids {
        match kid {
            Kid::Element(Element { tag: Tag::Group, kids, .. }) => all.extend(unwrap(kids)),
            other => all.push(other),
        }
    }
    all
}

fn is_standard(role: &str) -> bool {
    tag_of(role).is_some()
}

/// The hallway's tag for a standard role, and whether it only dresses text that stands in another.
fn tag_of(role: &str) -> Option<(Tag, bool)> {
    Some(match role {
        "Document" | "DocumentFragment" | "Part" | "Art" | "Sect" | "Div" | "BlockQuote" | "Index" | "TOC"
        | "Private" | "Aside" | "L" | "THead" | "TBody" | "TFoot" | "Figure" | "Formula" | "Form" | "LBody"
        | "FENote" => (Tag::Group, false),
        "NonStruct" | "Span" | "Quote" | "Note" | "Reference" | "BibEntry" | "Code" | "Link" | "Annot" | "Ruby"
        | "RB" | "RT" | "RP" | "Warichu" | "WT" | "WP" | "Lbl" | "Em" | "Strong" | "Sub" => (Tag::Group, true),
        "P" | "Caption" | "TOCI" | "Title" => (Tag::Paragraph, false),
        "H" | "H1" => (Tag::Heading(1), false),
        "H2" | "H3" | "H4" | "H5" | "H6" => (Tag::Heading(role.as_bytes()[1] - b'0'), false),
        "LI" => (Tag::ListItem { level: 1, label: None }, false),
        "Table" => (Tag::Table, false),
        "TR" => (Tag::Row, false),
        "TH" | "TD" => (Tag::Cell { header: role == "TH", columns: 1, rows: 1 }, false),
        "Artifact" => (Tag::Artifact, false),
        _ => return None,
    })
}

fn tag(role: &str, list: u8, dict: &Dict<'_>) -> (Tag, bool) {
    let (mut tag, inline) = tag_of(role).unwrap_or((Tag::Group, true));
    match &mut tag {
        Tag::ListItem { level, .. } => *level = list.max(1),
        Tag::Cell { columns, rows, .. } => {
            *columns = attribute(dict, b"ColSpan").unwrap_or(1);
            *rows = attribute(dict, b"RowSpan").unwrap_or(1);
        }
        _ => {}
    }
    (tag, inline)
}

/// A number among an element's attributes, which are a dictionary or several.
fn attribute(dict: &Dict<'_>, key: &[u8]) -> Option<u16> {
    /// No table of a paper is larger.
    const MOST: i32 = 1000;
    let of = |owner: Dict<'_>| owner.get::<i32>(key);
    let number = match dict.get::<Object<'_>>(b"A".as_slice())? {
        Object::Dict(owner) => of(owner),
        Object::Array(owners) => owners.iter::<Object<'_>>().filter_map(Object::into_dict).find_map(of),
        _ => None,
    };
    number.and_then(|n| u16::try_from(n.clamp(1, MOST)).ok())
}

/// The words of each piece of the structure, by their indexes on the page.
type Words = HashMap<Leaf, Vec<usize>>;

/// The structure of the pages' words, if the tree accounts for nearly all of them. `marks` gives for every page
/// the mark of every word.
pub(super) fn structure(tree: &Tree, pages: &[Page], marks: &[Vec<Mark>]) -> Option<Structure> {
    let mut words: Words = HashMap::new();
    let (mut marked, mut all) = (0_usize, 0_usize);
    let letters = |page: usize, word: usize| pages[page].words[word].text.len();
    for (page, marks) in marks.iter().enumerate() {
        for (word, mark) in marks.iter().enumerate() {
            all += letters(page, word);
            marked += if *mark == Mark::None { 0 } else { letters(page, word) };
            if let Mark::Content(leaf) = mark {
                words.entry(*leaf).or_default().push(word);
            }
        }
    }
    let mut reached: Vec<Vec<bool>> = marks.iter().map(|m| vec![false; m.len()]).collect();
    each_leaf(&tree.root, &mut |leaf| {
        for &word in words.get(&leaf).into_iter().flatten() {
            reached[leaf.page][word] = true;
        }
    });
    let content: usize =
        words.iter().map(|(leaf, all)| all.iter().map(|w| letters(leaf.page, *w)).sum::<usize>()).sum();
    let in_tree: usize = reached
        .iter()
        .enumerate()
        .map(|(page, words)| {
            words.iter().enumerate().filter(|(_, r)| **r).map(|(w, _)| letters(page, w)).sum::<usize>()
        })
        .sum();
    if (marked as f32) < COVERED * all as f32 || (in_tree as f32) < COVERED * content as f32 || in_tree == 0 {
        return None;
    }
    let mut nodes = Filler { words, pages }.blocks(&tree.root);
    let with_text = pages.iter().filter(|p| !p.words.is_empty()).count();
    if (nodes.len() as f32) < BLOCKS * with_text as f32 {
        return None;
    }
    if !runs_down(&nodes, pages) {
        return None;
    }
    add_rest(&mut nodes, pages, marks, &reached);
    Some(Structure { nodes })
}

/// Whether the order of the tags is one that a reader would follow. Some programs (Quartz) tag the items of
/// lists before the paragraphs between them: such an order jumps back up the page in the same column.
fn runs_down(nodes: &[Node], pages: &[Page]) -> bool {
    /// Share of the lines that may stand above the line before: captions and text boxes are tagged out of turn.
    const JUMPS: f32 = 0.02;
    let mut lines: Vec<(usize, BBox)> = Vec::new();
    for node in nodes {
        each_line(node, pages, &mut lines);
    }
    let jumps = lines.windows(2).filter(|pair| {
        let [(before, a), (page, b)] = pair else { return false };
        let shared = a.right().min(b.right()) - a.left().max(b.left());
        let above = b.bottom() <= a.top() + 1.0 && shared > 0.5 * a.width().min(b.width());
        page < before || page == before && above
    });
    jumps.count() as f32 <= JUMPS * lines.len() as f32
}

fn each_line(node: &Node, pages: &[Page], lines: &mut Vec<(usize, BBox)>) {
    for child in &node.children {
        match child {
            Child::Node(inner) => each_line(inner, pages, lines),
            Child::Words { page, words } => {
                let boxes = pages[*page].words[words.clone()].iter().filter_map(|w| w.bbox);
                lines.extend(boxes.reduce(|a, b| a.union(&b)).map(|b| (*page, b)));
            }
            Child::LineBreak => {}
        }
    }
}

struct Filler<'p> {
    words: Words,
    pages: &'p [Page],
}

impl Filler<'_> {
    /// The blocks of elements, groups dissolved: a group says nothing, and what it holds keeps its order.
    fn blocks(&mut self, kids: &[Kid]) -> Vec<Node> {
        let mut nodes = Vec::new();
        let mut text = Node::new(Tag::Paragraph);
        for kid in kids {
            match kid {
                Kid::Content(leaf) => self.content(*leaf, &mut text),
                Kid::Element(element) if element.inline && !holds_blocks(element) => self.inline(element, &mut text),
                Kid::Element(element) => {
                    close(&mut text, &mut nodes);
                    if element.tag == Tag::Group {
                        nodes.extend(self.blocks(&element.kids));
                    } else if let Some(node) = self.node(element) {
                        nodes.push(node);
                    }
                }
            }
        }
        close(&mut text, &mut nodes);
        nodes
    }

    fn inline(&mut self, element: &Element, text: &mut Node) {
        for kid in &element.kids {
            match kid {
                Kid::Content(leaf) => self.content(*leaf, text),
                Kid::Element(inner) => self.inline(inner, text),
            }
        }
    }

    /// The node of an element; `None` where it holds nothing and nothing would miss it.
    fn node(&mut self, element: &Element) -> Option<Node> {
        let mut node = Node::new(element.tag.clone());
        for kid in &element.kids {
            match kid {
                Kid::Content(leaf) => self.content(*leaf, &mut node),
                Kid::Element(inner) if inner.inline && !holds_blocks(inner) => self.inline(inner, &mut node),
                Kid::Element(inner) if inner.tag == Tag::Group => {
                    let inside = self.blocks(&inner.kids);
                    node.children.extend(inside.into_iter().map(Child::Node));
                }
                Kid::Element(inner) => node.children.extend(self.node(inner).map(Child::Node)),
            }
        }
        (!node.children.is_empty() || matches!(node.tag, Tag::Cell { .. })).then_some(node)
    }

    /// Adds the words of a piece, once, line by line.
    fn content(&mut self, leaf: Leaf, node: &mut Node) {
        let page = leaf.page;
        for word in self.words.remove(&leaf).unwrap_or_default() {
            let baseline = |w: usize| self.pages[page].words[w].baseline;
            if let Some(Child::Words { page: before, words }) = node.children.last_mut() {
                let same_line = *before == page && baseline(words.start) == baseline(word);
                if same_line && words.end == word {
                    words.end += 1;
                    continue;
                }
                if !same_line {
                    node.children.push(Child::LineBreak);
                }
            }
            node.children.push(Child::Words { page, words: word..word + 1 });
        }
    }
}

/// An element that only dresses text, but around paragraphs or tables.
fn holds_blocks(element: &Element) -> bool {
    element.kids.iter().any(|kid| matches!(kid, Kid::Element(e) if !e.inline || holds_blocks(e)))
}

fn close(text: &mut Node, nodes: &mut Vec<Node>) {
    if !text.children.is_empty() {
        nodes.push(std::mem::replace(text, Node::new(Tag::Paragraph)));
    }
}

/// Adds the words that the tree does not reach: artifacts as such, others behind what stands before them
/// on their page.
fn add_rest(nodes: &mut Vec<Node>, pages: &[Page], marks: &[Vec<Mark>], reached: &[Vec<bool>]) {
    let mut rest: Vec<(usize, Node)> = Vec::new(); // by page
    for (page, marks) in marks.iter().enumerate() {
        let mut open: Option<(bool, usize)> = None; // whether an artifact, and its last word
        for (word, mark) in marks.iter().enumerate().filter(|(w, _)| !reached[page][*w]) {
            let artifact = *mark == Mark::Artifact;
            let baseline = |w: usize| pages[page].words[w].baseline;
            let goes_on =
                open.is_some_and(|(a, last)| a == artifact && last + 1 == word && baseline(last) == baseline(word));
            open = Some((artifact, word));
            if goes_on
                && let Some((_, node)) = rest.last_mut()
                && let Some(Child::Words { words, .. }) = node.children.last_mut()
            {
                words.end += 1;
                continue;
            }
            let mut node = Node::new(if artifact { Tag::Artifact } else { Tag::Paragraph });
            node.children.push(Child::Words { page, words: word..word + 1 });
            rest.push((page, node));
        }
    }
    // Back to front, so that what is put in does not move what is still to be found.
    let last_pages: Vec<usize> = nodes.iter().map(|n| last_page(n).unwrap_or(0)).collect();
    for (page, node) in rest.into_iter().rev() {
        let at = last_pages.iter().rposition(|p| *p <= page).map_or(0, |i| i + 1);
        nodes.insert(at, node);
    }
}

fn last_page(node: &Node) -> Option<usize> {
    let page = |child: &Child| match child {
        Child::Node(inner) => last_page(inner),
        Child::Words { page, .. } => Some(*page),
        Child::LineBreak => None,
    };
    node.children.iter().rev().find_map(page)
}
