//! Interests that members declared.

use std::ops::Range;

use types::{Cite, Declaration, Declarations, DeclarationsState, Participant};

use crate::grammar::item_number::read_part_number;
use crate::grammar::name::read_name;
use crate::grammar::name_list::list_names;
use crate::grammar::pattern;
use crate::grammar::welsh::declares_in_welsh;
use crate::outline::{Item, Sentence, cite_title, sentences, title_text};
use crate::people::{known_name, whole_name};
use crate::sitting::Sitting;
use crate::stream::Stream;

/// Interests declared, wherever they stand.
pub(crate) fn read_declarations(sitting: &Sitting<'_, '_>) -> Declarations {
    let Sitting { paper, outline, people, .. } = *sitting;
    let own = outline.items.iter().find(|i| is_on_declarations(title_text(paper, i)));
    if sitting.is_ahead() {
        let state = if own.is_some() { DeclarationsState::Invited } else { DeclarationsState::NotRecorded };
        let cite = own.map(|item| cite_title(paper, item)).unwrap_or_default();
        return Declarations { state, items: Vec::new(), cite };
    }
    let mut items: Vec<Declaration> = Vec::new();
    for sentence in sentences(paper, outline.range.clone(), None) {
        items.extend(in_sentence(&sentence, paper, people));
    }
    declared_in_table(paper, &outline.range, people, &mut items);
    items.dedup_by(|a, b| a.person == b.person && a.item_number == b.item_number);
    if let Some(first) = items.first() {
        let cite = first.cite.clone();
        return Declarations { state: DeclarationsState::Declared, items, cite };
    }
    let none = own.and_then(|item| none_declared(paper, item));
    let state = if none.is_some() { DeclarationsState::NoneDeclared } else { DeclarationsState::NotRecorded };
    Declarations { state, items, cite: none.unwrap_or_default() }
}

fn is_on_declarations(title: &str) -> bool {
    pattern!(
        r"
        (?i)\b(?:declarations?|disclosures?|datgan\w*)\b.*\b(?:interests?|cysylltiad\w*|buddiant\w*|dispensations?)
        |\bdeclarations?\b|\btransparency statements?\b|\binterests?$
    "
    )
    .is_match(title)
}

/// The place before which the declarant stands, and the bytes of the name; none if the sentence declares nothing.
fn declares(words: &str) -> Option<(usize, Range<usize>)> {
    let declared = pattern!(
        r"
            (?i)\bdeclared that (?:he|she|they) [^.]{3,60}(?:kept out|took no part|would not (?:vote|take part))
            |\b(?:declar(?:ed|es|ing)|made a transparency statement|disclosed)\b(?:[^.]{0,60}\b(?:interests?
            |transparency|prejudicial|pecuniary)\b|[^.]{0,20}\bhimself\b)|\bmade a transparency statement\b
        "
    );
    let refuses = pattern!(
        r"
            (?i)\b(?:no|nobody|none|not|asked|invited|reminded|requested|any)\b[^.]{0,40}\bdeclar|\bdeclar\w+ (?:any
            |no|none|of)\b|did not consider|should be declared|to declare
        "
    )
    .is_match(words);
    let found = declared.find(words).filter(|_| !refuses || pattern!(r"(?i)transparency statement").is_match(words));
    found.map(|m| (m.start(), 0..m.start())).or_else(|| declares_in_welsh(words).map(|name| (name.end, name)))
}

/// The people whom the words before a declaration name.
fn declarants(before: &str, people: &[Participant]) -> Vec<String> {
    let before = before.trim();
    let before = read_part_number(before).map_or(before, |(_, len)| &before[len..]);
    let before = pattern!(r"(?i)\s*\((?:by reason|as |being )[^)]*\)|\s+each\s*$").replace_all(before, "");
    let persons: Vec<String> = list_names(&before, None)
        .into_iter()
        .map(|p| known_name(&whole_name(&before, p.name_range.end, p.name, people).0, people))
        .collect();
    if !persons.is_empty() {
        return persons;
    }
    let initials = pattern!(r"(?:^|\s)([A-Z][A-Za-z]{1,3})\s*$").captures(&before).and_then(|c| c.get(1));
    let known = initials.and_then(|i| people.iter().find(|p| p.initials.as_deref() == Some(i.as_str())));
    known.map(|p| p.name.clone()).into_iter().collect()
}

/// The declarations of a sentence: one a person.
fn in_sentence(sentence: &Sentence<'_>, paper: &Stream<'_>, people: &[Participant]) -> Vec<Declaration> {
    let words = sentence.words;
    let Some((at, person)) = declares(words) else { return Vec::new() };
    let kind = pattern!(
        r"
            (?i)\b(?:disclosable pecuniary|non-?pecuniary|personal and prejudicial|personal|prejudicial
            |other registerable|non-?registerable|pecuniary|registrable|financial)\b
        "
    )
    .find(words);
    let item = pattern!(r"\b(?i:item|minute)s?\s+(?i:no\.?\s*)?(?P<n>[A-Z]{0,4}\d[\w./()]*|[A-Z]{1,2}\b)")
        .captures(words)
        .and_then(|c| c.name("n"));
    let reason = pattern!(r"(?i)\b(?:by reason of|as|being|because|since|his|her)\s+(?P<r>[^.;)]{6,140})")
        .captures(&words[at..])
        .and_then(|c| c.name("r"));
    let reason =
        reason.or_else(|| pattern!(r"(?i)\(by reason of (?P<r>[^)]+)\)").captures(words).and_then(|c| c.name("r")));
    let withdrew =
        pattern!(r"(?i)\b(?:withdrew|left the (?:room|meeting|chamber)|took no part|did not vote|would withdraw)\b")
            .is_match(words);
    let declaration = |person: String| Declaration {
        person,
        interest_type: kind.map(|k| k.as_str().to_ascii_lowercase()),
        item_number: item.map(|i| bare_number(i.as_str()).to_owned()),
        reason: reason.map(|r| r.as_str().trim().to_owned()),
        withdrew: withdrew.then_some(true),
        cite: paper.cite_spot(&sentence.spot),
    };
    declarants(&words[person], people).into_iter().map(declaration).collect()
}

/// The number without what ends the sentence around it: `7(a)`, not `7)`.
fn bare_number(printed: &str) -> &str {
    let number = printed.trim_end_matches(['.', ',', '/', '(']);
    if number.contains('(') { number } else { number.trim_end_matches(')') }
}

/// Where an item says that nobody declared anything.
fn none_declared(paper: &Stream<'_>, item: &Item) -> Option<Cite> {
    // "2. No declarations of interest made": the title is the answer.
    if pattern!(r"(?i)^\W*(?:no|nil)\b.{0,20}\bdeclar|\bdeclar\w+.{0,40}(?:[-\u{2013}:]\s*(?:none|nil)\b|\bnone\W*$)")
        .is_match(title_text(paper, item))
    {
        return Some(cite_title(paper, item));
    }
    let none = pattern!(
        r"
                (?i)\b(?:none|nil|no(?: further| other)? (?:declarations?|interests?|disclosures?|pecuniary)
                |there (?:were|was) no|nobody|no-one|no one|not any|dim)\b
            "
    );
    let all = sentences(paper, item.range.clone(), Some(&item.title));
    all.iter().find(|s| none.is_match(s.words)).map(|s| paper.cite_spot(&s.spot))
}

/// A table Member, Item, Nature of interest.
fn declared_in_table(paper: &Stream<'_>, range: &Range<usize>, people: &[Participant], items: &mut Vec<Declaration>) {
    let mut seen = None;
    for para in range.clone() {
        let Some(at) = paper.paras[para].cell.filter(|c| seen != Some(c.table)) else { continue };
        seen = Some(at.table);
        let tabled = &paper.tables[at.table];
        let head: Vec<String> = tabled
            .table
            .rows
            .first()
            .map(|r| r.cells.iter().map(|c| c.text().text.to_lowercase()).collect())
            .unwrap_or_default();
        if !head.iter().any(|h| h.contains("interest") || h.contains("nature")) {
            continue;
        }
        let item_column = head.iter().position(|h| h.contains("item") || h.contains("minute"));
        for row in tabled.table.rows.iter().skip(1) {
            let Some(first) = row.cells.first() else { continue };
            let text = first.text();
            let Some(person) = read_name(&text.text, None) else { continue };
            let last = row.cells.last().map(types::Cell::text).unwrap_or_default();
            items.push(Declaration {
                person: known_name(&person.name, people),
                interest_type: pattern!(
                    r"
                    (?i)\b(?:disclosable pecuniary|non-?pecuniary|personal and prejudicial|personal|prejudicial
                    |pecuniary)\b
                "
                )
                .find(&last.text)
                .map(|k| k.as_str().to_lowercase()),
                item_number: item_column.and_then(|c| row.cells.get(c)).map(|c| c.text().text.trim().to_owned()),
                reason: None,
                withdrew: None,
                cite: paper.document.cite_all(&text).and(paper.document.cite_all(&last)),
            });
        }
    }
}
