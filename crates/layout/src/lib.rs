//! Turns positioned words into blocks and tables in reading order.
//!
//! Where the file has its own structure (Word, HTML, text) that is used; on PDF pages the layout is
//! worked out from where words and drawn lines stand: ruled tables first, then columns that words
//! line up in, then paragraphs.

mod columns;
mod compose;
mod furniture;
mod lattice;
mod paragraphs;
mod stitch;
mod tagged;

use types::{Block, Document, Furniture, Page, PageText, Pages, SourceId, Warned};

use compose::{Composer, Line};

/// A fixed pattern; a test of each room that has one compiles it.
fn pattern(text: &str) -> regex::Regex {
    #[expect(clippy::expect_used, reason = "a fixed pattern; a test compiles it")]
    regex::Regex::new(text).expect("pattern")
}

/// Arranges the words of a source's pages.
pub fn arrange(source: SourceId, pages: &Pages) -> Warned<Document> {
    let mut composer = Composer::new(&pages.pages);
    let (blocks, furniture) = match &pages.structure {
        Some(structure) => tagged::blocks(structure, &mut composer),
        None => printed(&pages.pages, &mut composer),
    };
    let (blocks, repeated) = furniture::take_repeated(blocks);
    let blocks = stitch::stitch(blocks);
    let furniture = furniture.into_iter().chain(repeated).map(|text| Furniture { text }).collect();
    let size = |p: &Page| (p.width > 0.0).then_some((p.width, p.height));
    let texts = composer.finish();
    Warned::clean(Document {
        source,
        media_type: pages.media_type,
        title: pages.title.clone(),
        language: pages.language.clone(),
        ocr: pages.ocr,
        pages: pages.pages.iter().zip(texts).map(|(p, t)| PageText::new(p.number, t, size(p))).collect(),
        blocks,
        furniture,
    })
}

/// The blocks and the furniture of printed pages.
fn printed(pages: &[Page], composer: &mut Composer<'_>) -> (Vec<Block>, Vec<types::Text>) {
    let rows: Vec<Vec<Line>> = pages.iter().enumerate().map(|(i, p)| compose::rows(i, p)).collect();
    let margins = furniture::margins(pages, &rows);
    let body: Vec<Vec<Line>> = rows
        .iter()
        .enumerate()
        .map(|(page, rows)| {
            let kept = rows.iter().enumerate().filter(|(row, _)| !margins.contains(page, *row));
            kept.map(|(_, line)| line.clone()).collect()
        })
        .collect();
    let measure = paragraphs::Measure::of(pages, &body);

    let mut furniture = Vec::new();
    for &(page, row) in &margins.top {
        furniture.push(composer.text(&rows[page][row..=row]));
    }
    let mut blocks = Vec::new();
    for (page, lines) in body.into_iter().enumerate() {
        page_blocks(&pages[page], lines, &measure, composer, &mut blocks);
    }
    for &(page, row) in &margins.bottom {
        furniture.push(composer.text(&rows[page][row..=row]));
    }
    for (i, page) in pages.iter().enumerate() {
        let rotated: Vec<usize> = (0..page.words.len()).filter(|&w| page.words[w].rotated).collect();
        if !rotated.is_empty() {
            furniture.push(composer.text(&[Line::of(i, page, rotated)]));
        }
    }
    (blocks, furniture)
}

/// The blocks of one page: its ruled tables, and what stands above, between and below them.
fn page_blocks(
    page: &Page,
    lines: Vec<Line>,
    measure: &paragraphs::Measure,
    composer: &mut Composer<'_>,
    blocks: &mut Vec<Block>,
) {
    let mut rest = lines;
    let mut tables = Vec::new();
    for grid in lattice::grids(page) {
        let (inside, outside) = grid.take(page, rest);
        rest = outside;
        tables.push((grid, inside));
    }
    let measure = &measure.of_page(&rest);
    for (grid, cells) in tables {
        // What stands above the table, by the middle of the lines.
        let above: Vec<Line>;
        (above, rest) = rest.into_iter().partition(|line| line.bbox.bottom() - line.size * 0.5 <= grid.bbox().top());
        columns::arrange(above, page, measure, composer, blocks);
        blocks.push(grid.table(page, cells, measure, composer));
    }
    columns::arrange(rest, page, measure, composer, blocks);
}

#[cfg(test)]
mod tests {
    use super::*;
    use types::{BBox, MediaType, Rule, Style, Word};

    pub(crate) fn word(text: &str, x: f32, y: f32) -> Word {
        Word {
            text: text.into(),
            bbox: Some(BBox::new(x, y - 8.0, x + text.chars().count() as f32 * 5.0, y + 2.0)),
            baseline: y,
            size: 10.0,
            style: Style::default(),
            rotated: false,
            glued: false,
        }
    }

    /// A page of lines, each set at its x and y with spaces of 3 points.
    pub(crate) fn page(number: u32, lines: &[(f32, f32, &str)]) -> Page {
        let mut words = Vec::new();
        let mut sorted = lines.to_vec();
        sorted.sort_by(|a, b| a.1.total_cmp(&b.1).then(a.0.total_cmp(&b.0)));
        for (x, y, text) in sorted {
            let mut at = x;
            for part in text.split(' ') {
                words.push(word(part, at, y));
                at += part.chars().count() as f32 * 5.0 + 3.0;
            }
        }
        Page { number, width: 595.0, height: 842.0, words, ..Page::default() }
    }

    pub(crate) fn read(pages: Vec<Page>) -> Document {
        let pages =
            Pages { media_type: MediaType::Pdf, pages, structure: None, title: None, language: None, ocr: false };
        let document = arrange(SourceId::of(b""), &pages).value;
        every_word_once(&pages, &document);
        document
    }

    /// The invariant of [`Document`].
    fn every_word_once(pages: &Pages, document: &Document) {
        let printed: Vec<&str> = pages.pages.iter().flat_map(|p| &p.words).map(|w| w.text.as_str()).collect();
        let mut seen = Vec::new();
        let mut see = |text: &types::Text| {
            for run in &text.runs {
                let page = &document.pages[run.page];
                let quote = &page.text()[run.at..run.at + run.range.len()];
                assert_eq!(quote, &text.text[run.range.clone()]);
                seen.extend(quote.split_whitespace().map(str::to_owned));
            }
        };
        document.blocks.iter().for_each(|b| b.texts(&mut see));
        document.furniture.iter().for_each(|f| see(&f.text));
        // A hyphen at the end of a line may stay behind on the page.
        let bare = |w: &str| w.trim_end_matches('-').to_owned();
        let mut printed: Vec<String> = printed.into_iter().map(bare).collect();
        let mut seen: Vec<String> = seen.iter().map(|w: &String| bare(w)).collect();
        printed.sort();
        seen.sort();
        assert_eq!(printed, seen);
    }

    pub(crate) fn texts(document: &Document) -> Vec<String> {
        let mut all = Vec::new();
        document.blocks.iter().for_each(|b| b.texts(&mut |t| all.push(t.text.clone())));
        all
    }

    fn rule(x0: f32, y0: f32, x1: f32, y1: f32) -> Rule {
        Rule { bbox: BBox::new(x0, y0, x1, y1) }
    }

    #[test]
    fn a_ruled_table_that_runs_over_two_pages_is_one() {
        let ruled = |number, lines: &[(f32, f32, &str)]| {
            let mut page = page(number, lines);
            for y in [90.0, 110.0, 150.0] {
                page.rules.push(rule(50.0, y, 500.0, y));
            }
            for x in [50.0, 100.0, 400.0, 500.0] {
                page.rules.push(rule(x, 90.0, x, 150.0));
            }
            page
        };
        let first = ruled(
            1,
            &[
                (60.0, 60.0, "Minutes"),
                (55.0, 104.0, "Item"),
                (105.0, 104.0, "Discussion"),
                (405.0, 104.0, "Lead"),
                (55.0, 124.0, "1."),
                (105.0, 124.0, "The group heard that"),
                (405.0, 124.0, "A Person"),
            ],
        );
        let second = ruled(
            2,
            &[
                (55.0, 104.0, "Item"),
                (105.0, 104.0, "Discussion"),
                (405.0, 104.0, "Lead"),
                (105.0, 124.0, "nothing had changed."),
            ],
        );
        let document = read(vec![first, second]);
        let tables: Vec<_> =
            document.blocks.iter().filter_map(|b| if let Block::Table(t) = b { Some(t) } else { None }).collect();
        assert_eq!(tables.len(), 1);
        assert_eq!(tables[0].rows.len(), 2);
        assert_eq!(tables[0].rows[1].cells[1].text().text, "The group heard that nothing had changed.");
    }

    #[test]
    fn columns_that_words_line_up_in_are_a_table() {
        let document = read(vec![page(
            1,
            &[
                (50.0, 100.0, "A paragraph that runs over the whole width of the page stands above."),
                (50.0, 130.0, "Name"),
                (250.0, 130.0, "Agency"),
                (50.0, 150.0, "Ann Example"),
                (250.0, 150.0, "Police"),
                (50.0, 170.0, "Bob Sample"),
                (250.0, 170.0, "Fire and"),
                (250.0, 182.0, "Rescue"),
                (50.0, 220.0, "Another paragraph that runs over the whole width of the page follows it."),
            ],
        )]);
        let Some(Block::Table(table)) = document.blocks.get(1) else { panic!("{:?}", texts(&document)) };
        let rows: Vec<Vec<String>> =
            table.rows.iter().map(|r| r.cells.iter().map(|c| c.text().text).collect()).collect();
        assert_eq!(rows, [["Name", "Agency"], ["Ann Example", "Police"], ["Bob Sample", "Fire and Rescue"]]);
    }

    #[test]
    fn running_heads_are_taken_out_of_a_sentence() {
        let pages = (1..=4).map(|n| {
            page(
                n,
                &[
                    (200.0, 30.0, "Example Partnership Board"),
                    (
                        50.0,
                        150.0,
                        if n == 1 {
                            "It was explained that the lights would stay on for"
                        } else {
                            "all of the winter and that nobody had complained about"
                        },
                    ),
                    (290.0, 820.0, &format!("Page {n}")),
                ],
            )
        });
        let document = read(pages.collect());
        assert_eq!(document.furniture.len(), 3 + 4);
        assert_eq!(texts(&document).len(), 2, "{:?}", texts(&document));
        assert!(
            texts(&document)[1].starts_with("It was explained that the lights would stay on for all of the winter")
        );
    }

    #[test]
    fn lines_are_joined_and_hyphens_settled() {
        let document = read(vec![page(
            1,
            &[
                (50.0, 100.0, "The partnership said that all of the safety commu-"),
                (50.0, 112.0, "nity work for the years of the plan (the years 2018-"),
                (50.0, 124.0, "2019) was done by community officers and by others."),
                (50.0, 160.0, "Next."),
            ],
        )]);
        assert_eq!(
            texts(&document),
            [
                "The partnership said that all of the safety community work for the years of the plan (the years 2018-2019) was done by community officers and by others.",
                "Next."
            ]
        );
    }
}
