//! A document's text, cut to be searched.

use types::{Block, Document, Line, Passage, Text};

/// Words from which on a passage ends at the next paragraph: some half of a page.
const ENOUGH: usize = 200;
/// Words at which a paragraph itself is cut, between two printed lines; tables and plain text have endless ones.
const MOST: usize = 400;

/// Cuts a document into passages: at the beginning of a page, at a heading, at the end of a paragraph where enough has
/// been said. A paragraph that runs over the end of a page stays whole. What is printed in the margins comes last, a
/// passage a page.
pub fn passages(document: &Document) -> Vec<Passage> {
    let mut cutter = Cutter { document, done: Vec::new(), open: Open::default() };
    for block in &document.blocks {
        if matches!(block, Block::Heading(..)) {
            cutter.close();
        }
        block.texts(&mut |text| cutter.add(text));
    }
    cutter.close();
    let mut furniture: Vec<&Text> = document.furniture.iter().map(|f| &f.text).collect();
    furniture.sort_by_key(|text| text.runs.first().map(|r| r.page));
    for text in furniture {
        cutter.add(text);
    }
    cutter.close();
    cutter.done
}

/// A passage that is being filled.
#[derive(Default)]
struct Open {
    passage: Passage,
    words: usize,
    /// The page on which it begins.
    page: Option<usize>,
}

struct Cutter<'d> {
    document: &'d Document,
    done: Vec<Passage>,
    open: Open,
}

impl Cutter<'_> {
    fn close(&mut self) {
        let Open { passage, .. } = std::mem::take(&mut self.open);
        if !passage.text.trim().is_empty() {
            self.done.push(passage);
        }
    }

    fn add(&mut self, text: &Text) {
        let page = text.runs.first().map(|r| r.page);
        if self.open.words >= ENOUGH || (page.is_some() && self.open.page.is_some() && self.open.page != page) {
            self.close();
        }
        let (mut from, mut line, mut words) = (0, 0, 0);
        for next in text.line_starts().chain([text.text.len()]) {
            let of_line = text.text.get(line..next).map_or(0, |l| l.split_whitespace().count());
            if words + of_line > MOST && from < line {
                self.put(&text.part(from..line));
                self.close();
                (from, words) = (line, 0);
            }
            words += of_line;
            line = next;
        }
        self.put(&text.part(from..text.text.len()));
    }

    /// Adds a text as a paragraph of its own.
    fn put(&mut self, text: &Text) {
        if text.is_blank() {
            return;
        }
        let Open { passage, words, page } = &mut self.open;
        if !passage.text.is_empty() {
            passage.text.push('\n');
        }
        let shift = passage.text.len();
        passage.text.push_str(&text.text);
        *words += text.text.split_whitespace().count();
        *page = page.or(text.runs.first().map(|r| r.page));
        let mut end = 0;
        for run in &text.runs {
            let Some(printed) = self.document.pages.get(run.page) else { continue };
            let (from, to) = (shift + run.range.start, shift + run.range.end);
            let at = printed.chars_before(run.at);
            let bbox = run.bbox.map(|b| b.corners());
            // A change of style within a printed line is no line of its own.
            if let Some(last) = passage.lines.last_mut().filter(|_| end > 0 && !run.starts_line) {
                let between = passage.text.get(last.to..from).map(|s| s.chars().count());
                let held = passage.text.get(last.from..last.to).map(|s| s.chars().count());
                if last.page == printed.number() && between.zip(held).is_some_and(|(b, h)| last.at + h + b == at) {
                    last.to = to;
                    last.bbox = match (last.bbox, bbox) {
                        (Some(a), Some(b)) => Some([a[0].min(b[0]), a[1].min(b[1]), a[2].max(b[2]), a[3].max(b[3])]),
                        (a, b) => a.or(b),
                    };
                    end = to;
                    continue;
                }
            }
            passage.lines.push(Line { from, to, page: printed.number(), at, bbox });
            end = to;
        }
    }
}

#[cfg(test)]
mod tests {
    use types::{Facts, MediaType, PageText, Run, SourceId, Style};

    use super::*;

    fn text(words: &str, page: usize, at: usize) -> Text {
        let run = Run { range: 0..words.len(), page, at, bbox: None, style: Style::default(), starts_line: true };
        Text { text: words.into(), runs: vec![run] }
    }

    fn document(pages: &[&str], blocks: Vec<Block>) -> Document {
        let page = |(n, text): (usize, &&str)| PageText::new(n as u32 + 1, (*text).into(), None);
        Document {
            source: SourceId::of(b""),
            media_type: MediaType::Text,
            facts: Facts::default(),
            ocr: false,
            tagged: false,
            pages: pages.iter().enumerate().map(page).collect(),
            blocks,
            furniture: Vec::new(),
        }
    }

    #[test]
    fn passages_end_at_headings_and_pages_and_keep_their_places() {
        let pages = ["Parking\nIt was dear.\nToilets\nShut.", "Open again."];
        let blocks = vec![
            Block::Heading(1, text("Parking", 0, 0)),
            Block::Paragraph(text("It was dear.", 0, 8)),
            Block::Heading(1, text("Toilets", 0, 21)),
            Block::Paragraph(text("Shut.", 0, 29)),
            Block::Paragraph(text("Open again.", 1, 0)),
        ];
        let cut = passages(&document(&pages, blocks));
        let texts: Vec<&str> = cut.iter().map(|p| p.text.as_str()).collect();
        assert_eq!(texts, ["Parking\nIt was dear.", "Toilets\nShut.", "Open again."]);
        let dear = cut[0].text.find("dear").unwrap_or_default();
        assert_eq!(cut[0].places(dear, dear + 4)[0].span, (15, 19));
        assert_eq!(cut[2].places(0, 4)[0].page, 2);
    }

    #[test]
    fn a_paragraph_without_end_is_cut_between_its_lines() {
        let line = "one two three four five six seven eight nine ten";
        let page = vec![line; 100].join("\n");
        let runs = (0..100).map(|n| Run {
            range: n * (line.len() + 1)..n * (line.len() + 1) + line.len(),
            page: 0,
            at: n * (line.len() + 1),
            bbox: None,
            style: Style::default(),
            starts_line: true,
        });
        let long = Text { text: page.replace('\n', " "), runs: runs.collect() };
        let cut = passages(&document(&[&page], vec![Block::Paragraph(long)]));
        assert_eq!(cut.len(), 3);
        let words: usize = cut.iter().map(|p| p.text.split_whitespace().count()).sum();
        assert_eq!(words, 1000);
        assert!(cut.iter().all(|p| p.text.split_whitespace().count() <= MOST));
    }
}
