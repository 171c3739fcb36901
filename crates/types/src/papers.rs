//! What a record tells of a meeting's papers: reports, appendices, tables, figures; what is ahead; what contradicts
//! itself.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::calendar::Date;
use crate::place::Cite;
use crate::terms::FindingKind;

/// Something that an earlier meeting left, as this one took it up.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct MatterArising {
    /// The number of the item under which it stands.
    pub item_number: Option<String>,
    /// As printed.
    pub text: String,
    /// Where it stands.
    pub cite: Cite,
}

/// What a later meeting is to take.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct ForwardPlan {
    /// The later meeting's day.
    pub meeting_date: Option<Date>,
    /// That day or month as printed.
    pub date_text: String,
    /// The business, an entry a paragraph of the document; several run together where their marks are lost.
    pub items: Vec<String>,
    /// Where it stands.
    pub cite: Cite,
}

/// A report before the meeting.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Report {
    /// Its title.
    pub title: Option<String>,
    /// Who wrote it.
    pub author: Option<String>,
    /// The officer or member in whose name it is made.
    pub report_of: Option<String>,
    /// The wards that it concerns, as printed.
    pub wards_affected: Option<String>,
    /// The pages of the file that it takes.
    pub pages: Option<String>,
    /// What it recommends: never a decision (record rule 17).
    pub recommendations: Vec<String>,
    /// Where its head stands.
    pub cite: Cite,
}

/// An appendix, listed or printed.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Appendix {
    /// `Appendix A`.
    pub label: String,
    /// Its title.
    pub title: Option<String>,
    /// The page of the file where it begins, if it is printed there.
    pub pages: Option<String>,
    /// Where it stands.
    pub cite: Cite,
}

/// A table that holds neither people nor business: statistics, budgets, awards.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct DataTable {
    /// The line over it.
    pub caption: Option<String>,
    /// The pages of the file that it takes.
    pub pages: Option<String>,
    /// The headings of its columns.
    pub header: Vec<String>,
    /// Its cells, row by row, as printed; an empty cell keeps its place.
    pub rows: Vec<Vec<String>>,
    /// Where it stands.
    pub cite: Cite,
}

/// A sum, a law or a police operation that the document names.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Figure {
    /// As printed.
    pub text: String,
    /// A sum in the currency's smallest unit (pence, cents); nothing for laws and operations.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub amount: Option<u64>,
    /// `GBP`, `EUR`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub currency: Option<String>,
    /// The number of the item.
    pub item_number: Option<String>,
    /// Where it stands.
    pub cite: Cite,
}

/// The figures that a document names.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Figures {
    /// Sums of money.
    pub money: Vec<Figure>,
    /// Acts and their sections.
    pub legislation: Vec<Figure>,
    /// Police operations: `Operation Bluebell`.
    pub operations: Vec<Figure>,
}

/// A contradiction in the document: reported, never corrected.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Finding {
    /// What it is about.
    pub kind: FindingKind,
    /// A sentence.
    pub message: String,
    /// Both sides, each with its words.
    pub cites: Vec<Cite>,
}

/// How an organisation's name was resolved.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum ResolutionRule {
    /// The printed name is the register's.
    Name,
    /// The document itself explains the short form, and the long one is the register's.
    Definition,
    /// A short form of a name that exactly one body of the register has (`Basildon DC`).
    ShortForm,
    /// A partnership or committee by the council that its name holds.
    ByCouncil,
}

/// An organisation that the document names, resolved to the register of public bodies where exactly one fits.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct ResolvedOrganization {
    /// As printed.
    pub name_text: String,
    /// As the register has it.
    pub name: String,
    /// `council`, `police_force`, `fire_service`.
    pub kind: String,
    /// The official (GSS) code, where the register has one.
    pub identifier: Option<String>,
    /// The rule that resolved it.
    pub rule: ResolutionRule,
    /// Where the name stands.
    pub cite: Cite,
}

/// Two lists that disagree about somebody.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct AttendanceConflict {
    /// The other list's status.
    pub other: crate::terms::Attendance,
    /// The more likely of both.
    pub likely: crate::terms::Attendance,
    /// Where the other list has the person.
    pub cite: Cite,
}

/// A day that is not printed but worked out.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct InferredDate {
    /// No earlier than this day.
    pub from: Option<Date>,
    /// No later than this day.
    pub to: Option<Date>,
    /// How.
    pub basis: String,
}
