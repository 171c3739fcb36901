//! Builds the pages of a format that has tags and no layout, one page where it parts none.

use types::{Child, Facts, MediaType, Node, Page, Pages, Structure, Style, Tag, Word};

/// Collects words and tags in reading order.
pub(crate) struct Flow {
    /// The pages before the one that is open.
    done: Vec<Vec<Word>>,
    words: Vec<Word>,
    /// Open tags, the outermost first; the first is the document itself.
    open: Vec<Node>,
    /// Tags asked for beyond the deepest that is kept.
    beyond: usize,
    depth: usize,
    /// White space stood before the next word.
    spaced: bool,
}

impl Flow {
    pub(crate) fn new(depth: usize) -> Self {
        Self { done: Vec::new(), words: Vec::new(), open: vec![Node::new(Tag::Group)], beyond: 0, depth, spaced: true }
    }

    /// Opens a tag inside the one that is open now.
    pub(crate) fn open(&mut self, tag: Tag) {
        self.spaced = true;
        if self.open.len() >= self.depth {
            self.beyond += 1;
        } else {
            self.open.push(Node::new(tag));
        }
    }

    /// The tag that is open is a cell.
    pub(crate) fn in_cell(&self) -> bool {
        self.beyond == 0 && self.open.last().is_some_and(|n| matches!(n.tag, Tag::Cell { .. }))
    }

    /// Closes the tag that was opened last. A tag that holds nothing is dropped, but not a cell: an empty cell keeps
    /// its column. Nor an item whose number the program works out: in a column of its own that number is all there is.
    pub(crate) fn close(&mut self) {
        self.spaced = true;
        if self.beyond > 0 {
            self.beyond -= 1;
            return;
        }
        if self.open.len() < 2 {
            return;
        }
        let (Some(node), Some(parent)) = (self.open.pop(), self.open.last_mut()) else { return };
        if !node.children.is_empty() || matches!(node.tag, Tag::Cell { .. } | Tag::ListItem { label: Some(_), .. }) {
            parent.children.push(Child::Node(node));
        }
    }

    /// How many tags are open.
    pub(crate) fn level(&self) -> usize {
        self.open.len() + self.beyond
    }

    /// Closes tags until this many are open.
    pub(crate) fn close_to(&mut self, level: usize) {
        while self.level() > level.max(1) {
            self.close();
        }
    }

    /// Sets how many columns the open cell covers: Word says so after opening it.
    pub(crate) fn widen_cell(&mut self, to: u16) {
        if let Some(Node { tag: Tag::Cell { columns, .. }, .. }) = self.open.last_mut() {
            *columns = to;
        }
    }

    /// Adds text: words, in a style. White space at its ends counts.
    pub(crate) fn text(&mut self, text: &str, style: Style) {
        let from = self.words.len();
        for part in text.split_inclusive(char::is_whitespace) {
            let word = part.trim_end();
            if !word.is_empty() {
                self.words.push(Word { text: word.to_owned(), style, glued: !self.spaced, ..Word::default() });
                self.spaced = false;
            }
            if word.len() < part.len() {
                self.spaced = true;
            }
        }
        let to = self.words.len();
        let Some(node) = self.open.last_mut() else { return };
        let own = self.done.len();
        match node.children.last_mut() {
            Some(Child::Words { page, words }) if *page == own && words.end == from => words.end = to,
            _ if from < to => node.children.push(Child::Words { page: own, words: from..to }),
            _ => {}
        }
    }

    /// Begins another page; what is open goes on there.
    pub(crate) fn new_page(&mut self) {
        self.spaced = true;
        self.done.push(std::mem::take(&mut self.words));
    }

    /// Ends the printed line.
    pub(crate) fn line_break(&mut self) {
        self.spaced = true;
        if let Some(node) = self.open.last_mut() {
            node.children.push(Child::LineBreak);
        }
    }

    /// The page and its tags.
    pub(crate) fn finish(mut self, media_type: MediaType) -> Pages {
        self.close_to(1);
        let nodes = self.open.pop().map_or_else(Vec::new, |root| vec![root]);
        let mut pages: Vec<Vec<Word>> = self.done;
        // A form feed at the end begins no page.
        if !self.words.is_empty() || pages.is_empty() {
            pages.push(self.words);
        }
        let page = |(n, words): (usize, Vec<Word>)| Page {
            number: u32::try_from(n + 1).unwrap_or(u32::MAX),
            words,
            ..Page::default()
        };
        Pages {
            media_type,
            pages: pages.into_iter().enumerate().map(page).collect(),
            structure: Some(Structure { nodes }),
            facts: Facts::default(),
            fonts: Vec::new(),
            ocr: false,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_know_whether_a_space_stood_before_them() {
        let mut flow = Flow::new(8);
        flow.open(Tag::Paragraph);
        flow.text("the 9", Style::default());
        flow.text("th ", Style::default());
        flow.text("of May", Style { bold: true, italic: false });
        let pages = flow.finish(MediaType::Text);
        let glued: Vec<_> = pages.pages[0].words.iter().map(|w| (w.text.as_str(), w.glued)).collect();
        assert_eq!(glued, [("the", false), ("9", false), ("th", true), ("of", false), ("May", false)]);
    }

    #[test]
    fn tags_nested_too_deep_are_flattened_and_stay_balanced() {
        let mut flow = Flow::new(4);
        for _ in 0..100_000 {
            flow.open(Tag::Group);
        }
        flow.text("deep", Style::default());
        for _ in 0..100_000 {
            flow.close();
        }
        flow.open(Tag::Paragraph);
        flow.text("next", Style::default());
        let pages = flow.finish(MediaType::Html);
        assert_eq!(pages.pages[0].words.len(), 2);
        assert_eq!(pages.structure.map(|s| s.nodes[0].children.len()), Some(2));
    }
}
