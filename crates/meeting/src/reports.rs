//! The papers of a meeting: reports with author and wards, appendices, tables of figures.

use std::ops::Range;

use types::{Appendix, Cell, Cite, DataTable, Report};

use crate::grammar::name::read_name;
use crate::grammar::pattern;
use crate::outline::Item;
use crate::stream::{Kind, Stream};
use crate::tables::Purpose;

/// The pages of a cite: `3`, `3-5`.
fn pages(cite: &Cite) -> Option<String> {
    let first = cite.0.iter().map(|p| p.page).min()?;
    let last = cite.0.iter().map(|p| p.page).max()?;
    Some(if first == last { first.to_string() } else { format!("{first}-{last}") })
}

/// The field of a report's head that a label announces.
fn field(label: &str) -> Option<fn(&mut Report) -> &mut Option<String>> {
    let label = label.trim().trim_end_matches([':', '-', ' ']).to_lowercase();
    Some(match label.as_str() {
        "report of" | "report by" | "report from" | "submitted by" => |r| &mut r.report_of,
        "author" | "report author" | "contact officer" | "author of report" | "officer contact" => |r| &mut r.author,
        "title" | "report title" | "subject" | "report" => |r| &mut r.title,
        "wards affected" | "ward affected" | "wards" | "ward(s) affected" | "electoral divisions" => {
            |r| &mut r.wards_affected
        }
        _ => return None,
    })
}

/// The reports of a range: heads of labels and values, and what an item's own line says of its report.
pub(crate) fn read_reports(paper: &Stream<'_>, ranges: &[Range<usize>], items: &[Item]) -> Vec<Report> {
    let mut found: Vec<(usize, Report)> = Vec::new();
    for para in ranges.iter().flat_map(Clone::clone) {
        let p = &paper.paras[para];
        let text = p.str().trim();
        let inline = pattern!(r"^\s*(?P<l>[A-Za-z() ]{4,22}?)\s*:\s*(?P<v>\S.*)$")
            .captures(text)
            .and_then(|c| Some((field(c.name("l")?.as_str())?, c.name("v")?.as_str().to_owned(), None)));
        let alone = || {
            let take = field(text).filter(|_| text.len() < 24)?;
            let next = (para + 1 < paper.paras.len()).then(|| &paper.paras[para + 1])?;
            let value = next.str().trim();
            let beside = match (p.cell, next.cell) {
                (Some(a), Some(b)) => a.table == b.table,
                (None, None) => text.ends_with(':'),
                _ => false,
            };
            (beside && field(value).is_none() && !value.is_empty()).then(|| (take, value.to_owned(), Some(para + 1)))
        };
        let Some((take, value, beside)) = inline.or_else(alone) else { continue };
        // The fields of one head stand close together.
        const NEAR: usize = 12;
        if found.last_mut().is_none_or(|(at, r)| para > *at + NEAR || take(r).is_some()) {
            found.push((para, Report::default()));
        }
        if let Some((at, report)) = found.last_mut() {
            *at = para;
            // "Jane Okonjo, 01632 960001": the number is for calling.
            let end = pattern!(r"[\s,;(]*(?:\u{260e}|\u{2706}|(?i:tel|ext|e-?mail|telephone)\b|0\d{3,}|\S+@)")
                .find(&value)
                .map_or(value.len(), |m| m.start());
            if end > 0 {
                *take(report) = Some(value[..end].to_owned());
            }
            let mut cite = std::mem::take(&mut report.cite).and(paper.cite(para));
            if let Some(next) = beside {
                cite = cite.and(paper.cite(next));
            }
            report.cite = cite;
        }
    }
    // A lone label is no head.
    found.retain(|(_, r)| {
        r.report_of.is_some() || r.author.is_some() && (r.title.is_some() || r.wards_affected.is_some())
    });
    for n in 0..found.len() {
        let from = found[n].0 + 1;
        let to = found.get(n + 1).map_or_else(|| ranges.iter().map(|r| r.end).max().unwrap_or(from), |f| f.0);
        let (recommendations, cite) = recommended(paper, from..to);
        let report = &mut found[n].1;
        report.recommendations = recommendations;
        report.cite = std::mem::take(&mut report.cite).and(cite);
        report.pages = pages(&report.cite);
    }
    let mut reports: Vec<Report> = found.into_iter().map(|(_, r)| r).collect();
    reports.extend(items.iter().filter_map(|item| of_item(paper, item)));
    reports
}

/// What a report asks for, under its own heading (record rule 17).
fn recommended(paper: &Stream<'_>, range: Range<usize>) -> (Vec<String>, Cite) {
    let heading = |p: usize| {
        let text = paper.paras[p].str();
        text.len() < 60
            && pattern!(
                r"
            (?i)^\W*(?:\d+(?:\.\d+)*[.)]?\s+)?(?:recommendations?|decisions? required|action required
            |recommended actions?)\W*$
        "
            )
            .is_match(text)
    };
    let Some(start) = range.clone().find(|p| heading(*p)) else { return (Vec::new(), Cite::default()) };
    let mut texts = Vec::new();
    let mut cite = Cite::default();
    for para in start + 1..range.end.min(start + 12) {
        let p = &paper.paras[para];
        let next = p.kind == Kind::Heading
            || p.is_bold()
            || pattern!(r"^\W*\d+(?:\.0)?[.)]?\s+\p{Lu}[\p{L} ]{3,60}$").is_match(p.str());
        if next {
            break;
        }
        texts.push(p.str().trim().to_owned());
        cite = cite.and(paper.cite(para));
    }
    (texts, cite)
}

/// `Report of the Head of Housing` under an item's title.
fn of_item(paper: &Stream<'_>, item: &Item) -> Option<Report> {
    let title = paper.paras[item.title.para].str().get(item.title.bytes.clone())?.trim().to_owned();
    for para in item.range.clone().take(5) {
        let text = paper.paras[para].str();
        let from = if para == item.title.para { item.title.bytes.end } else { 0 };
        let rest = text.get(from..)?;
        let c = pattern!(
            r"
            (?:^|[-\u{2013}(.]\s*)(?P<w>Reports? (?:of|by|from) (?:the )?(?P<o>\p{Lu}[^.;()]{4,100}?))(?:\s*[.);]
            |\s*\(|$)
        "
        )
        .captures(rest);
        if let Some(c) = c
            && let (Some(whole), Some(of)) = (c.name("w"), c.name("o"))
            && rest.len() < 400
        {
            let cite = paper.cite_bytes(para, from + whole.start()..from + whole.end());
            return Some(Report {
                title: Some(title),
                report_of: Some(of.as_str().trim().to_owned()),
                cite,
                ..Report::default()
            });
        }
    }
    None
}

/// Appendices, listed or printed; each label once, with the page where it begins if it is printed.
pub(crate) fn read_appendices(paper: &Stream<'_>, ranges: &[Range<usize>]) -> Vec<Appendix> {
    let mut all: Vec<Appendix> = Vec::new();
    for para in ranges.iter().flat_map(Clone::clone) {
        let p = &paper.paras[para];
        let text = p.str().trim();
        if text.len() > 200 {
            continue;
        }
        let Some(c) = pattern!(
            r"
            ^\W*(?P<l>(?:APPENDIX|Appendix|Annex|ANNEX|Annexe|Atodiad)\s+(?:[A-Z]|\d{1,2}
            |[IVX]{1,4}))\b\s*(?P<s>[-\u{2013}:.)]*)\s*(?P<t>.*)$
        "
        )
        .captures(text) else {
            continue;
        };
        let (Some(printed), Some(sep), Some(rest)) = (c.name("l"), c.name("s"), c.name("t")) else { continue };
        // "Appendix B to the report shows …" is a sentence.
        let rest = rest.as_str().trim();
        if rest.starts_with(char::is_lowercase) || rest.ends_with('.') && rest.split_whitespace().count() > 8 {
            continue;
        }
        let heads = p.kind == Kind::Heading
            || printed.as_str().starts_with("APP")
            || rest.is_empty() && sep.as_str().is_empty();
        let label = format!("Appendix {}", printed.as_str().rsplit(' ').next().unwrap_or_default());
        let cite = paper.cite(para);
        let page = pages(&cite).filter(|_| heads);
        let below = || {
            let next = paper.paras.get(para + 1).filter(|_| heads && rest.is_empty())?;
            (next.kind == Kind::Heading || next.is_bold())
                .then(|| next.str().trim().to_owned())
                .filter(|t| t.len() < 120)
        };
        let title = Some(rest.to_owned()).filter(|t| !t.is_empty()).or_else(below);
        if let Some(known) = all.iter_mut().find(|a| a.label == label) {
            known.title = known.title.take().or(title);
            known.pages = known.pages.take().or(page);
            known.cite = std::mem::take(&mut known.cite).and(cite);
        } else {
            all.push(Appendix { label, title, pages: page, cite });
        }
    }
    all
}

/// Tables that hold neither people nor business nor facts of the head.
pub(crate) fn read_data_tables(paper: &Stream<'_>, ranges: &[Range<usize>]) -> Vec<DataTable> {
    let mut all = Vec::new();
    let mut seen = None;
    for para in ranges.iter().flat_map(Clone::clone) {
        let Some(at) = paper.paras[para].cell.filter(|c| seen != Some(c.table)) else { continue };
        seen = Some(at.table);
        let tabled = &paper.tables[at.table];
        let rows = &tabled.table.rows;
        let width = rows.iter().flat_map(|r| &r.cells).map(|c| c.column + c.columns).max().unwrap_or(0);
        let filled = rows.iter().filter(|r| r.cells.iter().filter(|c| !c.is_blank()).count() >= 2).count();
        let prose = rows.iter().flat_map(|r| &r.cells).any(|c| c.text().text.len() > 400);
        // Names side by side, labels beside their text, files to load are layout, not figures.
        let cells: Vec<String> =
            rows.iter().flat_map(|r| &r.cells).map(|c| c.text().text).filter(|t| !t.trim().is_empty()).collect();
        let names = cells.iter().filter(|t| read_name(t, None).is_some()).count();
        let labels = cells.iter().any(|t| t.trim_end().ends_with(':') && t.len() < 30);
        let head: String = rows[0].cells.iter().map(|c| c.text().text.to_lowercase() + " ").collect();
        let listed = pattern!(r"\b(?:size|declaration|interest|for \(\d+\))").is_match(&head);
        let layout = width == 2 && rows.len() < 3 || names * 2 >= cells.len() || labels || listed;
        if tabled.purpose != Purpose::Other || width < 2 || rows.len() < 2 || filled * 2 < rows.len() || prose || layout
        {
            continue;
        }
        let line = |cells: &[Cell]| -> Vec<String> {
            let mut line = vec![String::new(); width];
            for cell in cells {
                if let Some(place) = line.get_mut(cell.column) {
                    *place = cell.text().text.trim().to_owned();
                }
            }
            line
        };
        let lines: Vec<Vec<String>> = rows.iter().map(|r| line(&r.cells)).collect();
        let is_head =
            tabled.headed || rows[0].header || number_free(&lines[0]) && lines[1..].iter().any(|l| !number_free(l));
        let cite = rows
            .iter()
            .flat_map(|r| &r.cells)
            .filter(|c| !c.is_blank())
            .fold(Cite::default(), |cite, c| cite.and(paper.document.cite_all(&c.text())));
        let above = para.checked_sub(1).map(|a| &paper.paras[a]).filter(|a| a.cell.is_none() && a.str().len() < 160);
        let caption = above.filter(|a| {
            a.str().trim_end().ends_with(':')
                || a.kind == Kind::Heading
                || pattern!(r"(?i)^\W*table\b").is_match(a.str())
        });
        let (header, rows) = if is_head { (lines[0].clone(), lines[1..].to_vec()) } else { (Vec::new(), lines) };
        all.push(DataTable {
            caption: caption.map(|a| a.str().trim().trim_end_matches(':').to_owned()),
            pages: pages(&cite),
            header,
            rows,
            cite,
        });
    }
    all
}

fn number_free(line: &[String]) -> bool {
    line.iter().all(|c| !c.starts_with(|c: char| c.is_ascii_digit() || c == '\u{a3}' || c == '\u{20ac}'))
}
