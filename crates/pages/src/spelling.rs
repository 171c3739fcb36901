//! How the words of a page are spelled: whether they are words at all, and whether spaces are lost between them.

use std::borrow::Cow;
use std::collections::HashSet;
use std::sync::LazyLock;

use types::{Page, Quality, Word};

/// A word with more letters than this is several: the longest that papers use, such as
/// `intercommunication` or `disproportionately`, have fewer.
const LONGEST: usize = 24;

/// The commonest words of English and Welsh prose. They make up a third to a half of any running text; a
/// page whose letters were read wrongly has hardly any.
static COMMON: LazyLock<HashSet<&'static str>> = LazyLock::new(|| {
    "a about after against all also an and any are as at be been before being between both but by can could did do \
     does during each for from further had has have he her his how however i if in into is it its made may members \
     more must no not now of on one only or other our out over people shall she should since so some such than that \
     the their them then there these they this those through to two under until up upon was we were what when where \
     which while who will with within would year you your \
     act agenda agreed apologies area board chair chairman committee community council councillor councillors date \
     group item local meeting minutes national noted officer police present public report resolved safety service \
     services work \
     a ac ag am ar at bod bydd byddai cael chyngor cyngor cyfarfod dan dros ei eu fel gan gyda hyn i iawn mae mewn nad \
     ni nid o oedd os roedd rhwng sydd trwy un wedi y yn yng yr"
        .split_whitespace()
        .collect()
});

/// Whether a word is among the commonest.
pub(crate) fn is_known(word: &str) -> bool {
    COMMON.contains(word.to_lowercase().as_str())
}

/// Words, counted.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Spelling {
    /// With a letter in them.
    spelled: usize,
    /// Too long to be one.
    glued: usize,
    /// Among the commonest.
    known: usize,
}

impl Spelling {
    pub(crate) fn of<'a>(words: impl Iterator<Item = &'a str>) -> Self {
        let mut all = Self::default();
        for word in words {
            let bare = word.trim_matches(|c: char| !c.is_alphabetic());
            if bare.is_empty() {
                continue;
            }
            all.spelled += 1;
            all.known += usize::from(is_known(bare));
            // Addresses of pages and mail are long for good reason, and so is what a hyphen or a stroke joins.
            let parts = bare.split(|c: char| !c.is_alphabetic() && c != '\u{2019}' && c != '\'');
            let longest = parts.map(|p| p.chars().count()).max();
            let address = bare.contains(['@', '/', '_', '=', '\\']) || bare.contains("www.");
            all.glued += usize::from(!address && longest.is_some_and(|n| n > LONGEST));
        }
        all
    }

    /// Share of the words that are too long to be one.
    pub(crate) fn glued(self) -> f32 {
        share(self.glued, self.spelled)
    }

    /// Share of the words that are among the commonest.
    pub(crate) fn known(self) -> f32 {
        share(self.known, self.spelled)
    }
}

pub(crate) fn share(part: usize, all: usize) -> f32 {
    if all == 0 { 0.0 } else { part as f32 / all as f32 }
}

/// Judges a page of a format whose characters are certain and whose text is all tagged.
pub(crate) fn judge(page: &Page) -> Quality {
    let characters = page.words.iter().flat_map(|w| w.text.chars());
    let (glyphs, lost) =
        characters.fold((0, 0), |(n, l), c| (n + 1, l + usize::from(c == char::REPLACEMENT_CHARACTER)));
    let words = whole(&page.words);
    let spelling = Spelling::of(words.iter().map(AsRef::as_ref));
    Quality {
        glyphs: u32::try_from(glyphs).unwrap_or(u32::MAX),
        unmapped: share(lost, glyphs),
        glued: spelling.glued(),
        known: spelling.known(),
        tagged: 1.0,
        pictured: 0.0,
        invisible: 0.0,
    }
}

/// The words, put together where a change of style stands in the midst of one.
fn whole(words: &[Word]) -> Vec<Cow<'_, str>> {
    let mut all: Vec<Cow<'_, str>> = Vec::with_capacity(words.len());
    for word in words {
        match all.last_mut().filter(|_| word.glued) {
            Some(last) => last.to_mut().push_str(&word.text),
            None => all.push(Cow::Borrowed(&word.text)),
        }
    }
    all
}
