//! Faults that users met, each on a paper or a command that shows it.

use std::fs;

use ingest::Limits;
use types::{Meeting, Source};

use crate::place::{Folder, program, run, said};

const HEAD: &str = "NORTHMERE TOWN COUNCIL\n\nMinutes of the meeting held in the Guildhall, Northmere on Tuesday 14 May 2024\n\n\
    Present: Jane Okonjo (Chair), Peter Wimpole, Ann Lister\n\n1. Minutes\nNoted.\n\n";

fn read(text: &str) -> Meeting {
    let source = Source::new(text.as_bytes().to_vec()).named("paper.txt");
    ingest::read(&source, &Limits::default()).unwrap().value.meetings.remove(0)
}

#[test]
fn the_word_behind_item_is_its_number_only_if_it_is_one() {
    let item = |words: &str| {
        let m = read(&format!("{HEAD}2. Interests\nCllr Wimpole declared a non-pecuniary interest in {words}.\n"));
        m.declarations_of_interest.items[0].item_number.clone()
    };
    assert_eq!(item("the item pursuant to the code"), None);
    assert_eq!(item("item 7").as_deref(), Some("7"));
    assert_eq!(item("item 7(a)").as_deref(), Some("7(a)"));
    assert_eq!(item("two matters (items 7/8)").as_deref(), Some("7/8"));
    assert_eq!(item("Minute CSP 67").as_deref(), None);
    assert_eq!(item("agenda item B").as_deref(), Some("B"));
}

#[test]
fn where_the_body_asks_nobody_by_name_nobody_owns_the_task() {
    let owners = |words: &str| read(&format!("{HEAD}2. Report\n{words}\n")).actions.remove(0).owner;
    let nobody: [&str; 0] = [];
    assert_eq!(owners("The Committee RESOLVED to request a further annual report in June."), nobody);
    assert_eq!(owners("RESOLVED that the Clerk write to the county council."), ["Clerk"]);
}

#[test]
fn a_place_goes_on_behind_a_short_form() {
    let place = |words: &str| {
        let m = read(&format!(
            "NORTHMERE COUNCIL\n\nMINUTES OF THE MEETING OF NORTHMERE COUNCIL HELD IN {words}\n\n1. A\nNoted.\n"
        ));
        m.meeting.location.unwrap().name
    };
    assert_eq!(place("THE HALL, MILL ROAD, CO. NORTHMERE ON 14 MAY 2024"), "HALL, MILL ROAD, CO. NORTHMERE");
    assert_eq!(place("the Hall, Mill Road. There were ten present"), "Hall, Mill Road");
}

#[test]
fn when_a_task_is_due_ends_with_a_whole_word() {
    let due = |words: &str| read(&format!("{HEAD}2. Plan\n{words}\n")).actions.remove(0).due_text;
    assert_eq!(
        due("The Clerk will send the figures for the next Wenshire Neighbourhoods meeting to all.").as_deref(),
        Some("for the next Wenshire Neighbourhoods")
    );
    assert_eq!(
        due("The Clerk will send the plan to the September consultation meeting with all residents.").as_deref(),
        Some("to the September consultation meeting")
    );
    assert_eq!(due("The Clerk will send the plan by 9 July.").as_deref(), Some("by 9 July"));
}

#[test]
fn half_of_a_pm_is_still_the_afternoon() {
    let start = |line: &str| {
        let m = read(&format!(
            "NORTHMERE TOWN COUNCIL\nMinutes\n14 May 2024\n{line}\nPresent: Jane Okonjo\n\n1. A\nNoted.\n"
        ));
        m.meeting.start_time.map(|t| t.to_string())
    };
    assert_eq!(start("7:06 p.").as_deref(), Some("19:06"));
    assert_eq!(start("7:06 p.m.").as_deref(), Some("19:06"));
    assert_eq!(start("10 a. Budget"), None);
}

fn papers(folder: &Folder) -> String {
    let place = folder.path("papers");
    fs::create_dir_all(&place).unwrap();
    fs::write(
        place.join("a.txt"),
        format!("{HEAD}2. Interests\nCllr Wimpole declared a non-pecuniary interest in item 7.\n"),
    )
    .unwrap();
    fs::write(place.join("b.txt"), format!("{HEAD}2. Bins\nThe Council agreed to buy two bins.\n")).unwrap();
    place.to_str().unwrap().to_owned()
}

#[test]
fn shown_interests_have_a_space_and_a_name_of_several_records_lists_their_files() {
    let folder = Folder::new();
    let (papers, book) = (papers(&folder), folder.path("book"));
    let book = book.to_str().unwrap();
    assert_eq!(run(&["ingest", &papers, "--archive", book]).0, 0);
    let (_, out, _) = run(&["show", "northmere-town-council-2024-05-14-minutes", "--archive", book]);
    let files: Vec<&str> = out.lines().skip(1).filter_map(|l| l.split("  ").last()).collect();
    assert_eq!(files, ["papers/a.txt", "papers/b.txt"], "{out}");
    let id = out.lines().nth(1).unwrap().split_whitespace().next().unwrap();
    let (_, out, _) = run(&["show", id, "--archive", book]);
    assert!(out.contains("\n  Peter Wimpole, non-pecuniary, item 7 "), "{out}");
}

#[test]
fn no_hits_are_shown_where_none_are_wanted_and_their_number_is() {
    let folder = Folder::new();
    let (papers, book) = (papers(&folder), folder.path("book"));
    let book = book.to_str().unwrap();
    assert_eq!(run(&["ingest", &papers, "--archive", book]).0, 0);
    let (code, out, _) = run(&["search", "bins", "--limit", "0", "--archive", book]);
    assert_eq!((code, out.as_str()), (0, "in 1 of 1 meeting searched (3 places)\n"));
    let (code, out, _) = run(&["search", "bins", "--limit", "0", "--json", "--archive", book]);
    let answer: serde_json::Value = serde_json::from_str(&out).unwrap();
    assert_eq!((code, &answer["meetings"], &answer["hits"]), (0, &1.into(), &serde_json::json!([])));
}

#[test]
fn more_workers_than_the_machine_can_carry_are_not_started() {
    let folder = Folder::new();
    let (papers, book) = (papers(&folder), folder.path("book"));
    let (code, out, err) = run(&["ingest", &papers, "--jobs", "100000", "--archive", book.to_str().unwrap()]);
    assert_eq!(code, 0, "{err}");
    assert!(err.contains("workers are started, not 100000"), "{err}");
    assert!(out.contains("2 files = 2 stored"), "{out}");
}

#[test]
fn the_archive_does_not_stand_in_the_programs_way_and_an_older_one_is_found() {
    let folder = Folder::new();
    let papers = papers(&folder);
    let at = |arguments: &[&str]| said(program().current_dir(&folder.0).args(arguments).output().unwrap());
    // The program itself, copied here.
    fs::write(folder.path("minutebook"), "a program").unwrap();
    let (code, _, err) = at(&["ingest", &papers]);
    assert_eq!(code, 0, "{err}");
    assert!(folder.path("minutebook-archive/archive.sqlite").is_file());
    // An archive under the name of earlier versions.
    fs::remove_file(folder.path("minutebook")).unwrap();
    fs::rename(folder.path("minutebook-archive"), folder.path("minutebook")).unwrap();
    let (code, out, err) = at(&["status"]);
    assert_eq!(code, 0, "{err}");
    assert!(out.contains("2 files = 2 stored"), "{out}");
    assert!(!folder.path("minutebook-archive").exists());
}

/// A motion of which no outcome is printed must not look like one that was put and carried.
#[test]
fn a_decision_that_is_inferred_is_shown_as_one() {
    let folder = Folder::new();
    let (paper, book) = (folder.path("a.txt"), folder.path("book"));
    let book = book.to_str().unwrap();
    let motions = "2. Bins\nCouncillor Ash moved, and Councillor Birch seconded, that the bins be bought.\n\n3. Budget\n\
                   RESOLVED that the budget be approved.\n";
    fs::write(&paper, format!("{HEAD}{motions}")).unwrap();
    assert_eq!(run(&["ingest", paper.to_str().unwrap(), "--archive", book]).0, 0);
    let (_, out, _) = run(&["show", "northmere-town-council-2024-05-14-minutes", "--archive", book]);
    let marked: Vec<&str> = out.lines().filter(|l| l.contains("[carried, inferred: no outcome is printed]")).collect();
    assert!(matches!(marked[..], [line] if line.contains("that the bins be bought")), "{out}");
    let (_, csv, _) = run(&["export", "--format", "csv", "--archive", book]);
    let inferred = csv.lines().filter(|l| l.contains(",carried,true,")).count();
    assert_eq!((inferred, csv.lines().filter(|l| l.contains(",carried,false,")).count()), (1, 2), "{csv}");
}

/// A vote that is told in figures and again side by side is one vote.
#[test]
fn a_vote_that_is_told_twice_in_a_paragraph_is_one() {
    let folder = Folder::new();
    let paper = folder.path("a.txt");
    let motion = "2. Bins\nJane Okonjo moved, seconded by Peter Wimpole, that the bins be bought. The motion carried \
     3-0 by \
                  the following vote: Ayes 3, Noes 0.\n";
    fs::write(&paper, format!("{HEAD}{motion}")).unwrap();
    let (_, out, _) = run(&["extract", paper.to_str().unwrap()]);
    assert_eq!(out.matches("\"for\":3,\"against\":0").count(), 1, "{out}");
}

#[test]
fn a_body_keeps_its_name_in_any_form_of_head() {
    let body = |head: &str| {
        read(&format!("{head}\n\nPresent: Ann Hyman (Chair), Bo Sorensen\n\n1. Minutes\nNoted.\n\n2. Bins\nNoted.\n"))
            .organization
            .name
            .unwrap_or_default()
    };
    for (head, name) in [
        (
            "COUNTY OF HALVERTON\nBOARD OF SUPERVISORS\nREGULAR MEETING MINUTES\nMAY 14, 2024",
            "County of Halverton Board of Supervisors",
        ),
        ("SHIRE OF HALVERTON\nORDINARY COUNCIL MEETING\nMINUTES\n14 May 2024", "Shire of Halverton Council"),
        (
            "Halverton School District No. 12\nBoard of Education\nRegular Board Meeting\nMay 14, 2024",
            "Halverton School District No. 12 Board of Education",
        ),
        ("Safer Northmere\nStrategic Group Meeting\nTuesday 14th May 2024, 10am", "Safer Northmere Strategic Group"),
        (
            "Meeting: Northmere Safer Streets Board\nDate: 14 May 2024\nVenue: Town Hall",
            "Northmere Safer Streets Board",
        ),
        ("Regular Meeting of the Halverton Harbor Commission\nMay 14, 2024", "Halverton Harbor Commission"),
        (
            "Cyngor Tref Northmere Town Council\nMinutes of the Full Council\n14 May 2024",
            "Cyngor Tref Northmere Town Council",
        ),
        (
            "Minutes of the Regular Meeting of the Human Relations Board (HRB),\nFebruary 23, 2017",
            "Human Relations Board",
        ),
        // Not: a committee of a council is not called by the council's name as well.
        ("Northmere Town Council\nPlanning Committee\nMinutes, 14 May 2024", "Planning Committee"),
    ] {
        assert_eq!(body(head), name, "{head}");
    }
}

#[test]
fn who_was_there_is_read_from_sentences_too() {
    let there = |words: &str| {
        let m = read(&format!(
            "NORTHMERE LIBRARY BOARD\nMinutes of the meeting held on 14 May 2024\n\n1. Call to order\nThe meeting was \
             called to order at 7:00 p.m. {words}\n\n2. Minutes\nNoted.\n\n3. Bins\nNoted.\n"
        ));
        let said = |p: &types::Participant| format!("{} {} {}", p.name, p.attendance.as_str(), p.role.as_str());
        m.participants.iter().map(said).collect::<Vec<_>>().join("; ")
    };
    let three = "Ann Hyman present member; Bo Sorensen present member; Eve Young absent member";
    assert_eq!(there("Present were Ann Hyman and Bo Sorensen. Absent was Eve Young."), three);
    assert_eq!(there("Ann Hyman and Bo Sorensen were present; Eve Young was absent."), three);
    assert_eq!(there("Trustees present were Ann Hyman and Bo Sorensen; absent was Eve Young."), three);
    assert_eq!(
        there("Present were members Hyman, Sorensen and Young."),
        "Hyman present member; Sorensen present member; Young present member"
    );
    assert_eq!(
        there("Present: Vice President Ann Hyman; Members Bo Sorensen and Eve Young."),
        "Ann Hyman present vice_chair; Bo Sorensen present member; Eve Young present member"
    );
    // Not: a sentence that names people is no list of them.
    assert_eq!(there("Two members of the public were present. The papers of Ann Hyman were present in the file."), "");
}

#[test]
fn the_parts_of_an_item_are_numbered_in_many_ways() {
    let items = |words: &str| {
        let m = read(&format!("{HEAD}{words}\n"));
        m.agenda_items.iter().filter_map(|i| i.number.clone()).collect::<Vec<_>>().join(" ")
    };
    assert_eq!(
        items("2. Consent calendar\n2-A. Bills of May\nNoted.\n2-B. Report of the library\nNoted.\n\n3. Bins\nNoted."),
        "1 2 2-A 2-B 3"
    );
    assert_eq!(
        items(
            "2. Reports\n2.1 Chairman's Report:\nThe fair went well.\n2.2 Clerk's Report\nThe clerk reported that \
               the tent is lent.\n\n3. Bins\nNoted."
        ),
        "1 2 2.1 2.2 3"
    );
}

/// Who moved and seconded stands above a resolution, and its words run to what became of it.
#[test]
fn a_resolution_runs_from_that_to_carried() {
    let m = read(
        "TOWNSHIP OF HALVERTON\nMINUTES\nTuesday, May 14, 2024\nA regular meeting of the Township of Halverton \
         Council was \
         held on Tuesday, May 14, 2024.\nPresent: Mayor Ann Hyman Councillors Bo Sorensen, Carl Hastings.\n\
         R2024-176 B. Sorensen, C. Hastings:\nTHAT we resume to an open public meeting. Time: 8:00 p.m. Carried.\n\n\
         R2024-177 C. Hastings, B. Sorensen:\n\nTHAT we pass By-Law 27, being a By-Law to sell part of the lane.\n\
         Read a first, second and third time. AND THAT the lane be fenced. Carried.\n",
    );
    let said: Vec<_> = m.decisions.iter().map(|d| (d.mover.as_deref().unwrap_or(""), d.text.as_str())).collect();
    assert_eq!(
        said,
        [
            ("Bo Sorensen", "THAT we resume to an open public meeting. Time: 8:00 p.m. Carried."),
            (
                "Carl Hastings",
                "THAT we pass By-Law 27, being a By-Law to sell part of the lane. Read a first, second and third \
                 time. AND \
             THAT the lane be fenced. Carried."
            ),
        ]
    );
    assert!(m.agenda_items.is_empty(), "who moved is no title");
    let m = read(&format!(
        "{HEAD}2. Bins\nThat was agreed by nobody. M/S Wimpole / Lister Unanimous\n\n3. Path\nMember \
        Lister moved to mend the path. M/S Lister / Wimpole Unanimous\n"
    ));
    let path = m.decisions.iter().find(|d| d.text.contains("path")).unwrap();
    assert_eq!((path.mover.as_deref(), path.seconder.as_deref()), (Some("Ann Lister"), Some("Peter Wimpole")));
}

/// Forms of deciding and voting that councils of five countries use: how many decisions, votes and tasks each holds,
/// and who moved.
#[test]
fn decisions_and_votes_in_the_forms_of_many_councils() {
    let people = "NORTHMERE LIBRARY BOARD\nMinutes of the meeting held on 14 May 2024\n\nPresent: Ann Hyman (Chair), \
     Bo \
                  Sorensen, Carl Hastings, Eve Young\nAlso present: Jane Doe (Clerk)\n\n1. Welcome\nThe Chair welcomed \
                  all.\n\n2. Opening hours of the branch\n";
    let found = |words: &str| {
        let m = read(&format!("{people}{words}\n\n3. Any other business\nThere was none.\n"));
        let mover = m.decisions.first().and_then(|d| d.mover.clone()).unwrap_or_default();
        (m.decisions.len(), m.votes.len(), m.actions.len(), mover)
    };
    let bo = "Bo Sorensen";
    for (words, decisions, votes, mover) in [
        (
            "Moved by Sorensen, seconded by Hastings, to extend the hours. Ayes: Hyman, Sorensen. Nays: Young. \
             Motion carried.",
            1,
            1,
            bo,
        ),
        (
            "Motion by Bo Sorensen to extend the hours, second by Carl Hastings. Vote: 3 ayes, 1 nay. Motion passes.",
            1,
            1,
            bo,
        ),
        ("It was moved and seconded to extend the opening hours. All in favor; motion carried.", 1, 0, ""),
        ("MOTION: Sorensen/Hastings to extend the opening hours. Carried unanimously.", 1, 0, bo),
        (
            "Board Member Sorensen moved approval of the plan; Member Hastings seconded. The motion carried by the \
             following \
          roll call vote: Hyman yes, Sorensen yes, Hastings yes, Young no.",
            1,
            1,
            bo,
        ),
        (
            "The hours of the branch be extended.\n\nRESULT: APPROVED [3 TO 1]\n\nMOVER: Bo Sorensen, \
             Trustee\n\nSECONDER: Carl \
          Hastings\n\nAYES: Hyman, Sorensen, Hastings\n\nNAYS: Young",
            1,
            1,
            bo,
        ),
        ("Moved: Cr Sorensen\n\nSeconded: Cr Hastings\n\nThat the opening hours be extended.\n\nCARRIED", 1, 0, bo),
        // A resolution of several limbs stays whole over its result.
        (
            "RESOLVED:\n\n(a) that the hours be extended;\n\n(b) that the door be mended.\n\nRESULT: \
             APPROVED\n\nMOVER: Bo \
             Sorensen\n\nAYES: Hyman, Sorensen\n\nNAYS: Young",
            1,
            1,
            bo,
        ),
        ("Mr Sorensen moved to lend the tent. That was seconded by Mr Hastings. Carried.", 1, 0, bo),
        ("The accounts were received. Cheque No 101, Cheque No 102, Cheque No 103", 0, 0, ""),
        ("There being no objection, the Chair declared the motion adopted.", 1, 0, ""),
        ("By consensus the Board directed staff to extend the opening hours.", 1, 0, ""),
        ("Approval was given for the revised opening hours.", 1, 0, ""),
        ("Agreed: extend the opening hours to 7 pm.", 1, 0, ""),
        ("Decision: The hours will be extended from June.", 1, 0, ""),
        ("The Board resolved unanimously to extend the opening hours of the branch.", 1, 0, ""),
        ("The motion to extend the hours failed for want of a seconder.", 1, 0, ""),
        ("The motion to extend the hours was defeated (1-3).", 1, 1, ""),
        ("(a) The report was noted.\n\n(b) It was agreed that the hours be extended.", 2, 0, ""),
        (
            "Following a debate, the hours of (a) the branch, was proposed by Mr Sorensen, seconded by Mr Hastings \
             and agreed, \
          (b) the hall, was proposed by Mr Hastings, seconded by Mr Sorensen and agreed.",
            2,
            0,
            bo,
        ),
        ("Mr Sorensen proposed the hours be extended. This was seconded by Mr Hastings and agreed.", 1, 0, bo),
        // Not:
        ("The County Council agreed last year to fund the branch.", 0, 0, ""),
        ("Ms Young reported that the Trust had approved the grant.", 0, 0, ""),
        ("The recommendation is that the Board approve the new hours.", 0, 0, ""),
    ] {
        assert_eq!(found(words), (decisions, votes, 0, mover.to_owned()), "{words}");
    }
}

/// A task of an office is the task of who holds it.
#[test]
fn an_office_stands_for_the_person_who_holds_it() {
    let m = read(&format!(
        "{}2. Bins\nThe Clerk will write to the county by end January.\n",
        HEAD.replace("Ann Lister", "Ann Lister (Clerk)")
    ));
    let action = &m.actions[0];
    assert_eq!(
        (action.owner_resolved.as_slice(), action.due_text.as_deref()),
        (["Ann Lister".to_owned()].as_slice(), Some("by end January"))
    );
}

/// However the items are numbered, they are found: the numbers that count on are the items'.
#[test]
fn items_are_found_under_any_numbering() {
    const TITLES: [&str; 5] =
        ["Apologies for absence", "Minutes of the last meeting", "Opening hours", "Repairs to the roof", "Finance"];
    const TEXTS: [&str; 5] = [
        "Apologies were received from Eve Young.",
        "The minutes of 9 April 2024 were approved as a true record.",
        "Members discussed the hours of the branch at length. It was agreed that the hours be extended.",
        "Jane Doe reported that the roof leaks in two places and that a builder had been to look at it.",
        "The balance stands at \u{a3}1,250.40. The accounts were noted.",
    ];
    let roman = |n: usize| ["i", "ii", "iii", "iv", "v"][n - 1];
    let styles: [fn(usize) -> String; 22] = [
        |n| format!("{n}. "),
        |n| format!("{n}) "),
        |n| format!("({n}) "),
        |n| format!("[{n}] "),
        |n| format!("#{n} "),
        |n| format!("{n} \u{2013} "),
        |n| format!("{n}: "),
        |n| format!("{n}\n"),
        |n| format!("Item {n} - "),
        |n| format!("Minute {}: ", n + 100),
        |n| format!("C24-{} ", n + 14),
        |n| format!("FC.{}.24 ", n + 11),
        |n| format!("24/05/{n:02} "),
        |n| format!("24.05.{n} "),
        |n| format!("2024-{} ", n + 100),
        |n| format!("P/24/{n} "),
        |n| format!("{}/24 ", n + 100),
        |n| format!("24-25/{} ", n + 100),
        |n| format!("M{} ", n + 100),
        |n| format!("{}. ", char::from(b'a' + n as u8 - 1)),
        |n| format!("({}) ", char::from(b'a' + n as u8 - 1)),
        |_| String::new(),
    ];
    let romans: Vec<String> = (1..=5).map(|n| format!("({}) ", roman(n))).collect();
    let labels = styles.iter().map(|style| (1..=5).map(style).collect::<Vec<_>>()).chain([romans]);
    for labels in labels {
        let items: String = labels
            .iter()
            .zip(TITLES.iter().zip(TEXTS))
            .map(|(label, (title, text))| format!("{label}{title}\n\n{text}\n\n"))
            .collect();
        let m = read(&format!(
            "NORTHMERE LIBRARY BOARD\nMinutes of the meeting held on Tuesday 14 May 2024 in the \
             Guildhall\n\nPresent: Ann \
             Hyman (Chair), Bo Sorensen, Carl Hastings\nIn attendance: Jane Doe (Clerk)\n\n{items}"
        ));
        let titles: Vec<_> = m.agenda_items.iter().filter_map(|i| i.title.as_deref()).collect();
        assert_eq!(titles, TITLES, "numbered {:?}", labels[0]);
    }
}

/// Lists of those present in the forms of many councils: three were there, one was not.
#[test]
fn attendance_is_read_in_the_forms_of_many_councils() {
    for list in [
        "Present: 3 - Ann Hyman, Bo Sorensen and Carl Hastings\n\nAbsent: 1 - Eve Young",
        "Present 3 - Member Hyman, Member Sorensen, and Chair Hastings\n\nExcused 1 - Member Young",
        "Members present: Hyman, Sorensen, Hastings\nMembers absent: Young",
        "Present:\n1. Ann Hyman (Chair)\n2. Bo Sorensen\n3. Carl Hastings\n\nApologies:\n1. Eve Young",
        "Cllrs present: Hyman (Chair), Sorensen, Hastings. Apologies: Young.",
        "Councillors Ann Hyman (in the chair), Bo Sorensen and Carl Hastings\nApologies Councillor Eve Young",
        "Attending: Ann Hyman, Bo Sorensen, Carl Hastings.  Regrets: Eve Young.",
        "Trustees: Ann Hyman (Chair), Bo Sorensen, Carl Hastings, Eve Young (apologies)",
        "Those present: Ann Hyman (AH) \u{2013} Chair, Bo Sorensen (BS) \u{2013} Police, Carl Hastings (CH) \u{2013} \
         Fire.  \
         Apologies received from: Eve Young (EY) \u{2013} NHS",
        "Ann Hyman (Chair), Bo Sorensen, Carl Hastings were in attendance. Eve Young sent her apologies.",
        "Directors Present: Hyman, Sorensen, Hastings  Directors Absent: Young",
        "Roll Call: Ann Hyman, here; Bo Sorensen, here; Carl Hastings, here; Eve Young, absent",
        "Present: Ann Hyman, Bo Sorensen, Carl Hastings. Members of the public: Tom Gale, Una Reed. Apologies: Eve \
         Young",
        "Present: Chair: Ann Hyman, Bo Sorensen, Carl Hastings\nApologies: Eve Young",
    ] {
        let m = read(&format!(
            "NORTHMERE LIBRARY BOARD\nMinutes of the meeting held on Tuesday 14 May 2024\n\n{list}\n\n1. \
             Minutes\nNoted.\n\n\
             2. Bins\nNoted.\n"
        ));
        let (away, there): (Vec<_>, Vec<_>) =
            m.participants.iter().partition(|p| matches!(p.attendance.as_str(), "absent" | "apologies"));
        let surnames = |people: &[&types::Participant]| {
            people.iter().filter_map(|p| p.name.split(' ').next_back().map(str::to_owned)).collect::<Vec<_>>().join(" ")
        };
        assert_eq!(
            (surnames(&there).as_str(), surnames(&away).as_str()),
            ("Hyman Sorensen Hastings", "Young"),
            "{list}"
        );
        assert_eq!(m.agenda_items.len(), 2, "{list}");
    }
}
