//! What minutes hold besides people, items, decisions, votes and actions.

use types::{
    Acronym, Appendix, DataTable, Declarations, ExemptSession, Figures, ForwardPlan, MatterArising, NextMeeting,
    PreviousMinutes, Report, Warnings,
};

use crate::acronyms::read_acronyms;
use crate::declarations::read_declarations;
use crate::exempt::read_exempt_session;
use crate::figures::find_figures;
use crate::forward::{read_forward_plan, read_matters_arising};
use crate::next_meetings::read_next_meetings;
use crate::parts::Part;
use crate::previous_minutes::read_previous_minutes;
use crate::reports::{read_appendices, read_data_tables, read_reports};
use crate::sitting::Sitting;
use crate::web_page::declared_on_page;

/// Interests, earlier minutes, later meetings, papers, figures.
pub(crate) struct Business {
    pub(crate) declarations: Declarations,
    pub(crate) previous: Vec<PreviousMinutes>,
    pub(crate) next: Vec<NextMeeting>,
    pub(crate) exempt: ExemptSession,
    pub(crate) matters: Vec<MatterArising>,
    pub(crate) plan: Vec<ForwardPlan>,
    pub(crate) reports: Vec<Report>,
    pub(crate) appendices: Vec<Appendix>,
    pub(crate) tables: Vec<DataTable>,
    pub(crate) figures: Figures,
    pub(crate) acronyms: Vec<Acronym>,
}

/// Reads all of it.
pub(crate) fn read_business(sitting: &Sitting<'_, '_>, part: &Part, warnings: &mut Warnings) -> Business {
    let Sitting { paper, outline, .. } = *sitting;
    let mut declarations = read_declarations(sitting);
    if let Some((state, cite)) = part.page.and_then(|_| declared_on_page(paper, &part.range)) {
        (declarations.state, declarations.cite) = (state, cite);
    }
    Business {
        declarations,
        previous: read_previous_minutes(sitting, warnings),
        next: read_next_meetings(sitting),
        exempt: read_exempt_session(sitting),
        matters: read_matters_arising(sitting),
        plan: read_forward_plan(sitting),
        reports: read_reports(paper, &part.papers, &outline.items),
        appendices: read_appendices(paper, &part.papers),
        tables: read_data_tables(paper, &part.papers),
        figures: find_figures(sitting),
        acronyms: read_acronyms(paper, &part.range),
    }
}
