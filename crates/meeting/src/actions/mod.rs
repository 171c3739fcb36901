//! Actions: what somebody is to do, by label, by column, by italics or by the sentence.

mod forms;
mod open_tasks;
mod task_words;

use std::collections::HashMap;
use std::ops::Range;

use types::{Action, ActionStatus, ActionTier, Attendance, Cite, DecisionTier, Participant, Role};

use crate::actions::forms::by_form;
use crate::actions::open_tasks::{is_open_passive, open_active, open_addressed};
use crate::actions::task_words::{
    LONGEST_SENTENCE, TASKS, active, in_brackets, is_doer, meant, owners, stated, subject,
};
use crate::decisions::ruling::Ruling;
use crate::grammar::column_heading::Column;
use crate::grammar::date::first_date;
use crate::grammar::item_number::{read_item_number, read_part_number};
use crate::grammar::name::{is_same_person, read_expected_name};
use crate::grammar::pattern;
use crate::grammar::sentence::{split_sentences, trim_range};
use crate::people::known_name;
use crate::sitting::Sitting;
use crate::stream::{Kind, Spot, Stream};
use crate::tables::Purpose;

/// Where formal resolutions stand: by paragraph, the bytes.
type Resolved = HashMap<usize, Vec<Range<usize>>>;

/// An action as found.
struct Task {
    /// Index of the outline's stretch that it stands in; none for a row of a table of actions.
    stretch: Option<usize>,
    /// What is to be done.
    spot: Spot,
    tier: ActionTier,
    owners: Vec<String>,
    due_text: Option<String>,
    /// Places of owner and day that stand apart.
    more: Cite,
    /// The form of words by which it was found.
    basis: &'static str,
    /// Index of the decision that it arises from.
    arises_from: Option<usize>,
}

impl Task {
    fn new(stretch: Option<usize>, spot: Spot, tier: ActionTier, owners: Vec<String>, basis: &'static str) -> Self {
        Self { stretch, spot, tier, owners, due_text: None, more: Cite::default(), basis, arises_from: None }
    }

    fn marked(stretch: usize, spot: Spot, owners: Vec<String>, basis: &'static str) -> Self {
        Self::new(Some(stretch), spot, ActionTier::Marked, owners, basis)
    }

    fn arising_from(self, ruling: usize) -> Self {
        Self { arises_from: Some(ruling), ..self }
    }

    /// Adds a place that belongs to it.
    fn cite_also(&mut self, cite: Cite) {
        self.more = std::mem::take(&mut self.more).and(cite);
    }
}

/// The tasks of a meeting, and which decision each arises from.
pub(crate) struct Tasked {
    pub(crate) actions: Vec<Action>,
    pub(crate) arising: Vec<Arising>,
}

/// An action that arises from a decision.
pub(crate) struct Arising {
    /// Index of the ruling.
    pub(crate) ruling: usize,
    /// Id of the action.
    pub(crate) action: String,
}

/// The actions of a meeting.
pub(crate) fn find_actions(sitting: &Sitting<'_, '_>, rulings: &[Ruling]) -> Tasked {
    let Sitting { paper, outline, people, .. } = *sitting;
    let mut tasks: Vec<Task> = Vec::new();
    let mut resolved = Resolved::new();
    for spot in rulings.iter().filter(|r| r.tier == DecisionTier::Formal).flat_map(|r| &r.spots) {
        resolved.entry(spot.para).or_default().push(spot.bytes.clone());
    }
    resolved.values_mut().for_each(|ranges| ranges.sort_by_key(|r| r.start));
    for (index, stretch) in outline.stretches.iter().enumerate() {
        if stretch.title.is_none() && outline.stretches.len() > 1 {
            continue;
        }
        let title = stretch.title.as_ref();
        // What an earlier meeting asked for is this one's report, not its task.
        let title_text = title.map_or("", |t| paper.paras[t.para].str().get(..t.bytes.end).unwrap_or_default());
        if pattern!(
            r"(?i)^\W*(?:\d+[.)]?\s+)?(?:actions?|matters)(?: points?)?(?: arising)? from (?:the )?(?:last|previous)"
        )
        .is_match(title_text)
            && title_text.to_lowercase().contains("action")
        {
            continue;
        }
        let within = Within { paper, stretch: index, first: stretch.range.start, resolved: &resolved, people };
        let mut listed = 0;
        for para in title.map_or(stretch.range.start, |t| t.para)..stretch.range.end {
            if para < listed {
                continue;
            }
            if let Some(end) = under_heading(paper, para, stretch.range.end) {
                for task in para + 1..end {
                    within.read_listed(task, &mut tasks);
                }
                listed = end;
                continue;
            }
            let from = match title {
                Some(title) if title.para == para => title.bytes.end,
                _ => paper.paras[para].body().1,
            };
            within.read_paragraph(para, from, &mut tasks);
        }
    }
    in_tables(paper, &outline.range_of_stretches(), &mut tasks);
    in_rulings(paper, rulings, &mut tasks);
    tasks.sort_by_key(|t| (t.spot.para, t.spot.bytes.start));
    write_actions(sitting, tasks)
}

/// Where the list ends that stands under a heading of tasks: `ACTIONS:`, `Next steps`; nothing if the paragraph is
/// none.
fn under_heading(paper: &Stream<'_>, para: usize, end: usize) -> Option<usize> {
    /// A heading, not a sentence.
    const LONGEST: usize = 60;
    let p = &paper.paras[para];
    let text = read_item_number(p.str()).map_or(p.str(), |n| &p.str()[n.len..]).trim();
    let heads = pattern!(
        r"
            (?i)^(?:new |agreed |key |summary of |list of |follow-?up |meeting )*(?:actions?(?: points?| items?| list
            | log)?
            |next steps|deliverables|to[ -]?dos?(?: list)?|tasks)(?: (?:agreed|arising|required|to be taken|for \w+
            |from (?:this|the) meeting))*\s*:?$
        "
    );
    if text.len() > LONGEST || p.cell.is_some() || !heads.is_match(text) {
        return None;
    }
    let is_entry = |q: usize| {
        let p = &paper.paras[q];
        p.cell.is_none()
            && p.kind != Kind::Heading
            && (p.kind == Kind::Bullet || p.label.is_some() || p.body().1 > 0 || read_part_number(p.str()).is_some())
    };
    let last = (para + 1..end).take_while(|q| is_entry(*q)).last()?;
    Some(last + 1)
}

/// A single plain word owns a task only if it is somebody's name, initials or post: "Need to look at".
fn may_own(owner: &str, people: &[Participant]) -> bool {
    let word = owner.trim();
    let plain = !word.contains(' ') && word.chars().skip(1).all(char::is_lowercase);
    let named = || people.iter().any(|p| p.name.split(' ').any(|n| n.eq_ignore_ascii_case(word)));
    let post = pattern!(
        r"
            (?i)^(?:clerk|chair(?:man|person|s)?|officers?|members?|all|partners|secretariat|he|she|they|everyone
            |convener|treasurer|secretary|leader|councillors)$
        "
    );
    !plain || post.is_match(word) || named()
}

/// One of the ranges, which stand in order, holds the other.
fn holds(ranges: &[Range<usize>], other: Range<usize>) -> bool {
    /// Resolutions overlap a few others at most.
    const BACK: usize = 8;
    let behind = ranges.partition_point(|r| r.start <= other.start);
    ranges[behind.saturating_sub(BACK)..behind].iter().any(|r| r.end >= other.end)
}

/// Where the paragraphs of one stretch are read.
struct Within<'r, 'd> {
    paper: &'r Stream<'d>,
    /// Index of the stretch.
    stretch: usize,
    /// Its first paragraph.
    first: usize,
    resolved: &'r Resolved,
    people: &'r [Participant],
}

impl Within<'_, '_> {
    /// Adds an entry of a list of tasks, whatever its words.
    fn read_listed(&self, para: usize, tasks: &mut Vec<Task>) {
        let text = self.paper.paras[para].str();
        let skip = self.paper.paras[para].body().1;
        let number = read_part_number(&text[skip..]).map_or(0, |(_, len)| len);
        let from = skip + number;
        let none = pattern!(r"(?i)^\W*(?:none|nil|n/?a|no actions?\b.*)\W*$");
        if text[from..].split_whitespace().count() < 2 || none.is_match(&text[from..]) {
            return;
        }
        let before = tasks.len();
        self.read_paragraph(para, from, tasks);
        if tasks.len() == before {
            let spot = Spot::new(para, from..text.len());
            tasks.push(Task::marked(self.stretch, spot, subject(&text[from..]), "list of tasks"));
        }
    }

    /// Adds what a paragraph gives somebody to do, from a byte on.
    fn read_paragraph(&self, para: usize, from: usize, tasks: &mut Vec<Task>) {
        let &Self { paper, stretch, first, resolved, people } = self;
        let p = &paper.paras[para];
        let Some(text) = p.str().get(from..).filter(|t| !t.trim().is_empty()) else { return };
        // The message that a mail answers.
        if p.str().starts_with("> ") {
            return;
        }
        if p.cell.is_some_and(|c| paper.tables[c.table].purpose == Purpose::Actions) {
            return;
        }
        if p.role() == Some(Column::Action) {
            column(paper, para, from, stretch, tasks);
            return;
        }
        if !p.in_flow() {
            return;
        }
        // "ACTION: …", "Action 24/07 – …", "Outstanding action from 25th July meeting: …"
        let label = pattern!(
            r"
                ^\W*(?P<o>(?i:outstanding |new |agreed )?(?:ACTIONS?|Actions?|Gweithred\w*
                |CAM GWEITHREDU|TODO|To do|AP)(?i:\s+points?|\s+required|\s+agreed|\s+on)?(?:\s+(?:\d+(?:[/.]\d+)*
                |[A-Z]\d+))?(?i:\s+(?:from|by)\s+[^:]{3,50})?(?:\s*/\s*(?:ACTION
                |Action))?)\s*(?P<w>\([^()]{2,80}\))?\s*(?::\s*[-\u{2013}]?|[-\u{2013}]\s|\u{2013})\s*(?P<t>\S.*)?$
            "
        );
        if let Some(c) = label.captures(text)
            && let Some(t) = c.name("t")
        {
            marked(paper, para, from + t.start()..p.str().len(), stretch, first, tasks);
            // "ACTION (Jane Okonjo, by 30 April): …"
            if let (Some(task), Some(w)) = (tasks.last_mut().filter(|t| t.spot.para == para), c.name("w")) {
                let inner = &text[w.start() + 1..w.end() - 1];
                let due = pattern!(r"(?i)(?:,\s*|\s+)(?:by|before|erbyn|due|for)\s+.*$").find(inner);
                task.owners = owners(&inner[..due.map_or(inner.len(), |d| d.start())]);
                task.due_text = due.map(|d| d.as_str().trim_start_matches([',', ' ']).to_owned());
                task.more =
                    std::mem::take(&mut task.more).and(paper.document.cite(&p.text, from + w.start()..from + w.end()));
            }
            return;
        }
        // "Action MW: ask the Guild": the owner stands between the label and its colon.
        let addressed = pattern!(
            r"
                ^\W*(?i:action|todo|ap)s?\s*(?:[-\u{2013}:]\s*|on |for 
                |by )?(?P<o>[A-Z]{2,4}[a-z]{0,2}(?:\s*[/,&+]\s*[A-Z]{2,4})*
                |\p{Lu}\p{Ll}{2,}(?: \p{Lu}\p{L}+)?|all)\s*:\s*(?P<t>\S.{5,})$
            "
        );
        if let Some(c) = addressed.captures(text)
            && let (Some(o), Some(t)) = (c.name("o"), c.name("t"))
        {
            let mut task =
                Task::marked(stretch, Spot::new(para, from + t.start()..p.str().len()), owners(o.as_str()), "label");
            task.cite_also(paper.cite_bytes(para, from + o.start()..from + o.end()));
            tasks.push(task);
            return;
        }
        // ">> JS to order the barrier", as e-mail and notes mark them.
        if let Some(mark) = pattern!(r"^\s*(?:>{2,}|\u{bb}|\u{2192}|=>|-->)\s*").find(p.str())
            && p.str().len() > mark.end() + 5
        {
            let start = from.max(mark.end());
            for range in split_sentences(&p.str()[start..]).into_iter().take(1) {
                marked(paper, para, start + range.start..p.str().len(), stretch, first, tasks);
            }
            return;
        }
        // "… (Action: Clerk)", "… ACTION: Clerk" behind the sentence that it belongs to.
        let trailing = pattern!(
            r"(?:[\[(]|\s|\.)\s*(?:ACTION|Action)\s*(?:by|for)?\s*(?::|[-\u{2013}])\s*(?P<o>[^()\[\]]{2,60}?)[\])]?\s*$"
        );
        if let Some(c) = trailing.captures(text)
            && let (Some(whole), Some(o)) = (c.get(0), c.name("o"))
            && whole.start() > 10
        {
            // "ACTION: SB/IP to look into it": who is to do it, and what.
            if pattern!(&format!(r"(?i)\s(?:to|will)\s+\p{{Ll}}|^\W*{TASKS}\b")).is_match(o.as_str()) {
                tasks.push(Task::marked(
                    stretch,
                    Spot::new(para, from + o.start()..from + o.end()),
                    subject(o.as_str()),
                    "label behind",
                ));
                return;
            }
            let sentences = split_sentences(&text[..whole.start()]);
            if let Some(last) = sentences.last() {
                let owner_at = from + o.start()..from + o.end();
                tasks.push(Task {
                    due_text: None,
                    more: paper.document.cite(&p.text, owner_at),
                    ..Task::marked(
                        stretch,
                        Spot::new(para, last.start + from..last.end + from),
                        owners(o.as_str()),
                        "label behind",
                    )
                });
                return;
            }
        }
        // "23.1 (Minute 9.1) The Clerk will …": the sentence begins behind the numbers.
        let lead = pattern!(
            r"
            ^\s*(?:\(?(?:\d{1,3}(?:\.\d{1,3})*|[a-z]|[ivx]{1,4})[.)]+\s+|\d{1,3}(?:\.\d{1,3})+\s+)?(?:\((?:[Mm]inute
            |[Ii]tem|[Mm]in\.?)[^)]{1,20}\)\s*)?
        "
        )
        .find(text)
        .map_or(0, |m| m.end());
        let from = from + lead;
        let text = &text[lead..];
        let italic = p.text.all(from..p.str().len(), |s| s.italic) && !p.is_bold();
        for range in split_sentences(text) {
            let words = &text[range.clone()];
            let at = range.start + from..range.end + from;
            // The label of a decision is none of its words: "Decision: the hours will be extended".
            let label =
                pattern!(r"^\W*(?:(?i:decision)|AGREED|Agreed)\s*[:\u{2013}-]\s*").find(words).map_or(0, |m| m.end());
            let decided = resolved.get(&para).is_some_and(|r| holds(r, at.start + label..at.end));
            if decided || words.len() > LONGEST_SENTENCE {
                continue;
            }
            if italic && pattern!(&format!(r"(?i)\bto\s+(?:be\s+\w+|{TASKS}\b)")).is_match(words) {
                tasks.push(Task::marked(stretch, Spot::new(para, at), subject(words), "italics"));
                continue;
            }
            // What a motion asks for is not yet anybody's task.
            if pattern!(r"^\W*(?:MOTION|Motion)(?:\s+\d+)?\s*:").is_match(words) {
                continue;
            }
            if let Some((tier, owners)) = stated(words).filter(|(_, owners)| owners.iter().all(|o| may_own(o, people)))
            {
                let owners = meant(owners, words, &text[..range.start]);
                tasks.push(Task::new(Some(stretch), Spot::new(para, at), tier, owners, "who is to do what"));
            } else if let Some((owners, basis)) = by_open_words(words, people) {
                tasks.push(Task::new(Some(stretch), Spot::new(para, at), ActionTier::Stated, owners, basis));
            }
        }
    }
}

/// Who is given a task in words that are in no list, and by which form.
fn by_open_words(words: &str, people: &[Participant]) -> Option<(Vec<String>, &'static str)> {
    open_active(words, people)
        .map(|owners| (owners, "somebody of the paper"))
        .or_else(|| open_addressed(words, people).map(|owners| (owners, "name and colon")))
        .or_else(|| is_open_passive(words).then_some((Vec::new(), "to be done")))
        .or_else(|| by_form(words, people))
}

/// A labelled action: `Action: X to …`, `Action: … (X)`, or only a name, for the sentence before.
fn marked(paper: &Stream<'_>, para: usize, range: Range<usize>, stretch: usize, first: usize, tasks: &mut Vec<Task>) {
    let p = &paper.paras[para];
    let text = &p.str()[range.clone()];
    let named = pattern!(r"\s*\([^()]*\)\s*$").replace(text, "");
    let only_owner = text.split_whitespace().count() <= 6
        && !pattern!(&format!(r"(?i)\b(?:to|{TASKS})\b")).is_match(text)
        && (named.len() == text.len() || owners(&named).iter().all(|o| is_doer(o)));
    let mut due = None;
    let mut more = Cite::default();
    // The other cells of the row: who, and by when.
    let mut owned: Vec<String> = Vec::new();
    for q in beside(paper, para) {
        let other = &paper.paras[q];
        match other.role() {
            Some(Column::Owner) => {
                owned.extend(owners(other.str()));
                more = more.and(paper.cite(q));
            }
            Some(Column::Due) => {
                due = Some(other.str().trim().to_owned());
                more = more.and(paper.cite(q));
            }
            _ => {}
        }
    }
    if only_owner && owned.is_empty() {
        let before =
            (first..para).rev().find(|q| paper.paras[*q].in_flow() && !paper.paras[*q].str().trim().is_empty());
        if let Some(q) = before
            && let Some(last) = split_sentences(paper.paras[q].str()).last()
        {
            tasks.push(Task {
                due_text: None,
                more: paper.document.cite(&p.text, range),
                ..Task::marked(stretch, Spot::new(q, last.clone()), owners(text), "label")
            });
        }
        return;
    }
    if owned.is_empty() {
        // "LGA to present (Gesche Schmid)": both are named.
        owned = subject(text);
        for owner in in_brackets(text).unwrap_or_default() {
            if !owned.contains(&owner) {
                owned.push(owner);
            }
        }
    }
    tasks.push(Task { due_text: due, more, ..Task::marked(stretch, Spot::new(para, range), owned, "label") });
}

/// The other paragraphs of the row of a table that a paragraph stands in.
fn beside(paper: &Stream<'_>, para: usize) -> impl Iterator<Item = usize> {
    let row = |p: usize| paper.paras.get(p).and_then(|p| p.cell).map(|c| (c.table, c.row));
    let own = row(para);
    let before = (0..para).rev().take_while(move |p| own.is_some() && row(*p) == own);
    let behind = (para + 1..paper.paras.len()).take_while(move |p| own.is_some() && row(*p) == own);
    before.chain(behind)
}

/// A paragraph of an action column.
fn column(paper: &Stream<'_>, para: usize, from: usize, stretch: usize, tasks: &mut Vec<Task>) {
    let p = &paper.paras[para];
    let text = &p.str()[from..];
    let verbs = pattern!(&format!(r"(?i)\b(?:to|{TASKS})\b")).is_match(text) && text.split_whitespace().count() > 2;
    let owner = beside(paper, para)
        .filter(|q| paper.paras[*q].role() == Some(Column::Owner))
        .find(|q| paper.paras[*q].str().contains(char::is_alphabetic));
    // What somebody is named for is a task, whatever its words.
    if verbs || owner.is_some() && text.split_whitespace().count() > 1 {
        let mut task = Task::marked(stretch, Spot::new(para, from..p.str().len()), subject(text), "column");
        if let Some(q) = owner {
            task.owners = owners(paper.paras[q].str());
            task.cite_also(paper.cite(q));
        }
        tasks.push(task);
    }
}

/// Tables of actions: a row an action.
fn in_tables(paper: &Stream<'_>, range: &Range<usize>, tasks: &mut Vec<Task>) {
    for para in range.clone() {
        let p = &paper.paras[para];
        let Some(at) = p.cell.filter(|c| c.role == Column::Action && paper.tables[c.table].purpose == Purpose::Actions)
        else {
            continue;
        };
        if p.str().split_whitespace().count() < 2 {
            continue;
        }
        let mut task = Task::new(None, Spot::new(para, 0..p.str().len()), ActionTier::Marked, Vec::new(), "table");
        for (q, other) in paper.paras.iter().enumerate().skip(para.saturating_sub(6)).take(12) {
            if other.cell.map(|c| (c.table, c.row)) != Some((at.table, at.row)) {
                continue;
            }
            match other.role() {
                Some(Column::Owner) => {
                    task.owners.extend(owners(other.str()));
                    task.cite_also(paper.cite(q));
                }
                Some(Column::Due) => {
                    task.due_text = Some(other.str().trim().to_owned());
                    task.cite_also(paper.cite(q));
                }
                _ => {}
            }
        }
        if !absorbed(paper, &task, tasks) {
            tasks.push(task);
        }
    }
}

/// A row of a summary that says again, in fewer words, what an action above said: its date goes to that one.
fn absorbed(paper: &Stream<'_>, row: &Task, tasks: &mut [Task]) -> bool {
    let words = |task: &Task| -> Vec<String> {
        let text = paper.words(&task.spot).to_lowercase();
        let words = text.split(|c: char| !c.is_alphanumeric()).filter(|w| w.len() > 3);
        words.map(|w| w.chars().take(6).collect()).collect()
    };
    let own = words(row);
    let fit = |task: &Task| -> usize {
        let theirs = words(task);
        let shared = own.iter().filter(|w| theirs.contains(w)).count();
        let owners = !row.owners.is_empty()
            && row.owners.iter().all(|o| task.owners.iter().any(|t| t == o || is_same_person(t, o)));
        let enough = shared * 2 >= own.len().max(1) || owners && shared > 0;
        if enough && task.spot.para < row.spot.para { shared + usize::from(owners) * 2 } else { 0 }
    };
    let Some(best) = tasks.iter_mut().map(|t| (fit(t), t)).filter(|(f, _)| *f > 0).max_by_key(|(f, _)| *f) else {
        return false;
    };
    let task = best.1;
    task.tier = ActionTier::Marked;
    if task.owners.is_empty() {
        task.owners.clone_from(&row.owners);
    }
    task.due_text = task.due_text.take().or_else(|| row.due_text.clone());
    task.cite_also(paper.cite(row.spot.para));
    task.cite_also(row.more.clone());
    true
}

/// What a resolution asks somebody to do.
fn in_rulings(paper: &Stream<'_>, rulings: &[Ruling], tasks: &mut Vec<Task>) {
    for (n, ruling) in rulings.iter().enumerate() {
        for spot in &ruling.spots {
            let text = paper.words(spot);
            let formal = ruling.tier == DecisionTier::Formal;
            let agreed = pattern!(&format!(
                r"
                (?i)\bagreed (?:that [\w ]{{2,60}} (?:should|would|will|to) |for [\w ]{{2,60}} to |to (?:write|ask
                |invite|circulate|send|bring|erect|copy|contact|arrange|obtain|order|repair|replace|remove|install
                |chase|report|organise|investigate|advertise|produce|prepare|publish|place|put up|get|find out
                |look into|seek|reconsider|revisit)\b|{TASKS}\b)|\bagreed (?:that )?[^.;]{{3,160}}? be (?:invited
                |asked|requested|contacted|written to|arranged|placed|sent|brought|provided|given|circulated
                |published|put in place|advertised|obtained)\b
            "
            ))
            .is_match(text);
            if !formal && !agreed {
                continue;
            }
            if !formal {
                let taken = tasks.iter().any(|t| t.spot.overlaps(spot));
                let owners: Vec<String> =
                    pattern!(r"(?i)\bagreed (?:that|for) (?P<s>[\w' ]{2,60}?) (?:should|would|will|to) ")
                        .captures(text)
                        .and_then(|c| c.name("s"))
                        .map(|s| s.as_str().trim().to_owned())
                        .into_iter()
                        .collect();
                // "agreed that the figures will be shown" is the decision itself.
                let committed = owners.is_empty()
                    || owners.iter().all(|o| {
                        is_doer(o)
                            || pattern!(r"(?i)\b(?:group|team|members|officers|partners|partnership)\b").is_match(o)
                    });
                if !taken && committed {
                    tasks.push(
                        Task::new(Some(ruling.stretch), spot.clone(), ActionTier::Stated, owners, "resolution")
                            .arising_from(n),
                    );
                }
                continue;
            }
            for limb in limbs(text) {
                let words = &text[limb.clone()];
                let direct = || {
                    let skip = pattern!(
                        r"^\s*(?:\(?(?:[a-z]|\d{1,2}|[ivx]{1,4})[).]\s+)?(?:(?i:resolved)\W+)?(?:[Tt]hat,?\s+)?"
                    )
                    .find(words)
                    .map_or(0, |m| m.end());
                    active(&words[skip..], false).map(|owners| (skip..words.len(), owners))
                };
                if let Some((at, owners)) = asked_in(words).or_else(direct) {
                    tasks.push(
                        Task::new(
                            Some(ruling.stretch),
                            Spot::new(
                                spot.para,
                                spot.bytes.start + limb.start + at.start..spot.bytes.start + limb.start + at.end,
                            ),
                            ActionTier::Stated,
                            owners,
                            "resolution",
                        )
                        .arising_from(n),
                    );
                }
            }
        }
    }
}

/// The limbs of a resolution: parted by semicolons, and before letters and numbers of parts.
fn limbs(text: &str) -> Vec<Range<usize>> {
    let mut starts = vec![0];
    let marks = pattern!(
        r"
            (?:;\s*(?:and\s+)?|\.\s+|:\s+)(?:\(?[a-z0-9]{1,3}[).]\s+)?(?:[Tt]hat\b|[Tt]o\b|[Tt]he\b|\()
            |[\s;:](?:\(?(?:[a-z]|\d{1,2}|[ivx]{1,4})\)\s)
        "
    );
    starts.extend(marks.find_iter(text).map(|m| m.start() + 1));
    let ends: Vec<usize> = starts.iter().skip(1).copied().chain([text.len()]).collect();
    starts.into_iter().zip(ends).map(|(a, b)| trim_range(text, a..b)).filter(|r| !r.is_empty()).collect()
}

/// What a limb asks somebody to do, and whom.
fn asked_in(text: &str) -> Option<(Range<usize>, Vec<String>)> {
    let clause = pattern!(&format!(
        r"
            (?i)\b(?P<c>(?:(?:and )?(?:to )?(?:request(?:s|ed)?|instruct(?:s|ed)?|ask(?:s|ed)?)\b[^;.]*
            |(?:that )?(?:the |an? )?(?P<s>[A-Za-z0-9'\u{{2019}},/ -]{{2,80}}?)\s+be\s+(?:asked|requested|instructed
            |invited|authorised|tasked)\s+to\s+{TASKS}\b[^;]*|(?:that )?(?:the )?(?P<t>clerk|officers?|chair(?:man)?
            |secretariat|director[A-Za-z ]{{0,40}}|head of [A-Za-z ]{{3,40}}|chief [A-Za-z ]{{3,30}})\s+(?:to\s+
            |will\s+)?{TASKS}\b[^;]*|\b(?:a|an|the)\s+(?:further |follow-?up |update |progress |annual )*(?:report
            |update|presentation|paper|letter)s?\b[^;]{{0,60}}\bbe\s+(?:brought|submitted|presented|provided
            |arranged|circulated|sent|made)\b[^;]*|\bbe (?:brought|reported) (?:back )?to (?:the |a )?(?:next|future
            |[A-Z][a-z]+) [^;]*|(?:\([a-z0-9]{{1,3}}\)\s*|^
            |and )(?:[Tt]hat )?(?:the )(?P<u>(?:[A-Z][A-Za-z0-9'\u{{2019}}-]+ ?){{1,6}}(?:of [A-Za-z ]{{3,30}})?
            |task (?:and finish )?group|officers)(?:, in consultation with [^,]{{3,60}},)?\s+{TASKS}\b[^;]*
            |[^;]{{3,200}}?\bbe (?:placed on|placed to|placed in|included (?:on|in)|added to|put on|circulated
            |published|contacted|written to|displayed|advertised|obtained|arranged|invited to|sent (?:to|out)
            |forwarded|notified|informed)\b[^;]*|(?:an )?updates? (?:on [^;]{{3,60}} )?would be welcomed[^;]*
            |\bwrite to\b[^;]*))
        "
    ));
    // The letter of the limb, and the word that opens the resolution.
    let skip = pattern!(r"^\s*(?:\(?(?:[a-z]|\d{1,2}|[ivx]{1,4})[).]\s+|[\u{201c}\u{2018}])?")
        .find(text)
        .map_or(0, |m| m.end());
    let (text, shift) = (&text[skip..], skip);
    let found = clause.captures(text)?;
    let c = found.name("c")?;
    if pattern!(r"(?i)\bsigned? (?:by|the minutes)\b").is_match(c.as_str()) {
        return None;
    }
    let who = found.name("s").or(found.name("t")).or(found.name("u")).map(|s| s.as_str().trim());
    // That the body itself notes or supports something is its decision, not a task; nor is standing authority.
    let itself = found.name("u").is_some_and(|u| {
        let u = trim_owner(u.as_str().trim());
        pattern!(
            r"
            (?i)\b(?:committee|board|panel|council|cabinet|partnership|executive|authority|plan|strategy|policy)$
            |^(?:group|report|minutes)$
        "
        )
        .is_match(&u)
    });
    let open = pattern!(r"(?i)\bauthorised to (?:make (?:any |such |minor )|take (?:all |any |such )|finalise|agree)")
        .is_match(c.as_str());
    if itself || open {
        return None;
    }
    let asked = pattern!(r"(?i)^(?:and )?(?:to )?(?:request|instruct|ask)\w*\s+(?P<w>the [\w ]{3,50}?)\s+to\b")
        .captures(c.as_str())
        .and_then(|c| c.name("w"))
        .map(|w| w.as_str());
    let by = pattern!(
        r"
        (?i)\bby (?:the )?(?P<w>[A-Z][\w ]{3,40}?(?:Team|Officer|Group|Clerk|Manager|Board)s?)\b
        |\breport from (?P<n>\p{Lu}[\p{L}'-]+ \p{Lu}[\p{L}'-]+)
    "
    )
    .captures(c.as_str())
    .and_then(|c| c.name("w").or(c.name("n")))
    .map(|w| w.as_str());
    let owner = who.or(asked).or(by).map(trim_owner);
    // "resolved unanimously to extend the hours" is what the body itself does.
    if owner.as_deref().is_some_and(|o| pattern!(r"^\p{Ll}+ly$").is_match(o)) {
        return None;
    }
    // "The Committee RESOLVED to request": nobody is named.
    let owners = owner.filter(|o| !o.is_empty()).into_iter().collect();
    Some((c.start() + shift..c.end() + shift, owners))
}

fn trim_owner(who: &str) -> String {
    let who = pattern!(r"(?i)^.*\b(?:that|and|resolved to|resolved)\s+").replace(who, "");
    // The pattern may have run on into the task: "Head of Housing bring a report on".
    let verb = pattern!(&format!(r"^(?P<o>.{{3,}}?)\s+{TASKS}\b.*$"));
    let owner = verb.captures(&who).and_then(|c| c.name("o")).map_or(who.as_ref(), |o| o.as_str());
    pattern!(r"(?:^|\s+)(?:should|shall|will|must|to|be asked|be invited|be requested|with)$")
        .replace(owner.trim(), "")
        .trim()
        .to_owned()
}

/// When it is to be done, as printed.
fn due(text: &str) -> Option<Range<usize>> {
    let m = pattern!(
        r"
        (?i)\b(?:by (?:the )?(?:end (?:of )?|week ending |noon (?:on )?|close of play |next |mon|tues|wednes|thurs|fri
        |satur|sun|jan
        |feb|mar|apr|may|june|jul|aug|sep|oct|nov|dec|\d{1,2}(?:st|nd|rd|th)?\b)[^.;,)]{0,30}
        |before (?:the )?(?:next|\d|christmas|easter|end|publication)[^.;,)]{0,30}|(?:at|to|for|in time for) (?:the 
        |a )?(?:next|january|february|march|april|may|june|july|august|september|october|november|december
        |future)\b[^.;,)]{0,24}|within (?:a |\w+ )(?:days?|weeks?|months?|fortnight)|in due course|as soon as possible
        |in (?:january
        |february|march|april|may|june|july|august|september|october|november|december)(?: \d{4})?
        |in (?:the )?(?:new year|spring|summer|autumn|winter)(?: (?:of )?\d{4})?|in 20\d\d|(?:at|for) the agm
        |in \w+ (?:days|weeks|months)['\u{2019}]? time)
    "
    )
    .find(text)?;
    // The word in which it was cut is finished, and small words at its end begin something else.
    let rest = &text[m.end()..];
    let in_word = m.as_str().ends_with(char::is_alphanumeric);
    let word = if in_word { rest.find(|c: char| !c.is_alphanumeric()).unwrap_or(rest.len()) } else { 0 };
    let words = text[m.start()..m.end() + word].trim_end();
    let words = pattern!(r"(?i)(?:\s+(?:and|that|the|a|an|of|for|to|in|at|on|with|by|or|as|what|will))+$")
        .find(words)
        .map_or(words, |small| &words[..small.start()]);
    Some(m.start()..m.start() + words.len())
}

fn write_actions(sitting: &Sitting<'_, '_>, tasks: Vec<Task>) -> Tasked {
    let Sitting { paper, outline, people, day: meeting, .. } = *sitting;
    /// A task in fewer words may well be another: `Clerk to order`.
    const FEWEST: usize = 5;
    let mut actions: Vec<Action> = Vec::new();
    // Owners and words of each action, and its place among them.
    let mut told_first: HashMap<(Vec<String>, String), usize> = HashMap::new();
    let mut arising = Vec::new();
    let mut taken: Vec<Spot> = Vec::new();
    for task in tasks {
        if taken.iter().any(|t| t.overlaps(&task.spot)) {
            continue;
        }
        taken.push(task.spot.clone());
        let text = paper.words(&task.spot).trim().to_owned();
        let cite = paper.cite_spot(&task.spot).and(task.more);
        // In the text and again in the list at the end: one task with two places.
        let first = *told_first.entry((task.owners.clone(), bare_words(&text))).or_insert(actions.len());
        if let Some(told) = actions.get_mut(first).filter(|_| text.split_whitespace().count() >= FEWEST) {
            told.cite = std::mem::take(&mut told.cite).and(cite);
            arising.extend(task.arises_from.map(|ruling| Arising { ruling, action: told.id.clone() }));
            continue;
        }
        let due_text = task.due_text.or_else(|| due(&text).map(|r| text[r].to_owned()));
        let day =
            due_text.as_deref().and_then(first_date).and_then(|d| d.date().or_else(|| meeting.and_then(|m| d.near(m))));
        let resolved = task.owners.iter().filter_map(|o| resolve(o, people)).collect();
        let id = format!("A{}", actions.len() + 1);
        if let Some(ruling) = task.arises_from {
            arising.push(Arising { ruling, action: id.clone() });
        }
        actions.push(Action {
            id,
            item_number: task.stretch.and_then(|s| outline.stretches.get(s)).and_then(|s| s.number.clone()),
            owner: task.owners,
            owner_resolved: resolved,
            due: day,
            due_text,
            status: ActionStatus::Open,
            tier: task.tier,
            basis: task.basis.to_owned(),
            confidence: 1.0,
            text,
            cite,
        });
    }
    Tasked { actions, arising }
}

/// Letters and digits alone, in small letters.
fn bare_words(words: &str) -> String {
    words.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// The person that an owner stands for, by name or by initials, where exactly one fits.
fn resolve(owner: &str, people: &[Participant]) -> Option<String> {
    let by_initials: Vec<&Participant> = people.iter().filter(|p| p.initials.as_deref() == Some(owner)).collect();
    if let [one] = by_initials.as_slice() {
        return Some(one.name.clone());
    }
    let by_name = read_expected_name(owner)
        .map(|person| known_name(&person.name, people))
        .filter(|found| people.iter().any(|p| p.name == *found));
    by_name.or_else(|| by_office(owner, people))
}

/// The one person of the list who holds the post that an owner is called by: `The Clerk`, `the Chairman` (record rule
/// 39).
fn by_office(owner: &str, people: &[Participant]) -> Option<String> {
    let office = pattern!(r"(?i)^the\s+").replace(owner.trim(), "").to_lowercase();
    let chair = pattern!(r"^(?:chair(?:man|person|woman)?|convener|mayor|president|cathaoirleach)$").is_match(&office);
    let there = |p: &&Participant| !matches!(p.attendance, Attendance::Apologies | Attendance::Absent);
    let holds = |p: &&Participant| {
        let post = p.post.as_deref().map(str::to_lowercase);
        // "The Clerk" is the "Parish Clerk", and not the "Assistant Clerk".
        let same = post.is_some_and(|post| {
            post == office
                || pattern!(r"^(?:parish|town|council|community|locum|acting)\s+").replace(&post, "") == office
        });
        same || chair && p.role == Role::Chair
    };
    let mut found = people.iter().filter(there).filter(holds);
    found.next().filter(|_| found.next().is_none()).map(|p| p.name.clone())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sentences_that_commit_somebody() {
        for (text, owners) in [
            ("Jo Jacobs to check if this needs to be circulated.", vec!["Jo Jacobs"]),
            ("PT agreed to look at the language.", vec!["PT"]),
            ("Cllr Okonjo will walk path 14 before the next meeting.", vec!["Cllr Okonjo"]),
            ("Details to be circulated.", vec![]),
            ("CS said he would look into this further.", vec!["CS"]),
            ("Clerk to place the order.", vec!["Clerk"]),
            ("Ms Adair agreed to bring the figures to the November meeting.", vec!["Ms Adair"]),
            ("The Clerk is to get a second quotation.", vec!["The Clerk"]),
        ] {
            assert_eq!(
                stated(text),
                Some((ActionTier::Stated, owners.into_iter().map(str::to_owned).collect())),
                "{text}"
            );
        }
    }

    #[test]
    fn sentences_that_commit_nobody() {
        for text in [
            "Cllr JR asked if the mobile station could be available?",
            "The Police have switched their approach to sustainable events.",
            "Funding will support the project.",
            "If members want to be involved, contact the Chair.",
            "Crime continued to fall.",
            "An action plan is needed to address issues.",
        ] {
            assert_eq!(stated(text), None, "{text}");
        }
    }

    #[test]
    fn owners_and_dates() {
        assert_eq!(owners("GAR/RO"), ["GAR", "RO"]);
        assert_eq!(owners("Director of Health and Housing"), ["Director of Health and Housing"]);
        assert_eq!(in_brackets("Confirm the plan (Olivia Burman)."), Some(vec!["Olivia Burman".to_owned()]));
        let of = |t: &str| due(t).map(|r| t[r].to_owned());
        assert_eq!(of("send it by 9th July, please").as_deref(), Some("by 9th July"));
        assert_eq!(of("report at the next meeting.").as_deref(), Some("at the next meeting"));
        assert_eq!(of("bring it back in the New Year").as_deref(), Some("in the New Year"));
        assert_eq!(of("mend it within a fortnight").as_deref(), Some("within a fortnight"));
        assert_eq!(of("nothing said"), None);
    }
}
