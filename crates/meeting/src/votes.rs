//! Votes: the counts that are printed, and the names where a division was recorded.

use std::collections::{HashMap, HashSet};
use std::ops::Range;

use types::{Cite, NamedVote, Outcome, Participant, Vote, VoteOption};

use crate::decisions::decides_near;
use crate::grammar::column_heading::Column;
use crate::grammar::name_list::list_names;
use crate::grammar::pattern;
use crate::outline::{Sentence, Stretch, sentences};
use crate::people::{known_name, name_or_initials};
use crate::sitting::Sitting;
use crate::stream::Stream;

/// A count, in figures or in words.
const COUNT: &str = r"
    (\d{1,3}|no[ -]one|no|none|nobody|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen
    |fourteen|fifteen|sixteen|seventeen|eighteen|nineteen|twenty)
";

/// The number that a count is written as.
fn count(text: &str) -> Option<u32> {
    const WORDS: [&str; 21] = [
        "no",
        "one",
        "two",
        "three",
        "four",
        "five",
        "six",
        "seven",
        "eight",
        "nine",
        "ten",
        "eleven",
        "twelve",
        "thirteen",
        "fourteen",
        "fifteen",
        "sixteen",
        "seventeen",
        "eighteen",
        "nineteen",
        "twenty",
    ];
    let lower = text.to_ascii_lowercase();
    let none = matches!(lower.as_str(), "none" | "nobody" | "no one" | "no-one");
    let word = WORDS.iter().position(|w| *w == lower).or(none.then_some(0)).and_then(|n| u32::try_from(n).ok());
    lower.parse().ok().or(word)
}

/// For, against, abstained.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
struct Counts {
    ayes: Option<u32>,
    noes: Option<u32>,
    abstain: Option<u32>,
}

/// The counts that a sentence prints, if it tells of a vote (record rule 38).
fn counts(words: &str) -> Option<Counts> {
    if !pattern!(
        r"
        [Vv]ot|VOT|[Hh]ands|against|AGAINST|Against|[Aa]bst|ABST|[Cc]arried|CARRIED|[Pp]assed|PASSED|[Aa]dopted
        |[Aa]pproved|APPROVED|ADOPTED|phleid|[Aa]yes?\b|AYE|[Dd]efeated|DEFEATED|[Ff]ailed|FAILED|[Ll]ost\b
    "
    )
    .is_match(words)
    {
        return None;
    }
    let get = |c: &regex::Captures<'_>, i: usize| c.get(i).and_then(|m| count(m.as_str()));
    let to = pattern!(&format!(
        r"
            (?i)\b(?:by|o)\s+{COUNT}\s+(?:votes?|phleidlais)\s+(?:to|against
            |i)\s+{COUNT}\b(?:[^.]{{0,20}}?{COUNT}\s+(?:abst|yn ymatal))?
        "
    ));
    if let Some(c) = to.captures(words) {
        return Some(Counts { ayes: get(&c, 1), noes: get(&c, 2), abstain: get(&c, 3) });
    }
    // "Vote: 3 ayes, 1 nay"
    let sides = pattern!(&format!(
        r"
            (?i)\b{COUNT}\s+(?:ayes?|yeas?|yes)\b[^.\d]{{0,15}}?\b{COUNT}\s+(?:nays?|noes?|no|opposed)\b
            (?:[^.\d]{{0,20}}?\b{COUNT}\s+abst)?
        "
    ));
    if let Some(c) = sides.captures(words) {
        return Some(Counts { ayes: get(&c, 1), noes: get(&c, 2), abstain: get(&c, 3) });
    }
    // "passed with a 5-0 vote", "carried (5-2)", "by a vote of 5 to 2"
    let dash = pattern!(
        r"
            (?i)(?:\b(?:by|with|on) an? (\d{1,2})\s*[-\u{2013}]\s*(\d{1,2})(?:\s*[-\u{2013}]\s*(\d{1,2}))? 
            (?:roll call |majority )?vote|\bvote of (\d{1,2})\s*(?:[-\u{2013}]|to)\s*(\d{1,2})
            |\bcarried \((\d{1,2})\s*[-\u{2013}]\s*(\d{1,2})(?:\s*[-\u{2013}]\s*(\d{1,2}))?\)
            |\[(\d{1,2}) to (\d{1,2})(?: to (\d{1,2}))?\])
        "
    );
    if let Some(c) = dash.captures(words) {
        let at = [1, 4, 6, 9].into_iter().find(|i| c.get(*i).is_some())?;
        let abstain = if at == 4 { None } else { get(&c, at + 2) };
        return Some(Counts { ayes: get(&c, at), noes: get(&c, at + 1), abstain });
    }
    // "Passed 6-0", "adopted by unanimous consent, 4-0-3"
    let bare = pattern!(
        r"
            (?i)\b(?:passed|carried|adopted|approved|defeated|failed|lost|vote
            |voted)\b[^.;\d]{0,50}?\b(\d{1,2})\s?[-\u{2013}]
            \s?(\d{1,2})(?:\s?[-\u{2013}]\s?(\d{1,2}))?(?:[\s.,;)]|$)
        "
    );
    if let Some(c) = bare.captures(words) {
        return Some(Counts { ayes: get(&c, 1), noes: get(&c, 2), abstain: get(&c, 3) });
    }
    let bracketed = pattern!(r"(?i)there voted for the motion .*?\((\d{1,3})\).*?for the amendment .*?\((\d{1,3})\)");
    if let Some(c) = bracketed.captures(words) {
        return Some(Counts { ayes: get(&c, 1), noes: get(&c, 2), abstain: None });
    }
    let ayes = pattern!(&format!(
        r"
        (?i)\b(?:for|in favou?r)\s*(?:the (?:motion|amendment|proposal
        |resolution)\s*)?(?:[:\-\u{{2013}}]\s*)?{COUNT}(?:\s*(?:[,;.)]|$)|\s+(?:and|votes?|members?
        |against)\b)|\b{COUNT}\s*(?:[-\u{{2013}}]\s*|no\.\s+|votes?\s+|members?\s+)?(?:voted\s+|voting\s+
        |were\s+)?(?:for\b
        |in favou?r)
    "
    ))
    .captures(words);
    let noes = pattern!(&format!(
        r"
        (?i)\b(?:against\s*[:\-\u{{2013}}]?|no(?:es)?\s*[:\-\u{{2013}}])\s*{COUNT}\b|\b{COUNT}\s*(?:[-\u{{2013}}]\s*
        |no\.\s+
        |votes?\s+|members?\s+)?(?:voted\s+|voting\s+)?against
    "
    ))
    .captures(words);
    let abstain = pattern!(&format!(
        r"(?i)\babst\w+\s*[:\-\u{{2013}}]?\s*{COUNT}\b|\b{COUNT}\s*(?:[-\u{{2013}}]\s*|members?\s+)?abst\w+"
    ))
    .captures(words);
    let either = |c: &Option<regex::Captures<'_>>| c.as_ref().and_then(|c| get(c, 1).or_else(|| get(c, 2)));
    let found = Counts { ayes: either(&ayes), noes: either(&noes), abstain: either(&abstain) };
    let counted = pattern!(
        r"
        (?i)\bvot(?:e|es|ed|ing)\b|\bhands\b|\bfor\b.*\bagainst\b|\bin favou?r\b.*\bagainst\b|\babst
    "
    )
    .is_match(words);
    (counted && found.ayes.is_some() && (found.noes.is_some() || found.abstain.is_some())).then_some(found)
}

/// Who abstained, where only they are named: `Cllr Dunthorne abstained`.
fn abstainers(words: &str) -> Vec<String> {
    let Some(m) = pattern!(r"\b(?:abstained|abstaining)\b").find(words) else { return Vec::new() };
    let before = &words[..m.start()];
    let from = before.rfind([';', '.', ':', '(']).map_or(0, |at| at + 1);
    let clause = before[from..].trim_start_matches([' ', '\u{2013}', '-']);
    let clause = clause.strip_prefix("with ").or_else(|| clause.strip_prefix("and ")).unwrap_or(clause);
    let named: Vec<String> = list_names(clause, None).into_iter().map(|p| p.name).collect();
    let initials = pattern!(r"^\s*([A-Z]{2,3}[a-z]?)\s*$").captures(clause).and_then(|c| c.get(1));
    if named.is_empty() { initials.into_iter().map(|m| m.as_str().to_owned()).collect() } else { named }
}

/// The side that a label of a division names, and its count: `For (21)`, `Abstaining (1)`.
fn side(label: &str) -> Option<(VoteOption, Option<u32>, usize)> {
    let c = pattern!(
        r"
            (?i)^\W*(?:members? |councillors? )?(?:voting |voted |votes? )?(?P<s>for(?: the (?:motion|amendment
            |proposal))?|in favou?r|ayes?|yeas?|yes|against(?: the (?:motion|amendment|proposal))?|nays?|noes|no|abst\w+
            |opposed|not voting)\s*(?:\((?P<n>\d{1,3})\)|[-\u{2013}:]\s*(?P<m>\d{1,3}))?\s*(?::|[-\u{2013}]|$)\s*
        "
    )
    .captures(label)?;
    let side = c.name("s")?.as_str().to_ascii_lowercase();
    let option = match side.as_bytes() {
        [b'f' | b'i' | b'y', ..] | [b'a', b'y', ..] => VoteOption::Yes,
        b"not voting" => VoteOption::NotVoting,
        [b'n' | b'o', ..] | [b'a', b'g', ..] => VoteOption::No,
        _ => VoteOption::Abstain,
    };
    let count = c.name("n").or(c.name("m")).and_then(|m| m.as_str().parse().ok());
    Some((option, count, c.get(0)?.end()))
}

/// The sides of a vote that run on in one paragraph: `Ayes 3, Noes 0`, `AYES: Lind, Tovey. NOES: None. ABSENT: Marsh`.
/// Each side has its count, if one is printed, and where its names stand in the text. There are none without the ayes
/// and the noes, in that order, each with a count or names. `for` and `against` stand in many sentences: they need a
/// colon.
fn sides_in_a_row(text: &str) -> Vec<(VoteOption, Option<u32>, Range<usize>)> {
    let labels = pattern!(
        r"
            (?i)\b(?:(?:(?P<yes>ayes|yeas)|(?P<no>noes|nays)|(?P<abstain>abst(?:ain(?:ed|ing)?|entions?))
            |(?P<away>absent|excused|recused|not voting))\s*(?:[:\u{2013}\u{2014}-]\s*|\(\d{1,3}\)|\d{1,3}\b)
            |(?:(?P<for>in favou?r|for)|(?P<against>opposed|against|no))\s*:\s*)
        "
    );
    let mut sides: Vec<(VoteOption, Option<u32>, Range<usize>)> = Vec::new();
    for c in labels.captures_iter(text) {
        let Some(whole) = c.get(0) else { continue };
        let (option, label) = if let Some(m) = c.name("yes").or(c.name("for")) {
            (VoteOption::Yes, m)
        } else if let Some(m) = c.name("no").or(c.name("against")) {
            (VoteOption::No, m)
        } else if let Some(m) = c.name("abstain") {
            (VoteOption::Abstain, m)
        } else if let Some(m) = c.name("away") {
            (VoteOption::NotVoting, m)
        } else {
            continue;
        };
        if let Some((_, _, names)) = sides.last_mut() {
            names.end = whole.start();
        }
        // What is printed of the count belongs to the side, not to its label.
        let from =
            if whole.as_str().ends_with(|c: char| c.is_ascii_digit() || c == ')') { label.end() } else { whole.end() };
        sides.push((option, None, from..text.len()));
    }
    for (_, number, names) in &mut sides {
        let side = &text[names.clone()];
        let c = pattern!(r"(?i)^[\s(]*(?:(?P<n>\d{1,3})\b(?:[^\d/-]|$)|(?P<none>none|nil|nobody)\b)").captures(side);
        if let Some(c) = c {
            *number =
                if c.name("none").is_some() { Some(0) } else { c.name("n").and_then(|m| m.as_str().parse().ok()) };
            names.end = names.start;
        } else if let Some(end) = pattern!(r"\p{Ll}{2}\.(?:\s|$)").find(side) {
            names.end = names.start + end.start() + end.as_str().find('.').unwrap_or(0);
        }
    }
    let filled =
        |s: &(VoteOption, Option<u32>, Range<usize>)| s.1.is_some() || is_names(&text[s.2.clone()], Some("Member"));
    let ordered =
        sides.first().is_some_and(|s| s.0 == VoteOption::Yes) && sides.get(1).is_some_and(|s| s.0 == VoteOption::No);
    if ordered && sides.iter().take(2).all(filled) { sides } else { Vec::new() }
}

/// The votes of a roll call that runs on in a paragraph: `Ash yes, Birch no, Plumb yes`, `Commissioners Ash: Aye;
/// Birch: Aye; and Chair Plumb: Aye`. There are none where fewer than three members answer one after another.
fn roll_call(text: &str) -> Vec<(String, VoteOption)> {
    const FEWEST: usize = 3;
    /// Bytes between two answers: `; and Chair `.
    const BETWEEN: usize = 6;
    let answers = pattern!(
        r"
            (?:(?:Cllr|Councill?ors?|Councilmembers?|(?:Board )?Members?|Commissioners?|Trustees?|Directors?
            |Supervisors?
            |(?:Vice[- ])?Chair(?:man|person|woman)?|(?:Vice[- ])?President|Mayor|Mr|Mrs|Ms|Dr)\.?\s+)*
            (?P<n>(?:\p{Lu}[\p{L}.'\u{2019}-]*\s+){0,2}\p{Lu}[\p{L}'\u{2019}-]+)\s*(?:[:(\u{2013}\u{2014}-]|voted
            |votes)?\s*
            (?P<v>(?i:ayes?|yeas?|yes|nays?|no|abstain(?:ed|ing)?|absent|recused))\b[.)]?
        "
    );
    let mut runs: Vec<Vec<(String, VoteOption)>> = Vec::new();
    let mut end = 0;
    for c in answers.captures_iter(text) {
        let (Some(whole), Some(name), Some(answer)) = (c.get(0), c.name("n"), c.name("v")) else { continue };
        // "Cheque No 101", "Minute No. 4" are numbers.
        if pattern!(r"^\W{0,3}\d").is_match(&text[answer.end()..]) {
            continue;
        }
        if runs.is_empty() || whole.start() > end + BETWEEN {
            runs.push(Vec::new());
        }
        let option = match answer.as_str().to_ascii_lowercase().as_bytes() {
            [b'n', ..] => VoteOption::No,
            [b'a', b'b', b's', b't', ..] => VoteOption::Abstain,
            [b'a', b'b', ..] | [b'r', ..] => VoteOption::NotVoting,
            _ => VoteOption::Yes,
        };
        if let Some(run) = runs.last_mut() {
            run.push((name.as_str().to_owned(), option));
        }
        end = whole.end();
    }
    // Who was absent is attendance; somebody has to have voted.
    let votes = |run: &&Vec<(String, VoteOption)>| {
        run.len() >= FEWEST && run.iter().any(|(_, o)| matches!(o, VoteOption::Yes | VoteOption::No))
    };
    runs.iter().filter(votes).max_by_key(|run| run.len()).cloned().unwrap_or_default()
}

/// A division as it is put together from its labelled lists.
#[derive(Default)]
struct Division {
    counts: Counts,
    named: Vec<NamedVote>,
    cite: Cite,
    sides: Vec<VoteOption>,
}

impl Division {
    fn take(&mut self, option: VoteOption, printed: Option<u32>, names: &str, people: &[Participant], cite: Cite) {
        let listed = list_names(names, None);
        let number = printed.or_else(|| u32::try_from(listed.len()).ok().filter(|n| *n > 0));
        match option {
            VoteOption::Yes => self.counts.ayes = number,
            VoteOption::No => self.counts.noes = number,
            VoteOption::Abstain => self.counts.abstain = number,
            VoteOption::NotVoting => {}
        }
        self.named.extend(listed.iter().map(|p| NamedVote { name: known_name(&p.name, people), option }));
        self.sides.push(option);
        self.cite = std::mem::take(&mut self.cite).and(cite);
    }

    /// The names of a side whose label, and perhaps whose count, has been read.
    fn take_names(&mut self, option: VoteOption, names: &str, people: &[Participant], cite: Cite) {
        let listed = list_names(names, None);
        self.named.extend(listed.iter().map(|p| NamedVote { name: known_name(&p.name, people), option }));
        let number = self.named.iter().filter(|n| n.option == option).count();
        let counted = match option {
            VoteOption::Yes => &mut self.counts.ayes,
            VoteOption::No => &mut self.counts.noes,
            VoteOption::Abstain => &mut self.counts.abstain,
            VoteOption::NotVoting => return,
        };
        *counted = counted.filter(|n| *n as usize >= number).or_else(|| u32::try_from(number).ok());
        self.cite = std::mem::take(&mut self.cite).and(cite);
    }

    /// One member's vote of a roll call.
    fn take_one(&mut self, option: VoteOption, name: &str, people: &[Participant]) {
        let of_side = match option {
            VoteOption::Yes => &mut self.counts.ayes,
            VoteOption::No => &mut self.counts.noes,
            VoteOption::Abstain => &mut self.counts.abstain,
            VoteOption::NotVoting => &mut None,
        };
        *of_side = Some(of_side.unwrap_or(0) + 1);
        // In a roll call in which nobody said no, none did.
        self.counts.noes = self.counts.noes.or(Some(0));
        self.named.push(NamedVote { name: name_or_initials(name, people), option });
        self.sides.push(option);
    }

    /// Both sides are told: a division, not a list.
    fn is_whole(&self) -> bool {
        self.sides.contains(&VoteOption::Yes) && self.sides.contains(&VoteOption::No) && self.counts.ayes.is_some()
    }
}

/// The votes of a segment, in its order.
pub(crate) fn find_votes(sitting: &Sitting<'_, '_>) -> Vec<Vote> {
    let Sitting { paper, outline, people, .. } = *sitting;
    let mut votes: Vec<(usize, Vote)> = Vec::new();
    let mut near: HashMap<usize, bool> = HashMap::new();
    let mut seen: HashSet<usize> = HashSet::new();
    for stretch in &outline.stretches {
        let divisions = divisions(paper, stretch, people, &mut seen);
        // What the sentences of a division say of its counts is told already.
        let divided: HashSet<usize> = divisions.iter().map(|(para, _)| *para).collect();
        for (para, division) in divisions {
            // What is declared against the counts belongs to another division; only a tie is for the chair to decide.
            let counted = by_count(division.counts, "");
            let result = match declared(paper, stretch, para) {
                Some(Outcome::Carried) if counted == Outcome::Lost => counted,
                Some(declared) => declared,
                None => counted,
            };
            votes.push((
                para,
                vote(stretch, division.counts, result, division.named, motion(paper, stretch, para), division.cite),
            ));
        }
        for Sentence { spot, words } in sentences(paper, stretch.range.clone(), stretch.title.as_ref()) {
            let para = spot.para;
            let p = &paper.paras[para];
            if !p.in_flow() && p.role() != Some(Column::Other) || words.len() > 1200 {
                continue;
            }
            let cite = paper.cite_spot(&spot);
            if let Some(counts) = counts(words).filter(|_| !divided.contains(&para)) {
                // "RESULT: APPROVED [3 TO 1]" over its sides is told by them.
                let told = votes.iter().any(|(at, v)| {
                    *at > para
                        && at - para <= 8
                        && (v.ayes, v.noes) == (counts.ayes, counts.noes)
                        && !v.named.is_empty()
                });
                if told {
                    continue;
                }
                let named = bracketed_names(words, people);
                let motion = motion_in(words);
                votes.push((para, vote(stretch, counts, by_count(counts, words), named, motion, cite)));
                continue;
            }
            // A vote of which only those who stood aside are told.
            let abstained = abstainers(words);
            if !abstained.is_empty() && *near.entry(para).or_insert_with(|| decides_near(paper, stretch, para)) {
                let lost = by_count(Counts::default(), p.str()) == Outcome::Lost;
                let result = if lost { Outcome::Lost } else { Outcome::Carried };
                let counts = Counts { abstain: u32::try_from(abstained.len()).ok(), ..Counts::default() };
                let said = votes.iter().any(|(at, v)| at.abs_diff(para) <= 2 && v.abstain.is_some());
                // "Passed 2-0. Member Ash abstained.": one vote.
                let last = votes
                    .last_mut()
                    .filter(|(at, v)| at.abs_diff(para) <= 1 && v.abstain.is_none() && v.ayes.is_some());
                if said {
                } else if let Some((_, vote)) = last {
                    vote.abstain = counts.abstain;
                    vote.named.extend(
                        abstained
                            .iter()
                            .map(|n| NamedVote { name: name_or_initials(n, people), option: VoteOption::Abstain }),
                    );
                    vote.cite = std::mem::take(&mut vote.cite).and(cite);
                } else {
                    let named = abstained
                        .iter()
                        .map(|n| NamedVote { name: name_or_initials(n, people), option: VoteOption::Abstain })
                        .collect();
                    votes.push((para, vote(stretch, counts, result, named, None, cite)));
                }
            }
        }
    }
    votes.sort_by_key(|(para, _)| *para);
    votes.into_iter().map(|(_, vote)| vote).collect()
}

fn vote(
    stretch: &Stretch,
    counts: Counts,
    result: Outcome,
    named: Vec<NamedVote>,
    motion: Option<String>,
    cite: Cite,
) -> Vote {
    Vote {
        item_number: stretch.number.clone(),
        motion,
        ayes: counts.ayes,
        noes: counts.noes,
        abstain: counts.abstain,
        result,
        named,
        cite,
    }
}

/// What the counts and the sentence around them say of the result.
fn by_count(counts: Counts, words: &str) -> Outcome {
    if pattern!(r"(?i)\b(?:lost|fell|defeated|not carried)\b|\b(?:amendment|motion|proposal)\b[^.]{0,80}\brejected\b")
        .is_match(words)
    {
        return Outcome::Lost;
    }
    match (counts.ayes, counts.noes) {
        (Some(a), Some(b)) if a == b => Outcome::TiedCastingVote,
        (Some(a), Some(b)) if a < b => Outcome::Lost,
        (Some(_), _) => Outcome::Carried,
        _ => Outcome::Unknown,
    }
}

/// What is declared in the next few sentences.
fn declared(paper: &Stream<'_>, stretch: &Stretch, para: usize) -> Option<Outcome> {
    (para..stretch.range.end.min(para + 8)).find_map(|p| {
        let text = paper.paras[p].str();
        let c = pattern!(
            r"
                (?i)\b(?:motion|amendment|proposal|recommendation)\b[^.]{0,140}?\b(?P<o>not carried|carried|lost
                |fell|defeated)\b
            "
        )
        .captures(text)?;
        let lost = !c.name("o")?.as_str().eq_ignore_ascii_case("carried");
        Some(if lost { Outcome::Lost } else { Outcome::Carried })
    })
}

/// What was voted on, as the paragraph before says it.
fn motion(paper: &Stream<'_>, stretch: &Stretch, para: usize) -> Option<String> {
    (stretch.range.start..para).rev().take(3).find_map(|p| motion_in(paper.paras[p].str()))
}

fn motion_in(words: &str) -> Option<String> {
    let m = pattern!(
        r"
        (?i)\bthe (?:(?:original|substantive|amended|first|second|further) )?(?:motion|amendment|proposal
        |recommendations?)\b
    "
    )
    .find(words)?;
    Some(m.as_str().to_owned())
}

/// `there voted for the motion Councillors A and B (2) and for the amendment Councillor C (1)`.
fn bracketed_names(words: &str, people: &[Participant]) -> Vec<NamedVote> {
    let c = pattern!(r"(?i)for the motion\s+(?P<a>[^()]*)\(\d+\).*?for the amendment\s+(?P<b>[^()]*)\(\d+\)")
        .captures(words);
    let Some(c) = c else { return Vec::new() };
    let side = |group: &str, option: VoteOption| -> Vec<NamedVote> {
        let list = c.name(group).map_or("", |m| m.as_str());
        list_names(list, None).iter().map(|p| NamedVote { name: known_name(&p.name, people), option }).collect()
    };
    [side("a", VoteOption::Yes), side("b", VoteOption::No)].concat()
}

/// A division of which another side may follow.
struct Opened {
    /// The paragraph in which it began.
    para: usize,
    division: Division,
    /// The side whose names stand in the paragraphs below its label.
    side: VoteOption,
}

impl Opened {
    fn finish(self) -> Option<(usize, Division)> {
        self.division.is_whole().then_some((self.para, self.division))
    }
}

/// Divisions: tables whose rows or columns begin with a side, and lists `For (3): A, B and C` one under the other.
fn divisions(
    paper: &Stream<'_>,
    stretch: &Stretch,
    people: &[Participant],
    seen: &mut HashSet<usize>,
) -> Vec<(usize, Division)> {
    let mut all = Vec::new();
    let mut open: Option<Opened> = None;
    for para in stretch.range.clone() {
        let p = &paper.paras[para];
        if let Some(at) = p.cell {
            // The rows of a table may be items: it is read once, in the first of them.
            if seen.insert(at.table) {
                all.extend(tabled(paper, at.table, people).map(|d| (para, d)));
            }
            continue;
        }
        let row = if p.in_flow() { sides_in_a_row(p.str()) } else { Vec::new() };
        if !row.is_empty() {
            all.extend(open.take().and_then(Opened::finish));
            let mut division = Division::default();
            for (option, number, names) in row {
                division.take(option, number, &of_members(&p.str()[names]), people, Cite::default());
            }
            division.cite = paper.cite(para);
            all.push((para, division));
            continue;
        }
        let called = if p.in_flow() { roll_call(p.str()) } else { Vec::new() };
        if !called.is_empty() {
            all.extend(open.take().and_then(Opened::finish));
            let mut division = Division::default();
            for (name, option) in called {
                division.take_one(option, &name, people);
            }
            division.cite = paper.cite(para);
            all.push((para, division));
            continue;
        }
        if let Some((option, number, from)) = side(p.str()) {
            let rest: Range<usize> = from..p.str().len();
            // "NAYS: Ash", "No: Ash, Birch" beside another side: surnames alone.
            let near = open.is_some() || is_side(paper, stretch, para + 1);
            let names = if near { of_members(&p.str()[rest.clone()]) } else { p.str()[rest.clone()].to_owned() };
            let listed = !rest.is_empty() && !list_names(&names, None).is_empty();
            let alone =
                rest.is_empty() || pattern!(r"(?i)^\W*(?:none|nobody|nil|0)\W*$").is_match(&p.str()[rest.clone()]);
            if listed || number.is_some() || alone && (open.is_some() || is_side(paper, stretch, para + 2)) {
                let opened = open.get_or_insert_with(|| Opened { para, division: Division::default(), side: option });
                opened.side = option;
                opened.division.take(option, number, &names, people, paper.cite(para));
                continue;
            }
        }
        // Names in paragraphs of their own below the label of their side.
        if let Some(opened) = &mut open
            && is_names(p.str(), None)
        {
            opened.division.take_names(opened.side, p.str(), people, paper.cite(para));
            continue;
        }
        all.extend(open.take().and_then(Opened::finish));
    }
    all.extend(open.and_then(Opened::finish));
    all
}

/// The paragraph is the label of a side.
fn is_side(paper: &Stream<'_>, stretch: &Stretch, para: usize) -> bool {
    stretch.range.contains(&para) && side(paper.paras[para].str()).is_some()
}

/// The names of a side with what they are before them, since sides in a row print surnames alone.
fn of_members(names: &str) -> String {
    if names.trim().is_empty() { String::new() } else { format!("Members {}", names.trim()) }
}

/// Names and hardly anything else.
fn is_names(text: &str, plural_before: Option<&'static str>) -> bool {
    let people = list_names(text, plural_before);
    let letters: usize = people.iter().map(|p| p.name_range.len()).sum();
    !people.is_empty() && letters * 4 > text.len() * 3 - 3 * people.len()
}

fn tabled(paper: &Stream<'_>, table: usize, people: &[Participant]) -> Option<Division> {
    let rows = &paper.tables.get(table)?.table.rows;
    let mut division = Division::default();
    let first = rows.first()?;
    let heads: Vec<_> = first.cells.iter().map(|c| (c.column, side(&c.text().text))).collect();
    if heads.len() >= 2 && heads.iter().all(|(_, s)| s.is_some()) {
        for (column, head) in heads {
            let Some((option, number, _)) = head else { continue };
            let mut names = String::new();
            let mut cite = first
                .cells
                .iter()
                .find(|c| c.column == column)
                .map(|c| paper.document.cite_all(&c.text()))
                .unwrap_or_default();
            for cell in rows.iter().skip(1).filter_map(|r| r.cells.iter().find(|c| c.column == column && !c.is_blank()))
            {
                for block in &cell.blocks {
                    block.texts(&mut |t| names.push_str(&format!("{}; ", t.text.trim())));
                }
                cite = cite.and(paper.document.cite_all(&cell.text()));
            }
            division.take(option, number, &names.replace(';', ","), people, cite);
        }
    } else {
        for row in rows {
            let Some((option, number, _)) = row.cells.first().and_then(|c| side(&c.text().text)) else { continue };
            let rest: Vec<_> = row.cells.iter().skip(1).map(types::Cell::text).collect();
            let names: Vec<&str> = rest.iter().map(|t| t.text.as_str()).collect();
            let cite = rest
                .iter()
                .fold(paper.document.cite_all(&row.cells[0].text()), |c, t| c.and(paper.document.cite_all(t)));
            division.take(option, number, &names.join(", "), people, cite);
        }
    }
    division.is_whole().then_some(division)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_are_numbers_or_words() {
        assert_eq!((count("11"), count("three"), count("No"), count("many")), (Some(11), Some(3), Some(0), None));
    }

    #[test]
    fn counts_of_sentences() {
        let of = |t: &str| counts(t).map(|c| (c.ayes, c.noes, c.abstain));
        assert_eq!(of("by five votes to two with one abstention"), Some((Some(5), Some(2), Some(1))));
        assert_eq!(of("The motion passed with a 5-0 vote."), Some((Some(5), Some(0), None)));
        assert_eq!(
            of("Voting: 11 \u{2013} For 0 \u{2013} Against 0 \u{2013} Abstentions"),
            Some((Some(11), Some(0), Some(0)))
        );
        assert_eq!(of("13 Members voting for, 20 against and 2 abstaining"), Some((Some(13), Some(20), Some(2))));
        assert_eq!(of("hands up, 6 for 2 against"), Some((Some(6), Some(2), None)));
        assert_eq!(
            of("A vote was taken on the request for 10 new benches: 3 in favour, 6 against."),
            Some((Some(3), Some(6), None))
        );
        assert_eq!(of("Application No 12 went to a vote, 5 for and 3 against."), Some((Some(5), Some(3), None)));
        assert_eq!(of("The vote was 5 for and no one against."), Some((Some(5), Some(0), None)));
        assert_eq!(
            of("The vote was 13 no. in favour of the amendment and 7 no. against it."),
            Some((Some(13), Some(7), None))
        );
        assert_eq!(of("The motion passed with 15 in favor and 0 against."), Some((Some(15), Some(0), None)));
        assert_eq!(of("RESULT: APPROVED [3 TO 1]"), Some((Some(3), Some(1), None)));
        assert_eq!(of("The motion was defeated (1-3)."), Some((Some(1), Some(3), None)));
        assert_eq!(of("Vote: 3 ayes, 1 nay."), Some((Some(3), Some(1), None)));
        assert_eq!(of("It was carried unanimously."), None);
        assert_eq!(of("The Chair asked for 3 volunteers"), None);
    }

    #[test]
    fn sides_that_run_on() {
        let of = |t: &str| {
            sides_in_a_row(t).into_iter().map(|(o, n, names)| (o, n, t[names].trim().to_owned())).collect::<Vec<_>>()
        };
        let none = String::new;
        assert_eq!(
            of("which carried by the following vote: Ayes 3, Noes 0."),
            [(VoteOption::Yes, Some(3), none()), (VoteOption::No, Some(0), none())]
        );
        assert_eq!(
            of("AYES: Lind, Tovey. NOES: None. ABSENT: Marsh. Motion carried."),
            [
                (VoteOption::Yes, None, "Lind, Tovey".to_owned()),
                (VoteOption::No, Some(0), none()),
                (VoteOption::NotVoting, None, "Marsh".to_owned())
            ]
        );
        assert_eq!(
            of("Yeas (4) Nays (1) Abstain (2)").iter().map(|s| s.1).collect::<Vec<_>>(),
            [Some(4), Some(1), Some(2)]
        );
        for text in [
            "For: the whole of the estate. Against: nothing was said.",
            "The case for - and against - a crossing was heard.",
            "Noes 2",
            "a plan for 12 houses against 3 objections",
        ] {
            assert_eq!(of(text), [], "{text}");
        }
    }

    #[test]
    fn answers_to_a_roll_call() {
        use VoteOption::{Abstain, No, Yes};
        let of = |t: &str| roll_call(t).into_iter().collect::<Vec<_>>();
        let three = |a, b, c| [("Ash".to_owned(), a), ("Birch".to_owned(), b), ("Plumb".to_owned(), c)].to_vec();
        assert_eq!(of("by the following roll call vote: Ash yes, Birch yes, Plumb no."), three(Yes, Yes, No));
        assert_eq!(of("Commissioners Ash: Aye; Birch: Abstain; and Chair Plumb: Aye."), three(Yes, Abstain, Yes));
        // Not: sides with lists of names, and names in a sentence.
        assert_eq!(of("Ayes: Ash, Birch, Plumb. Noes: none."), []);
        assert_eq!(of("Ash said yes, Birch had no view and Plumb was absent."), []);
        assert_eq!(of("Cheque No 101, Cheque No 102, Cheque No 103"), []);
        assert_eq!(of("Minute No. 4, Minute No. 5, Minute No. 6"), []);
        assert_eq!(of("Ash: absent; Birch: absent; Plumb: absent"), []);
    }

    #[test]
    fn sides_of_a_division() {
        let of = |t: &str| side(t).map(|(o, n, _)| (o, n));
        assert_eq!(of("For (21)"), Some((VoteOption::Yes, Some(21))));
        assert_eq!(of("Abstaining (1): Councillor Sadler."), Some((VoteOption::Abstain, Some(1))));
        assert_eq!(of("Against the motion: Councillors A and B"), Some((VoteOption::No, None)));
        assert_eq!(of("For further information contact"), None);
    }

    #[test]
    fn who_abstained() {
        assert_eq!(abstainers("It was approved; CB abstained."), ["CB"]);
        assert_eq!(abstainers("Cllr Miss Dunthorne abstained as she had not been there."), ["Dunthorne"]);
        assert!(abstainers("The force abstained from comment.").is_empty());
    }
}
