//! Lines of words, and the text that is made of them: the page's own, and the block's mended one.

use std::collections::HashSet;

use types::{BBox, Page, Run, Style, Text};

/// Words of one page that stand in one line.
#[derive(Clone, Debug)]
pub(crate) struct Line {
    pub(crate) page: usize,
    /// Indexes into the page's words, left to right.
    pub(crate) words: Vec<usize>,
    pub(crate) bbox: BBox,
    /// Largest font size.
    pub(crate) size: f32,
    pub(crate) baseline: f32,
}

impl Line {
    pub(crate) fn of(index: usize, page: &Page, words: Vec<usize>) -> Self {
        let zero = BBox::new(0.0, 0.0, 0.0, 0.0);
        let boxes = words.iter().filter_map(|&w| page.words[w].bbox);
        Self {
            page: index,
            bbox: boxes.reduce(|a, b| a.union(&b)).unwrap_or(zero),
            size: words.iter().map(|&w| page.words[w].size).fold(0.0, f32::max),
            baseline: words.first().map_or(0.0, |&w| page.words[w].baseline),
            words,
        }
    }

    /// The line's words with single spaces.
    pub(crate) fn read(&self, page: &Page) -> String {
        let words: Vec<&str> = self.words.iter().map(|&w| page.words[w].text.as_str()).collect();
        words.join(" ")
    }

    pub(crate) fn all(&self, page: &Page, is: impl Fn(Style) -> bool) -> bool {
        let mut letters =
            self.words.iter().map(|&w| &page.words[w]).filter(|w| w.text.contains(char::is_alphanumeric)).peekable();
        letters.peek().is_some() && letters.all(|w| is(w.style))
    }
}

/// The rows of a page, from the top: words that share a baseline.
pub(crate) fn rows(index: usize, page: &Page) -> Vec<Line> {
    rows_of(index, page, (0..page.words.len()).filter(|&w| !page.words[w].rotated).collect())
}

/// The rows of these words of a page.
pub(crate) fn rows_of(index: usize, page: &Page, words: Vec<usize>) -> Vec<Line> {
    let mut order = words;
    let left = |w: usize| page.words[w].bbox.map_or(0.0, |b| b.left());
    order.sort_by(|&a, &b| page.words[a].baseline.total_cmp(&page.words[b].baseline).then(left(a).total_cmp(&left(b))));
    let mut rows: Vec<Vec<usize>> = Vec::new();
    for w in order {
        match rows.last_mut() {
            Some(row) if page.words[row[0]].baseline == page.words[w].baseline => row.push(w),
            _ => rows.push(vec![w]),
        }
    }
    rows.into_iter().map(|words| Line::of(index, page, words)).collect()
}

/// Writes the pages' texts in the order in which blocks are made, and the blocks' own with them.
pub(crate) struct Composer<'a> {
    pages: &'a [Page],
    texts: Vec<String>,
    /// Every word of the document in lower case: tells which hyphens are part of a word.
    vocabulary: HashSet<String>,
}

impl<'a> Composer<'a> {
    pub(crate) fn new(pages: &'a [Page]) -> Self {
        let words = pages.iter().flat_map(|p| &p.words);
        let bare = |w: &types::Word| w.text.trim_matches(|c: char| !c.is_alphanumeric() && c != '-').to_lowercase();
        Self {
            pages,
            texts: vec![String::new(); pages.len()],
            vocabulary: words.map(bare).filter(|w| !w.is_empty() && !w.ends_with('-')).collect(),
        }
    }

    pub(crate) fn pages(&self) -> &'a [Page] {
        self.pages
    }

    /// The text of these lines, which the pages' texts get at their ends.
    pub(crate) fn text(&mut self, lines: &[Line]) -> Text {
        let mut text = Text::default();
        for line in lines.iter().filter(|l| !l.words.is_empty()) {
            self.join(&mut text, line);
            self.line(&mut text, line);
        }
        text
    }

    /// What stands between the text so far and its next line: a space, or nothing after a hyphen.
    fn join(&self, text: &mut Text, next: &Line) {
        if text.text.is_empty() {
            return;
        }
        let last = text.text.rsplit(' ').next().unwrap_or_default().to_owned();
        let first = next.words.first().map_or("", |&w| self.pages[next.page].words[w].text.as_str());
        let hyphen = last.chars().next_back().filter(|c| matches!(c, '-' | '\u{ad}' | '\u{2010}'));
        let Some(hyphen) = hyphen.filter(|h| last.len() > h.len_utf8()) else {
            text.text.push(' ');
            return;
        };
        let stem = &last[..last.len() - hyphen.len_utf8()];
        let bare = |s: &str| s.trim_matches(|c: char| !c.is_alphanumeric() && c != '-').to_lowercase();
        let joined = self.vocabulary.contains(&bare(&format!("{stem}{first}")));
        let hyphenated = self.vocabulary.contains(&bare(&format!("{stem}-{first}")));
        let breaks_word = first.starts_with(char::is_lowercase) && joined && !hyphenated;
        if hyphen == '\u{ad}' || breaks_word {
            text.text.truncate(text.text.len() - hyphen.len_utf8());
            // The hyphen stays on the page and has no counterpart in the text.
            if let Some(run) = text.runs.last_mut() {
                run.range.end = run.range.end.min(text.text.len());
            }
        }
    }

    fn line(&mut self, text: &mut Text, line: &Line) {
        let page = &self.pages[line.page];
        let own = &mut self.texts[line.page];
        let mut open: Option<Run> = None;
        for (i, &w) in line.words.iter().enumerate() {
            let word = &page.words[w];
            let bbox = word.bbox.map(|b| page.as_printed(b));
            let space = i > 0 && !word.glued;
            match &mut open {
                Some(run) if run.style == word.style => {
                    if space {
                        own.push(' ');
                        text.text.push(' ');
                    }
                    run.bbox = match (run.bbox, bbox) {
                        (Some(a), Some(b)) => Some(a.union(&b)),
                        (a, b) => a.or(b),
                    };
                }
                _ => {
                    text.runs.extend(open.take().map(|run| close(run, text.text.len())));
                    if space {
                        own.push(' ');
                        text.text.push(' ');
                    }
                    open = Some(Run {
                        range: text.text.len()..text.text.len(),
                        page: line.page,
                        at: own.len(),
                        bbox,
                        style: word.style,
                        starts_line: i == 0,
                    });
                }
            }
            own.push_str(&word.text);
            text.text.push_str(&word.text);
        }
        text.runs.extend(open.map(|run| close(run, text.text.len())));
        own.push('\n');
    }

    /// The texts of the pages.
    pub(crate) fn finish(self) -> Vec<String> {
        self.texts
    }
}

fn close(mut run: Run, end: usize) -> Run {
    run.range.end = end;
    run
}

/// A piece of a line: what of it stands in one column.
#[derive(Clone)]
pub(crate) struct Piece {
    pub(crate) column: usize,
    pub(crate) line: Line,
}

/// Left ends of a column's entries lie within this many points of each other.
pub(crate) const ALIGNED: f32 = 6.0;
