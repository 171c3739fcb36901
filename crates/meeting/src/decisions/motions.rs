//! A motion as one unit: what was moved, who seconded it, what became of it. Its pieces stand in one sentence, or one
//! after another in sentences, lines or bullets; two of them together are a decision (record rules 42 and 44).

use std::ops::Range;

use crate::decisions::deciding_words::deciding;
use crate::grammar::pattern;
use crate::grammar::sentence::split_sentences;
use crate::outline::Stretch;
use crate::stream::{Spot, Stream};

/// Somebody puts something to the meeting.
fn moves(words: &str) -> bool {
    pattern!(
        r"
            (?i)\b(?:proposed|proposes|moved|moves|nominated|recommended|suggested|proposer|made (?:a|the) motion
            |motion (?:to|by|was|made|that)|proposition of|proposal of|m/s/[acp])\b|^\W*that\b|^\W*whereas\b|^\W*motion:
            |\bm/s:?\s+\p{Lu}[\p{L}'\u{2019}-]+\s*/\s*\p{Lu}
        "
    )
    .is_match(words)
}

/// Somebody moved it, by a word that minutes use for nothing else.
pub(super) fn is_moved(words: &str) -> bool {
    pattern!(
        r"
            (?i)\b(?:moved|moves|proposed|proposes|made (?:a|the) motion|motion (?:was )?(?:made )?(?:to|by)
            |proposition of|proposal of|m/s/[acp])\b|\bproposer\s*[:\u{2013}-]
            |\bm/s:?\s+\p{Lu}[\p{L}'\u{2019}-]+\s*/\s*\p{Lu}
        "
    )
    .is_match(words)
}

/// The words say who moved and who seconded, perhaps with what became of it, and nothing of what was moved.
pub(super) fn names_movers_only(words: &str) -> bool {
    pattern!(
        r"
            (?i)^\W*(?:prop(?:osed|oser)?\.?|moved|mover
            |motion)\b(?:\s+by)?[\s:\u{2013}-]+[^.;,:]{2,50}?[.;,/]?\s*(?:and\s+)?
            (?:seconded|seconder|sec\.?|2nd)\b(?:\s+by)?[\s:\u{2013}-]+(?:(?:Cllr|Mr|Mrs|Ms|Miss
            |Dr)\.?\s+)?[^.;,:]{2,50}?
            (?:[.,;\u{2013}-]?\s*(?:and\s+)?(?:all|unanimous(?:ly)?|carried|agreed|passed|approved|in favou?r|nem\.?
            con\.?|with|vote|votes|\d+[-\u{2013}]\d+)\b[\w\s-]{0,30})?\W*$
            |^\W*m/s(?:/[acp])?:?\s+\p{Lu}[\p{L}'\u{2019}. -]+/\s*\p{Lu}[\p{L}'\u{2019}-]+
            (?:[\s,.-]+(?:unanimous(?:ly)?|carried
            |all|passed|approved|ayes?|in favou?r|\d+[-\u{2013}]\d+))*\W*$
        "
    )
    .is_match(words)
        && !pattern!(r"(?i)\b(?:that|to)\b").is_match(words)
}

/// Somebody seconded it.
pub(super) fn is_seconded(words: &str) -> bool {
    pattern!(
        r"
            (?i)\b(?:second(?:ed|s|ing)|second by|m/s/[acp])\b|\bsecond\W*$|\bseconder\s*[:\u{2013}-]
            |\bm/s:?\s+\p{Lu}[\p{L}'\u{2019}-]+\s*/\s*\p{Lu}
        "
    )
    .is_match(words)
}

/// Business by its words alone, even where no item holds it: moved and seconded, or the minutes of before.
pub(super) fn is_business(words: &str) -> bool {
    is_moved(words) && is_seconded(words)
        || pattern!(
            r"
            (?i)\bthe (?:previous )?minutes?\b[^.]{0,80}\b(?:was|were) (?:\w+ly )?(?:approved|agreed|accepted
            |adopted)\b
        "
        )
        .is_match(words)
}

/// What became of it was no yes, or is put off.
fn is_contrary(words: &str) -> bool {
    pattern!(
        r"
            (?i)\b(?:lost|defeated|withdr\w+|failed|fell|not (?:carried|agreed|approved|supported|accepted|passed)
            |rejected|deferred|no seconder|amendment|tabled)\b
        "
    )
    .is_match(words)
}

/// The deciding word of a sentence that says an outcome and nothing else: `Passed 6-0.`, `Carried unanimously`,
/// `Approved with two corrections`, `Motion carried by roll call vote, 3-0`.
pub(super) fn bare_outcome(words: &str) -> Option<Range<usize>> {
    /// More words say more than an outcome.
    const LONGEST: usize = 14;
    if words.split_whitespace().count() > LONGEST {
        return None;
    }
    let c = pattern!(
        r"
            (?i)^[\W\d]*(?:(?:all|everyone|members) (?:were )?(?:voted )?in favou?r[;,.]?\s+)?(?:(?:the )?(?:motion
            |proposal|resolution|vote|item|it|this|all|which)\s+)?(?:was |were |is
            |has been |and )*(?:then |duly |unanimously |also |so )*(?P<v>carried|passed|adopted|approved|agreed
            |accepted
            |ratified|endorsed)(?:[\s,;:.()*\u{2013}-]+(?:unanimously|by|with|on|a|an|the|and|of|in|to|as|all|roll|call
            |voice
            |vote|votes|show|hands|consent|unanimous|nem|con|favou?r|majority|no|objections?|ayes?|nays?|noes|for
            |against
            |abst\w*|present|presented|amended|corrected|corrections?|amendments?|one|two|three|four|five|six|seven
            |eight
            |nine|\d+|yes|motion|absent|council|board|committee|members?|signed))*[\W\d]*$
        "
    )
    .captures(words)?;
    c.name("v").map(|v| v.range())
}

/// A sentence that tells how a motion was voted on, and not what it said: `On being put to the vote … it was lost.`
pub(super) fn is_vote_line(words: &str) -> bool {
    pattern!(
        r"
            (?i)\b(?:put to (?:the|a) vote|voted|votes?)\b[^.]*\b(?:lost|carried|defeated|fell|passed)\b
            |^\W*(?:the )?motion (?:was )?(?:carried|passed|adopted|approved|defeated|failed|lost)\b[^.]*\b(?:vote
            |roll[- ]call)\b
        "
    )
    .is_match(words)
        && !pattern!(r"(?i)\bthat\b|\bresolved\b|\b(?:moved|proposed) by\b").is_match(words)
}

/// The deciding word at the end of a line whose beginning says what it is about: `First Aid Policy – approved`,
/// `2 storey extension at 5 Mill Lane - No objections`.
pub(super) fn closing_outcome(words: &str) -> Option<Range<usize>> {
    /// Longer lines are debates.
    const LONGEST: usize = 220;
    // A list in one line has an outcome for each of its limbs.
    let limbs = pattern!(r"(?:^|\s)\(?[a-z]\)\s").find_iter(words).count();
    if words.len() > LONGEST || limbs > 1 {
        return None;
    }
    let c = pattern!(
        r"
            (?i)\p{L}[^:]*?(?:\s[-\u{2013}\u{2014}]\s*|[-\u{2013}\u{2014}]\s+|\.\s+|:\s+)(?P<v>approved|agreed|adopted
            |accepted|deferred|passed|carried|refused|declined|no objections?|no comments?|supported|noted)(?:\s+(?:to
            |and|with|by|unanimously|subject)\b[^.;:]{0,50})?\W*$
        "
    )
    .captures(words)?;
    c.name("v").map(|v| v.range())
}

/// A sentence that says what became of a motion further up.
pub(super) fn settles_motion(words: &str) -> bool {
    pattern!(
        r"
            (?i)\b(?:motion|amendment|proposal|vote|division|resolution)\b[^.]{0,160}\b(?:carried|lost|defeated|fell
            |passed
            |put to the vote|withdrawn|taken|agreed|approved|rejected)\b|\bRESOLVED\b|\bput to the vote\b|\bvoted\b
        "
    )
    .is_match(words)
}

/// Sentences of a paragraph around one of them.
pub(super) struct Around<'a> {
    pub(super) paper: &'a Stream<'a>,
    pub(super) stretch: &'a Stretch,
    pub(super) para: usize,
    /// The byte from which the paragraph is read.
    pub(super) skip: usize,
    /// All sentences of the paragraph, counted from `skip`.
    pub(super) sentences: &'a [Range<usize>],
    /// Which of them it is.
    pub(super) at: usize,
}

impl Around<'_> {
    /// Where the sentence itself stands.
    pub(super) fn own_spot(&self) -> Spot {
        self.spot(self.at, self.at)
    }

    fn words(&self, n: usize) -> &str {
        self.sentences
            .get(n)
            .and_then(|r| self.paper.paras[self.para].str().get(self.skip + r.start..self.skip + r.end))
            .unwrap_or("")
    }

    fn spot(&self, from: usize, to: usize) -> Spot {
        Spot::new(self.para, self.skip + self.sentences[from].start..self.skip + self.sentences[to].end)
    }

    /// What the bare outcome disposes of: the motion before it, in this paragraph or in the lines above.
    pub(super) fn motion_before(&self) -> Vec<Spot> {
        /// A motion and what became of it are not further apart, in sentences.
        const BACK: usize = 3;
        if self.at > 0 {
            if let Some(motion) = self.worded_motion() {
                return motion;
            }
            let from = (self.at.saturating_sub(BACK)..self.at).find(|n| is_moved(self.words(*n)));
            let only = self.at == 1 && self.words(0).len() > 20 && deciding(self.words(0)).is_none();
            let last = moves(self.words(self.at - 1)) && deciding(self.words(self.at - 1)).is_none();
            let from = from.or((only || last).then_some(self.at - 1));
            return from.map(|from| vec![self.spot(from, self.at - 1)]).unwrap_or_default();
        }
        self.lines_above()
    }

    /// A motion in its own words, which begin with "That" and run to what became of it: `THAT we resume. Time: 8 p.m.
    /// Carried.`
    fn worded_motion(&self) -> Option<Vec<Spot>> {
        let begins = |words: &str| {
            pattern!(r"^\W*(?:[\p{L} ]{3,30}:\s*)?(?:THAT|That|WHEREAS|Whereas)\b").is_match(words)
                && !pattern!(r"(?i)^\W*that (?:was|is|were|has|had|would|could)\b").is_match(words)
        };
        let open = (0..self.at).rev().take_while(|n| bare_outcome(self.words(*n)).is_none()).collect::<Vec<_>>();
        if let Some(from) = open.iter().rev().find(|n| begins(self.words(**n))) {
            return Some(vec![self.spot(*from, self.at - 1)]);
        }
        // It began in the paragraph above, and nothing in between tells what became of it.
        let above = self.para.checked_sub(1).filter(|a| open.last() == Some(&0) && self.stretch.range.contains(a))?;
        let text = self.paper.paras[above].str();
        let settled = split_sentences(text).into_iter().any(|s| bare_outcome(&text[s]).is_some());
        let title = self.stretch.title.as_ref().is_some_and(|t| t.para == above);
        let whole = self.paper.paras[above].in_flow() && begins(text) && !settled && !title;
        whole.then(|| vec![Spot::new(above, 0..text.len()), self.spot(0, self.at - 1)])
    }

    /// The lines that put a motion above the outcome: who moved and seconded it, and its text.
    fn lines_above(&self) -> Vec<Spot> {
        /// They are no more, and no longer.
        const LINES: usize = 3;
        const LONGEST: usize = 900;
        let mut spots: Vec<Spot> = Vec::new();
        for above in (self.stretch.range.start..self.para).rev().take(LINES) {
            let p = &self.paper.paras[above];
            let is_title = self.stretch.title.as_ref().is_some_and(|t| t.para == above);
            let text = p.str();
            if is_title || !p.in_flow() || text.len() > LONGEST || bare_outcome(text).is_some() {
                break;
            }
            let last = split_sentences(text).pop().unwrap_or(0..text.len());
            let whole = pattern!(r"(?i)^\W*(?:that|whereas)\b").is_match(text)
                || is_moved(text) && !is_moved(&text[last.clone()]);
            let bytes = if whole || text.len() < 160 { 0..text.len() } else { last };
            let said = &text[bytes.clone()];
            if deciding(said).is_some() {
                break;
            }
            if moves(said) || is_seconded(said) {
                spots.insert(0, Spot::new(above, bytes));
                continue;
            }
            // A line that only names who moved stands under what was moved.
            let names_only = spots.first().is_some_and(|s| self.paper.words(s).len() < 60);
            if names_only && text.len() < 160 {
                spots.insert(0, Spot::new(above, bytes));
            }
            break;
        }
        spots
    }

    /// A motion that was moved and seconded, and of which nothing else is said.
    pub(super) fn seconded_motion(&self) -> Option<Spot> {
        let words = self.words(self.at);
        if !is_moved(words) || is_contrary(words) {
            return None;
        }
        let to = if is_seconded(words) {
            self.at
        } else if is_seconded(self.words(self.at + 1)) {
            self.at + 1
        } else {
            return None;
        };
        // What became of it stands behind it, and will be read with it.
        let mut behind: Vec<&str> = (to + 1..self.sentences.len()).take(2).map(|n| self.words(n)).collect();
        let next = self.paper.paras.get(self.para + 1).filter(|_| self.para + 1 < self.stretch.range.end);
        if behind.is_empty() {
            behind.extend(next.map(|p| p.body().0));
        }
        let settled = behind.iter().any(|s| bare_outcome(s).is_some() || deciding(s).is_some() || is_contrary(s));
        let settled_here = (self.at..=to).any(|n| deciding(self.words(n)).is_some());
        (!settled && !settled_here).then(|| self.spot(self.at, to))
    }
}
