//! The meeting record, as it is written to JSON. The one serialised type of the hallway.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{
    Appendix, AttendanceConflict, Cite, Clock, DataTable, Date, Figures, Finding, ForwardPlan, InferredDate,
    MatterArising, MediaType, Report, ResolvedOrganization, Warning,
};

/// What [`Meeting::schema`] says: raised when a field changes its meaning.
pub const SCHEMA: &str = "minutebook/1";

macro_rules! terms {
    ($(#[$doc:meta])* $name:ident { $($(#[$variant_doc:meta])* $variant:ident = $text:literal,)+ }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
        pub enum $name { $(#[doc = concat!("`", $text, "`")] $(#[$variant_doc])* #[serde(rename = $text)] $variant,)+ }

        impl $name {
            /// The term as the record writes it.
            pub fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $text,)+ }
            }
        }
    };
}

terms! {
    /// What a document is.
    DocumentKind {
        Minutes = "minutes", Notes = "notes", Agenda = "agenda", AgendaPack = "agenda_pack",
        AgendaItemPage = "agenda_item_page", MeetingPage = "meeting_page", IssueHistory = "issue_history",
        DecisionList = "decision_list", DecisionNotice = "decision_notice", VotingRecord = "voting_record",
        ActionLog = "action_log", Summary = "summary", ForwardPlan = "forward_plan",
        Transcript = "transcript", Report = "report", Other = "other",
    }
}
terms! {
    /// The side that somebody took (Popolo's vote options).
    VoteOption {
        /// For.
        Yes = "yes",
        /// Against.
        No = "no",
        /// Abstained.
        Abstain = "abstain",
        /// Present and did not vote.
        NotVoting = "not_voting",
    }
}
terms! {
    /// What a contradiction is about.
    FindingKind {
        /// A person is both there and away.
        PresentAndAway = "present_and_away",
        /// Somebody who is listed as away speaks, moves or seconds.
        AwayButActing = "away_but_acting",
        /// The weekday is not that of the date.
        WeekdayConflict = "weekday_conflict",
        /// Two days for one meeting.
        DateConflict = "date_conflict",
        /// The counts of a vote are not the names of its list.
        VotesAgainstNames = "votes_against_names",
        /// More votes than people who are listed as present.
        VotesAgainstPresent = "votes_against_present",
        /// The numbers of the items jump or repeat.
        ItemNumbersJump = "item_numbers_jump",
        /// Initials that stand for nobody in the list.
        UnresolvedInitials = "unresolved_initials",
        /// Initials that stand for two people.
        SharedInitials = "shared_initials",
        /// The meeting ends before it begins.
        TimesReversed = "times_reversed",
    }
}
terms! {
    /// How far a document has come.
    DocumentStatus { Draft = "draft", Approved = "approved", Published = "published", Unknown = "unknown", }
}
terms! {
    /// What sort of body met.
    BodyClass {
        CommunitySafetyPartnership = "community_safety_partnership",
        PoliceAndCrimePanel = "police_and_crime_panel", Council = "council", Cabinet = "cabinet",
        ScrutinyCommittee = "scrutiny_committee", PlanningCommittee = "planning_committee",
        LicensingCommittee = "licensing_committee", AuditCommittee = "audit_committee",
        StandardsCommittee = "standards_committee", HealthAndWellbeingBoard = "health_and_wellbeing_board",
        SchoolsForum = "schools_forum", FireAuthority = "fire_authority",
        CombinedAuthority = "combined_authority", NationalParkAuthority = "national_park_authority",
        ParishCouncil = "parish_council", TownCouncil = "town_council", CommunityCouncil = "community_council",
        AreaForum = "area_forum", JointCommittee = "joint_committee", SafeguardingBoard = "safeguarding_board",
        PublicServicesBoard = "public_services_board", WorkingGroup = "working_group", Other = "other",
    }
}
terms! {
    /// Whether the meeting took place.
    MeetingState {
        Scheduled = "scheduled", Held = "held", Adjourned = "adjourned", Cancelled = "cancelled",
        Rescheduled = "rescheduled", Inquorate = "inquorate", Unknown = "unknown",
    }
}
terms! {
    /// How somebody attended.
    Attendance {
        Present = "present", InAttendance = "in_attendance", Remote = "remote", Partial = "partial",
        Apologies = "apologies", Absent = "absent", Expected = "expected", Inferred = "inferred",
        Unknown = "unknown",
    }
}
terms! {
    /// As what somebody attended.
    Role {
        Chair = "chair", ViceChair = "vice_chair", Member = "member", Substitute = "substitute",
        Officer = "officer", Presenter = "presenter", MinuteTaker = "minute_taker",
        PortfolioHolder = "portfolio_holder", Partner = "partner", Observer = "observer", Guest = "guest",
        Public = "public", ExpertAdviser = "expert_adviser",
    }
}
terms! {
    /// What was decided, by its deciding word.
    DecisionType {
        Resolved = "resolved", Agreed = "agreed", Approved = "approved", Noted = "noted",
        Recommended = "recommended", Requested = "requested", Elected = "elected", Appointed = "appointed",
        MinutesApproved = "minutes_approved", Deferred = "deferred", Referred = "referred",
        Refused = "refused", Granted = "granted", Rejected = "rejected", Withdrawn = "withdrawn",
        ExclusionOfPublic = "exclusion_of_public", Thanks = "thanks", Delegated = "delegated",
        Ordered = "ordered", Other = "other",
    }
}
terms! {
    /// How a decision is marked in the document.
    DecisionTier { Formal = "formal", Recorded = "recorded", Discussion = "discussion", }
}
terms! {
    /// What became of a motion.
    Outcome {
        Carried = "carried", Lost = "lost", Deferred = "deferred", Withdrawn = "withdrawn",
        TiedCastingVote = "tied_casting_vote", Unknown = "unknown",
    }
}
terms! {
    /// How an action is marked in the document.
    ActionTier { Marked = "marked", Stated = "stated", Implied = "implied", }
}
terms! {
    /// Whether an action is done.
    ActionStatus { Open = "open", Done = "done", Dropped = "dropped", Unknown = "unknown", }
}
terms! {
    /// What the document says of declarations of interest.
    DeclarationsState {
        /// At least one person declared one.
        Declared = "declared",
        /// It says that nobody did.
        NoneDeclared = "none_declared",
        /// An agenda asks for them.
        Invited = "invited",
        /// It does not say.
        NotRecorded = "not_recorded",
    }
}
terms! {
    /// Whether part of the meeting was held without the public.
    ExemptState { Open = "open", Planned = "planned", Excluded = "excluded", NotRecorded = "not_recorded", }
}
terms! {
    /// What became of the minutes of an earlier meeting.
    PreviousOutcome {
        Approved = "approved", ApprovedWithCorrections = "approved_with_corrections",
        NotApproved = "not_approved", Listed = "listed",
    }
}
terms! {
    /// Where the words of a document come from.
    TextOrigin { Native = "native", Ocr = "ocr", Mixed = "mixed", None = "none", }
}

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
    /// Counted votes.
    pub votes: Vec<Vote>,
    /// What somebody is to do.
    pub actions: Vec<Action>,
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
    pub quality: crate::Quality,
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
    /// What was decided stands in the papers, not in this document (record rule 19).
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub content_elsewhere: bool,
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
