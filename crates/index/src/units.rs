//! What can be found of a record: its items, decisions and actions, and all other text of its paper as passages.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};
use types::{Action, AgendaItem, Cite, Date, Decision, DocumentKind, Line, Meeting, Participant, Passage};

use crate::words::{Word, words};

/// What kind of thing is found.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Kind {
    /// A decision.
    Decision,
    /// An action.
    Action,
    /// A piece of business with all that was said.
    Item,
    /// Whatever else the paper prints, by page and section.
    Passage,
}

impl Kind {
    /// All kinds.
    pub const ALL: [Self; 4] = [Self::Decision, Self::Action, Self::Item, Self::Passage];

    /// As queries name it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Item => "item",
            Self::Decision => "decision",
            Self::Action => "action",
            Self::Passage => "passage",
        }
    }

    /// Its number in the index, below 4.
    pub(crate) fn rank(self) -> u64 {
        match self {
            Self::Decision => 0,
            Self::Action => 1,
            Self::Item => 2,
            Self::Passage => 3,
        }
    }

    /// The kind of this number.
    pub(crate) fn of_rank(rank: u64) -> Self {
        match rank {
            0 => Self::Decision,
            1 => Self::Action,
            2 => Self::Item,
            _ => Self::Passage,
        }
    }

    /// What a score counts: the passages hold all words of the items once more, and must not crowd them out.
    pub(crate) fn weight(self) -> f32 {
        match self {
            Self::Decision => 1.1,
            Self::Action | Self::Item => 1.0,
            Self::Passage => 0.35,
        }
    }
}

/// Something that can be found: one document of the index.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) struct Unit {
    pub(crate) kind: Kind,
    /// The record.
    pub(crate) id: String,
    pub(crate) body: Option<String>,
    pub(crate) council: Option<String>,
    pub(crate) date: Option<Date>,
    pub(crate) document: String,
    pub(crate) status: String,
    pub(crate) file: Option<String>,
    /// The item's number and title.
    pub(crate) item: Option<String>,
    pub(crate) title: Option<String>,
    /// Of a decision.
    pub(crate) of_type: Option<String>,
    pub(crate) outcome: Option<String>,
    pub(crate) mover: Option<String>,
    pub(crate) seconder: Option<String>,
    /// Of an action: as printed, and as the list of those present has them.
    pub(crate) owner: Vec<String>,
    /// It is not on record: the reader was not sure enough of it.
    pub(crate) possible: bool,
    /// People who act in it, and the agencies that they come from.
    pub(crate) people: Vec<String>,
    /// As they are printed, with titles.
    pub(crate) printed: Vec<String>,
    pub(crate) agencies: Vec<String>,
    pub(crate) roles: Vec<String>,
    /// Its words, with their places.
    pub(crate) texts: Vec<Passage>,
    /// Words that it is to be found by as well.
    pub(crate) context: Vec<String>,
}

/// Positions that the engine leaves free between two texts of a unit: a phrase does not run over them, while words
/// near each other may.
const GAP: u32 = 1;

impl Unit {
    /// All words, with the number of their text.
    pub(crate) fn words(&self) -> Vec<(usize, Word)> {
        let mut all = Vec::new();
        let mut first = 0;
        for (n, passage) in self.texts.iter().enumerate() {
            let of_text = words(&passage.text, first);
            first = of_text.iter().map(|w| w.position + 1).max().map_or(first, |next| next + GAP);
            all.extend(of_text.into_iter().map(|w| (n, w)));
        }
        all
    }
}

/// The units of a paper: of each of its records, and of all its text. Each comes with the number of its record.
pub(crate) fn units(meetings: &[&Meeting], passages: &[Passage]) -> Vec<(usize, Unit)> {
    let mut all = Vec::new();
    for (n, meeting) in meetings.iter().enumerate() {
        all.extend(Of::new(meeting).units().into_iter().map(|u| (n, u)));
    }
    let extents: Vec<(Spot, Spot)> = meetings.iter().map(|m| extent(m)).collect();
    let is_pack = meetings.first().is_some_and(|m| !tells(m));
    let of: Vec<Of<'_>> = meetings.iter().map(|m| Of::new(m)).collect();
    let mut head: Vec<Option<&Passage>> = vec![None; meetings.len()];
    let mut cut = Vec::new();
    let parts: Vec<(usize, Passage)> = passages.iter().flat_map(|p| by_record(p, &extents, is_pack)).collect();
    for (n, (record, passage)) in parts.iter().enumerate() {
        if let Some(head) = head.get_mut(*record) {
            head.get_or_insert(passage);
        }
        if let Some(of) = of.get(*record) {
            let next = parts.get(n + 1).filter(|(other, _)| other == record);
            cut.push((*record, of.passage(run_on(passage, next.map(|(_, p)| p)))));
        }
    }
    all.extend(cut);
    // A body that is named without its council is found by the council that heads its paper.
    let councils: Vec<Option<String>> = head.iter().map(|p| p.and_then(|p| council_of_head(&p.text))).collect();
    for (n, unit) in &mut all {
        if unit.council.is_none() {
            let is_body = |council: &String| {
                let body = unit.body.as_deref().unwrap_or_default().to_lowercase();
                body.contains(&council.to_lowercase())
            };
            unit.council = councils.get(*n).cloned().flatten().filter(|council| !is_body(council));
        }
    }
    all
}

/// A page, and a character of it.
type Spot = (u32, usize);

/// The record that the text at a spot is of. What stands between two meetings of a file belongs to the one before it;
/// but what follows minutes that are bound into a pack belongs to the pack.
fn record_at(extents: &[(Spot, Spot)], at: Spot, is_pack: bool) -> usize {
    let numbered = || extents.iter().enumerate();
    let inside = numbered().filter(|(_, (from, to))| *from <= at && at < *to).max_by_key(|(_, (from, _))| *from);
    let before = || numbered().filter(|(_, (from, _))| *from <= at).max_by_key(|(_, (from, _))| *from);
    match inside {
        Some((n, _)) => n,
        None if is_pack => 0,
        None => before().map_or(0, |(n, _)| n),
    }
}

/// A passage, cut where another record begins.
fn by_record(passage: &Passage, extents: &[(Spot, Spot)], is_pack: bool) -> Vec<(usize, Passage)> {
    let of = |line: &Line| record_at(extents, (line.page, line.at), is_pack);
    let records: Vec<usize> = if extents.len() > 1 { passage.lines.iter().map(of).collect() } else { Vec::new() };
    let mut parts = Vec::new();
    let mut from = 0;
    for same in records.chunk_by(|a, b| a == b) {
        let lines = &passage.lines[from..from + same.len()];
        from += same.len();
        let end = passage.lines.get(from).map_or(passage.text.len(), |next| next.from);
        if let Some(start) = lines.first().map(|l| l.from) {
            let lines = lines.iter().map(|l| Line { from: l.from - start, to: l.to - start, ..*l }).collect();
            let text = passage.text.get(start..end).unwrap_or_default().trim_end().to_owned();
            parts.push((same[0], Passage { text, lines }));
        }
    }
    if parts.is_empty() {
        parts.push((passage.lines.first().map_or(0, of), passage.clone()));
    }
    parts
}

/// Whether a record tells what happened, and not what is planned.
fn tells(meeting: &Meeting) -> bool {
    !matches!(meeting.document.kind, DocumentKind::Agenda | DocumentKind::AgendaPack | DocumentKind::Report)
}

/// The council that stands in capitals or with capitals at the head of a paper: `KENT COUNTY COUNCIL`, `City of
/// Westhaven`.
fn council_of_head(text: &str) -> Option<String> {
    /// Bytes of a head.
    const HEAD: usize = 400;
    let head = &text[..text.floor_char_boundary(HEAD)];
    for line in head.lines() {
        let words: Vec<&str> =
            line.split_whitespace().map(|w| w.trim_matches(|c: char| !c.is_alphanumeric())).collect();
        let end = words.iter().position(|w| w.eq_ignore_ascii_case("council"));
        if let Some(end) = end {
            let is_head =
                |w: &str| ["minutes", "meeting", "agenda", "notes", "papers"].contains(&w.to_lowercase().as_str());
            let is_name = |w: &&&str| (w.starts_with(char::is_uppercase) || matches!(**w, "and" | "of")) && !is_head(w);
            let name: Vec<&str> = words[..=end].iter().rev().take_while(is_name).copied().collect();
            let name: Vec<&str> = name.into_iter().rev().skip_while(|w| matches!(*w, "and" | "of")).collect();
            // `County Council` alone is a kind and no name.
            let kinds =
                ["county", "city", "borough", "district", "town", "parish", "the", "full", "council", "community"];
            if name.len() <= 6 && name.iter().any(|w| !kinds.contains(&w.to_lowercase().as_str())) {
                return Some(name.into_iter().map(as_name).collect::<Vec<_>>().join(" "));
            }
        }
    }
    None
}

/// A word in capitals as it stands in a name.
fn as_name(word: &str) -> String {
    let is_small = matches!(word, "AND" | "OF" | "THE");
    match word.chars().next() {
        _ if is_small => word.to_lowercase(),
        Some(first) if word.chars().count() > 1 && word.chars().all(|c| !c.is_lowercase()) => {
            format!("{first}{}", word[first.len_utf8()..].to_lowercase())
        }
        _ => word.to_owned(),
    }
}

/// Where a value begins.
fn spot(cite: &Cite) -> Option<Spot> {
    cite.0.first().map(|p| (p.page, p.span.0))
}

/// From a record's first words to its last.
fn extent(meeting: &Meeting) -> (Spot, Spot) {
    let (mut from, mut to) = ((u32::MAX, 0), (0, 0));
    for (_, cite) in meeting.cites() {
        for place in &cite.0 {
            from = from.min((place.page, place.span.0));
            to = to.max((place.page, place.span.1));
        }
    }
    if from.0 == u32::MAX { ((0, 0), (0, 0)) } else { (from, to) }
}

/// A passage with the first words of the next one, so that a phrase over its end is found, on its page.
fn run_on(passage: &Passage, next: Option<&Passage>) -> Passage {
    /// A phrase of so many words, and one more, is found wherever it is cut.
    const WORDS: usize = 8;
    let mut longer = passage.clone();
    let Some(next) = next else { return longer };
    let ends = next.text.split_whitespace().take(WORDS).last();
    let end = ends.map_or(0, |last| last.as_ptr() as usize - next.text.as_ptr() as usize + last.len());
    longer.text.push('\n');
    let shift = longer.text.len();
    longer.text.push_str(&next.text[..end]);
    let lines = next.lines.iter().filter(|l| l.from < end);
    longer.lines.extend(lines.map(|l| Line { from: l.from + shift, to: l.to.min(end) + shift, ..*l }));
    longer
}

/// A record, looked at for its units.
struct Of<'m> {
    meeting: &'m Meeting,
    council: Option<String>,
    people: BTreeMap<&'m str, &'m Participant>,
    /// By number; of several with one number the first.
    items: BTreeMap<&'m str, &'m AgendaItem>,
    /// People by where they are listed.
    listed: Vec<(Spot, &'m Participant)>,
}

impl<'m> Of<'m> {
    fn new(meeting: &'m Meeting) -> Self {
        let organization = &meeting.organization;
        // The register's name of the authority that is named in the body's own name, where the paper names no other.
        let resolved = || {
            let name = organization.name.as_deref()?;
            let fits = |o: &&types::ResolvedOrganization| o.kind == "council" && name.contains(&o.name_text);
            meeting.organizations.iter().find(fits).map(|o| o.name.clone())
        };
        let mut listed: Vec<(Spot, &Participant)> =
            meeting.participants.iter().filter_map(|p| Some((spot(&p.cite)?, p))).collect();
        listed.sort_by_key(|(spot, _)| *spot);
        Self {
            meeting,
            council: organization.parent.clone().or_else(resolved),
            people: meeting.participants.iter().map(|p| (p.name.as_str(), p)).collect(),
            items: meeting.agenda_items.iter().rev().filter_map(|i| Some((i.number.as_deref()?, i))).collect(),
            listed,
        }
    }

    fn unit(&self, kind: Kind) -> Unit {
        let meeting = self.meeting;
        Unit {
            kind,
            id: meeting.id.clone(),
            body: meeting.organization.name.clone(),
            council: self.council.clone(),
            date: meeting.meeting.date,
            document: meeting.document.kind.as_str().to_owned(),
            status: meeting.document.status.as_str().to_owned(),
            file: meeting.source.file.clone(),
            item: None,
            title: None,
            of_type: None,
            outcome: None,
            mover: None,
            seconder: None,
            owner: Vec::new(),
            possible: false,
            people: Vec::new(),
            printed: Vec::new(),
            agencies: Vec::new(),
            roles: Vec::new(),
            texts: Vec::new(),
            context: Vec::new(),
        }
    }

    /// Puts people into a unit, with their agencies where the paper says which.
    fn with_people<'p>(&self, unit: &mut Unit, people: impl Iterator<Item = &'p str>) {
        let (mut names, mut printed, mut agencies) = (BTreeSet::new(), BTreeSet::new(), BTreeSet::new());
        for name in people {
            names.insert(name.to_owned());
            if let Some(person) = self.people.get(name) {
                printed.insert(person.name_text.clone());
                agencies.extend(person.organization.clone());
                agencies.extend(person.represents.clone());
            }
        }
        unit.people = names.into_iter().collect();
        unit.printed = printed.into_iter().collect();
        unit.agencies = agencies.into_iter().collect();
    }

    fn units(&self) -> Vec<Unit> {
        let meeting = self.meeting;
        let mut all = Vec::new();
        for item in &meeting.agenda_items {
            let mut unit = self.unit(Kind::Item);
            (unit.item, unit.title) = (item.number.clone(), item.title.clone());
            unit.texts.extend(item.title.iter().map(|t| placed(t, &item.cite)));
            unit.texts.extend(item.paragraphs.iter().map(|p| placed(&p.text, &p.cite)));
            let speakers = item.paragraphs.iter().filter_map(|p| p.speaker.as_deref());
            self.with_people(&mut unit, speakers.chain(item.lead.iter().map(String::as_str)));
            unit.context.extend(item.lead.iter().cloned());
            all.push(unit);
        }
        let possible = meeting.possible_decisions.iter().map(|d| (d, true));
        for (decision, possible) in meeting.decisions.iter().map(|d| (d, false)).chain(possible) {
            all.push(self.decision(decision, possible));
        }
        let possible = meeting.possible_actions.iter().map(|a| (a, true));
        for (action, possible) in meeting.actions.iter().map(|a| (a, false)).chain(possible) {
            all.push(self.action(action, possible));
        }
        all
    }

    fn decision(&self, decision: &Decision, possible: bool) -> Unit {
        let mut unit = self.unit(Kind::Decision);
        unit.possible = possible;
        unit.of_type = Some(decision.kind.as_str().to_owned());
        unit.outcome = Some(decision.outcome.as_str().to_owned());
        (unit.mover, unit.seconder) = (decision.mover.clone(), decision.seconder.clone());
        unit.texts.push(placed(&decision.text, &decision.cite));
        self.in_item(&mut unit, decision.item_number.as_deref(), &decision.cite);
        let named = [&decision.mover, &decision.seconder].into_iter().flatten();
        self.with_people(&mut unit, named.map(String::as_str));
        unit.context.extend([&decision.mover, &decision.seconder].into_iter().flatten().cloned());
        unit
    }

    fn action(&self, action: &Action, possible: bool) -> Unit {
        let mut unit = self.unit(Kind::Action);
        unit.possible = possible;
        unit.texts.push(placed(&action.text, &action.cite));
        self.in_item(&mut unit, action.item_number.as_deref(), &action.cite);
        let owners: BTreeSet<&String> = action.owner.iter().chain(&action.owner_resolved).collect();
        unit.owner = owners.into_iter().cloned().collect();
        // An owner may be an agency itself.
        let owners = if action.owner_resolved.is_empty() { &action.owner } else { &action.owner_resolved };
        self.with_people(&mut unit, owners.iter().map(String::as_str));
        if action.owner_resolved.is_empty() {
            unit.agencies.extend(action.owner.iter().cloned());
        }
        unit.context.extend(unit.owner.iter().cloned());
        unit.context.extend(unit.agencies.iter().cloned());
        unit
    }

    /// Puts a unit under its item: the title and the words before it lead to it, too.
    fn in_item(&self, unit: &mut Unit, number: Option<&str>, cite: &Cite) {
        let Some(number) = number else { return };
        unit.item = Some(number.to_owned());
        let Some(item) = self.items.get(number) else { return };
        unit.title.clone_from(&item.title);
        unit.context.extend(item.title.clone());
        // The sentence before it says what it is about; more of an item is about other things.
        let Some(own) = spot(cite) else { return };
        let after = item.paragraphs.partition_point(|p| spot(&p.cite).is_none_or(|spot| spot <= own));
        let paragraph = |n: usize| after.checked_sub(n).and_then(|n| item.paragraphs.get(n));
        // A paragraph's text is about as long as its quotes.
        let lead_in = paragraph(1).and_then(|p| {
            let (page, first) = spot(&p.cite)?;
            let before = if page == own.0 { own.1.saturating_sub(first) } else { 0 };
            p.text.get(..p.text.floor_char_boundary(before))
        });
        let lead_in = lead_in.filter(|text| !text.trim().is_empty());
        let lead_in = lead_in.or_else(|| paragraph(2).map(|p| p.text.as_str()));
        unit.context.extend(lead_in.map(|text| last_sentence(text).to_owned()));
    }

    fn passage(&self, passage: Passage) -> Unit {
        let mut unit = self.unit(Kind::Passage);
        // Those of the lists of people that it prints.
        let mut here: Vec<&Participant> = Vec::new();
        for line in &passage.lines {
            let chars = passage.text.get(line.from..line.to).map_or(0, |t| t.chars().count());
            let first = self.listed.partition_point(|(spot, _)| *spot < (line.page, line.at));
            let on_line = |(spot, _): &&(Spot, &Participant)| *spot < (line.page, line.at + chars);
            here.extend(self.listed[first..].iter().take_while(on_line).map(|(_, p)| *p));
        }
        self.with_people(&mut unit, here.iter().map(|p| p.name.as_str()));
        let roles: BTreeSet<&str> = here.iter().map(|p| p.role.as_str()).collect();
        unit.roles = roles.into_iter().map(str::to_owned).collect();
        unit.texts.push(passage);
        unit
    }
}

/// The last sentence of a text, or the last words of a long one.
fn last_sentence(text: &str) -> &str {
    /// Bytes of a sentence, at most.
    const LONG: usize = 300;
    let text = text.trim_end();
    let start = text.ceil_char_boundary(text.len().saturating_sub(LONG));
    let end = text.trim_end_matches(['.', ':', ';', '!', '?']).len();
    let stop = text[start.min(end)..end].rfind(". ").map(|n| start + n + 2);
    text[stop.unwrap_or(start)..].trim_start()
}

/// A value's text with its places: the quotes hold the same letters, but for line breaks and hyphens.
fn placed(text: &str, cite: &Cite) -> Passage {
    /// A quote may hold words that the text leaves out, such as its number.
    const SKIP: usize = 400;
    let mut lines: Vec<Line> = Vec::new();
    let mut chars = text.char_indices().peekable();
    'places: for place in &cite.0 {
        let quote: Vec<char> = place.quote.chars().collect();
        let mut n = 0;
        let mut open: Option<Line> = None;
        while n < quote.len() {
            let Some(&(at, c)) = chars.peek() else {
                lines.extend(open.take());
                break 'places;
            };
            if quote[n] == c {
                let to = at + c.len_utf8();
                match &mut open {
                    Some(line) if line.to == at => line.to = to,
                    _ => {
                        lines.extend(open.take());
                        let at_page = place.span.0 + n;
                        open = Some(Line { from: at, to, page: place.page, at: at_page, bbox: place.bbox });
                    }
                }
                chars.next();
                n += 1;
                continue;
            }
            lines.extend(open.take());
            if c.is_whitespace() {
                chars.next();
            } else if quote[n].is_whitespace() || matches!(quote[n], '-' | '\u{ad}' | '\u{2010}') {
                n += 1;
            } else {
                // The next words of the text, further on in the quote.
                let ahead: String = text[at..].chars().take_while(|c| !c.is_whitespace()).take(8).collect();
                let word: Vec<char> = ahead.chars().collect();
                let further = quote[n..].windows(word.len().max(1)).take(SKIP).position(|w| *w == word[..]);
                match further {
                    Some(skip) => n += skip,
                    None => break,
                }
            }
        }
        lines.extend(open);
    }
    Passage { text: text.to_owned(), lines }
}

#[cfg(test)]
mod tests {
    use types::Place;

    use super::*;

    fn place(page: u32, first: usize, quote: &str) -> Place {
        Place { page, span: (first, first + quote.chars().count()), bbox: None, quote: quote.into() }
    }

    fn told(passage: &Passage, word: &str) -> Vec<(u32, (usize, usize), String)> {
        let from = passage.text.find(word).unwrap_or_default();
        passage.places(from, from + word.len()).into_iter().map(|p| (p.page, p.span, p.quote)).collect()
    }

    #[test]
    fn words_of_a_value_are_found_in_its_quotes() {
        let cite = Cite(vec![place(1, 10, "4.1 The commu-\nnity hall"), place(2, 0, "was shut")]);
        let passage = placed("The community hall was shut", &cite);
        assert_eq!(told(&passage, "hall"), [(1, (30, 34), "hall".into())]);
        assert_eq!(told(&passage, "shut"), [(2, (4, 8), "shut".into())]);
        let parts: Vec<String> = told(&passage, "community").into_iter().map(|p| p.2).collect();
        assert_eq!(parts, ["commu", "nity"]);
        assert_eq!(placed("Nothing of it", &cite).lines, []);
    }

    #[test]
    fn the_council_that_heads_a_paper_is_named() {
        assert_eq!(council_of_head("KENTMERE COUNTY COUNCIL\n\nCABINET").as_deref(), Some("Kentmere County Council"));
        assert_eq!(
            council_of_head("Minutes of Bridport and Westhaven Town Council held").as_deref(),
            Some("Bridport and Westhaven Town Council")
        );
        for none in ["CITY COUNCIL MEETING", "The council met", "Cabinet", "County Council"] {
            assert_eq!(council_of_head(none), None, "{none}");
        }
    }

    #[test]
    fn text_after_minutes_that_are_bound_into_a_pack_is_the_packs() {
        // The pack's own agenda, the minutes of last time on pages 3 to 5, then reports.
        let extents = [((1, 0), (2, 90)), ((3, 10), (5, 40))];
        let of = |page, is_pack| record_at(&extents, (page, 20), is_pack);
        assert_eq!([of(1, true), of(4, true), of(6, true)], [0, 1, 0]);
        assert_eq!([of(1, false), of(4, false), of(6, false)], [0, 1, 1], "a file of several minutes");
    }

    #[test]
    fn a_passage_runs_on_into_the_next() {
        let passage = |text: &str, page| Passage {
            text: text.into(),
            lines: vec![Line { from: 0, to: text.len(), page, at: 0, bbox: None }],
        };
        let longer = run_on(&passage("The bus", 1), Some(&passage("station a b c d e f g h i", 2)));
        assert_eq!(longer.text, "The bus\nstation a b c d e f g");
        assert_eq!(longer.places(8, 15)[0].page, 2);
    }
}
