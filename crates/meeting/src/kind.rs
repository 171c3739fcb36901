//! What the paper is, whether its meeting took place, and whether it is a draft.

use std::ops::Range;

use types::{DocumentKind, DocumentStatus, MeetingState};

use crate::grammar::pattern;
use crate::stream::Stream;

/// What the segment is, told by its first words and by whether anybody is recorded as present.
pub(crate) fn document_kind(
    paper: &Stream<'_>,
    head: &Range<usize>,
    all: &Range<usize>,
    has_present: bool,
) -> DocumentKind {
    /// The words that tell stand in this many first paragraphs.
    const FIRST: usize = 14;
    let join =
        |range: Range<usize>| -> String { paper.paras[range].iter().map(|p| p.str()).collect::<Vec<_>>().join("\n") };
    // Minutes name minutes of other meetings further down; the head speaks of the paper itself.
    let text = join(head.start..head.end.max(head.start + 3).min(head.start + FIRST).min(all.end));
    let beginning = join(head.start..(head.start + 3 * FIRST).min(all.end));
    let title = paper.document.facts.title.clone().unwrap_or_default();
    let is = |p: &regex::Regex| p.is_match(&text);
    if is(pattern!(r"(?i)\bissue\s*(?:-\s*meetings|history|details)\b")) {
        return DocumentKind::IssueHistory;
    }
    if is(pattern!(r"(?i)\b(?:decision maker|decision status|is key decision)\b")) {
        return DocumentKind::DecisionNotice;
    }
    // What a program wrote of a meeting is no record of it (record rule 30).
    if is(pattern!(
        r"
            (?i)\bAI[- ]generated (?:summary|notes|minutes)\b|\bsummary (?:was )?(?:generated|written) (?:by
            |with) (?:AI|ChatGPT|Copilot)\b
        "
    )) {
        return DocumentKind::Summary;
    }
    let first = paper.paras.get(head.start).map_or("", |p| p.str()).trim();
    let minutes_mark = paper.paras[all.clone()]
        .iter()
        .take(30)
        .any(|p| pattern!(r"(?i)^\s*(?:draft )?minutes:\s*$").is_match(p.str()));
    if pattern!(r"(?i)^agenda item\b").is_match(first) && minutes_mark && !has_present {
        return DocumentKind::AgendaItemPage;
    }
    let web = paper.document.media_type == types::MediaType::Html;
    if web
        && is(pattern!(
            r"
                (?im)^\s*(?:agenda and (?:draft )?minutes|agenda, decisions and minutes|meeting (?:details|documents
                |summary))\b|\bmeeting (?:details|summary)\b
            "
        ))
    {
        return DocumentKind::MeetingPage;
    }
    let minutes = is(pattern!(r"(?i)\b(?:minutes?\b(?:\s+(?:of|and|from|for))?|m\s?i\s?n\s?u\s?t\s?e\s?s|cofnodion)"));
    let notes = is(pattern!(r"(?i)\bnotes\s+(?:of|from)\b"));
    let agenda = pattern!(
        r"
            (?im)^\W*(?:draft )?(?:agenda|summons|agenda papers)\b|\bagenda\s*$|\bsummoned\b
            |\bmeeting\b[^.;]{0,120}\bwill be held\b
            |\bnotice of meeting\b|\bpublic document pack\b
        "
    )
    .is_match(&beginning);
    if notes && !pattern!(r"(?i)\bminutes? of (?:a|the)\b").is_match(&text) {
        return DocumentKind::Notes;
    }
    if has_present {
        return DocumentKind::Minutes;
    }
    if agenda {
        return DocumentKind::Agenda;
    }
    if minutes || pattern!(r"(?i)\bminutes\b").is_match(&title) { DocumentKind::Minutes } else { DocumentKind::Other }
}

/// Whether the meeting took place, and whole.
pub(crate) fn meeting_state(paper: &Stream<'_>, range: &Range<usize>, agenda: bool) -> MeetingState {
    /// What became of a meeting as a whole is told this near its beginning.
    const HEAD: usize = 40;
    let any = |paras: Range<usize>, p: &regex::Regex| {
        paper.paras[paras].iter().any(|x| x.str().len() < 1500 && p.is_match(x.str()))
    };
    let head = range.start..range.end.min(range.start + HEAD);
    let cancelled =
        pattern!(r"(?i)^\W*(?:meeting )?cancelled\W*$|\b(?:this|the) meeting (?:has been|was|is) cancelled\b");
    let rescheduled = pattern!(
        r"
            (?i)^\W*rescheduled\W*$|\b(?:this|the) meeting (?:has been|was|is) (?:rescheduled|postponed|moved to)\b
            |^\W*moved from \d
        "
    );
    let inquorate = pattern!(
        r"
            (?i)\b(?:meeting|panel|board|committee|council|partnership) (?:was|is|being
            |became) (?:therefore )?(?:in-?quorate|not quorate)\b|\b(?:absence|lack) of a quorum\b|\bquorum (?:was
            |is) not (?:present|reached|met)\b|\bdid not have a quorum\b|\bno quorum\b
        "
    );
    let adjourned = pattern!(
        r"
            (?i)\bmeeting (?:was|stood|be) (?:therefore )?adjourned (?:to|until) (?:a date|the|\d|mon|tues|wednes
            |thurs|fri)
        "
    );
    if any(head.clone(), cancelled) {
        MeetingState::Cancelled
    } else if any(head, rescheduled) {
        MeetingState::Rescheduled
    } else if agenda {
        MeetingState::Scheduled
    } else if any(range.clone(), inquorate) {
        MeetingState::Inquorate
    } else if any(range.end.saturating_sub(8).max(range.start)..range.end, adjourned) {
        MeetingState::Adjourned
    } else {
        MeetingState::Held
    }
}

/// Draft, approved, published: by the marks that papers carry.
pub(crate) fn document_status(paper: &Stream<'_>, range: &Range<usize>, kind: DocumentKind) -> DocumentStatus {
    let head = paper.paras[range.clone()].iter().take(12).map(|p| p.str().to_owned());
    let tail = paper.paras[range.clone()].iter().rev().take(6).map(|p| p.str().to_owned());
    let furniture = paper.document.furniture.iter().map(|f| f.text.text.clone());
    let lines: Vec<String> = head.chain(tail).chain(furniture).collect();
    let any = |p: &regex::Regex| lines.iter().any(|l| l.len() < 200 && p.is_match(l));
    let clear = pattern!(
        r"
            (?i)\b(?:draft until signed|unconfirmed|not yet (?:confirmed|approved)
            |subject to (?:approval|confirmation|ratification))\b
        "
    );
    // "Circulated, copy of draft Minutes of the last meeting", "the draft budget": what else is a draft.
    let marked = pattern!(r"(?i)^\W*(?:\w+\W+){0,2}draft\b|\bdraft\W*$|[(\[:\u{2013}-]\s*draft\b");
    let of_another = pattern!(
        r"
            (?i)\b(?:cop(?:y|ies) of|circulated|the|of) (?:the )?draft\b
            |\bdraft (?:minutes|notes) (?:of|for|from) (?:the )?(?:last|previous|\d)
        "
    );
    if any(clear) || lines.iter().any(|l| l.len() < 200 && marked.is_match(l) && !of_another.is_match(l)) {
        DocumentStatus::Draft
    } else if any(pattern!(
        r"(?i)^\W*(?:approved (?:by the|on|at|minutes)|confirmed (?:minutes|on|at)|signed as a correct record)"
    )) {
        DocumentStatus::Approved
    } else if matches!(
        kind,
        DocumentKind::Agenda
            | DocumentKind::AgendaPack
            | DocumentKind::AgendaItemPage
            | DocumentKind::MeetingPage
            | DocumentKind::IssueHistory
            | DocumentKind::DecisionNotice
    ) {
        DocumentStatus::Published
    } else {
        DocumentStatus::Unknown
    }
}

/// What the sentences of a paper speak of: of what was done, or of what is to be done.
pub(crate) struct Tense {
    /// Paragraphs that tell what somebody did or what was decided.
    past: usize,
    /// Paragraphs that say what an item is for: `To receive …`.
    plans: usize,
    paragraphs: usize,
}

impl Tense {
    pub(crate) fn of(paper: &Stream<'_>, range: &Range<usize>) -> Self {
        let past = pattern!(
            r"
                \b(?:was|were|had|has been|have been|moved|seconded|carried|agreed|approved|noted|reported|advised
                |stated
                |resolved|RESOLVED|welcomed|explained|thanked|asked|discussed|presented|adjourned|called|declared
                |confirmed|said|gave|informed|suggested|expressed|updated|raised|accepted|adopted|deferred)\b
                |^\W*(?:Noted|Agreed|Approved|Carried|Deferred)\b
            "
        );
        let plans = pattern!(
            r"
                (?i)^\W*(?:\(?[a-z0-9.]{1,5}\)?[.)]?\s+)?(?:to (?:receive|consider|approve|note|discuss|agree|confirm
                |elect
                |review|resolve|declare|sign|hear|appoint|adopt)\b|(?:receive|consider|approval of|questions from)\b)
                |\bwill be\b|\bare (?:hereby )?(?:invited|summoned|requested)\b
            "
        );
        /// Shorter paragraphs are names and titles, unless a full stop ends them.
        const SENTENCE: usize = 30;
        let is_sentence = |text: &str| {
            let outcome = pattern!(r"^\W*(?:Noted|Agreed|Approved|Carried|Deferred)\W*$").is_match(text);
            text.len() >= SENTENCE || text.trim_end().ends_with('.') && text.split_whitespace().count() > 3 || outcome
        };
        let mut tense = Self { past: 0, plans: 0, paragraphs: 0 };
        for p in paper.paras[range.clone()].iter().filter(|p| is_sentence(p.str())) {
            tense.paragraphs += 1;
            let plan = plans.is_match(p.str());
            tense.plans += usize::from(plan);
            tense.past += usize::from(!plan && past.is_match(p.str()));
        }
        tense
    }

    /// It tells what happened, whatever its head calls it.
    pub(crate) fn is_past(&self) -> bool {
        /// Fewer sentences prove nothing.
        const LEAST: usize = 4;
        self.past >= LEAST && self.past >= 2 * self.plans && self.past * 3 >= self.paragraphs
    }

    /// Nothing in it happened.
    pub(crate) fn has_no_past(&self) -> bool {
        self.past == 0
    }
}

/// The paper is for a meeting to come.
pub(crate) fn is_ahead(kind: DocumentKind) -> bool {
    matches!(kind, DocumentKind::Agenda | DocumentKind::AgendaPack)
}
