//! The items of the record.

use types::{AgendaItem, ItemParagraph};

use crate::grammar::column_heading::Column;
use crate::grammar::item_number::{read_item_number, read_part_number};
use crate::grammar::item_title::item_reference;
use crate::grammar::name::read_name;
use crate::grammar::name_list::list_names;
use crate::grammar::pattern;
use crate::outline::Item;
use crate::sitting::Sitting;
use crate::speakers::Speakers;
use crate::stream::Stream;

/// The items of the record.
pub(crate) fn write_items(sitting: &Sitting<'_, '_>, speakers: &Speakers<'_>) -> Vec<AgendaItem> {
    let Sitting { paper, outline, .. } = *sitting;
    let found = &outline.items;
    let mut items: Vec<AgendaItem> = Vec::new();
    for (order, item) in found.iter().enumerate() {
        let title_para = &paper.paras[item.title.para];
        let title = title_para.str().get(item.title.bytes.clone()).unwrap_or_default().trim().to_owned();
        let mut cite = paper.document.cite(&title_para.text, item.title.bytes.clone());
        if item.number_para.is_none() && title_para.label.is_none() && item.title.bytes.start > 0 {
            // The number stands before the title: one place for both.
            cite = paper.document.cite(&title_para.text, 0..item.title.bytes.end);
        }
        if let Some(cell) = &title_para.label_cell {
            cite = paper.document.cite_all(cell).and(cite);
        }
        if let Some(para) = item.number_para {
            let text = paper.paras[para].str();
            let len = read_item_number(text).map_or(text.len(), |l| l.len);
            cite = cite.and(paper.cite_bytes(para, 0..len));
        }
        let mut lead = Vec::new();
        let mut paragraphs = Vec::new();
        let rest = title_para.str().get(item.title.bytes.end..).unwrap_or_default();
        let rest =
            rest.trim_start_matches(|c: char| c.is_whitespace() || matches!(c, '-' | '\u{2013}' | ':' | '.' | '*'));
        if let Some(person) = read_name(rest, None).filter(|p| p.notes.is_empty() && rest.len() < 60) {
            lead.push(person.name);
        } else if rest.chars().filter(|c| c.is_alphabetic()).count() > 2 && item_reference(rest).is_none() {
            let from = title_para.str().len() - rest.len();
            paragraphs.push(paragraph(paper, item.title.para, from, speakers));
        }
        for para in item.range.clone().skip_while(|p| *p <= item.title.para) {
            let p = &paper.paras[para];
            match p.role() {
                Some(Column::Owner) => {
                    let names = list_names(p.str(), None);
                    if names.is_empty() && p.str().len() < 60 {
                        lead.push(p.str().trim().to_owned());
                    }
                    lead.extend(names.into_iter().map(|n| n.name));
                }
                None | Some(Column::Text | Column::Other | Column::Action) => {
                    let (text, skip) = p.body();
                    if para == item.title.para + 1 && item_reference(text).is_some_and(|r| r.1) {
                        continue;
                    }
                    if let Some(person) = read_name(text, None)
                        .filter(|n| para == item.title.para + 1 && n.notes.is_empty() && text.len() < 50)
                    {
                        lead.push(person.name);
                    } else if text.chars().any(char::is_alphanumeric) {
                        paragraphs.push(paragraph(paper, para, skip, speakers));
                    }
                }
                _ => {}
            }
        }
        lead.dedup();
        items.push(AgendaItem {
            order: u32::try_from(order + 1).unwrap_or(u32::MAX),
            number: item.number.clone(),
            agenda_ref: item.agenda_ref.clone(),
            title: (!title.is_empty()).then_some(title),
            parent_number: item.parent.clone().or_else(|| parent(item.number.as_deref(), found)),
            lead,
            purpose: None,
            public: true,
            pages: pages(paper, item),
            paragraphs,
            confidence: 1.0,
            cite,
        });
    }
    items
}

fn paragraph(paper: &Stream<'_>, para: usize, from: usize, speakers: &Speakers<'_>) -> ItemParagraph {
    let p = &paper.paras[para];
    let text = p.str().get(from..).unwrap_or_default();
    let number = read_part_number(text).filter(|(n, len)| text.len() > *len && !n.is_empty());
    let (number, skip) = number.map_or((None, 0), |(n, len)| (Some(n.to_owned()), len));
    ItemParagraph {
        number: number.or_else(|| p.label.clone().map(|l| l.trim_end_matches(['.', ')']).to_owned())),
        speaker: speakers.of_text(text),
        text: text[skip..].trim().to_owned(),
        cite: paper.document.cite(&p.text, from + skip..p.str().len()),
    }
}

/// `3.1` is a part of `3.0` or `3`.
fn parent(number: Option<&str>, found: &[Item]) -> Option<String> {
    let number = number?;
    // "4-A-ii" stands under "4-A", "6(d)" under "6".
    if let Some((major, _)) =
        number.rsplit_once(['-', '(']).filter(|(major, _)| major.starts_with(|c: char| c.is_ascii_digit()))
    {
        return found.iter().filter_map(|f| f.number.as_deref()).find(|n| *n == major).map(str::to_owned);
    }
    let (major, minor) = number.split_once('.')?;
    if minor == "0" {
        return None;
    }
    let is_parent = |n: &str| n == major || n.strip_suffix(".0") == Some(major);
    found.iter().filter_map(|f| f.number.as_deref()).find(|n| is_parent(n)).map(str::to_owned)
}

/// The pages of the papers that the agenda prints beside an item: `7 - 14`, `(Pages 1 - 12)`.
fn pages(paper: &Stream<'_>, item: &Item) -> Option<String> {
    let range = pattern!(r"(?i)^\W*(?:\(?pages?\s*)?(\d{1,4}\s*[-\u{2013}]\s*\d{1,4})\W*$");
    let inline = pattern!(r"(?i)\((?:pages?|tudalennau)\s+(\d[^)]*)\)");
    for para in item.range.clone().take(6) {
        let text = paper.paras[para].str();
        if let Some(c) = range.captures(text).or_else(|| inline.captures(text)) {
            return c.get(1).map(|m| m.as_str().trim().to_owned());
        }
    }
    None
}
