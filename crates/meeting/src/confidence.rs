//! How sure the reader is of a value, from 0 to 1: the share of such values that were right in labelled papers of other
//! bodies. What such values are alike in are a few features that need no word of the paper: the form by which a
//! decision was read, its length, whether it stands in an item. Each has a weight, fitted by `minutebook-fit`
//! (logistic regression) and shipped in `data/confidence.tsv`; `benches/runs/confidence.txt` tells how well the
//! figures hold.

use std::collections::HashMap;
use std::sync::LazyLock;

use types::{Action, AgendaItem, Decision, DecisionTier, Meeting, Participant};

use crate::grammar::item_title::usual_title;
use crate::grammar::pattern;

/// Decisions of which the reader is less sure stand in `possible_decisions`: at this figure and above nine in ten were
/// right in papers of other bodies.
pub const LEAST_DECISION: f32 = 0.8;

/// Actions of which the reader is less sure stand in `possible_actions`.
pub const LEAST_ACTION: f32 = 0.5;

/// What carries a confidence.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Kind {
    /// Of `decisions`.
    Decision,
    /// Of `actions`.
    Action,
    /// Of `participants`.
    Participant,
    /// Of `agenda_items`.
    Item,
}

impl Kind {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::Decision, Self::Action, Self::Participant, Self::Item];

    /// Its name in the table of weights.
    pub fn name(self) -> &'static str {
        match self {
            Self::Decision => "decision",
            Self::Action => "action",
            Self::Participant => "participant",
            Self::Item => "item",
        }
    }
}

/// The weights by kind and feature; those of `all` are the constant.
static WEIGHTS: LazyLock<HashMap<(&str, &str), f32>> = LazyLock::new(|| {
    include_str!("../data/confidence.tsv")
        .lines()
        .filter(|line| !line.starts_with('#'))
        .filter_map(|line| {
            let mut cells = line.split('\t');
            let (kind, feature, weight) = (cells.next()?, cells.next()?, cells.next()?);
            Some(((kind, feature), weight.parse().ok()?))
        })
        .collect()
});

/// The figure for a value with these features.
fn confidence(kind: Kind, features: &[String]) -> f32 {
    let weight = |feature: &str| WEIGHTS.get(&(kind.name(), feature)).copied().unwrap_or(0.0);
    let sum: f32 = weight("all") + features.iter().map(|f| weight(f)).sum::<f32>();
    let share = 1.0 / (1.0 + (-sum).exp());
    (share * 100.0).round() / 100.0
}

/// What a decision or an action is seen beside: the same for all of a meeting.
pub struct Beside<'m> {
    /// Some decision has a formal word.
    formal: bool,
    /// Some action is marked as one.
    marked: bool,
    /// The titles of the items, by their numbers.
    titles: HashMap<&'m str, &'m str>,
}

impl<'m> Beside<'m> {
    /// What stands in this meeting.
    pub fn of(meeting: &'m Meeting) -> Self {
        let mut titles = HashMap::new();
        for item in &meeting.agenda_items {
            if let Some(number) = item.number.as_deref() {
                titles.entry(number).or_insert(item.title.as_deref().unwrap_or_default());
            }
        }
        let mut decisions = meeting.decisions.iter().chain(&meeting.possible_decisions);
        let mut actions = meeting.actions.iter().chain(&meeting.possible_actions);
        Self {
            formal: decisions.any(|d| d.tier == DecisionTier::Formal),
            marked: actions.any(|a| a.tier == types::ActionTier::Marked),
            titles,
        }
    }

    /// The title of the item with this number.
    fn title(&self, number: Option<&str>) -> &str {
        number.and_then(|n| self.titles.get(n)).copied().unwrap_or_default()
    }
}

/// Gives every value its confidence, and sets apart what is too unsure to be on record.
pub(crate) fn settle_confidence(meeting: &mut Meeting) {
    let beside = Beside::of(meeting);
    let decisions: Vec<f32> =
        meeting.decisions.iter().map(|d| confidence(Kind::Decision, &decision_features(d, &beside))).collect();
    let actions: Vec<f32> =
        meeting.actions.iter().map(|a| confidence(Kind::Action, &action_features(a, &beside))).collect();
    let people: Vec<f32> =
        meeting.participants.iter().map(|p| confidence(Kind::Participant, &participant_features(p, meeting))).collect();
    let items: Vec<f32> =
        meeting.agenda_items.iter().map(|i| confidence(Kind::Item, &item_features(i, meeting))).collect();
    meeting.decisions.iter_mut().zip(decisions).for_each(|(d, sure)| d.confidence = sure);
    meeting.actions.iter_mut().zip(actions).for_each(|(a, sure)| a.confidence = sure);
    meeting.participants.iter_mut().zip(people).for_each(|(p, sure)| p.confidence = sure);
    meeting.agenda_items.iter_mut().zip(items).for_each(|(i, sure)| i.confidence = sure);
    // What the paper itself marks as decided is on record, however seldom its form is seen.
    let sure = |d: &Decision| d.confidence >= LEAST_DECISION || d.tier == DecisionTier::Formal;
    let (decisions, possible) = std::mem::take(&mut meeting.decisions).into_iter().partition(sure);
    (meeting.decisions, meeting.possible_decisions) = (decisions, possible);
    let sure = |a: &Action| a.confidence >= LEAST_ACTION;
    let (actions, possible) = std::mem::take(&mut meeting.actions).into_iter().partition(sure);
    (meeting.actions, meeting.possible_actions) = (actions, possible);
    let on_record: Vec<String> = meeting.actions.iter().map(|a| a.id.clone()).collect();
    for decision in &mut meeting.decisions {
        decision.gives_rise_to.retain(|id| on_record.contains(id));
    }
}

/// How many words there are, in five steps.
fn length(text: &str) -> &'static str {
    match text.split_whitespace().count() {
        0..=3 => "3 words",
        4..=8 => "8 words",
        9..=20 => "20 words",
        21..=45 => "45 words",
        _ => "more words",
    }
}

/// Somebody reports, thinks or asks.
fn reports(text: &str) -> bool {
    pattern!(
        r"
            (?i)\b(?:said|reported|advised|explained|informed|stated|noted that|asked|suggested|commented|felt|hoped
            |updated|outlined|told)\b
        "
    )
    .is_match(text)
}

/// Something was so before, or may come to be.
fn is_of_other_time(text: &str) -> bool {
    pattern!(r"(?i)\b(?:had|has been|have been|previously|already|if|would|could|may|might|should)\b").is_match(text)
}

/// What sort of business a title tells.
fn class_of(title: &str) -> &'static str {
    let has = |p: &regex::Regex| p.is_match(title);
    if has(pattern!(r"(?i)\bminutes\b|\bprevious meeting\b")) {
        "minutes"
    } else if has(pattern!(r"(?i)\b(?:financ\w*|accounts|payments?|budget|precept|audit|bank)\b")) {
        "money"
    } else if has(pattern!(r"(?i)\b(?:planning|applications?|licen[cs]\w*)\b")) {
        "planning"
    } else if has(pattern!(r"(?i)\b(?:elect\w*|appoint\w*|co-?option|vacanc\w+|nominat\w*|officers)\b")) {
        "elections"
    } else if has(pattern!(r"(?i)\b(?:apolog\w*|attendance|welcome|declarations?|interests?)\b")) {
        "opening"
    } else if has(pattern!(r"(?i)\b(?:matters arising|actions?|reports?|updates?|correspondence)\b")) {
        "reports"
    } else {
        "other business"
    }
}

/// The features of a decision. The record may hold any number of others.
pub fn decision_features(decision: &Decision, beside: &Beside<'_>) -> Vec<String> {
    let text = &decision.text;
    let mut features = vec![
        format!("by {}", decision.basis),
        format!("tier {}", decision.tier.as_str()),
        format!("type {}", decision.kind.as_str()),
        length(text).to_owned(),
        format!("in {}", class_of(beside.title(decision.item_number.as_deref()))),
    ];
    let mut mark = |is: bool, feature: &str| {
        if is {
            features.push(feature.to_owned());
        }
    };
    mark(decision.mover.is_some(), "moved");
    mark(decision.item_number.is_some(), "in a numbered item");
    mark(beside.formal && decision.tier != DecisionTier::Formal, "beside formal ones");
    mark(reports(text), "reports");
    mark(is_of_other_time(text), "other time");
    mark(pattern!(r"(?i)\bunanim|\ball in favou?r|\bcarried\b|\bvote\b").is_match(text), "vote");
    mark(!text.starts_with(char::is_uppercase), "begins small");
    features
}

/// The features of an action.
pub fn action_features(action: &Action, beside: &Beside<'_>) -> Vec<String> {
    let text = &action.text;
    let mut features = vec![
        format!("by {}", action.basis),
        format!("tier {}", action.tier.as_str()),
        length(text).to_owned(),
        format!("in {}", class_of(beside.title(action.item_number.as_deref()))),
    ];
    let mut mark = |is: bool, feature: &str| {
        if is {
            features.push(feature.to_owned());
        }
    };
    mark(!action.owner.is_empty(), "owned");
    mark(!action.owner_resolved.is_empty(), "owned by somebody present");
    mark(action.due_text.is_some(), "due");
    mark(action.item_number.is_some(), "in a numbered item");
    mark(reports(text), "reports");
    mark(is_of_other_time(text), "other time");
    mark(pattern!(r"(?i)\bmembers\b|\bcouncillors\b|\bcommittee\b").is_match(text), "members");
    mark(beside.marked && action.tier != types::ActionTier::Marked, "beside marked ones");
    features
}

/// The features of a participant.
pub fn participant_features(person: &Participant, meeting: &Meeting) -> Vec<String> {
    let words = person.name.split(' ').count();
    let mut features = vec![
        format!("attendance {}", person.attendance.as_str()),
        format!("role {}", person.role.as_str()),
        format!("paper {}", meeting.document.kind.as_str()),
        format!("{} words", words.min(4)),
    ];
    let mut mark = |is: bool, feature: &str| {
        if is {
            features.push(feature.to_owned());
        }
    };
    mark(person.honorific_prefix.is_some(), "honorific");
    mark(person.organization.is_some(), "agency");
    mark(person.post.is_some(), "post");
    mark(person.initials.is_some(), "initials");
    mark(!person.name_text.contains(char::is_lowercase), "in capitals");
    mark(meeting.participants.len() < 3, "nearly alone");
    mark(meeting.participants.len() > 25, "among many");
    features
}

/// The features of an item.
pub fn item_features(item: &AgendaItem, meeting: &Meeting) -> Vec<String> {
    let title = item.title.as_deref().unwrap_or_default();
    let form = |number: &str| match number {
        n if n.bytes().all(|b| b.is_ascii_digit()) => "plain number",
        n if n.contains('(') => "lettered part",
        n if n.contains('/') => "reference",
        n if n.contains('.') => "decimal",
        _ => "letter or numeral",
    };
    let mut features = vec![
        item.number.as_deref().map_or("no number", form).to_owned(),
        length(title).to_owned(),
        format!("paper {}", meeting.document.kind.as_str()),
    ];
    let mut mark = |is: bool, feature: &str| {
        if is {
            features.push(feature.to_owned());
        }
    };
    mark(usual_title(&format!("{title} Xx xx xx xx xx xx.")).is_some(), "usual title");
    mark(item.parent_number.is_some(), "part");
    mark(item.paragraphs.is_empty(), "nothing under it");
    mark(title.ends_with('.'), "ends in a stop");
    mark(title.chars().any(char::is_alphabetic) && !title.contains(char::is_lowercase), "in capitals");
    mark(meeting.agenda_items.len() < 4, "few items");
    mark(meeting.agenda_items.len() > 30, "many items");
    features
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_line_of_the_table_is_read() {
        let lines = include_str!("../data/confidence.tsv").lines().filter(|l| !l.starts_with('#') && !l.is_empty());
        assert_eq!(lines.count(), WEIGHTS.len());
        for kind in Kind::ALL {
            assert!(WEIGHTS.contains_key(&(kind.name(), "all")), "{kind:?}");
        }
    }

    #[test]
    fn a_resolution_is_surer_than_a_fragment() {
        let of = |basis: &str, tier: &str, length: &str| {
            confidence(Kind::Decision, &[format!("by {basis}"), format!("tier {tier}"), length.to_owned()])
        };
        assert!(of("resolved", "formal", "20 words") > 0.9);
        assert!(of("resolved", "formal", "20 words") > of("done, without a verb", "recorded", "3 words"));
    }
}
