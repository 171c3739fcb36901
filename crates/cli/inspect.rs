//! `inspect`: how a file was read, in words, as a drawing or as a picture.

use std::fmt::Write as _;
use std::io::{self, Write};
use std::path::Path;

use anyhow::{Context, Result, anyhow, bail};
use ingest::{Limits, Picture, ReadError};
use serde_json::json;
use types::{BBox, Block, Color, Document, Facts, POOR, Page, Pages, Source, Text, Warned, WarningKind};

use crate::args::Inspect;
use crate::exit::Exit;
use crate::read::with;
use crate::terminal;

/// What a reader sees of a page, by kind, each with its box on the page as it is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Paragraph,
    Heading,
    Item,
    Cell,
    Furniture,
}

impl Kind {
    fn color(self) -> Color {
        Color(match self {
            Self::Paragraph => [0x1b, 0x8a, 0x3a],
            Self::Heading => [0x1f, 0x5f, 0xd0],
            Self::Item => [0x8a, 0x2b, 0xc2],
            Self::Cell => [0xe0, 0x7b, 0x00],
            Self::Furniture => [0x80, 0x80, 0x80],
        })
    }

    fn name(self) -> &'static str {
        match self {
            Self::Paragraph => "paragraph",
            Self::Heading => "heading",
            Self::Item => "list item",
            Self::Cell => "cell",
            Self::Furniture => "furniture",
        }
    }
}

struct Shown {
    kind: Kind,
    bbox: BBox,
    text: String,
}

/// Drawn lines.
const RULE: Color = Color([0xd0, 0x10, 0x10]);
/// Lines under words.
const WORD: Color = Color([0x70, 0xa0, 0xff]);

/// What is to be shown of a file, and a painted page of it if one was asked for.
type Looked = (Pages, Document, Option<Picture>);

/// `minutebook inspect`
pub(crate) fn inspect(arguments: &Inspect) -> Result<Exit> {
    /// Pixels a point: 144 to the inch, at which small print can be read.
    const SCALE: f32 = 2.0;
    let number = arguments.page.unwrap_or(1);
    let paint = arguments.png.is_some();
    let read = move |source: &Source, limits: &Limits| -> Result<Warned<Looked>, ReadError> {
        let Warned { value: (pages, document), warnings } = ingest::look(source, limits)?;
        let picture = if paint { ingest::picture(source, number, SCALE)? } else { None };
        Ok(Warned { value: (pages, document, picture), warnings })
    };
    let Warned { value: (pages, document, picture), warnings } =
        with(&arguments.file, Some(&arguments.folder.path()), arguments.limits.apply(), read)?;
    let drawn = arguments.svg.is_some() || arguments.png.is_some();
    let wanted = arguments.page.or(drawn.then_some(1));
    let page = match wanted {
        Some(n) => Some(pages.pages.iter().find(|p| p.number == n).ok_or_else(|| {
            anyhow!("`{}` has {} pages, there is no page {n}", arguments.file.display(), pages.pages.len())
        })?),
        None => None,
    };
    if let (Some(page), Some(out)) = (page, &arguments.svg) {
        return save(out, svg(placed(page, &arguments.file)?, &shown(page, &document)).as_bytes());
    }
    if let (Some(page), Some(out)) = (page, &arguments.png) {
        let Some(mut picture) = picture else {
            bail!("`{}`: only pages of PDFs can be painted", arguments.file.display());
        };
        overlay(&mut picture, page, &shown(page, &document));
        return save(out, &encode(&picture)?);
    }
    let mut out = io::BufWriter::new(io::stdout().lock());
    if arguments.json {
        let quality = pages.pages.iter().map(|p| json!({"page": p.number, "quality": p.quality}));
        let all = json!({
            "media_type": pages.media_type, "facts": pages.facts, "fonts": pages.fonts, "ocr": pages.ocr,
            "tagged": pages.structure.is_some(), "pages": quality.collect::<Vec<_>>(), "warnings": warnings,
        });
        writeln!(out, "{all}")?;
    } else if let Some(page) = page {
        describe_page(page, &pages, &document, &mut out)?;
    } else {
        describe(&pages, &document, &mut out)?;
        for warning in warnings.iter().filter(|w| w.kind != WarningKind::PageNotRead) {
            writeln!(out, "warning: {}", terminal::plain(&warning.message))?;
        }
    }
    out.flush()?;
    Ok(Exit::Done)
}

fn save(path: &Path, bytes: &[u8]) -> Result<Exit> {
    std::fs::write(path, bytes).with_context(|| format!("`{}`: cannot be written", path.display()))?;
    Ok(Exit::Done)
}

/// The page, if its words have places.
fn placed<'p>(page: &'p Page, file: &Path) -> Result<&'p Page> {
    if page.width <= 0.0 {
        bail!("`{}`: its format has no pages that could be drawn", file.display());
    }
    Ok(page)
}

/// The blocks and the furniture that stand on a page.
fn shown(page: &Page, document: &Document) -> Vec<Shown> {
    let mut all = Vec::new();
    for block in &document.blocks {
        show(block, page, &mut all);
    }
    for furniture in &document.furniture {
        add(Kind::Furniture, &[&furniture.text], page, &mut all);
    }
    all
}

fn show(block: &Block, page: &Page, all: &mut Vec<Shown>) {
    match block {
        Block::Heading(_, text) => add(Kind::Heading, &[text], page, all),
        Block::Paragraph(text) => add(Kind::Paragraph, &[text], page, all),
        Block::ListItem { text, .. } => add(Kind::Item, &[text], page, all),
        Block::Table(table) => {
            for cell in table.rows.iter().flat_map(|r| &r.cells) {
                add(Kind::Cell, &[&cell.text()], page, all);
            }
        }
    }
}

fn add(kind: Kind, texts: &[&Text], page: &Page, all: &mut Vec<Shown>) {
    let here = |t: &&&Text| t.runs.iter().any(|r| r.page + 1 == page.number as usize);
    for text in texts.iter().filter(here) {
        let runs = text.runs.iter().filter(|r| r.page + 1 == page.number as usize);
        if let Some(bbox) = runs.filter_map(|r| r.bbox).reduce(|a, b| a.union(&b)) {
            all.push(Shown { kind, bbox, text: text.text.clone() });
        }
    }
}

fn describe(pages: &Pages, document: &Document, out: &mut impl Write) -> io::Result<()> {
    let Facts { title, language, author, creator, producer, created, modified, .. } = &pages.facts;
    let mut line = |name: &str, value: &str| writeln!(out, "{name:<12} {}", terminal::plain(value));
    let known =
        [("title", title), ("author", author), ("language", language), ("written in", creator), ("made by", producer)];
    for (name, value) in known {
        if let Some(value) = value {
            line(name, value)?;
        }
    }
    for (name, day) in [("made on", created), ("changed on", modified)] {
        if let Some(day) = day {
            line(name, &day.to_string())?;
        }
    }
    if pages.facts.encrypted {
        line("encrypted", "yes, without a password for reading")?;
    }
    if pages.facts.signed {
        line("signed", "yes (the signature is not checked)")?;
    }
    line("structure", if pages.structure.is_some() { "its own" } else { "worked out from the page" })?;
    if pages.ocr {
        line("words", "recognised from pictures")?;
    }
    if !pages.facts.page_labels.is_empty() {
        line("page labels", &pages.facts.page_labels.join(" "))?;
    }
    for bookmark in &pages.facts.outline {
        let page = bookmark.page.map_or(String::new(), |p| format!(" (page {p})"));
        line("bookmark", &format!("{}{}{page}", "  ".repeat(usize::from(bookmark.level) - 1), bookmark.title))?;
    }
    for attachment in &pages.facts.attachments {
        line("attachment", &attachment.name)?;
    }
    for comment in &pages.facts.comments {
        line("comment", &format!("page {}: {}", comment.page, comment.text))?;
    }
    let kinds = |is: fn(&Block) -> bool| document.blocks.iter().filter(|b| is(b)).count();
    line(
        "blocks",
        &format!(
            "{} headings, {} paragraphs, {} list items, {} tables, {} pieces of furniture",
            kinds(|b| matches!(b, Block::Heading(..))),
            kinds(|b| matches!(b, Block::Paragraph(_))),
            kinds(|b| matches!(b, Block::ListItem { .. })),
            kinds(|b| matches!(b, Block::Table(_))),
            document.furniture.len()
        ),
    )?;
    if pages.pages.iter().all(|p| p.quality.is_none()) {
        return Ok(());
    }
    writeln!(out, "\n  page    size  words  unmapped  glued  known  tagged  pictured  score")?;
    for page in &pages.pages {
        let Some(q) = page.quality else { continue };
        let (width, height) = page.printed_size();
        let note = match () {
            () if q.is_scan() => "  a scan",
            () if q.score() < POOR => "  not to be trusted without a look",
            () if page.turned > 0 => "  turned",
            () => "",
        };
        writeln!(
            out,
            "{:>6} {width:>4.0}x{height:<4.0} {:>5} {:>8.1}% {:>5.1}% {:>5.0}% {:>6.0}% {:>8.0}% {:>6.2}{note}",
            page.number,
            page.words.len(),
            q.unmapped * 100.0,
            q.glued * 100.0,
            q.known * 100.0,
            q.tagged * 100.0,
            q.pictured * 100.0,
            q.score()
        )?;
    }
    Ok(())
}

/// The words of a page line by line, its drawn lines and its blocks, with their places in points.
fn describe_page(page: &Page, pages: &Pages, document: &Document, out: &mut impl Write) -> io::Result<()> {
    let place = |b: BBox| format!("{:>6.1} {:>6.1} {:>6.1} {:>6.1}", b.left(), b.top(), b.right(), b.bottom());
    writeln!(out, "words: left, top, right, bottom in points; size, style, font")?;
    for word in &page.words {
        let bbox = word.bbox.map_or(String::new(), |b| place(page.as_printed(b)));
        let marks = [
            (word.style.bold, "bold"),
            (word.style.italic, "italic"),
            (word.rotated, "rotated"),
            (word.invisible, "invisible"),
            (word.glued, "glued"),
        ];
        let style: Vec<&str> = marks.iter().filter(|m| m.0).map(|m| m.1).collect();
        let font = word.font.and_then(|f| pages.fonts.get(usize::from(f))).map_or("", String::as_str);
        let text = terminal::plain(&word.text);
        writeln!(out, "{bbox}  {text:<24} {:>5.1} {} {}", word.size, style.join(" "), terminal::plain(font))?;
    }
    writeln!(out, "\ndrawn lines")?;
    for rule in &page.rules {
        writeln!(out, "{}", place(page.as_printed(rule.bbox)))?;
    }
    writeln!(out, "\nblocks")?;
    for shown in shown(page, document) {
        writeln!(out, "{}  {:<10} {}", place(shown.bbox), shown.kind.name(), terminal::plain(&shown.text))?;
    }
    Ok(())
}

fn hex(Color([r, g, b]): Color) -> String {
    format!("#{r:02x}{g:02x}{b:02x}")
}

/// Text as XML holds it.
fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            c if c.is_control() => escaped.push(' '),
            c => escaped.push(c),
        }
    }
    escaped
}

/// The page as a drawing: what it prints, and over it what was read.
fn svg(page: &Page, blocks: &[Shown]) -> String {
    let (width, height) = page.printed_size();
    let mut svg = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{width}\" height=\"{height}\" viewBox=\"0 0 {width} {height}\" \
         font-family=\"Helvetica, Arial, sans-serif\">\n<rect width=\"100%\" height=\"100%\" fill=\"white\"/>\n"
    );
    let rect = |b: BBox| {
        let size = (b.width().max(0.3), b.height().max(0.3));
        format!("<rect x=\"{:.1}\" y=\"{:.1}\" width=\"{:.1}\" height=\"{:.1}\"", b.left(), b.top(), size.0, size.1)
    };
    // Writing to a string cannot fail.
    for fill in &page.fills {
        let _ =
            writeln!(svg, "{} fill=\"{}\" fill-opacity=\"0.5\"/>", rect(page.as_printed(fill.bbox)), hex(fill.color));
    }
    for image in &page.images {
        let _ = writeln!(svg, "{} fill=\"#ddd\" stroke=\"#aaa\"/>", rect(page.as_printed(image.bbox)));
    }
    for rule in &page.rules {
        let _ = writeln!(svg, "{} fill=\"{}\"/>", rect(page.as_printed(rule.bbox)), hex(RULE));
    }
    for word in &page.words {
        let Some(b) = word.bbox.map(|b| page.as_printed(b)) else { continue };
        let style = match (word.style.bold, word.style.italic) {
            (true, true) => " font-weight=\"bold\" font-style=\"italic\"",
            (true, false) => " font-weight=\"bold\"",
            (false, true) => " font-style=\"italic\"",
            (false, false) => "",
        };
        let upright = !word.rotated && page.turned == 0;
        let fit = if upright { format!(" textLength=\"{:.1}\"", b.width()) } else { String::new() };
        let _ = writeln!(
            svg,
            "<text x=\"{:.1}\" y=\"{:.1}\" font-size=\"{:.1}\"{fit} lengthAdjust=\"spacingAndGlyphs\" fill=\"{}\"{style}>{}</text>",
            b.left(),
            b.bottom() - 0.25 * word.size,
            word.size,
            hex(word.color),
            escaped(&word.text)
        );
    }
    for shown in blocks {
        let color = hex(shown.kind.color());
        let _ = writeln!(
            svg,
            "{} fill=\"{color}\" fill-opacity=\"0.08\" stroke=\"{color}\" stroke-width=\"0.8\"><title>{}: {}</title></rect>",
            rect(shown.bbox),
            shown.kind.name(),
            escaped(&shown.text)
        );
    }
    svg.push_str("</svg>\n");
    svg
}

/// Draws what was read over the picture of a page.
fn overlay(picture: &mut Picture, page: &Page, blocks: &[Shown]) {
    for rule in &page.rules {
        frame(picture, page.as_printed(rule.bbox), RULE, 0.0);
    }
    for bbox in page.words.iter().filter_map(|w| w.bbox) {
        let b = page.as_printed(bbox);
        frame(picture, BBox::new(b.left(), b.bottom(), b.right(), b.bottom()), WORD, 0.0);
    }
    for shown in blocks {
        frame(picture, shown.bbox, shown.kind.color(), 0.08);
    }
}

/// Draws a box with this ink, its inside tinted.
fn frame(picture: &mut Picture, bbox: BBox, Color(ink): Color, tint: f32) {
    let (width, height) = (picture.width as usize, picture.height as usize);
    if width == 0 || height == 0 {
        return;
    }
    let at = |v: f32, most: usize| ((v * picture.scale).round().max(0.0) as usize).min(most - 1);
    let (left, right) = (at(bbox.left(), width), at(bbox.right(), width));
    let (top, bottom) = (at(bbox.top(), height), at(bbox.bottom(), height));
    for y in top..=bottom {
        for x in left..=right {
            let edge = y == top || y == bottom || x == left || x == right;
            let share = if edge { 1.0 } else { tint };
            let pixel = (y * width + x) * 3;
            for (value, ink) in picture.pixels[pixel..pixel + 3].iter_mut().zip(ink) {
                *value = (f32::from(*value) * (1.0 - share) + f32::from(ink) * share) as u8;
            }
        }
    }
}

fn encode(picture: &Picture) -> Result<Vec<u8>> {
    let mut bytes = Vec::new();
    let mut encoder = png::Encoder::new(&mut bytes, picture.width, picture.height);
    encoder.set_color(png::ColorType::Rgb);
    encoder.write_header()?.write_image_data(&picture.pixels)?;
    Ok(bytes)
}
