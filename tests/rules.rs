//! The rules for cases that can be read in two ways, by their numbers in `crates/meeting/RULES.md`: each on a small
//! example, and behind `// Not:` on what it must not catch. The papers are text; what the rules read is the same in
//! every format.

use ingest::Limits;
use types::{
    Attendance, DecisionTier, DecisionType, DeclarationsState, DocumentKind, DocumentStatus, ExemptState, FindingKind,
    MediaType, Meeting, MeetingState, Outcome, PreviousOutcome, Role, Source, WarningKind,
};

fn all(text: &str, name: &str) -> Vec<Meeting> {
    let source = Source::new(text.as_bytes().to_vec()).named(name);
    ingest::read(&source, &Limits::default()).unwrap_or_else(|e| panic!("{e}: {text}")).value.meetings
}

fn read(text: &str) -> Meeting {
    all(text, "paper.txt").remove(0)
}

const HEAD: &str = "NORTHMERE SAFETY BOARD\n\n\
    Minutes of the meeting of the Northmere Safety Board held in the Town Hall, Northmere on Tuesday 14 May 2024 at 10.00 am\n\n";
const PRESENT: &str = "Present: Jane Okonjo (Chair), Cllr Peter Wimpole, Ann Lister (Northmere Police), Tom Ashby (Probation Service)\n\n";

/// Minutes of the board with these items.
fn minutes(items: &str) -> Meeting {
    read(&format!("{HEAD}{PRESENT}{items}"))
}

fn person<'m>(meeting: &'m Meeting, name: &str) -> &'m types::Participant {
    let names: Vec<&str> = meeting.participants.iter().map(|p| p.name.as_str()).collect();
    meeting.participants.iter().find(|p| p.name == name).unwrap_or_else(|| panic!("no {name} in {names:?}"))
}

fn nobody(meeting: &Meeting, name: &str) {
    assert!(!meeting.participants.iter().any(|p| p.name.contains(name)), "{name}");
}

/// The decisions as type, tier, outcome and text.
fn decided(meeting: &Meeting) -> Vec<(DecisionType, DecisionTier, Outcome, &str)> {
    meeting.decisions.iter().map(|d| (d.kind, d.tier, d.outcome, d.text.as_str())).collect()
}

fn actions(meeting: &Meeting) -> Vec<(Vec<&str>, &str)> {
    meeting.actions.iter().map(|a| (a.owner.iter().map(String::as_str).collect(), a.text.as_str())).collect()
}

fn found(meeting: &Meeting, kind: FindingKind) -> usize {
    meeting.findings.iter().filter(|f| f.kind == kind).count()
}

#[test]
fn rule_01_whoever_chairs_for_an_absent_chair() {
    let m = read(&format!(
        "{HEAD}Present: Cllr Peter Wimpole (Vice-Chair), Ann Lister\n\nApologies: Jane Okonjo (Chair)\n\nIn the absence of the Chair, \
         Peter Wimpole took the chair.\n\n1. Minutes\nThe Board noted the report.\n\n2. Budget\nThe Board noted the report.\n"
    ));
    let chaired = person(&m, "Peter Wimpole");
    assert_eq!((chaired.role, chaired.standing_role), (Role::Chair, Some(Role::ViceChair)));
    assert!(chaired.chair_basis.as_deref().is_some_and(|b| b.contains("took the chair")));
    let absent = person(&m, "Jane Okonjo");
    assert_eq!((absent.role, absent.attendance), (Role::Chair, Attendance::Apologies));
    assert_eq!(m.meeting.chair.as_deref(), Some("Peter Wimpole"));

    // Not: the chair of every day
    let m = minutes("1. Minutes\nThe Board noted the report.\n\n2. Budget\nThe Board noted it.\n");
    assert_eq!(person(&m, "Jane Okonjo").chair_basis, None);
    assert_eq!(m.meeting.chair.as_deref(), Some("Jane Okonjo"));
}

#[test]
fn rule_02_a_deputy_and_the_absent_member() {
    let m = read(&format!(
        "{HEAD}Present: Jane Okonjo (Chair), Tom Ashby (for Ruth Sele)\n\nApologies: Ruth Sele (represented by Tom Ashby), \
         Moira Quill (replacing Brenda Loy)\n\n1. Minutes\nNoted.\n\n2. Budget\nNoted.\n"
    ));
    let deputy = person(&m, "Tom Ashby");
    assert_eq!((deputy.role, deputy.represents.as_deref()), (Role::Substitute, Some("Ruth Sele")));
    let absent = person(&m, "Ruth Sele");
    assert_eq!((absent.attendance, absent.represented_by.as_deref()), (Attendance::Apologies, Some("Tom Ashby")));
    // Not: a new member
    let new = person(&m, "Moira Quill");
    assert_eq!((new.role, new.represents.as_deref()), (Role::Member, None));
}

#[test]
fn rule_03_present_and_away_at_once() {
    let m = read(&format!("{HEAD}{PRESENT}Apologies: Tom Ashby\n\n1. Minutes\nNoted.\n\n2. Budget\nNoted.\n"));
    let both = person(&m, "Tom Ashby");
    assert_eq!(both.attendance, Attendance::Present);
    assert_eq!(both.attendance_conflict.as_ref().map(|c| c.other), Some(Attendance::Apologies));
    let finding = m.findings.iter().find(|f| f.kind == FindingKind::PresentAndAway).unwrap();
    assert_eq!(finding.cites.len(), 2);
    assert!(finding.cites.iter().all(|c| c.0.iter().any(|p| p.quote.contains("Tom Ashby"))));

    // Not: in one list only
    let m = read(&format!("{HEAD}{PRESENT}Apologies: Ruth Sele\n\n1. Minutes\nNoted.\n\n2. Budget\nNoted.\n"));
    assert_eq!(found(&m, FindingKind::PresentAndAway), 0);
    assert_eq!(person(&m, "Ruth Sele").attendance_conflict, None);
}

#[test]
fn rule_04_who_spoke_and_is_in_no_list() {
    let m = minutes(
        "1. Crime\nCouncillor Dewi Mostyn asked about the figures. The robbery of Mr Percy Vole was described.\n\n\
         2. Budget\nThe Board noted the report.\n",
    );
    let spoke = person(&m, "Dewi Mostyn");
    assert_eq!(spoke.attendance, Attendance::Inferred);
    // Not: spoken of
    nobody(&m, "Vole");
}

#[test]
fn rule_05_officers_who_present() {
    let m = minutes(
        "1. Crime\nMiriam Vasquez, Head of Licensing, presented the report. A letter from Olga Penn, Head of Parks, was read.\n\n\
         2. Budget\nThe Board noted the report.\n",
    );
    let officer = person(&m, "Miriam Vasquez");
    assert_eq!((officer.attendance, officer.role), (Attendance::InAttendance, Role::Officer));
    assert_eq!(officer.post.as_deref(), Some("Head of Licensing"));
    // Not: wrote a letter
    nobody(&m, "Penn");
}

#[test]
fn rule_06_headings_with_nobody_under_them() {
    let m =
        read(&format!("{HEAD}{PRESENT}Also present:\n\nApologies: None\n\n1. Minutes\nNoted.\n\n2. Budget\nNoted.\n"));
    assert_eq!(m.participants.len(), 4);
    assert!(m.warnings.iter().any(|w| w.kind == WarningKind::EmptySection && w.message.contains("Also present")));

    // Not: somebody under it
    let m = read(&format!("{HEAD}{PRESENT}Also present: Ruth Sele\n\n1. Minutes\nNoted.\n\n2. Budget\nNoted.\n"));
    assert_eq!(m.participants.len(), 5);
    assert!(!m.warnings.iter().any(|w| w.kind == WarningKind::EmptySection));
}

#[test]
fn rule_07_apologies_alone_do_not_say_that_nobody_came() {
    let m = read(&format!(
        "{HEAD}1. Apologies for absence\nApologies for absence were received from Councillors Ash and Birch.\n\n\
         2. Minutes\nRESOLVED that the minutes be signed.\n"
    ));
    assert_eq!(m.participants.len(), 2);
    assert!(!m.participants_complete);
    // Not: a list of those present
    assert!(minutes("1. Minutes\nNoted.\n\n2. Budget\nNoted.\n").participants_complete);
}

const INITIALS: &str = "Present: Julie Rogers (JRo), Alan Cotgrove, Sunil Gill (SG), Sara Gove (SG)\n\n";

#[test]
fn rule_08_initials_that_are_printed_derived_or_shared() {
    let m = read(&format!(
        "{HEAD}{INITIALS}1. Crime\nJRo asked about the ports.\nAC said that the review was under way.\nSG said that it was late.\n\
         XQ asked why.\n\n2. Budget\nNoted.\n"
    ));
    let of = |i: &str| m.speaker_initials.get(i).cloned();
    assert_eq!(of("JRo"), Some(Some("Julie Rogers".into())), "printed");
    assert_eq!(of("AC"), Some(Some("Alan Cotgrove".into())), "derived");
    // Not: more than one person, or nobody
    assert_eq!(of("SG"), Some(None), "two people");
    assert_eq!(of("XQ"), Some(None), "nobody");
    let speakers: Vec<_> = m.agenda_items[0].paragraphs.iter().map(|p| p.speaker.as_deref()).collect();
    assert_eq!(speakers, [Some("Julie Rogers"), Some("Alan Cotgrove"), None, None]);
    assert_eq!(found(&m, FindingKind::UnresolvedInitials), 1);
    assert_eq!(found(&m, FindingKind::SharedInitials), 1);
}

#[test]
fn rule_09_ranks() {
    let m = read(&format!(
        "{HEAD}Present: T/DCI Rowan Petherick, Insp Callum Drewett, Cllr Peter Wimpole\n\n1. Minutes\nNoted.\n\n2. Budget\nNoted.\n"
    ));
    let officer = person(&m, "Rowan Petherick");
    assert_eq!(officer.honorific_prefix.as_deref(), Some("T/DCI"));
    assert_eq!(officer.rank.as_deref(), Some("temporary detective chief inspector"));
    // Not: an honorific
    assert_eq!(person(&m, "Peter Wimpole").rank, None);
}

#[test]
fn rule_10_two_dates_for_the_earlier_minutes() {
    let m = minutes(
        "1. Minutes of the meeting held on 13 February 2024\nRESOLVED that the minutes of the meeting of 14 February 2024 be \
         signed as a correct record.\n\n2. Budget\nNoted.\n",
    );
    let previous = &m.previous_minutes[0];
    assert_eq!(previous.meeting_date.map(|d| d.to_string()).as_deref(), Some("2024-02-13"));
    assert_eq!(previous.meeting_date_candidates.len(), 2);
    assert_eq!(found(&m, FindingKind::DateConflict), 1);

    // Not: one date
    let m = minutes(
        "1. Minutes of the meeting held on 13 February 2024\nRESOLVED that the minutes of the meeting of 13 February 2024 be \
         signed as a correct record.\n\n2. Budget\nNoted.\n",
    );
    assert!(m.previous_minutes[0].meeting_date_candidates.is_empty());
    assert_eq!(found(&m, FindingKind::DateConflict), 0);
}

#[test]
fn rule_10_a_weekday_that_is_not_the_dates() {
    let m = read(&format!("{}{PRESENT}1. Minutes\nNoted.\n\n2. Budget\nNoted.\n", HEAD.replace("Tuesday", "Friday")));
    assert_eq!(found(&m, FindingKind::WeekdayConflict), 1);
    // Not: the right weekday
    assert_eq!(found(&minutes("1. Minutes\nNoted.\n\n2. Budget\nNoted.\n"), FindingKind::WeekdayConflict), 0);
}

#[test]
fn rule_11_days_without_a_year() {
    let next = |text: &str| -> Vec<String> {
        minutes(text).next_meetings.iter().filter_map(|n| n.date.map(|d| d.to_string())).collect()
    };
    assert_eq!(
        next("1. Minutes\nNoted.\n\n2. Date of next meeting\n16 September, then 4 March.\n"),
        ["2024-09-16", "2025-03-04"]
    );
    assert_eq!(next("1. Minutes\nNoted.\n\n2. Dates for 2026\n16 September\n"), ["2026-09-16"]);
    // Not: the day of a fire
    assert!(next("1. Minutes\nThe fire of 16 September was noted.\n\n2. Budget\nNoted.\n").is_empty());
}

#[test]
fn rule_12_bare_times() {
    let time = |line: &str| {
        let m = read(&format!(
            "NORTHMERE SAFETY BOARD\nDate: 14 May 2024\nTime: {line}\n{PRESENT}1. Minutes\nNoted.\n\n2. Budget\nNoted.\n"
        ));
        (m.meeting.start_time.map(|t| t.to_string()), m.meeting.end_time.map(|t| t.to_string()))
    };
    assert_eq!(time("10-12"), (Some("10:00".into()), Some("12:00".into())));
    // Not: no hour at all
    assert_eq!(time("14:00 to 00:00"), (Some("14:00".into()), None));
}

#[test]
fn rule_13_no_day_is_invented() {
    let m = read(&format!(
        "NORTHMERE SAFETY BOARD\n\nMinutes\n\n{PRESENT}1. Minutes of 13 February 2024\nAgreed as a true record.\n\n\
         2. Date of next meeting\n10 September 2024\n"
    ));
    assert_eq!(m.meeting.date, None);
    let bounds = m.meeting.date_inferred.unwrap();
    assert_eq!(bounds.from.map(|d| d.to_string()).as_deref(), Some("2024-02-13"));
    assert_eq!(bounds.to.map(|d| d.to_string()).as_deref(), Some("2024-09-10"));
    // Not: a printed day
    assert!(minutes("1. Minutes\nNoted.\n\n2. Budget\nNoted.\n").meeting.date_inferred.is_none());
}

#[test]
fn rule_14_a_draft_stays_a_draft() {
    let m = read(&format!("DRAFT MINUTES\n\n{HEAD}{PRESENT}1. Minutes\nNoted.\n\n2. Budget\nNoted.\n"));
    assert_eq!(m.document.status, DocumentStatus::Draft);
    // Not: earlier minutes that were approved.
    let m = minutes("1. Minutes\nThe minutes of 13 February 2024 were approved.\n\n2. Budget\nNoted.\n");
    assert_eq!(m.document.status, DocumentStatus::Unknown);
}

#[test]
fn rule_15_earlier_minutes_in_a_pack() {
    let pack = "NORTHMERE BOROUGH COUNCIL\n\nSafer Communities Scrutiny Committee\n\nAGENDA\n\nA meeting of the Safer Communities Scrutiny \
        Committee will be held in the Town Hall on 11 March 2025 at 7.00 pm\n\n1. Apologies\n\nTo receive apologies.\n\n2. Minutes\n\n\
        To approve the minutes.\n\n3. Knife crime\n\nTo consider the report.\n\n4. Work programme\n\nTo note it.\n\n\
        Safer Communities Scrutiny Committee\n\nMinutes of the meeting held on 3 December 2024 at 7.00 pm\n\n\
        Present: Councillors Ash, Birch and Cedar\n\n1. Apologies\n\nNone.\n\n2. Minutes\n\nRESOLVED that the minutes be signed.\n";
    let meetings = all(pack, "pack.txt");
    assert_eq!(meetings.len(), 2);
    let (own, earlier) = (&meetings[0], &meetings[1]);
    assert_eq!((own.document.kind, own.meeting.meeting_state), (DocumentKind::AgendaPack, MeetingState::Scheduled));
    assert!(own.decisions.is_empty() && own.actions.is_empty());
    assert_eq!((earlier.document.kind, earlier.document.status), (DocumentKind::Minutes, DocumentStatus::Draft));
    assert_eq!(earlier.meeting.date.map(|d| d.to_string()).as_deref(), Some("2024-12-03"));
    assert_eq!(earlier.decisions.len(), 1);
    // Not: the agenda alone
    assert_eq!(
        all(pack.split_once("\n\nSafer Communities Scrutiny Committee\n\nMinutes").unwrap().0, "agenda.txt").len(),
        1
    );
}

const AGENDA: &str = "NORTHMERE SAFETY BOARD\n\nAGENDA\n\nA meeting of the Northmere Safety Board will be held in the Town Hall on \
    Tuesday 14 May 2024 at 10.00 am\n\n";

#[test]
fn rule_16_an_agenda_decides_nothing() {
    let items = "1. Minutes\nMembers will be invited to confirm the minutes.\n\n2. Exclusion of the public\nRESOLVE that the public be \
        excluded under Section 100A(4) of the Local Government Act 1972.\n\n3. Budget\nRecommended \u{2013} That the budget be approved.\n";
    let m = read(&format!("{AGENDA}{items}"));
    assert!(m.decisions.is_empty(), "{:?}", decided(&m));
    assert_eq!(m.exempt_session.state, ExemptState::Planned);
    // Not: minutes
    let m = minutes(
        "1. Minutes\nNoted.\n\n2. Exclusion of the public\nRESOLVED that the press and public be excluded under Section 100A(4) of the \
        Local Government Act 1972, paragraph 3.\n",
    );
    assert_eq!(m.exempt_session.state, ExemptState::Excluded);
    assert_eq!(m.decisions.iter().filter(|d| d.kind == DecisionType::ExclusionOfPublic).count(), 1);
}

#[test]
fn rule_17_a_reports_recommendations_stay_in_the_report() {
    let m = read(&format!(
        "{AGENDA}1. Minutes\nTo approve.\n\n2. Knife crime\nTo consider.\n\n3. Work programme\nTo note.\n\n4. Any other business\n\n\
         Report of: Head of Community Safety\nAuthor: Ann Lister\nWards affected: All\n\n\
         Recommendations\nThat the Board approve the knife bins.\n"
    ));
    let report = m.reports.first().unwrap();
    assert_eq!(report.report_of.as_deref(), Some("Head of Community Safety"));
    assert_eq!(report.author.as_deref(), Some("Ann Lister"));
    assert_eq!(report.wards_affected.as_deref(), Some("All"));
    assert_eq!(report.recommendations, ["That the Board approve the knife bins."]);
    assert!(m.decisions.is_empty());
    // Not: no report
    assert!(minutes("1. Minutes\nNoted.\n\n2. Budget\nNoted.\n").reports.is_empty());
}

#[test]
fn rule_18_a_decision_printed_twice_and_one_in_parts() {
    let twice = "<html><head><title>Agenda item</title></head><body><h1>Agenda item</h1><h2>Knife bins</h2><p>Decision:</p>\
        <p>That the knife bins be approved for Market Street.</p><p>Minutes:</p><p>Ann Lister spoke.</p>\
        <p>RESOLVED that the knife bins be approved for Market Street.</p></body></html>";
    let source = Source::new(twice.as_bytes().to_vec()).named("item.html");
    let m = ingest::read(&source, &Limits::default()).unwrap().value.meetings.remove(0);
    assert_eq!(m.source.media_type, MediaType::Html);
    assert_eq!(m.decisions.len(), 1, "{:?}", decided(&m));

    // Not: two resolutions
    let m = minutes(
        "1. Knife bins\nRESOLVED that:\n(a) the bins be bought; and\n(b) the police be thanked.\n\n2. Budget\nRESOLVED that the budget be \
         approved.\n\nRESOLVED that the reserve be kept.\n",
    );
    assert_eq!(m.decisions.len(), 3, "{:?}", decided(&m));
    assert_eq!(m.decisions[0].parts.len(), 2);
}

#[test]
fn rule_19_what_was_decided_stands_in_the_report() {
    let m = minutes(
        "1. Budget\nRESOLVED that the recommendations as set out in the report be approved.\n\n2. Bins\nRESOLVED that two bins be bought.\n",
    );
    let elsewhere: Vec<bool> = m.decisions.iter().map(|d| d.content_elsewhere).collect();
    assert!(elsewhere[0]);
    // Not: what is said here.
    assert!(!elsewhere[1]);
}

#[test]
fn rule_20_the_word_resolved_is_lost() {
    let page = |text: &str| {
        let html = format!(
            "<html><body><h1>Issue - meetings</h1><h2>Meeting: 13/06/2023 - Cabinet (Item 64)</h2><p>64 Knife bins</p><p>Minutes:</p>\
             <p>Ann Lister spoke to the report.</p>{text}</body></html>"
        );
        ingest::read(&Source::new(html.into_bytes()).named("i.html"), &Limits::default())
            .unwrap()
            .value
            .meetings
            .remove(0)
    };
    let m = page("<p></p><p>That the knife bins be approved.</p>");
    assert_eq!(m.decisions.iter().map(|d| (d.tier, d.label_lost)).collect::<Vec<_>>(), [(DecisionTier::Formal, true)]);
    // Not: another decision stands there
    let m = page("<p>RESOLVED that the knife bins be approved.</p><p>That the bins be paid for was clear.</p>");
    assert_eq!(m.decisions.iter().map(|d| d.label_lost).collect::<Vec<_>>(), [false]);
}

#[test]
fn rule_21_a_decision_that_is_also_a_task() {
    let m = minutes(
        "1. Bins\nRESOLVED that the Clerk write to the county council.\n\n2. Minutes\nRESOLVED that the minutes be signed by the Chair.\n",
    );
    assert_eq!(m.decisions.len(), 2);
    assert_eq!(actions(&m).len(), 1, "{:?}", actions(&m));
    assert_eq!(m.decisions[0].gives_rise_to, [m.actions[0].id.clone()]);
    // Not: signing
    assert!(m.decisions[1].gives_rise_to.is_empty(), "signing is no action");
}

#[test]
fn rule_22_a_column_of_names_leads() {
    let table = |cells: [&str; 2]| {
        minutes(&format!(
            "Item\tDiscussion\tAction/Lead\n1\tCrime is down and the Board noted the report with thanks to all.\t{}\n2\tThe budget was explained at length by the treasurer.\t{}\n",
            cells[0], cells[1]
        ))
    };
    let m = table(["Ann Lister", "Tom Ashby"]);
    assert!(m.actions.is_empty(), "{:?}", actions(&m));
    assert_eq!(m.agenda_items[0].lead, ["Ann Lister"]);
    // Not: verbs
    let m = table(["Ann Lister to send the figures to all", "Tom Ashby to write to the council"]);
    assert_eq!(actions(&m).len(), 2, "{:?}", actions(&m));
}

#[test]
fn rule_23_an_action_without_an_owner() {
    let m = minutes(
        "1. Bins\nPresentation to be circulated.\nAction: All to send names to the Clerk.\n\n2. Budget\nNoted.\n",
    );
    let owners: Vec<Vec<&str>> = actions(&m).into_iter().map(|a| a.0).collect();
    assert_eq!(owners[1], ["All"]);
    // Not: an owner that nobody names.
    assert!(owners[0].is_empty());
}

#[test]
fn rule_24_noted() {
    let m = minutes(
        "1. Crime\nThe Board noted the report.\n\n2. Budget\nIt was noted that crime had fallen. None noted.\n",
    );
    assert_eq!(m.decisions[0].kind, DecisionType::Noted);
    // Not: a statement that was noted.
    assert_eq!(decided(&m).len(), 1, "{:?}", decided(&m));
}

#[test]
fn rule_25_what_another_body_decided() {
    let m = minutes(
        "1. Order\nThe Borough Council\u{2019}s Cabinet resolved in January to consult. The Commissioner had agreed to pay.\n\n\
         2. Bins\nThe Board agreed to buy two bins.\n",
    );
    assert_eq!(m.decisions.last().and_then(|d| d.item_number.as_deref()), Some("2"));
    // Not: the cabinet of another council, and a commissioner.
    assert_eq!(decided(&m).len(), 1, "{:?}", decided(&m));
}

#[test]
fn rule_26_two_numberings() {
    let m = minutes(
        "92. Minutes (Item A3)\nThe Board noted the report.\n\n93. Budget (Item B1)\n1. The budget was explained.\n2. It was noted that it was tight.\n",
    );
    let numbers: Vec<_> = m.agenda_items.iter().map(|i| (i.number.as_deref(), i.agenda_ref.as_deref())).collect();
    assert_eq!(numbers, [(Some("92"), Some("A3")), (Some("93"), Some("B1"))]);
    // Not: paragraphs.
    let parts: Vec<_> = m.agenda_items[1].paragraphs.iter().map(|p| p.number.as_deref()).collect();
    assert_eq!(parts, [Some("1"), Some("2")]);
}

#[test]
fn rule_26_a_title_before_its_number() {
    let m = minutes(
        "1.0 Welcome\nJane Okonjo opened the meeting.\n\nKnife strategy\n1.1 Two people were hurt last year, which shows how serious it is.\nIt was discussed.\n\nBins\n1.2 The bins are full again and nobody has emptied them.\n\n2.0 Budget\nNoted.\n",
    );
    let titles: Vec<_> =
        m.agenda_items.iter().map(|i| (i.number.as_deref().unwrap(), i.title.as_deref().unwrap())).collect();
    assert_eq!(titles[1..3], [("1.1", "Knife strategy"), ("1.2", "Bins")]);
    // Not: a number with its own title.
    assert_eq!([titles[0], titles[3]], [("1.0", "Welcome"), ("2.0", "Budget")]);
}

#[test]
fn rule_27_an_item_goes_on_behind_a_running_head() {
    // Golden papers hold this for printed pages; here the lines of one paragraph.
    let wrapped = "NORTHMERE SAFETY BOARD\nMinutes, 14 May 2024\n\nPresent: Jane Okonjo\n\n1. Crime\nThe members of the board talked for a while about the lighting of the path that leads down\n\
        to the river and agreed to ask the county council to mend the lamps that have been out since\nlast winter.\n\n2. Budget\nThe treasurer went through the figures of the year with the members and said that there would be\n\
        enough for the bins in the autumn if nothing else was bought before the county had paid its part.\n";
    let m = read(wrapped);
    assert_eq!(m.agenda_items[0].paragraphs.len(), 1, "{:?}", m.agenda_items[0].paragraphs);
    // Not: two paragraphs
    assert_eq!(minutes("1. Crime\nOne.\n\nTwo.\n\n2. Budget\nNoted.\n").agenda_items[0].paragraphs.len(), 2);
}

#[test]
fn rule_28_a_meeting_without_a_quorum() {
    let m = minutes(
        "1. Quorum\nThe meeting was inquorate and no decisions could be taken. The minutes of 13 February 2024 could not be approved.\n\n2. Minutes\nDeferred to the next meeting.\n",
    );
    assert_eq!(m.meeting.meeting_state, MeetingState::Inquorate);
    // Not: the number that is a quorum
    assert_eq!(
        minutes("1. Quorum\nThe quorum is three.\n\n2. Budget\nNoted.\n").meeting.meeting_state,
        MeetingState::Held
    );
}

#[test]
fn rule_29_one_record_a_meeting_of_an_issue() {
    let html = "<html><body><p>Northmere Borough Council</p><h1>Issue - meetings</h1><h2>Meeting: 13/06/2023 - Cabinet (Item 64)</h2>\
        <p>64 Knife bins</p><p>Minutes:</p><p>RESOLVED that the bins be bought.</p><h2>Meeting: 02/05/2023 - Council (Item 12)</h2>\
        <p>12 Knife bins</p><p>Minutes:</p><p>RESOLVED that the Cabinet be asked to act.</p></body></html>";
    let read = ingest::read(&Source::new(html.as_bytes().to_vec()).named("i.html"), &Limits::default())
        .unwrap()
        .value
        .meetings;
    let told: Vec<_> = read
        .iter()
        .map(|m| (m.organization.name.clone().unwrap(), m.meeting.date.unwrap().to_string(), m.decisions.len()))
        .collect();
    assert_eq!(told, [("Cabinet".into(), "2023-06-13".into(), 1), ("Council".into(), "2023-05-02".into(), 1)]);
    assert_eq!(read[0].document.kind, DocumentKind::IssueHistory);
    assert_eq!(read[0].agenda_items[0].title.as_deref(), Some("Knife bins"));
    // Not: what the other meeting asked.
    assert!(!read[0].decisions[0].text.contains("asked to act"));
}

#[test]
fn rule_30_a_summary_that_a_program_wrote() {
    let m = read("AI Generated Summary\n\nNorthmere Safety Board, 14 May 2024\n\nThe board agreed to buy two bins.\n");
    assert_eq!(m.document.kind, DocumentKind::Summary);
    // Not: an item of that name
    assert_eq!(minutes("1. Minutes\nNoted.\n\n2. Summary of crime\nNoted.\n").document.kind, DocumentKind::Minutes);
}

#[test]
fn rule_31_welsh() {
    let m = read(
        "Bwrdd Diogelwch Aberwyfan\n\nCofnodion y cyfarfod a gynhaliwyd ar 6 Mawrth 2025\n\nYn bresennol: Eirlys Prydderch, Rhodri Cadwgan\n\n\
         Ymddiheuriadau: Tudur Garmon\n\n1. Cofnodion\nCymeradwywyd y cofnodion fel cofnod cywir ac mae'r aelodau yn hapus.\n\n\
         2. Adroddiad\nNododd y Bwrdd fod troseddu wedi gostwng yn y sir. Bydd Rhodri Cadwgan yn anfon y ffigurau.\n",
    );
    assert_eq!(m.source.language.as_deref(), Some("cy"));
    assert_eq!(person(&m, "Tudur Garmon").attendance, Attendance::Apologies);
    assert!(m.decisions[0].text.starts_with("Cymeradwywyd"), "the words are not translated");
    assert_eq!(actions(&m)[0].0, ["Rhodri Cadwgan"]);
    // Not: a statement that was noted.
    assert_eq!(decided(&m).len(), 1, "{:?}", decided(&m));
}

#[test]
fn rule_32_a_lost_motion_is_no_carried_decision() {
    let m = minutes("1. Bins\nThe amendment was declared LOST.\n\n2. Budget\nRESOLVED that the budget be approved.\n");
    let told: Vec<_> = m.decisions.iter().map(|d| (d.outcome, d.amendment)).collect();
    assert_eq!(told[0], (Outcome::Lost, true));
    // Not: what was carried.
    assert_eq!(told[1..], [(Outcome::Carried, false)]);
}

#[test]
fn rule_33_a_motion_without_an_outcome_is_not_carried() {
    let m = minutes("1. Bins\nCouncillor Ash moved that the bins be approved.\n\n2. Budget\nThe motion was CARRIED.\n");
    assert!(m.decisions.iter().any(|d| d.item_number.as_deref() == Some("2") && d.outcome == Outcome::Carried));
    // Not: a motion that nobody seconded, and of which nothing more is said.
    assert!(
        !m.decisions.iter().any(|d| d.item_number.as_deref() == Some("1") && d.outcome == Outcome::Carried),
        "{:?}",
        decided(&m)
    );
}

#[test]
fn rule_34_private_people_stay_text() {
    let m = minutes(
        "1. Public questions\nMrs Delia Sowerbutts of Chapel Lane asked about racing cars. Mr Trubshaw, a resident, said that it was loud.\n\n2. Budget\nNoted.\n",
    );
    assert_eq!(person(&m, "Ann Lister").organization.as_deref(), Some("Northmere Police"));
    // Not: a resident
    nobody(&m, "Sowerbutts");
    nobody(&m, "Trubshaw");
    assert_eq!(m.participants.len(), 4);
}

#[test]
fn rule_35_tasks_and_what_is_none() {
    let m = minutes(
        "1. Bins\nThe Clerk will write to the county council. Further work is required. Residents should lock their sheds.\n\n\
        2. Powers\nRESOLVED that the Clerk be authorised to take such steps as are needed.\n",
    );
    assert_eq!(actions(&m)[0], (vec!["The Clerk"], "The Clerk will write to the county council."));
    // Not: a need, an appeal, standing authority.
    assert_eq!(actions(&m).len(), 1, "{:?}", actions(&m));
}

#[test]
fn rule_36_the_printed_word_decides_attendance() {
    let m = read(&format!(
        "{HEAD}Present: Jane Okonjo\n\nAlso present: Ruth Sele\n\nIn attendance: Miriam Vasquez (Head of Licensing)\n\n1. Minutes\nNoted.\n\n2. Budget\nNoted.\n"
    ));
    assert_eq!(person(&m, "Jane Okonjo").attendance, Attendance::Present);
    assert_eq!(person(&m, "Ruth Sele").attendance, Attendance::Present);
    // Not: another word
    assert_eq!(person(&m, "Miriam Vasquez").attendance, Attendance::InAttendance);
}

#[test]
fn rule_37_deciding_words_need_the_body() {
    let m = minutes(
        "1. Bins\nThe Chair agreed with him. Members welcomed the bins. The Board supported the idea. Jane Okonjo thanked the police.\n\n\
        2. Thanks\nThe Board placed on record its thanks to Tom Ashby.\n\n3. Motion\nThe motion was CARRIED.\n",
    );
    let told: Vec<_> = decided(&m).into_iter().map(|d| d.0).collect();
    assert_eq!(told.iter().filter(|k| **k == DecisionType::Thanks).count(), 1);
    // Not: the chair alone, a welcome, an opinion.
    assert_eq!(told.len(), 2, "{:?}", decided(&m));
}

#[test]
fn rule_38_a_vote_needs_a_count() {
    let m = minutes(
        "1. Bins\nIt was agreed by 3 votes to 1 to buy two bins.\n\n2. Budget\nIt was unanimously agreed to approve the budget.\n",
    );
    assert_eq!(m.decisions.len(), 2);
    assert_eq!((m.votes[0].ayes, m.votes[0].noes), (Some(3), Some(1)));
    // Not: unanimity without numbers.
    assert_eq!(m.votes.len(), 1);
}

#[test]
fn rule_39_names_are_those_of_the_list() {
    let m = minutes(
        "1. Bins\nIt was proposed by Cllr Wimpole, seconded by Cllr Nobody and RESOLVED that two bins be bought.\nAction: TA to write.\n\n2. Budget\nNoted.\n",
    );
    assert_eq!(m.decisions[0].mover.as_deref(), Some("Peter Wimpole"));
    assert_eq!(m.decisions[0].seconder.as_deref(), Some("Nobody"));
    let m = read(&format!(
        "{HEAD}Present: Tom Ashby (TA), Ann Lister (AL)\n\n1. Bins\nAction: TA to write.\n\n2. Budget\nAction: Clerk to write.\n"
    ));
    assert_eq!(
        (m.actions[0].owner[0].as_str(), m.actions[0].owner_resolved.as_slice()),
        ("TA", &["Tom Ashby".to_owned()][..])
    );
    // Not: a post
    assert!(m.actions[1].owner_resolved.is_empty());
    nobody(&m, "Clerk");
}

#[test]
fn rule_40_a_colon_takes_the_list_with_it() {
    let m = minutes(
        "1. Grants\nThe Board agreed the following grants:\n- Youth club, \u{a3}300\n- Night bus, \u{a3}200\n\n2. Budget\nThe Board noted the report.\n\n- a stray line\n",
    );
    assert!(m.decisions[0].text.contains("Night bus"), "{:?}", decided(&m));
    // Not: behind a full stop
    assert!(!m.decisions[1].text.contains("stray"));
}

#[test]
fn rule_41_numbers_and_titles_are_bare() {
    let m = minutes("1. Minutes:\nNoted.\n\n2) Budget -\nNoted.\n\n3. Any other business\nNone.\n");
    let told: Vec<_> =
        m.agenda_items.iter().map(|i| (i.number.as_deref().unwrap(), i.title.as_deref().unwrap())).collect();
    assert_eq!(told[..2], [("1", "Minutes"), ("2", "Budget")]);
    // Not: the words of a title.
    assert_eq!(told[2], ("3", "Any other business"));
    assert_eq!(m.declarations_of_interest.state, DeclarationsState::NotRecorded);
    assert!(m.previous_minutes.iter().all(|p| p.outcome != PreviousOutcome::NotApproved));

    let agenda = read(
        "NORTHMERE SAFETY BOARD\n\nAGENDA\n\nMeeting to be held in the Town Hall, Northmere on Tuesday 14 May 2024\n\n\
         1. Apologies\n\n2. Standing items\nTo receive reports on:\na) Works programme\nb) Village greens\n\n3. Reports\n\
         3.1 Academic staff\n3.2 Progress of students\n\n4. Close\n",
    );
    let numbers: Vec<_> = agenda.agenda_items.iter().map(|i| i.number.as_deref().unwrap()).collect();
    assert_eq!(numbers, ["1", "2", "2(a)", "2(b)", "3", "3.1", "3.2", "4"]);
    // Not: the limbs of a resolution.
    let m = minutes(
        "1. Budget\nRESOLVED:\na) that the budget be approved;\nb) that the precept be set.\n\n2. Bins\nNoted.\n",
    );
    assert_eq!(m.agenda_items.len(), 2);
}

/// A rule of the list, and whether it is marked as not yet read.
fn listed() -> Vec<(u32, bool)> {
    let list = std::fs::read_to_string(crate::place::root().join("crates/meeting/RULES.md")).unwrap();
    let sections: Vec<&str> = list.split("\n## ").skip(1).collect();
    let rule = |section: &&str| {
        let number = section.split('.').next().unwrap().parse().unwrap_or_else(|e| panic!("{e}: {section}"));
        let unread = section.contains("*Not yet read");
        assert!(unread || section.contains("\nNot: "), "rule {number} does not say what it must not catch");
        (number, unread)
    };
    sections.iter().map(rule).collect()
}

#[test]
fn every_rule_has_an_example_and_a_negative() {
    let listed = listed();
    let numbers: Vec<u32> = listed.iter().map(|r| r.0).collect();
    assert_eq!(numbers, (1..=54).collect::<Vec<u32>>());
    let tests: Vec<&str> = include_str!("rules.rs").split("\n#[test]\nfn rule_").skip(1).collect();
    for (number, unread) in listed {
        let of: Vec<&&str> = tests.iter().filter(|t| t.starts_with(&format!("{number:02}_"))).collect();
        assert_eq!(of.is_empty(), unread, "rule {number}: tested, or marked as not yet read in the list");
        for test in of {
            let (name, body) = test.split_once("()").unwrap();
            let body = body.split("\n}\n").next().unwrap();
            let (example, negative) = body.split_once("// Not: ").unwrap_or_else(|| panic!("{name} has no `// Not:`"));
            let checks = |part: &str| part.contains("assert") || part.contains("nobody(");
            assert!(checks(example) && checks(negative), "{name} checks only one side");
        }
    }
}

#[test]
fn rule_42_moved_and_seconded_alone_is_inferred() {
    let motion = "Councillor Ash moved, and Councillor Birch seconded, that the bins be approved.";
    let m = minutes(&format!("1. Bins\n{motion}\n\n2. Budget\nThe Board noted the report.\n"));
    let d = m.decisions.iter().find(|d| d.item_number.as_deref() == Some("1")).expect("the motion");
    assert_eq!((d.outcome, d.tier, d.inferred), (Outcome::Carried, DecisionTier::Recorded, true));
    // Not: what the item says was lost, withdrawn or deferred.
    for end in ["The motion was lost.", "The motion was withdrawn.", "The matter was deferred to the next meeting."] {
        let m = minutes(&format!("1. Bins\n{motion} {end}\n\n2. Budget\nThe Board noted the report.\n"));
        assert!(!m.decisions.iter().any(|d| d.inferred), "{end}: {:?}", decided(&m));
    }
}

#[test]
fn rule_46_absent_is_not_apologies() {
    let m = read(&format!(
        "{HEAD}Present: Jane Okonjo (Chair), Cllr Peter Wimpole\nExcused: Ann Lister\nAbsent: Tom Ashby\n\n\
         1. Minutes\nThe Board noted the report.\n\n2. Budget\nThe Board noted the report.\n"
    ));
    assert_eq!(person(&m, "Ann Lister").attendance, Attendance::Apologies);
    // Not: who is only absent.
    assert_eq!(person(&m, "Tom Ashby").attendance, Attendance::Absent);
}

#[test]
fn rule_47_members_over_a_list() {
    let list = "MEMBERS\nJane Okonjo (Chair)\nCllr Peter Wimpole\nAnn Lister\n\n";
    let m = read(&format!(
        "{HEAD}{list}1. Minutes\nThe Board noted the report.\n\n2. Budget\nThe Board noted the report.\n"
    ));
    assert_eq!(person(&m, "Ann Lister").attendance, Attendance::Present);
    // Not: on an agenda.
    let agenda = read(&format!(
        "NORTHMERE SAFETY BOARD\n\nAGENDA\n\nMeeting to be held in the Town Hall, Northmere on Tuesday 14 May 2024 at 10.00 am\n\n\
         {list}1. Apologies for absence\n\n2. Budget\nTo consider the budget.\n"
    ));
    assert_eq!(person(&agenda, "Ann Lister").attendance, Attendance::Expected);
}

#[test]
fn rule_49_an_action_told_twice_is_one() {
    let m = minutes(
        "1. Bins\nACTION: Ann Lister to order the new bins.\n\n2. Budget\nThe Board noted the report.\n\n\
         Summary of actions\nAnn Lister to order the new bins.\n",
    );
    let bins: Vec<_> = m.actions.iter().filter(|a| a.text.contains("order the new bins")).collect();
    assert_eq!(bins.len(), 1, "{:?}", actions(&m));
    // Not: two tasks of one owner.
    let m = minutes("1. Bins\nACTION: Ann Lister to order the new bins.\nACTION: Ann Lister to paint the old bins.\n");
    assert_eq!(m.actions.len(), 2, "{:?}", actions(&m));
}

#[test]
fn rule_43_one_decision_a_row() {
    let table = |rows: &str| {
        let html = format!(
            "<html><body><h1>Northmere Safety Board</h1><p>Minutes of the meeting of the Northmere Safety Board held on 14 May 2024</p>\
             <p>Present: Jane Okonjo, Peter Wimpole</p><h2>1. Minutes</h2><p>The minutes were agreed.</p><h2>2. Grants</h2>\
             <table><tr><th>Club</th><th>Sum</th><th>Outcome</th></tr>{rows}</table></body></html>"
        );
        all(&html, "paper.html").remove(0)
    };
    let m = table(
        "<tr><td>Rowing club</td><td>£90</td><td>Approved</td></tr><tr><td>Chess club</td><td>£60</td><td>Refused</td></tr>",
    );
    let told: Vec<_> = decided(&m).into_iter().filter(|d| d.3.contains("club")).map(|d| (d.0, d.3)).collect();
    assert_eq!(
        told,
        [(DecisionType::Approved, "Rowing club £90 Approved"), (DecisionType::Refused, "Chess club £60 Refused")]
    );
    // Not: a row without an outcome.
    let m = table(
        "<tr><td>Rowing club</td><td>£90</td><td>Approved</td></tr><tr><td>Chess club</td><td>£60</td><td>see letter</td></tr>",
    );
    assert!(!decided(&m).iter().any(|d| d.3.contains("Chess")), "{:?}", decided(&m));
}

#[test]
fn rule_48_a_day_that_is_only_possible() {
    let next =
        |text: &str| minutes(&format!("1. Minutes\nThe Board noted the report.\n\n2. Date of next meeting\n{text}\n"));
    let m = next("Provisionally 11 June 2024 at 10.00 am, to be confirmed.");
    assert_eq!(m.next_meetings.iter().map(|n| n.provisional).collect::<Vec<_>>(), [true]);
    // Not: a day that is denied.
    let m = next("Tuesday 11 June 2024, not 4 June 2024 as printed.");
    let days: Vec<String> = m.next_meetings.iter().filter_map(|n| n.date).map(|d| d.to_string()).collect();
    assert_eq!((days, m.next_meetings[0].provisional), (vec!["2024-06-11".to_owned()], false));
}

#[test]
fn rule_50_named_by_office() {
    let list = "Present: Mayor Nora Vint, Cllr Saul Brack, Cllr Ida Plumb\n\n";
    let m = read(&format!(
        "{HEAD}{list}1. Minutes\nThe Board noted the report.\n\n2. Bins\nProposed by the Mayor, seconded by Cllr Brack and RESOLVED that two bins be bought.\n"
    ));
    let bins = m.decisions.iter().find(|d| d.text.contains("bins")).expect("the bins");
    assert_eq!(bins.mover.as_deref(), Some("Nora Vint"));
    // Not: whoever merely calls to order.
    let m = read(&format!(
        "{HEAD}Present: Nora Vint, Saul Brack, Ida Plumb\n\n1. Opening\nSaul Brack called the meeting to order at 10.05 am.\n\n\
         2. Bins\nThe Board noted the report.\n"
    ));
    assert_eq!(m.meeting.chair, None);
}

#[test]
fn rule_52_possible_is_not_decided() {
    let m = minutes(
        "1. Gate\nThe gate sticks.\nHe might be back.\nMembers to be informed by the firm, which would have been told.\n\n\
         2. Budget\nRESOLVED that the budget be approved.\n",
    );
    let unsure = |a: &types::Action| a.confidence < meeting::confidence::LEAST_ACTION;
    assert!(m.possible_actions.iter().all(unsure) && !m.actions.iter().any(unsure));
    let unsure = |d: &types::Decision| d.confidence < meeting::confidence::LEAST_DECISION;
    assert!(m.possible_decisions.iter().all(unsure));
    // Not: a formal decision, which is always on record.
    assert_eq!(decided(&m).iter().filter(|d| d.1 == DecisionTier::Formal).count(), 1);
    assert!(m.decisions.iter().all(|d| d.confidence > 0.0 && d.confidence <= 1.0 && !d.basis.is_empty()));
}

#[test]
fn rule_53_actions_more_exactly() {
    let of =
        |text: &str| minutes(&format!("1. Bins\n{text}\n\n2. Budget\nThe Board noted the report.\n")).actions.len();
    assert_eq!(of("It was agreed that the county council will be asked to mend the road."), 1);
    assert_eq!(of("A new day for the fair will be found."), 1);
    // Not: a need, an event, a rule.
    for text in [
        "The wall needs to be mended.",
        "The fair will take place in June.",
        "Members will always be welcome.",
        "The item was deferred to the next meeting.",
    ] {
        assert_eq!(of(text), 0, "{text}");
    }
}

#[test]
fn rule_54_formal_and_the_start() {
    let m = read(&format!(
        "{HEAD}{PRESENT}1. Opening\nThe Chair called the meeting to order at 10.12 am.\n\n2. Bins\nRESOLVED that two bins be bought.\n"
    ));
    assert_eq!(m.meeting.start_time.map(|t| t.to_string()).as_deref(), Some("10:00"));
    assert_eq!(decided(&m).last().map(|d| d.1), Some(DecisionTier::Formal));
    // Not: carried without a formal word; and the call to order where no other hour is printed.
    let m = read(
        "NORTHMERE SAFETY BOARD\n\nMinutes of the meeting held on Tuesday 14 May 2024\n\nPresent: Jane Okonjo (Chair), Ann Lister, Tom Ashby\n\n\
         1. Opening\nThe Chair called the meeting to order at 10.12 am.\n\n2. Bins\nAnn Lister moved, Tom Ashby seconded, that two bins be bought. Carried unanimously.\n",
    );
    assert_eq!(m.meeting.start_time.map(|t| t.to_string()).as_deref(), Some("10:12"));
    assert_eq!(decided(&m).last().map(|d| d.1), Some(DecisionTier::Recorded));
}
