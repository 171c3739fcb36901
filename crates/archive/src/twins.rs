//! Papers of the same meeting: the minutes in several formats, the draft and the approved, the agenda, a copy in a
//! later pack.
//!
//! They are told by the day, the body and the text. Of a text a sample of its five-word shingles is kept, chosen by
//! their hash, so that two samples share what the texts share (Broder, "On the resemblance and containment of
//! documents", 1997). A name alone is not enough: two panels of a committee meet on one day.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use serde::{Deserialize, Serialize};
use types::{Clock, DocumentKind, Meeting, Passage};

/// Words of a shingle.
const WORDS: usize = 5;
/// More shingles are thinned out: the text is long enough to be known by fewer.
const MOST: usize = 512;
/// So many shingles tell something of a text; with fewer the names have to.
const ENOUGH: usize = 8;
/// Share of the smaller sample that papers of one meeting have in common, at least, where they are of one kind.
const ALIKE: f32 = 0.5;
/// The same, for papers of which one names no body, or that name different hours.
const MUCH_ALIKE: f32 = 0.7;
/// The same, for papers that name different bodies: one name was misread.
const THE_SAME: f32 = 0.8;
/// A shingle that more papers of a day have is a form of words.
const COMMON: usize = 40;

/// What of a record tells whether another one is of the same meeting.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) struct Likeness {
    /// The words of the body's name that tell it from others, sorted.
    body: Vec<String>,
    parent: Option<String>,
    start: Option<Clock>,
    /// It tells what happened, as minutes do, and not what is planned.
    tells: bool,
    /// Hashes of some shingles, sorted.
    sample: Vec<u64>,
    /// One shingle of so many is in the sample.
    one_of: u64,
}

impl Likeness {
    /// Of a record; the passages are those of its paper.
    pub(crate) fn of(meeting: &Meeting, passages: &[Passage]) -> Self {
        let name = meeting.organization.name.as_deref().unwrap_or_default();
        let parent = meeting.organization.parent.as_deref();
        let parent_words = words(parent.unwrap_or_default());
        let mut body: Vec<String> = words(name);
        body.retain(|w| !matches!(w.as_str(), "the" | "of" | "and" | "meeting" | "a") && !parent_words.contains(w));
        body.sort();
        let mut text = Vec::new();
        for item in &meeting.agenda_items {
            text.extend(item.title.iter().flat_map(|t| words(t)));
            text.extend(item.paragraphs.iter().flat_map(|p| words(&p.text)));
        }
        if text.len() < 10 * WORDS {
            text.extend(passages.iter().flat_map(|p| words(&p.text)).take(20_000));
        }
        let mut one_of = 1;
        let mut sample: Vec<u64> = text.windows(WORDS).map(shingle).collect();
        sample.sort_unstable();
        sample.dedup();
        while sample.len() > MOST {
            one_of *= 2;
            sample.retain(|h| h % one_of == 0);
        }
        let tells =
            matches!(meeting.document.kind, DocumentKind::Minutes | DocumentKind::Notes | DocumentKind::MeetingPage);
        Self {
            body,
            parent: parent.map(|p| words(p).join(" ")),
            start: meeting.meeting.start_time,
            tells,
            sample,
            one_of,
        }
    }

    /// The share of the smaller text that stands in the other one; nothing where too little is known.
    fn shared(&self, other: &Self) -> Option<f32> {
        let one_of = self.one_of.max(other.one_of);
        let thin = |sample: &[u64]| sample.iter().copied().filter(|h| h % one_of == 0).collect::<Vec<_>>();
        let (a, b) = (thin(&self.sample), thin(&other.sample));
        let least = a.len().min(b.len());
        let both = a.iter().filter(|h| b.binary_search(h).is_ok()).count();
        (least >= ENOUGH).then(|| both as f32 / least as f32)
    }

    /// Whether both are of one meeting, if they are of one day.
    fn is_of_meeting_of(&self, other: &Self) -> bool {
        let shared = self.shared(other);
        let differ = |a: &Option<String>, b: &Option<String>| a.is_some() && b.is_some() && a != b;
        if self.body.is_empty() || other.body.is_empty() {
            return shared.is_some_and(|s| s >= MUCH_ALIKE);
        }
        if self.body != other.body || differ(&self.parent, &other.parent) {
            return shared.is_some_and(|s| s >= THE_SAME);
        }
        let apart = self.start.is_some() && other.start.is_some() && self.start != other.start;
        match self.tells == other.tells {
            true => shared.is_some_and(|s| s >= if apart { MUCH_ALIKE } else { ALIKE }),
            // An agenda and its minutes need not have a sentence in common.
            false => !apart,
        }
    }
}

/// The words of a text in small letters.
fn words(text: &str) -> Vec<String> {
    let words = text.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty());
    words.map(str::to_lowercase).collect()
}

/// FNV-1a over the words, stirred so that its last bits are as good as any.
fn shingle(words: &[String]) -> u64 {
    let mut hash = 0xcbf2_9ce4_8422_2325_u64;
    for byte in words.iter().flat_map(|w| w.bytes().chain([b' '])) {
        hash = (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3);
    }
    hash ^= hash >> 33;
    hash = hash.wrapping_mul(0xff51_afd7_ed55_8ccd);
    hash ^ (hash >> 33)
}

/// The papers of one day, by meetings: for each the number of the first paper of its meeting. Papers without a day are
/// of one meeting only where they say the same.
pub(crate) fn meetings(papers: &[&Likeness], undated: bool) -> Vec<usize> {
    let mut first: Vec<usize> = (0..papers.len()).collect();
    fn root(first: &mut [usize], mut n: usize) -> usize {
        while first[n] != n {
            first[n] = first[first[n]];
            n = first[n];
        }
        n
    }
    // Only those are compared that share a name or some words.
    let mut pairs: BTreeMap<(usize, usize), ()> = BTreeMap::new();
    let mut by_name: HashMap<&[String], Vec<usize>> = HashMap::new();
    let mut by_shingle: HashMap<u64, Vec<usize>> = HashMap::new();
    for (n, paper) in papers.iter().enumerate() {
        if !paper.body.is_empty() && !undated {
            by_name.entry(&paper.body).or_default().push(n);
        }
        for hash in &paper.sample {
            by_shingle.entry(*hash).or_default().push(n);
        }
    }
    for near in by_name.values().chain(by_shingle.values().filter(|n| n.len() <= COMMON)) {
        for (i, a) in near.iter().enumerate() {
            // A name that a hundred papers of a day have names no body.
            pairs.extend(near[i + 1..].iter().take(100).map(|b| ((*a, *b), ())));
        }
    }
    let (of_kind, across): (Vec<_>, Vec<_>) =
        pairs.into_keys().partition(|(a, b)| undated || papers[*a].tells == papers[*b].tells);
    for (a, b) in of_kind {
        let (in_a, in_b) = (root(&mut first, a), root(&mut first, b));
        let alike = || match undated {
            true => papers[a].shared(papers[b]).is_some_and(|s| s >= THE_SAME),
            false => papers[a].is_of_meeting_of(papers[b]),
        };
        if in_a != in_b && alike() {
            first[in_a.max(in_b)] = in_a.min(in_b);
        }
    }
    // What is planned joins what it tells of, where that is one meeting: an agenda is no bridge between two.
    let mut meetings_of: BTreeMap<usize, BTreeSet<usize>> = BTreeMap::new();
    for (a, b) in across {
        if papers[a].is_of_meeting_of(papers[b]) {
            let (planned, told) = if papers[a].tells { (b, a) } else { (a, b) };
            let (planned, told) = (root(&mut first, planned), root(&mut first, told));
            meetings_of.entry(planned).or_default().insert(told);
        }
    }
    for (planned, told) in meetings_of {
        if let (Some(told), 1) = (told.first(), told.len()) {
            let (a, b) = (root(&mut first, planned), root(&mut first, *told));
            first[a.max(b)] = a.min(b);
        }
    }
    (0..papers.len()).map(|n| root(&mut first, n)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn paper(body: &str, start: Option<u8>, tells: bool, text: &str) -> Likeness {
        let words = words(text);
        let mut sample: Vec<u64> = words.windows(WORDS).map(shingle).collect();
        sample.sort_unstable();
        Likeness {
            body: body.split_whitespace().map(str::to_owned).collect(),
            parent: None,
            start: start.and_then(|hour| Clock::new(hour, 0)),
            tells,
            sample,
            one_of: 1,
        }
    }

    const A: &str =
        "the board heard that the bus station was dark at night and asked the county for better lamps there";
    const B: &str =
        "members of the panel refused a licence for the club in mill lane because of noise after two complaints";

    #[test]
    fn papers_of_a_meeting_are_told_by_body_and_text() {
        let day = [
            paper("northmere", Some(10), true, A),
            paper("southmere", None, true, B),
            // The same minutes in another format, whose head was not read.
            paper("", None, true, &format!("{A} and nothing more was said by any of them")),
            // The agenda.
            paper(
                "northmere",
                None,
                false,
                "apologies minutes of the last meeting bus station lamps and any other business if urgent",
            ),
            // Another sitting of that day.
            paper(
                "southmere",
                None,
                true,
                "a premises in the market asked for later hours and was given them until one in the morning",
            ),
        ];
        let day: Vec<&Likeness> = day.iter().collect();
        assert_eq!(meetings(&day, false), [0, 1, 0, 0, 4]);
        assert_eq!(meetings(&day, true), [0, 1, 0, 3, 4], "without a day only those that say the same");
    }

    #[test]
    fn an_agenda_is_no_bridge_and_short_papers_are_not_one() {
        let agenda =
            "apologies then bus station lamps then licences for clubs and then any other business that is urgent";
        let day = [
            paper("northmere", None, true, A),
            paper("northmere", None, true, B),
            paper("northmere", None, false, agenda),
        ];
        assert_eq!(meetings(&day.iter().collect::<Vec<_>>(), false), [0, 1, 2], "two sittings, one agenda");
        let short = [paper("northmere", None, true, "one was bought"), paper("northmere", None, true, "two were sold")];
        assert_eq!(meetings(&short.iter().collect::<Vec<_>>(), false), [0, 1], "too little is known of them");
    }

    #[test]
    fn a_sample_is_enough_to_tell_how_much_is_shared() {
        let text: Vec<String> = (0..4000).map(|n| format!("w{}", (n * 7919) % 4001)).collect();
        let sample = |words: &[String], one_of: u64| {
            let mut sample: Vec<u64> = words.windows(WORDS).map(shingle).filter(|h| h % one_of == 0).collect();
            sample.sort_unstable();
            Likeness { sample, one_of, ..paper("x", None, true, "") }
        };
        let (whole, half) = (sample(&text, 16), sample(&text[..2000], 8));
        assert_eq!(whole.shared(&half), Some(1.0));
        let other = sample(&text[1000..3000], 8);
        let shared = half.shared(&other).unwrap_or_default();
        assert!((0.4..0.6).contains(&shared), "{shared}");
    }
}
