//! The meeting record, as it is written to JSON. The one serialised type of the hallway.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::calendar::{Clock, Date};
use crate::page::MediaType;
use crate::papers::{
    Appendix, AttendanceConflict, DataTable, Figures, Finding, ForwardPlan, InferredDate, MatterArising, Report,
    ResolvedOrganization,
};
use crate::place::Cite;
use crate::terms::{
    ActionStatus, ActionTier, Attendance, BodyClass, DecisionTier, DecisionType, DeclarationsState, DocumentKind,
    DocumentStatus, ExemptState, MeetingState, Outcome, PreviousOutcome, Role, TextOrigin, VoteOption,
};
use crate::warning::Warning;

/// What [`Meeting::schema`] says: raised when a field changes its meaning.
pub const SCHEMA: &str = "minutebook/1";

/// One meeting as described by one document.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Meeting {
    /// [`SCHEMA`].
    pub schema: String,
    /// The meeting's id: its document's id and its place in the document.
    pub id: String,
    /// The file.
    pub source: SourceFacts,
    /// The document.
    pub document: DocumentFacts,
    /// The body that met.
    pub organization: Organization,
    /// When, where, who presided.
    pub meeting: MeetingFacts,
    /// Who was there, who sent apologies.
    pub participants: Vec<Participant>,
    /// Whether the document lists all who came. *False where only apologies are printed.*
    pub participants_complete: bool,
    /// The business, in order.
    pub agenda_items: Vec<AgendaItem>,
    /// What was decided.
    pub decisions: Vec<Decision>,
    /// What may have been decided: sentences of which the reader is not sure enough to put them on record (record rule
    /// 52).
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub possible_decisions: Vec<Decision>,
    /// Counted votes.
    pub votes: Vec<Vote>,
    /// What somebody is to do.
    pub actions: Vec<Action>,
    /// What somebody may be meant to do: sentences of which the reader is not sure enough (record rule 52).
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub possible_actions: Vec<Action>,
    /// Interests declared.
    pub declarations_of_interest: Declarations,
    /// Business without the public.
    pub exempt_session: ExemptSession,
    /// Minutes of earlier meetings that were before this one.
    pub previous_minutes: Vec<PreviousMinutes>,
    /// What earlier meetings left, as this one took it up.
    #[serde(default)]
    pub matters_arising: Vec<MatterArising>,
    /// Later meetings that it names.
    pub next_meetings: Vec<NextMeeting>,
    /// What later meetings are to take.
    #[serde(default)]
    pub forward_plan: Vec<ForwardPlan>,
    /// Reports before the meeting, with what they recommend.
    #[serde(default)]
    pub reports: Vec<Report>,
    /// Appendices, listed or printed.
    #[serde(default)]
    pub appendices: Vec<Appendix>,
    /// Tables of statistics, budgets, awards.
    #[serde(default)]
    pub tables: Vec<DataTable>,
    /// Short forms and what they stand for.
    pub acronyms: Vec<Acronym>,
    /// Sums, laws and police operations.
    #[serde(default)]
    pub figures: Figures,
    /// Initials that stand for a speaker, printed or worked out from the attendance list; nothing where nobody or more
    /// than one person fits.
    pub speaker_initials: BTreeMap<String, Option<String>>,
    /// Organisations that it names, resolved to the register of public bodies.
    #[serde(default)]
    pub organizations: Vec<ResolvedOrganization>,
    /// What a reader should know.
    pub warnings: Vec<Warning>,
    /// Contradictions in the document, with both sides.
    #[serde(default)]
    pub findings: Vec<Finding>,
}

/// The file that a record was read from.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct SourceFacts {
    /// The name under which it was found.
    pub file: Option<String>,
    /// The address that it was published at.
    pub url: Option<String>,
    /// SHA-256 of its bytes.
    pub sha256: String,
    /// Its kind, found from its bytes.
    pub media_type: MediaType,
    /// Its size.
    pub bytes: u64,
    /// How many pages it has (1 in formats without pages).
    pub pages: u32,
    /// `en`, `cy`.
    pub language: Option<String>,
    /// Where its words come from.
    pub text: TextOrigin,
    /// How far its words can be trusted to be those that are printed, 0 to 1: the mean of its pages' scores.
    pub quality: f32,
    /// Share of its words that are among the commonest of English and Welsh, 0 to 1; running text has a third or more.
    #[serde(default)]
    pub known_words: f32,
    /// Share of its words that are too long to be one, 0 to 1: the spaces between them are lost.
    #[serde(default)]
    pub glued_words: f32,
    /// Where its paragraphs and tables come from.
    #[serde(default)]
    pub structure: StructureOrigin,
    /// Pages that could not be read: what is absent below may stand on them.
    pub unread_pages: Vec<u32>,
    /// Pages whose words are not to be trusted without a look at them, with the reasons in figures.
    #[serde(default)]
    pub poor_pages: Vec<PoorPage>,
}

/// Where the paragraphs and tables of a document come from.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum StructureOrigin {
    /// The file's own tags.
    Tags,
    /// Worked out from where words and lines stand.
    #[default]
    Layout,
}

/// A page that could be read only in part.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct PoorPage {
    /// 1-based.
    pub page: u32,
    /// In figures.
    #[serde(flatten)]
    pub quality: crate::page::Quality,
}

/// What the document is.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct DocumentFacts {
    /// Its kind.
    pub kind: DocumentKind,
    /// How far it has come.
    pub status: DocumentStatus,
    /// Its printed title.
    pub title: Option<String>,
    /// What it holds besides.
    pub contains: Vec<DocumentKind>,
    /// Where the title stands.
    pub cite: Cite,
}

/// The body that met.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Organization {
    /// Its name.
    pub name: Option<String>,
    /// What sort of body it is.
    pub classification: BodyClass,
    /// The authority that it belongs to, where the document prints it.
    pub parent: Option<String>,
    /// Where the name stands.
    pub cite: Cite,
    /// Where the parent stands.
    pub parent_cite: Cite,
}

/// When, where and under whom.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct MeetingFacts {
    /// Its name, where it has one besides the body's.
    pub name: Option<String>,
    /// Whether it took place.
    pub meeting_state: MeetingState,
    /// The day.
    pub date: Option<Date>,
    /// Bounds of the day where none is printed (record rule 13).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub date_inferred: Option<InferredDate>,
    /// When it began, or is to begin.
    pub start_time: Option<Clock>,
    /// When it ended, or is to end.
    pub end_time: Option<Clock>,
    /// Where.
    pub location: Option<Location>,
    /// Who presided.
    pub chair: Option<String>,
    /// Where each of these stands.
    pub cite: MeetingCites,
}

/// Where the facts of a meeting stand.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct MeetingCites {
    /// Of the day.
    pub date: Cite,
    /// Of the beginning.
    pub start_time: Cite,
    /// Of the end.
    pub end_time: Cite,
    /// Of the place.
    pub location: Cite,
    /// Of the chair.
    pub chair: Cite,
}

/// A place to meet.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Location {
    /// As printed.
    pub name: String,
    /// People meet there by video or telephone only.
    pub is_virtual: bool,
}

/// A person in a meeting.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Participant {
    /// Without honorific.
    pub name: String,
    /// As printed.
    pub name_text: String,
    /// `Cllr`, `Mr`, `T/DCI`.
    pub honorific_prefix: Option<String>,
    /// The rank in full, where the prefix is one: `temporary detective chief inspector`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rank: Option<String>,
    /// `OBE`, `JP`.
    pub honorific_suffix: Option<String>,
    /// As the document abbreviates the person.
    pub initials: Option<String>,
    /// As what.
    pub role: Role,
    /// How it is known who presided, where the usual chair did not.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub chair_basis: Option<String>,
    /// The role that the person has at other meetings.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub standing_role: Option<Role>,
    /// Another list says otherwise (record rule 3).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub attendance_conflict: Option<AttendanceConflict>,
    /// Their post, where it is printed.
    pub post: Option<String>,
    /// The agency that they come from.
    pub organization: Option<String>,
    /// How.
    pub attendance: Attendance,
    /// For whom they came.
    pub represents: Option<String>,
    /// Who came for them.
    pub represented_by: Option<String>,
    /// When they came, if late.
    pub arrived: Option<String>,
    /// When they left, if early.
    pub left: Option<String>,
    /// How sure the reader is of it, 0 to 1: the share of such values that were right in papers of other bodies.
    #[serde(default = "sure")]
    pub confidence: f32,
    /// Where it stands.
    pub cite: Cite,
}

/// A piece of business.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct AgendaItem {
    /// From 1.
    pub order: u32,
    /// As printed, without dot or bracket.
    pub number: Option<String>,
    /// The agenda's number, where the minutes have their own.
    pub agenda_ref: Option<String>,
    /// Without number.
    pub title: Option<String>,
    /// The item that it is a part of.
    pub parent_number: Option<String>,
    /// Who leads it.
    pub lead: Vec<String>,
    /// What the agenda says of it: `to note`.
    pub purpose: Option<String>,
    /// False where the public was shut out for it.
    pub public: bool,
    /// Pages of the papers, as the agenda prints them.
    pub pages: Option<String>,
    /// What was said and decided.
    pub paragraphs: Vec<ItemParagraph>,
    /// How sure the reader is of it, 0 to 1: the share of such values that were right in papers of other bodies.
    #[serde(default = "sure")]
    pub confidence: f32,
    /// Where number and title stand.
    pub cite: Cite,
}

/// A paragraph of an item.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct ItemParagraph {
    /// Its own number.
    pub number: Option<String>,
    /// Who speaks, by the name of the attendance list; nothing where no one or more than one fits.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub speaker: Option<String>,
    /// The text, lines joined.
    pub text: String,
    /// Where it stands.
    pub cite: Cite,
}

/// The confidence of values that were stored before it was told.
fn sure() -> f32 {
    1.0
}

/// A decision.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Decision {
    /// `D1`, `D2` …
    pub id: String,
    /// Of the item.
    pub item_number: Option<String>,
    /// By the deciding word.
    #[serde(rename = "type")]
    pub kind: DecisionType,
    /// How it is marked.
    pub tier: DecisionTier,
    /// What became of it.
    pub outcome: Outcome,
    /// Who moved it.
    pub mover: Option<String>,
    /// Who seconded it.
    pub seconder: Option<String>,
    /// The deciding sentence, with its list.
    pub text: String,
    /// The lettered parts, where it has them.
    pub parts: Vec<String>,
    /// Ids of the actions that it gives rise to.
    pub gives_rise_to: Vec<String>,
    /// It is an amendment, not the substantive motion.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub amendment: bool,
    /// The word RESOLVED was lost; the text begins with "That" (record rule 20).
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub label_lost: bool,
    /// It was moved and seconded, and no outcome is printed (record rule 42).
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub inferred: bool,
    /// What was decided stands in the papers, not in this document (record rule 19).
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub content_elsewhere: bool,
    /// The form of words by which it was read: `resolved`, `outcome of a motion`, `to be done`.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub basis: String,
    /// How sure the reader is of it, 0 to 1: the share of such values that were right in papers of other bodies.
    #[serde(default = "sure")]
    pub confidence: f32,
    /// Where it stands; the mover and seconder too.
    pub cite: Cite,
}

/// A counted vote.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Vote {
    /// Of the item.
    pub item_number: Option<String>,
    /// What was voted on.
    pub motion: Option<String>,
    /// How many for.
    #[serde(rename = "for")]
    pub ayes: Option<u32>,
    /// How many against.
    #[serde(rename = "against")]
    pub noes: Option<u32>,
    /// How many abstained.
    pub abstain: Option<u32>,
    /// What became of it.
    pub result: Outcome,
    /// Who voted how, where the division was recorded.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub named: Vec<NamedVote>,
    /// Where it stands.
    pub cite: Cite,
}

/// How somebody voted.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct NamedVote {
    /// As the attendance list has the name, where exactly one person fits.
    pub name: String,
    /// How.
    pub option: VoteOption,
}

/// Something that somebody is to do.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Action {
    /// `A1`, `A2` …
    pub id: String,
    /// Of the item.
    pub item_number: Option<String>,
    /// As printed.
    pub owner: Vec<String>,
    /// The persons, where exactly one fits.
    pub owner_resolved: Vec<String>,
    /// The day by which.
    pub due: Option<Date>,
    /// As printed.
    pub due_text: Option<String>,
    /// Whether it is done.
    pub status: ActionStatus,
    /// How it is marked.
    pub tier: ActionTier,
    /// What is to be done.
    pub text: String,
    /// The form of words by which it was read: `resolved`, `outcome of a motion`, `to be done`.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub basis: String,
    /// How sure the reader is of it, 0 to 1: the share of such values that were right in papers of other bodies.
    #[serde(default = "sure")]
    pub confidence: f32,
    /// Where it stands; owner and due date too.
    pub cite: Cite,
}

/// Interests declared.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Declarations {
    /// What the document says.
    pub state: DeclarationsState,
    /// Who declared what.
    pub items: Vec<Declaration>,
    /// Where the state stands.
    pub cite: Cite,
}

/// An interest declared.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Declaration {
    /// By whom.
    pub person: String,
    /// `personal`, `non-pecuniary`, as printed.
    pub interest_type: Option<String>,
    /// In which item.
    pub item_number: Option<String>,
    /// Why.
    pub reason: Option<String>,
    /// Whether they left.
    pub withdrew: Option<bool>,
    /// Where it stands.
    pub cite: Cite,
}

/// Business without the public.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct ExemptSession {
    /// What the document says.
    pub state: ExemptState,
    /// The law that it names.
    pub statute: Option<String>,
    /// Paragraph numbers of the schedule.
    pub paragraphs: Vec<String>,
    /// Numbers of the items.
    pub items: Vec<String>,
    /// Where it stands.
    pub cite: Cite,
}

/// Minutes of an earlier meeting.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct PreviousMinutes {
    /// The earlier meeting's day.
    pub meeting_date: Option<Date>,
    /// What became of them.
    pub outcome: PreviousOutcome,
    /// The changes that were asked for.
    pub corrections: Vec<String>,
    /// The heading and the resolution give different days; the heading's is taken.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub meeting_date_candidates: Vec<Date>,
    /// Where it stands.
    pub cite: Cite,
}

/// A later meeting.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct NextMeeting {
    /// The day.
    pub date: Option<Date>,
    /// When it is to begin.
    pub start_time: Option<Clock>,
    /// When it is to end.
    pub end_time: Option<Clock>,
    /// Where.
    pub location: Option<String>,
    /// It is only possible: provisional, to be confirmed, one of two days (record rule 48).
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub provisional: bool,
    /// The year is not printed; it was worked out.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub inferred: bool,
    /// How.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub basis: Option<String>,
    /// Where it stands.
    pub cite: Cite,
}

/// A short form.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Acronym {
    /// `MARAC`.
    pub abbreviation: String,
    /// What it stands for.
    pub expansion: String,
    /// Where it stands.
    pub cite: Cite,
}

impl Meeting {
    /// Every cite of the record, with the path of its field: `decisions[2]`.
    pub fn cites(&self) -> Vec<(String, &Cite)> {
        let mut all: Vec<(String, &Cite)> = vec![
            ("document".into(), &self.document.cite),
            ("organization".into(), &self.organization.cite),
            ("organization.parent".into(), &self.organization.parent_cite),
            ("meeting.date".into(), &self.meeting.cite.date),
            ("meeting.start_time".into(), &self.meeting.cite.start_time),
            ("meeting.end_time".into(), &self.meeting.cite.end_time),
            ("meeting.location".into(), &self.meeting.cite.location),
            ("meeting.chair".into(), &self.meeting.cite.chair),
            ("declarations_of_interest".into(), &self.declarations_of_interest.cite),
            ("exempt_session".into(), &self.exempt_session.cite),
        ];
        fn list<'a, T>(all: &mut Vec<(String, &'a Cite)>, name: &str, of: &'a [T], cite: impl Fn(&'a T) -> &'a Cite) {
            all.extend(of.iter().enumerate().map(|(i, x)| (format!("{name}[{i}]"), cite(x))));
        }
        list(&mut all, "participants", &self.participants, |x| &x.cite);
        list(&mut all, "agenda_items", &self.agenda_items, |x| &x.cite);
        for (i, item) in self.agenda_items.iter().enumerate() {
            list(&mut all, &format!("agenda_items[{i}].paragraphs"), &item.paragraphs, |x| &x.cite);
        }
        list(&mut all, "decisions", &self.decisions, |x| &x.cite);
        list(&mut all, "votes", &self.votes, |x| &x.cite);
        list(&mut all, "actions", &self.actions, |x| &x.cite);
        list(&mut all, "declarations_of_interest.items", &self.declarations_of_interest.items, |x| &x.cite);
        list(&mut all, "previous_minutes", &self.previous_minutes, |x| &x.cite);
        list(&mut all, "matters_arising", &self.matters_arising, |x| &x.cite);
        list(&mut all, "next_meetings", &self.next_meetings, |x| &x.cite);
        list(&mut all, "forward_plan", &self.forward_plan, |x| &x.cite);
        list(&mut all, "reports", &self.reports, |x| &x.cite);
        list(&mut all, "appendices", &self.appendices, |x| &x.cite);
        list(&mut all, "tables", &self.tables, |x| &x.cite);
        list(&mut all, "figures.money", &self.figures.money, |x| &x.cite);
        list(&mut all, "figures.legislation", &self.figures.legislation, |x| &x.cite);
        list(&mut all, "figures.operations", &self.figures.operations, |x| &x.cite);
        list(&mut all, "organizations", &self.organizations, |x| &x.cite);
        for (i, finding) in self.findings.iter().enumerate() {
            list(&mut all, &format!("findings[{i}]"), &finding.cites, |x| x);
        }
        list(&mut all, "acronyms", &self.acronyms, |x| &x.cite);
        let warnings = self.warnings.iter().enumerate();
        all.extend(warnings.filter_map(|(i, w)| Some((format!("warnings[{i}]"), w.cite.as_ref()?))));
        all
    }

    /// The readable alias: body, day and kind, as `kent-community-safety-partnership-2015-03-19-notes`.
    pub fn slug(&self) -> String {
        let body = self.organization.name.as_deref().unwrap_or("unknown body");
        let date = self.meeting.date.map_or_else(|| "undated".into(), |d| d.to_string());
        let mut slug = String::new();
        for c in format!("{body} {date} {}", self.document.kind.as_str()).to_lowercase().chars() {
            match c {
                '\'' | '\u{2019}' => {}
                c if c.is_alphanumeric() => slug.push(c),
                _ if !slug.ends_with('-') => slug.push('-'),
                _ => {}
            }
        }
        slug.trim_matches('-').to_owned()
    }
}

/// The JSON Schema of a record, generated from these types.
pub fn json_schema() -> String {
    let schema = schemars::schema_for!(Meeting);
    serde_json::to_string_pretty(&schema).unwrap_or_default()
}
