//! `show`: a record as a person would read it.

use std::io::Write;

use anyhow::{Result, bail};
use archive::Archive;
use types::{AgendaItem, Attendance, Cite, Decision, DeclarationsState, Meeting, Outcome, Participant, TextOrigin};

use crate::args::Show;
use crate::exit::Exit;
use crate::said::{self, NOT_STATED};
use crate::terminal::{BOLD, DIM, RESET, line};

/// `minutebook show`
pub(crate) fn show(arguments: &Show) -> Result<Exit> {
    let archive = Archive::open(&arguments.record.folder.path())?;
    let records = archive.find(&arguments.record.id)?;
    let mut out = anstream::stdout().lock();
    match records.as_slice() {
        [] => bail!("no record `{}`; `minutebook search` shows the ids of what it finds", arguments.record.id),
        [record] if arguments.item.is_some() => {
            let number = arguments.item.as_deref().unwrap_or_default();
            let Some(item) = record.agenda_items.iter().find(|i| i.number.as_deref() == Some(number)) else {
                let numbers: Vec<&str> = record.agenda_items.iter().filter_map(|i| i.number.as_deref()).collect();
                bail!("`{}` has no item {number}; it has {}", record.id, numbers.join(", "));
            };
            if arguments.json {
                writeln!(out, "{}", serde_json::to_string_pretty(item)?)?;
            } else {
                write_item(record, item, true, &mut out)?;
            }
        }
        [record] if arguments.json => writeln!(out, "{}", serde_json::to_string_pretty(record)?)?,
        [record] => write(record, arguments.full, &mut out)?,
        several if arguments.item.is_some() => {
            bail!("`{}` names {} records; give the id of one", arguments.record.id, several.len())
        }
        several if arguments.json => {
            for record in several {
                writeln!(out, "{}", serde_json::to_string(record)?)?;
            }
        }
        several => {
            writeln!(out, "`{}` names {} records; show one of them:", line(&arguments.record.id), several.len())?;
            for record in several {
                let file = record.source.file.as_deref().unwrap_or("");
                writeln!(out, "  {}  {}  {}", record.id, line(&record.slug()), line(file))?;
            }
        }
    }
    Ok(Exit::Done)
}

fn page(cite: &Cite) -> String {
    cite.page().map_or_else(String::new, |_| format!(" {DIM}{}{RESET}", said::page(cite.page())))
}

fn write(record: &Meeting, full: bool, out: &mut impl Write) -> Result<()> {
    let body = said::body(record.organization.name.as_deref());
    writeln!(out, "{BOLD}{body}{RESET}{}", page(&record.organization.cite))?;
    let fact = |out: &mut dyn Write, name: &str, value: Option<String>, cite: &Cite| -> Result<()> {
        let value = value.map_or_else(|| NOT_STATED.to_owned(), |v| line(&v));
        writeln!(out, "  {name:<10} {value}{}", page(cite))?;
        Ok(())
    };
    let meeting = &record.meeting;
    let cites = &meeting.cite;
    writeln!(out, "  {:<10} {}, {}", "document", record.document.kind.as_str(), record.document.status.as_str())?;
    fact(out, "date", meeting.date.map(|d| format!("{d} ({})", d.weekday())), &cites.date)?;
    let times = match (meeting.start_time, meeting.end_time) {
        (Some(a), Some(b)) => Some(format!("{a} to {b}")),
        (Some(a), None) => Some(a.to_string()),
        (None, Some(b)) => Some(format!("ended {b}")),
        (None, None) => None,
    };
    fact(out, "time", times, if meeting.start_time.is_some() { &cites.start_time } else { &cites.end_time })?;
    fact(out, "place", meeting.location.as_ref().map(|l| l.name.clone()), &cites.location)?;
    fact(out, "chair", meeting.chair.clone(), &cites.chair)?;
    let unread = &record.source.unread_pages;
    if record.source.text == TextOrigin::None || !unread.is_empty() {
        let pages: Vec<String> = unread.iter().map(u32::to_string).collect();
        writeln!(out, "  {BOLD}not read{RESET}   pages {}: what is not stated may stand there", pages.join(", "))?;
    }
    people(record, out)?;
    if !record.agenda_items.is_empty() {
        writeln!(out, "\n{BOLD}Items{RESET}")?;
    }
    for item in &record.agenda_items {
        write_item(record, item, full, out)?;
    }
    let items: Vec<&Option<String>> = record.agenda_items.iter().map(|i| &i.number).filter(|n| n.is_some()).collect();
    for decision in record.decisions.iter().filter(|d| !items.contains(&&d.item_number)) {
        write_decision(decision, out)?;
    }
    votes(record, out)?;
    if !record.actions.is_empty() {
        writeln!(out, "\n{BOLD}Actions{RESET}")?;
    }
    for action in &record.actions {
        let owner = if action.owner.is_empty() { "nobody named".to_owned() } else { action.owner.join(", ") };
        let due = action.due_text.as_ref().map_or_else(String::new, |d| format!(" ({})", line(d)));
        writeln!(out, "  {}: {}{due}{}", line(&owner), line(&action.text), page(&action.cite))?;
    }
    // What the reader is not sure of stands apart (record rule 52).
    if !record.possible_decisions.is_empty() || !record.possible_actions.is_empty() {
        writeln!(out, "\n{BOLD}Possible, not on record{RESET}")?;
    }
    for d in &record.possible_decisions {
        writeln!(out, "  decision, {:.0} %: {}{}", 100.0 * d.confidence, line(&d.text), page(&d.cite))?;
    }
    for a in &record.possible_actions {
        writeln!(out, "  action, {:.0} %: {}{}", 100.0 * a.confidence, line(&a.text), page(&a.cite))?;
    }
    let declarations = &record.declarations_of_interest;
    let said = match declarations.state {
        DeclarationsState::Declared => format!("{} declared", declarations.items.len()),
        DeclarationsState::NoneDeclared => "none declared".into(),
        DeclarationsState::Invited => "asked for by the agenda".into(),
        DeclarationsState::NotRecorded => NOT_STATED.into(),
    };
    writeln!(out, "\n{BOLD}Interests{RESET} {said}{}", page(&declarations.cite))?;
    for d in &declarations.items {
        let item = d.item_number.as_ref().map(|i| format!("item {i}"));
        let said: Vec<String> = [Some(&d.person), d.interest_type.as_ref(), item.as_ref()]
            .into_iter()
            .flatten()
            .map(|part| line(part))
            .collect();
        writeln!(out, "  {}{}", said.join(", "), page(&d.cite))?;
    }
    for next in &record.next_meetings {
        let time = next.start_time.map_or_else(String::new, |t| format!(" {t}"));
        let date = said::day(next.date);
        let worked_out = if next.inferred { " (year worked out)" } else { "" };
        let maybe = if next.provisional { " (provisional)" } else { "" };
        writeln!(out, "{BOLD}Next meeting{RESET} {date}{time}{worked_out}{maybe}{}", page(&next.cite))?;
    }
    for plan in &record.forward_plan {
        let items: Vec<String> = plan.items.iter().map(|i| line(i)).collect();
        writeln!(out, "{BOLD}Planned for{RESET} {}: {}{}", line(&plan.date_text), items.join("; "), page(&plan.cite))?;
    }
    for finding in &record.findings {
        let pages: String = finding.cites.iter().map(page).collect();
        writeln!(out, "{BOLD}Check{RESET} {}{pages}", line(&finding.message))?;
    }
    for warning in &record.warnings {
        writeln!(out, "{BOLD}Note{RESET} {}", line(&warning.message))?;
    }
    writeln!(
        out,
        "\n{DIM}{}  {}  {}{RESET}",
        record.id,
        line(&record.slug()),
        line(record.source.file.as_deref().unwrap_or(""))
    )?;
    Ok(())
}

/// An item with its decisions, and with what was said if all is to be told.
fn write_item(record: &Meeting, item: &AgendaItem, full: bool, out: &mut impl Write) -> Result<()> {
    let number = item.number.as_deref().unwrap_or("");
    let title = item.title.as_deref().unwrap_or("(no title)");
    writeln!(out, "  {number:>6}  {}{}", line(title), page(&item.cite))?;
    for paragraph in item.paragraphs.iter().filter(|_| full) {
        let number = paragraph.number.as_ref().map_or_else(String::new, |n| format!("{n}  "));
        writeln!(out, "          {number}{}{}", line(&paragraph.text), page(&paragraph.cite))?;
    }
    for decision in record.decisions.iter().filter(|d| d.item_number.is_some() && d.item_number == item.number) {
        write_decision(decision, out)?;
    }
    for action in record.actions.iter().filter(|a| full && a.item_number.is_some() && a.item_number == item.number) {
        writeln!(out, "          {BOLD}action{RESET} {}{}", line(&action.text), page(&action.cite))?;
    }
    Ok(())
}

fn write_decision(decision: &Decision, out: &mut impl Write) -> Result<()> {
    let kind = decision.kind.as_str();
    // What was carried is the rule; all else must be seen before the words are.
    let outcome = match decision.outcome {
        Outcome::Carried if decision.inferred => " [carried, inferred: no outcome is printed]".to_owned(),
        Outcome::Carried => String::new(),
        other => format!(" [{}]", other.as_str()),
    };
    let amendment = if decision.amendment { "amendment, " } else { "" };
    writeln!(
        out,
        "          {BOLD}{amendment}{kind}{outcome}{RESET} {}{}",
        line(&decision.text),
        page(&decision.cite)
    )?;
    let by = |who: &Option<String>, what: &str| who.as_ref().map(|w| format!("{what} {}", line(w)));
    let who: Vec<String> =
        [by(&decision.mover, "moved"), by(&decision.seconder, "seconded")].into_iter().flatten().collect();
    if !who.is_empty() {
        writeln!(out, "            {DIM}{}{RESET}", who.join(", "))?;
    }
    Ok(())
}

fn votes(record: &Meeting, out: &mut impl Write) -> Result<()> {
    if !record.votes.is_empty() {
        writeln!(out, "\n{BOLD}Votes{RESET}")?;
    }
    for vote in &record.votes {
        let count = |n: Option<u32>, what: &str| n.map(|n| format!("{n} {what}"));
        let counts: Vec<String> =
            [count(vote.ayes, "for"), count(vote.noes, "against"), count(vote.abstain, "abstained")]
                .into_iter()
                .flatten()
                .collect();
        let item = vote.item_number.as_deref().unwrap_or("");
        writeln!(out, "  {item:>6}  {}: {}{}", vote.result.as_str(), counts.join(", "), page(&vote.cite))?;
        for named in &vote.named {
            writeln!(out, "            {DIM}{} {}{RESET}", named.option.as_str(), line(&named.name))?;
        }
    }
    Ok(())
}

fn people(record: &Meeting, out: &mut impl Write) -> Result<()> {
    let name = |p: &Participant| {
        let mut text = line(&p.name_text);
        let mut said: Vec<String> = Vec::new();
        if !matches!(p.role, types::Role::Member | types::Role::Officer) {
            said.push(p.role.as_str().replace('_', " "));
        }
        said.extend(p.organization.as_deref().or(p.post.as_deref()).map(line));
        said.extend(p.represents.as_deref().map(|r| format!("for {}", line(r))));
        if !said.is_empty() {
            text.push_str(&format!(" ({})", said.join(", ")));
        }
        text
    };
    let groups: [(&str, &[Attendance]); 4] = [
        ("Present", &[Attendance::Present, Attendance::Remote, Attendance::Partial, Attendance::Unknown]),
        ("In attendance", &[Attendance::InAttendance, Attendance::Inferred]),
        ("Expected", &[Attendance::Expected]),
        ("Apologies and absent", &[Attendance::Apologies, Attendance::Absent]),
    ];
    for (title, kinds) in groups {
        let of: Vec<String> = record.participants.iter().filter(|p| kinds.contains(&p.attendance)).map(name).collect();
        if !of.is_empty() {
            writeln!(out, "\n{BOLD}{title}{RESET} {}", of.join("; "))?;
        }
    }
    if !record.participants_complete {
        writeln!(out, "{DIM}The document does not list all who came.{RESET}")?;
    }
    Ok(())
}
