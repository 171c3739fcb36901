//! What is ahead: the plan for later meetings; and what is behind: the matters that earlier ones left.

use types::{Cell, ForwardPlan, MatterArising};

use crate::grammar::date::first_date;
use crate::grammar::item_number::read_part_number;
use crate::grammar::pattern;
use crate::outline::title_text;
use crate::sitting::Sitting;
use crate::stream::Kind;

/// The heading of a plan, over a table or as the title of an item.
fn is_plan(text: &str) -> bool {
    pattern!(
        r"
        (?i)\b(?:forward (?:work )?(?:plan|programme)|(?:future )?work(?:ing)? (?:plan|programme)|blaenraglen
        |future (?:business|items)|items for (?:discussion|future)|meeting dates?)\b
    "
    )
    .is_match(text)
}

/// The plan for later meetings: tables whose first column holds days or months.
pub(crate) fn read_forward_plan(sitting: &Sitting<'_, '_>) -> Vec<ForwardPlan> {
    let Sitting { paper, outline, day: meeting, .. } = *sitting;
    let (items, range) = (&outline.items, &outline.range);
    let mut plans = Vec::new();
    let mut seen = None;
    for para in range.clone() {
        let Some(at) = paper.paras[para].cell.filter(|c| seen != Some(c.table)) else { continue };
        seen = Some(at.table);
        let tabled = &paper.tables[at.table];
        let rows = &tabled.table.rows;
        let head: String =
            rows.first().map(|r| r.cells.iter().map(|c| c.text().text + " ").collect()).unwrap_or_default();
        let titled = items.iter().find(|i| i.range.contains(&para)).is_some_and(|i| is_plan(title_text(paper, i)));
        if !titled && !is_plan(&head) {
            continue;
        }
        let year = pattern!(r"\b(20\d{2})\b").captures(&head).and_then(|c| c.get(1)?.as_str().parse().ok());
        for row in rows {
            let mut cells = row.cells.iter().filter(|c| !c.is_blank());
            let (Some(first), second) = (cells.next(), cells.next()) else { continue };
            let when = first.text();
            let printed = first_date(&when.text);
            let month = pattern!(
                r"
                (?i)^\W*(?:january|february|march|april|may|june|july|august|september|october|november|december
                |ionawr|chwefror|mawrth|ebrill|mai|mehefin|gorffennaf|awst|medi|hydref|tachwedd
                |rhagfyr)(?: 20\d{2})?\W*$
            "
            )
            .is_match(&when.text);
            if printed.is_none() && !month {
                continue;
            }
            let day = printed.and_then(|d| {
                d.date().or_else(|| year.and_then(|y| d.in_year(y))).or_else(|| meeting.and_then(|m| d.near(m)))
            });
            let mut cite = paper.document.cite_all(&when);
            let mut entries = Vec::new();
            if let Some(cell) = second {
                entries = business(cell);
                cite = cite.and(paper.document.cite_all(&cell.text()));
            }
            plans.push(ForwardPlan { meeting_date: day, date_text: when.text.trim().to_owned(), items: entries, cite });
        }
    }
    plans
}

/// The entries of a cell: its paragraphs, or the pieces between semicolons and bullets.
fn business(cell: &Cell) -> Vec<String> {
    let mut entries = Vec::new();
    for block in &cell.blocks {
        block.texts(&mut |text| {
            let pieces =
                pattern!(r"\s*(?:;|\u{2022}|\u{b7}|\u{25aa})\s*").split(&text.text).map(|p| p.trim().to_owned());
            entries.extend(pieces.filter(|p| p.chars().any(char::is_alphabetic)));
        });
    }
    entries
}

/// What earlier meetings left: the paragraphs under an item of that name.
pub(crate) fn read_matters_arising(sitting: &Sitting<'_, '_>) -> Vec<MatterArising> {
    let Sitting { paper, outline, .. } = *sitting;
    let mut matters = Vec::new();
    for item in &outline.items {
        let named = pattern!(
            r"
            (?i)\b(?:matters arising|materion yn codi|action log|outstanding actions|actions from (?:the )?(?:last
            |previous)|matters from)\b
        "
        )
        .is_match(title_text(paper, item));
        if !named {
            continue;
        }
        for para in item.range.clone().filter(|p| *p > item.title.para) {
            let p = &paper.paras[para];
            let (text, skip) = p.body();
            let numbered = read_part_number(text).map_or(0, |(_, len)| len);
            let words = text[numbered..].trim();
            let nothing = pattern!(r"(?i)^\W*(?:none|nil|n/a|there were (?:none|no matters)\b.*|no matters\b.*)\W*$")
                .is_match(words);
            if p.kind == Kind::Heading || !p.in_flow() || nothing || words.split_whitespace().count() < 3 {
                continue;
            }
            matters.push(MatterArising {
                item_number: item.number.clone(),
                text: words.to_owned(),
                cite: paper.document.cite(&p.text, skip + numbered..p.str().len()),
            });
        }
    }
    matters
}
