//! A part's outline: its items, and the stretches of paragraphs that belong to each.

use std::ops::Range;

use types::Cite;

use crate::grammar::sentence::split_sentences;
use crate::stream::{Spot, Stream};

/// An item, by paragraphs of the stream.
#[derive(Clone, Debug)]
pub(crate) struct Item {
    /// Where the title stands.
    pub(crate) title: Spot,
    pub(crate) number: Option<String>,
    /// The paragraph that holds the number, if it is another one.
    pub(crate) number_para: Option<usize>,
    pub(crate) agenda_ref: Option<String>,
    /// Paragraphs from the title to the next item.
    pub(crate) range: Range<usize>,
    pub(crate) parent: Option<String>,
}

/// Where the item stands, for what is cited with it.
pub(crate) fn cite_title(paper: &Stream<'_>, item: &Item) -> Cite {
    paper.cite_bytes(item.title.para, item.title.bytes.clone())
}

/// A stretch of the stream that belongs to one item, or to none.
pub(crate) struct Stretch {
    pub(crate) number: Option<String>,
    pub(crate) range: Range<usize>,
    /// The item's title, which decides nothing.
    pub(crate) title: Option<Spot>,
}

/// What the paragraphs of a part are.
pub(crate) struct Outline {
    /// All paragraphs of the part.
    pub(crate) range: Range<usize>,
    pub(crate) items: Vec<Item>,
    /// What stands before the first item, then each item; they cover the part.
    pub(crate) stretches: Vec<Stretch>,
}

impl Outline {
    pub(crate) fn new(items: Vec<Item>, range: Range<usize>) -> Self {
        let mut stretches = Vec::new();
        let first = items.first().map_or(range.end, |i| i.range.start);
        if first > range.start {
            stretches.push(Stretch { number: None, range: range.start..first, title: None });
        }
        stretches.extend(items.iter().map(|i| Stretch {
            number: i.number.clone(),
            range: i.range.clone(),
            title: Some(i.title.clone()),
        }));
        Self { range, items, stretches }
    }

    /// The paragraphs that the stretches cover.
    pub(crate) fn range_of_stretches(&self) -> Range<usize> {
        let from = self.stretches.first().map_or(self.range.end, |s| s.range.start);
        from..self.stretches.last().map_or(from, |s| s.range.end)
    }

    /// The first paragraph of the business.
    pub(crate) fn first_item(&self) -> usize {
        self.items.first().map_or(self.range.end, |i| i.range.start)
    }
}

/// The title of an item, as printed.
pub(crate) fn title_text<'p>(paper: &'p Stream<'_>, item: &Item) -> &'p str {
    paper.words(&item.title)
}

/// A sentence and where it stands.
pub(crate) struct Sentence<'p> {
    pub(crate) spot: Spot,
    pub(crate) words: &'p str,
}

/// The sentences of some paragraphs, without an item's title.
pub(crate) fn sentences<'p>(paper: &'p Stream<'_>, range: Range<usize>, title: Option<&Spot>) -> Vec<Sentence<'p>> {
    let mut all = Vec::new();
    for para in range {
        let text = paper.paras[para].str();
        let skip = title.filter(|t| t.para == para).map_or(0, |t| t.bytes.end);
        let Some(rest) = text.get(skip..) else { continue };
        all.extend(
            split_sentences(rest)
                .into_iter()
                .map(|r| Sentence { spot: Spot::new(para, r.start + skip..r.end + skip), words: &rest[r] }),
        );
    }
    all
}
