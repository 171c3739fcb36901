//! Word documents: the ZIP and its XML read directly, with the numbers that Word works out for lists.
//!
//! Element and attribute names as in ECMA-376, part 1, section 17.

use std::collections::HashMap;
use std::io::{Cursor, Read};

use quick_xml::Reader;
use quick_xml::XmlVersion;
use quick_xml::events::{BytesStart, Event};
use types::{MediaType, Pages, Style, Tag, Warned, WarningKind, Warnings};
use zip::ZipArchive;

use crate::error::Error;
use crate::flow::Flow;
use crate::limits::Limits;
use crate::numeral::numeral;

type Archive<'a> = ZipArchive<Cursor<&'a [u8]>>;

const BODY: &str = "word/document.xml";

/// Whether a ZIP archive holds a Word document.
pub(crate) fn is_docx(bytes: &[u8]) -> bool {
    ZipArchive::new(Cursor::new(bytes)).is_ok_and(|zip| zip.index_for_name(BODY).is_some())
}

pub(crate) fn read(bytes: &[u8], limits: &Limits) -> Result<Warned<Pages>, Error> {
    let mut zip = ZipArchive::new(Cursor::new(bytes)).map_err(|e| Error::Damaged(format!("its ZIP: {e}")))?;
    // All parts together: many small heads unpack to as much as one large body.
    let mut left = limits.unpacked;
    let body = part(&mut zip, BODY, &mut left)?.ok_or_else(|| Error::Damaged(format!("it holds no `{BODY}`")))?;
    let styles = part(&mut zip, "word/styles.xml", &mut left)?.unwrap_or_default();
    let numbering = part(&mut zip, "word/numbering.xml", &mut left)?.unwrap_or_default();
    let mut warnings = Warnings::new();
    let mut parser = Parser {
        flow: Flow::new(limits.depth),
        styles: read_styles(&styles),
        numbering: read_numbering(&numbering),
        paragraph: Paragraph::default(),
        outer: Vec::new(),
        run: Style::default(),
        skipped: 0,
        in_text: false,
    };
    // Heads and feet first: they are furniture, wherever they stand.
    let mut margins: Vec<String> = zip
        .file_names()
        .filter_map(|name| name.ok().map(|n| n.into_owned()))
        .filter(|n| n.starts_with("word/header") || n.starts_with("word/footer"))
        .collect();
    margins.sort();
    for name in margins {
        if let Some(xml) = part(&mut zip, &name, &mut left)? {
            parser.flow.open(Tag::Artifact);
            parser.xml(&xml, &name, &mut warnings);
            parser.flow.close_to(1);
        }
    }
    parser.xml(&body, BODY, &mut warnings);
    let pages = parser.flow.finish(MediaType::Docx);
    if pages.pages.iter().all(|p| p.words.is_empty()) {
        return Err(Error::Damaged("it holds no text".into()));
    }
    Ok(warnings.around(pages))
}

/// A part of the archive as text, if it is there. It may unpack to as many bytes as are left, and takes its own from
/// them.
fn part(zip: &mut Archive<'_>, name: &str, left: &mut usize) -> Result<Option<String>, Error> {
    let file = match zip.by_name(name) {
        Ok(file) => file,
        Err(zip::result::ZipError::FileNotFound) => return Ok(None),
        Err(e) => return Err(Error::Damaged(format!("`{name}`: {e}"))),
    };
    let mut bytes = Vec::new();
    // What stands before a fault in the packed bytes is kept; the XML reader warns of the rest.
    let read = file.take((*left as u64).saturating_add(1)).read_to_end(&mut bytes);
    let Some(rest) = left.checked_sub(bytes.len()) else {
        let message =
            format!("its parts unpack to more than is read; `{name}` is over the {left} bytes that were left");
        return Err(Error::OverLimit(message));
    };
    *left = rest;
    if let (Err(e), true) = (read, bytes.is_empty()) {
        return Err(Error::Damaged(format!("`{name}`: {e}")));
    }
    Ok(Some(String::from_utf8_lossy(&bytes).into_owned()))
}

/// What a style, or a paragraph itself, says of paragraphs.
#[derive(Clone, Debug, Default)]
struct ParagraphStyle {
    /// Heading level, 1 to 9.
    heading: Option<u8>,
    /// Numbering instance and level; instance 0 takes a numbering away.
    list: Option<(u32, usize)>,
    /// Only the level is given, the instance comes from the style.
    level: Option<usize>,
    run: RunStyle,
    based_on: Option<String>,
}

#[derive(Clone, Copy, Debug, Default)]
struct RunStyle {
    bold: Option<bool>,
    italic: Option<bool>,
}

impl RunStyle {
    fn over(self, below: Self) -> Self {
        Self { bold: self.bold.or(below.bold), italic: self.italic.or(below.italic) }
    }

    fn style(self) -> Style {
        Style { bold: self.bold.unwrap_or(false), italic: self.italic.unwrap_or(false) }
    }
}

/// A level of a list.
#[derive(Clone, Debug)]
struct Level {
    format: String,
    /// `%1.%2`: percent and digit stand for the number of that level.
    pattern: String,
    start: i64,
}

#[derive(Default)]
struct Numbering {
    /// Levels of each abstract list.
    lists: HashMap<u32, HashMap<usize, Level>>,
    /// Abstract list of each instance.
    instances: HashMap<u32, u32>,
    /// Starts that an instance overrides.
    overrides: HashMap<(u32, usize), i64>,
    /// The last number given, by abstract list.
    counters: HashMap<u32, Vec<Option<i64>>>,
    /// Instances that have given a number already.
    begun: HashMap<u32, ()>,
}

impl Numbering {
    /// Counts an item of this list and gives its label.
    fn next(&mut self, instance: u32, level: usize) -> Option<String> {
        /// Word has nine levels.
        const LEVELS: usize = 9;
        if level >= LEVELS {
            return None;
        }
        let list = *self.instances.get(&instance)?;
        let levels = self.lists.get(&list)?;
        let counters = self.counters.entry(list).or_insert_with(|| vec![None; LEVELS]);
        if self.begun.insert(instance, ()).is_none() {
            for (at, counter) in counters.iter_mut().enumerate() {
                if let Some(start) = self.overrides.get(&(instance, at)) {
                    *counter = Some(start - 1);
                }
            }
        }
        let start = |at: usize| levels.get(&at).map_or(1, |l| l.start);
        counters[level] = Some(counters[level].map_or_else(|| start(level), |n| n + 1));
        for deeper in counters.iter_mut().skip(level + 1) {
            *deeper = None;
        }
        let described = levels.get(&level)?;
        let mut label = String::new();
        let mut pattern = described.pattern.chars();
        while let Some(c) = pattern.next() {
            match (c, pattern.clone().next().and_then(|d| d.to_digit(10))) {
                ('%', Some(digit)) if digit > 0 => {
                    pattern.next();
                    let at = digit as usize - 1;
                    let number = counters.get(at).copied().flatten().unwrap_or_else(|| start(at));
                    let format = levels.get(&at).map_or("decimal", |l| l.format.as_str());
                    label.push_str(&format_number(number, format));
                }
                _ => label.push(c),
            }
        }
        if described.format == "bullet" {
            label = "\u{2022}".into();
        }
        (!label.trim().is_empty() && described.format != "none").then(|| label.trim().to_owned())
    }
}

fn format_number(number: i64, format: &str) -> String {
    let form = match format {
        "lowerLetter" => 'a',
        "upperLetter" => 'A',
        "lowerRoman" => 'i',
        "upperRoman" => 'I',
        _ => '1',
    };
    if format == "decimalZero" && number < 10 { format!("0{number}") } else { numeral(number, form) }
}

fn attribute(e: &BytesStart<'_>, name: &str) -> Option<String> {
    let value = e.try_get_attribute(name).ok().flatten()?;
    value.normalized_value(XmlVersion::Implicit1_0).ok().map(|v| v.into_owned())
}

fn number<T: std::str::FromStr>(e: &BytesStart<'_>, name: &str) -> Option<T> {
    attribute(e, name)?.parse().ok()
}

/// The value of `<w:b/>`, `<w:b w:val="0"/>`.
fn on(e: &BytesStart<'_>) -> bool {
    !matches!(attribute(e, "w:val").as_deref(), Some("0" | "false" | "off" | "none"))
}

/// Reads one property of a paragraph or of its runs; used for styles and for paragraphs alike.
fn property(e: &BytesStart<'_>, name: &str, style: &mut ParagraphStyle) {
    match name {
        "outlineLvl" => style.heading = number::<u8>(e, "w:val").filter(|l| *l < 9).map(|l| l + 1),
        "ilvl" => {
            style.level = number(e, "w:val");
            if let (Some((_, level)), Some(given)) = (&mut style.list, style.level) {
                *level = given;
            }
        }
        "numId" => style.list = number(e, "w:val").map(|id| (id, style.level.unwrap_or(0))),
        "b" => style.run.bold = Some(on(e)),
        "i" => style.run.italic = Some(on(e)),
        _ => {}
    }
}

/// The styles of the document, each with what it takes from those that it is based on.
fn read_styles(xml: &str) -> HashMap<String, ParagraphStyle> {
    let mut styles: HashMap<String, ParagraphStyle> = HashMap::new();
    let mut current: Option<(String, ParagraphStyle)> = None;
    let mut reader = Reader::from_str(xml);
    loop {
        match reader.read_event() {
            Ok(Event::Start(e) | Event::Empty(e)) => {
                let name = e.local_name();
                match (name.as_ref(), &mut current) {
                    ("style", _) => {
                        current = attribute(&e, "w:styleId").map(|id| (id, ParagraphStyle::default()));
                    }
                    ("name", Some((_, style))) => {
                        let name = attribute(&e, "w:val").unwrap_or_default().to_ascii_lowercase();
                        style.heading = match name.strip_prefix("heading ") {
                            Some(level) => level.parse().ok(),
                            None => (name == "title").then_some(1),
                        };
                    }
                    ("basedOn", Some((_, style))) => style.based_on = attribute(&e, "w:val"),
                    (name, Some((_, style))) => property(&e, name, style),
                    _ => {}
                }
            }
            Ok(Event::End(e)) if e.local_name().as_ref() == "style" => styles.extend(current.take()),
            Ok(Event::Eof) | Err(_) => break,
            Ok(_) => {}
        }
    }
    let inherit = |id: &String| {
        /// Chains of styles are short; a longer one goes in a circle.
        const LONGEST: usize = 12;
        let mut whole = ParagraphStyle::default();
        let mut at = Some(id.clone());
        for _ in 0..LONGEST {
            let Some(style) = at.and_then(|id| styles.get(&id)) else { break };
            whole.heading = whole.heading.or(style.heading);
            whole.list = whole.list.or(style.list);
            whole.run = whole.run.over(style.run);
            at = style.based_on.clone();
        }
        whole
    };
    styles.keys().map(|id| (id.clone(), inherit(id))).collect()
}

fn read_numbering(xml: &str) -> Numbering {
    let mut numbering = Numbering::default();
    let (mut list, mut instance, mut level) = (None::<u32>, None::<u32>, 0usize);
    let mut reader = Reader::from_str(xml);
    loop {
        match reader.read_event() {
            Ok(Event::Start(e) | Event::Empty(e)) => match e.local_name().as_ref() {
                "abstractNum" => {
                    (list, instance) = (number(&e, "w:abstractNumId"), None);
                }
                "num" => (list, instance) = (None, number(&e, "w:numId")),
                "abstractNumId" => {
                    if let (Some(instance), Some(list)) = (instance, number(&e, "w:val")) {
                        numbering.instances.insert(instance, list);
                    }
                }
                "lvl" | "lvlOverride" => {
                    level = number(&e, "w:ilvl").unwrap_or(0);
                    if let Some(list) = list {
                        let empty = Level { format: "decimal".into(), pattern: String::new(), start: 1 };
                        numbering.lists.entry(list).or_default().insert(level, empty);
                    }
                }
                "startOverride" => {
                    if let (Some(instance), Some(start)) = (instance, number(&e, "w:val")) {
                        numbering.overrides.insert((instance, level), start);
                    }
                }
                name => {
                    let described = list.and_then(|l| numbering.lists.get_mut(&l)?.get_mut(&level));
                    if let Some(described) = described {
                        match name {
                            "start" => described.start = number(&e, "w:val").unwrap_or(1),
                            "numFmt" => described.format = attribute(&e, "w:val").unwrap_or_default(),
                            "lvlText" => described.pattern = attribute(&e, "w:val").unwrap_or_default(),
                            _ => {}
                        }
                    }
                }
            },
            Ok(Event::Eof) | Err(_) => break,
            Ok(_) => {}
        }
    }
    numbering
}

/// A paragraph whose words have not begun: its tag waits for its properties.
#[derive(Default)]
struct Paragraph {
    own: ParagraphStyle,
    style: Option<String>,
    open: bool,
    begun: bool,
    /// Run properties inside the paragraph's own describe its mark, not its words.
    in_properties: bool,
    in_run_properties: bool,
}

struct Parser {
    flow: Flow,
    styles: HashMap<String, ParagraphStyle>,
    numbering: Numbering,
    paragraph: Paragraph,
    /// Paragraphs that hold the one being read, in text boxes.
    outer: Vec<Paragraph>,
    run: Style,
    /// Open elements whose text is not read.
    skipped: usize,
    in_text: bool,
}

impl Parser {
    fn xml(&mut self, xml: &str, name: &str, warnings: &mut Warnings) {
        let mut reader = Reader::from_str(xml);
        reader.config_mut().check_end_names = false;
        loop {
            match reader.read_event() {
                Ok(Event::Start(e)) => self.start(&e, false),
                Ok(Event::Empty(e)) => {
                    self.start(&e, true);
                    self.end(e.local_name().as_ref());
                }
                Ok(Event::End(e)) => self.end(e.local_name().as_ref()),
                Ok(Event::Text(text)) if self.in_text => self.words(&text.xml10_content()),
                Ok(Event::GeneralRef(entity)) if self.in_text => {
                    let c = match &*entity.xml10_content() {
                        "amp" => Some('&'),
                        "lt" => Some('<'),
                        "gt" => Some('>'),
                        "quot" => Some('"'),
                        "apos" => Some('\''),
                        _ => entity.resolve_char_ref().ok().flatten(),
                    };
                    if let Some(c) = c {
                        self.words(c.encode_utf8(&mut [0; 4]));
                    }
                }
                Ok(Event::Eof) => break,
                Err(e) => {
                    let message = format!("`{name}` is damaged ({e}); what follows was left out");
                    warnings.about(WarningKind::Damaged, message);
                    break;
                }
                Ok(_) => {}
            }
        }
        self.skipped = 0;
        self.in_text = false;
    }

    fn start(&mut self, e: &BytesStart<'_>, empty: bool) {
        let name = e.local_name();
        let name = name.as_ref();
        if is_skipped(name) {
            self.skipped += 1;
        }
        if self.skipped > 0 {
            return;
        }
        let p = &mut self.paragraph;
        match name {
            "p" => {
                let outer = std::mem::take(p);
                if outer.open {
                    self.outer.push(outer);
                }
                self.paragraph.open = true;
            }
            "pPr" => p.in_properties = !empty,
            "rPr" => p.in_run_properties = !empty,
            "pStyle" => p.style = attribute(e, "w:val"),
            "r" => self.run = self.inherited().run.style(),
            "rStyle" if !p.in_properties => {
                let style = attribute(e, "w:val").and_then(|id| self.styles.get(&id));
                if let Some(style) = style {
                    self.run.bold = style.run.bold.unwrap_or(self.run.bold);
                    self.run.italic = style.run.italic.unwrap_or(self.run.italic);
                }
            }
            "b" if p.in_run_properties && !p.in_properties => self.run.bold = on(e),
            "i" if p.in_run_properties && !p.in_properties => self.run.italic = on(e),
            "ilvl" | "numId" | "outlineLvl" if p.in_properties => property(e, name, &mut p.own),
            "t" => self.in_text = !empty,
            "tab" if !p.in_properties => self.words("\t"),
            "br" | "cr" => {
                self.begin();
                self.flow.line_break();
            }
            "noBreakHyphen" => self.words("-"),
            "sym" => self.words("\u{2022}"),
            "tbl" => self.flow.open(Tag::Table),
            "tr" => self.flow.open(Tag::Row),
            "tc" => self.flow.open(Tag::Cell { header: false, columns: 1, rows: 1 }),
            "gridSpan" => self.flow.widen_cell(number(e, "w:val").unwrap_or(1).clamp(1, 100)),
            _ => {}
        }
    }

    fn end(&mut self, name: &str) {
        if is_skipped(name) {
            self.skipped = self.skipped.saturating_sub(1);
            return;
        }
        if self.skipped > 0 {
            return;
        }
        match name {
            "p" => {
                if self.paragraph.begun {
                    self.flow.close();
                } else {
                    // Word counts an empty numbered paragraph too.
                    let label = self.label();
                    if let Some((level, label)) = label.filter(|_| self.flow.in_cell()) {
                        let level = u8::try_from(level + 1).unwrap_or(u8::MAX);
                        self.flow.open(Tag::ListItem { level, label: Some(label) });
                        self.flow.close();
                    }
                }
                self.paragraph = self.outer.pop().unwrap_or_default();
            }
            "pPr" => self.paragraph.in_properties = false,
            "rPr" => self.paragraph.in_run_properties = false,
            "t" => self.in_text = false,
            "tbl" | "tr" | "tc" => self.flow.close(),
            _ => {}
        }
    }

    fn inherited(&self) -> ParagraphStyle {
        let style = self.paragraph.style.as_ref().and_then(|id| self.styles.get(id));
        style.cloned().unwrap_or_default()
    }

    /// Counts the paragraph in its list and gives the label that Word would print.
    fn label(&mut self) -> Option<(usize, String)> {
        let (own, style) = (&self.paragraph.own, self.inherited());
        let (instance, mut level) = own.list.or(style.list)?;
        if own.list.is_none() {
            level = own.level.unwrap_or(level);
        }
        self.numbering.next(instance, level).map(|label| (level, label))
    }

    /// Opens the paragraph's tag: its first word has come.
    fn begin(&mut self) {
        if !self.paragraph.open || self.paragraph.begun {
            return;
        }
        self.paragraph.begun = true;
        let heading = self.paragraph.own.heading.or(self.inherited().heading);
        let label = self.label();
        self.flow.open(match (heading, label) {
            // A numbered heading keeps its number: it is the item's.
            (_, Some((level, label))) => {
                let level = u8::try_from(level + 1).unwrap_or(u8::MAX);
                Tag::ListItem { level, label: Some(label) }
            }
            (Some(level), None) => Tag::Heading(level.min(6)),
            (None, None) => Tag::Paragraph,
        });
    }

    fn words(&mut self, text: &str) {
        if self.skipped > 0 {
            return;
        }
        if !text.trim().is_empty() {
            self.begin();
        }
        if self.paragraph.begun {
            self.flow.text(text, self.run);
        }
    }
}

/// Text that Word keeps but does not show: deletions, moves away, the older form of a text box.
fn is_skipped(name: &str) -> bool {
    matches!(name, "del" | "moveFrom" | "Fallback" | "instrText" | "delText")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_numbers_that_word_works_out() {
        let xml = r#"<w:numbering xmlns:w="w"><w:abstractNum w:abstractNumId="7">
            <w:lvl w:ilvl="0"><w:start w:val="9"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%1."/></w:lvl>
            <w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="lowerLetter"/><w:lvlText w:val="%1.(%2)"/></w:lvl>
            </w:abstractNum><w:num w:numId="3"><w:abstractNumId w:val="7"/></w:num></w:numbering>"#;
        let mut numbering = read_numbering(xml);
        let labels: Vec<_> = [0, 1, 1, 0, 1].iter().map(|&l| numbering.next(3, l).unwrap_or_default()).collect();
        assert_eq!(labels, ["9.", "9.(a)", "9.(b)", "10.", "10.(a)"]);
        assert_eq!(numbering.next(4, 0), None);
    }

    #[test]
    fn styles_take_from_what_they_are_based_on() {
        let xml = r#"<w:styles xmlns:w="w"><w:style w:styleId="A"><w:name w:val="heading 2"/><w:rPr><w:b/></w:rPr></w:style>
            <w:style w:styleId="B"><w:name w:val="Item"/><w:basedOn w:val="A"/><w:rPr><w:i/></w:rPr></w:style></w:styles>"#;
        let styles = read_styles(xml);
        let b = styles.get("B").cloned().unwrap_or_default();
        assert_eq!((b.heading, b.run.bold, b.run.italic), (Some(2), Some(true), Some(true)));
    }
}
