//! Turns positioned words into blocks and tables in reading order, and those into passages to be searched.
//!
//! Where the file has its own structure (Word, HTML, text) that is used; on PDF pages the layout is
//! worked out from where words and drawn lines stand: ruled tables first, then columns that words
//! line up in, then paragraphs.

mod columns;
mod compose;
mod furniture;
mod lattice;
mod paragraphs;
mod passages;
mod rows;
mod stitch;
mod tagged;

use types::{Block, Document, Furniture, MediaType, Page, PageText, Pages, SourceId, Structure, Tag, Text};

use compose::{Composer, Line};

pub use passages::passages;

/// Arranges the words of a source's pages.
pub fn arrange(source: SourceId, pages: &Pages) -> Document {
    let mut composer = Composer::new(&pages.pages);
    let (blocks, furniture, tagged) = match &pages.structure {
        Some(structure) if pages.media_type != MediaType::Pdf => {
            let (blocks, furniture) = tagged::blocks(structure, &mut composer);
            (blocks, furniture, true)
        }
        tags => printed(&pages.pages, tags.as_ref(), &mut composer),
    };
    // On printed pages heads are told by where they stand.
    let flows = pages.media_type != MediaType::Pdf;
    let (blocks, mut repeated) = if flows { furniture::take_repeated(blocks) } else { (blocks, Vec::new()) };
    let blocks = stitch::stitch(blocks, tagged, &mut repeated);
    let furniture = furniture.into_iter().chain(repeated).map(|text| Furniture { text }).collect();
    let text = |(page, text): (&Page, String)| {
        let size = (page.width > 0.0).then(|| page.printed_size());
        let mut text = PageText::new(page.number, text, size);
        text.quality = page.quality;
        text
    };
    let texts = composer.finish();
    Document {
        source,
        media_type: pages.media_type,
        facts: pages.facts.clone(),
        ocr: pages.ocr,
        tagged,
        pages: pages.pages.iter().zip(texts).map(text).collect(),
        blocks,
        furniture,
    }
}

/// The blocks and the furniture of printed pages: by their tags, if they have some that can be trusted, else by
/// where their words stand. The last says which.
fn printed(pages: &[Page], tags: Option<&Structure>, composer: &mut Composer<'_>) -> (Vec<Block>, Vec<Text>, bool) {
    let rows: Vec<Vec<Line>> = pages.iter().enumerate().map(|(i, p)| compose::rows(i, p)).collect();
    let grids: Vec<Vec<lattice::Grid>> = pages.iter().map(lattice::grids).collect();
    let margins = furniture::margins(pages, &rows, &grids);
    let body: Vec<Vec<Line>> = rows
        .iter()
        .enumerate()
        .map(|(page, rows)| {
            let kept = rows.iter().enumerate().filter(|(row, _)| !margins.contains(page, *row));
            kept.map(|(_, line)| line.clone()).collect()
        })
        .collect();
    let measure = paragraphs::Measure::of(pages, &body);

    if let Some(tags) = tags.filter(|tags| knows_tables(tags, &grids)) {
        // Where artifacts are marked, the margins are told by them.
        let marked = tags.nodes.iter().any(|n| n.tag == Tag::Artifact);
        let margins: Vec<&Line> = margins
            .top
            .iter()
            .chain(&margins.bottom)
            .filter(|_| !marked)
            .map(|&(page, row)| &rows[page][row])
            .collect();
        let words = margins.iter().flat_map(|line| line.words.iter().map(|&w| (line.page, w))).collect();
        let (blocks, mut furniture) = tagged::printed_blocks(tags, &measure, words, composer);
        furniture.extend(margins.iter().map(|&line| composer.text(std::slice::from_ref(line))));
        return (blocks, furniture, true);
    }

    let mut furniture = Vec::new();
    for &(page, row) in &margins.top {
        furniture.push(composer.text(&rows[page][row..=row]));
    }
    let (mut blocks, mut aside) = (Vec::new(), Vec::new());
    for (page, (lines, grids)) in body.into_iter().zip(grids).enumerate() {
        aside.extend(page_blocks(&pages[page], lines, grids, &measure, composer, &mut blocks));
    }
    for &(page, row) in &margins.bottom {
        furniture.push(composer.text(&rows[page][row..=row]));
    }
    furniture.extend(aside.iter().map(|line| composer.text(std::slice::from_ref(line))));
    (blocks, furniture, false)
}

/// Tags that know of no table where tables are drawn know too little.
fn knows_tables(tags: &Structure, grids: &[Vec<lattice::Grid>]) -> bool {
    grids.iter().all(Vec::is_empty) || tags.nodes.iter().any(|n| n.tag == Tag::Table)
}

/// The blocks of one page: its ruled tables, and what stands above, between and below them. Words that are set at an
/// angle are the heads of narrow columns where they stand in cells; the others are returned: they are no part of
/// the text.
fn page_blocks(
    page: &Page,
    lines: Vec<Line>,
    grids: Vec<lattice::Grid>,
    measure: &paragraphs::Measure,
    composer: &mut Composer<'_>,
    blocks: &mut Vec<Block>,
) -> Vec<Line> {
    let index = (page.number as usize).saturating_sub(1);
    let rotated: Vec<usize> = (0..page.words.len()).filter(|&w| page.words[w].rotated).collect();
    let mut aside = if rotated.is_empty() { Vec::new() } else { vec![Line::of(index, page, rotated)] };
    let mut rest = lines;
    let mut tables = Vec::new();
    for grid in grids {
        let (mut inside, outside) = grid.take(page, rest);
        rest = outside;
        let (heads, outside) = grid.take(page, aside);
        aside = outside;
        inside.iter_mut().zip(heads).for_each(|(cell, heads)| cell.extend(heads));
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
    aside
}

#[cfg(test)]
mod tests {
    use super::*;
    use types::{BBox, Child, Color, Facts, MediaType, Node, Rule, Word};

    pub(crate) fn word(text: &str, x: f32, y: f32) -> Word {
        Word {
            text: text.into(),
            bbox: Some(BBox::new(x, y - 8.0, x + text.chars().count() as f32 * 5.0, y + 2.0)),
            baseline: y,
            size: 10.0,
            ..Word::default()
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
        let pages = Pages {
            media_type: MediaType::Pdf,
            pages,
            structure: None,
            facts: Facts::default(),
            fonts: Vec::new(),
            ocr: false,
        };
        let document = arrange(SourceId::of(b""), &pages);
        assert_eq!(document.accounts_for(&pages.pages), Ok(()));
        document
    }

    pub(crate) fn texts(document: &Document) -> Vec<String> {
        let mut all = Vec::new();
        document.blocks.iter().for_each(|b| b.texts(&mut |t| all.push(t.text.clone())));
        all
    }

    fn rule(x0: f32, y0: f32, x1: f32, y1: f32) -> Rule {
        Rule { bbox: BBox::new(x0, y0, x1, y1), color: Color::default() }
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
        let rest = ["", "all of the winter and that nobody had complained", "about the cold or", "about the dark"];
        let pages = (1..=4).map(|n: u32| {
            let line = if n == 1 { "It was explained that the lights would stay on for" } else { rest[n as usize - 1] };
            page(
                n,
                &[
                    (200.0, 30.0, "Example Partnership Board"),
                    (50.0, 150.0, line),
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
    fn what_stands_in_a_table_but_in_no_cell_is_kept() {
        let words = ["Caption", "a", "Stray", "b"].map(|text| Word { text: text.into(), ..Word::default() });
        let piece = |n: usize| Child::Words { page: 0, words: n..n + 1 };
        let node = |tag, children| Child::Node(Node { tag, children });
        let cell = |n| node(Tag::Cell { header: false, columns: 1, rows: 1 }, vec![piece(n)]);
        let table = node(
            Tag::Table,
            vec![
                node(Tag::Paragraph, vec![piece(0)]),
                node(Tag::Group, vec![node(Tag::Row, vec![cell(1), piece(2), cell(3)])]),
            ],
        );
        let pages = Pages {
            media_type: MediaType::Html,
            pages: vec![Page { number: 1, words: words.to_vec(), ..Page::default() }],
            structure: Some(Structure { nodes: vec![Node { tag: Tag::Group, children: vec![table] }] }),
            facts: Facts::default(),
            fonts: Vec::new(),
            ocr: false,
        };
        let document = arrange(SourceId::of(b""), &pages);
        assert_eq!(document.accounts_for(&pages.pages), Ok(()));
        assert_eq!(texts(&document), ["Caption", "Stray", "a", "b"]);
    }

    #[test]
    fn tags_of_a_pack_follow_its_pages() {
        let paragraph = |page| Node { tag: Tag::Paragraph, children: vec![Child::Words { page, words: 0..3 }] };
        let pages = Pages {
            media_type: MediaType::Pdf,
            pages: vec![
                page(1, &[(72.0, 300.0, "The agenda stands")]),
                page(2, &[(72.0, 300.0, "The minutes follow")]),
            ],
            structure: Some(Structure { nodes: vec![paragraph(1), paragraph(0)] }),
            facts: Facts::default(),
            fonts: Vec::new(),
            ocr: false,
        };
        let document = arrange(SourceId::of(b""), &pages);
        assert!(document.tagged);
        assert_eq!(texts(&document), ["The agenda stands", "The minutes follow"]);
    }

    #[test]
    fn cells_that_cover_columns_by_the_thousand_stay_within_bounds() {
        let cell = |n: usize| {
            let children = vec![Child::Words { page: 0, words: n..n + 1 }];
            Child::Node(Node { tag: Tag::Cell { header: false, columns: 900, rows: 1 }, children })
        };
        let row = Child::Node(Node { tag: Tag::Row, children: (0..50).map(cell).collect() });
        let pages = Pages {
            media_type: MediaType::Html,
            pages: vec![Page {
                number: 1,
                words: vec![Word { text: "wide".into(), ..Word::default() }; 50],
                ..Page::default()
            }],
            structure: Some(Structure { nodes: vec![Node { tag: Tag::Table, children: vec![row] }] }),
            facts: Facts::default(),
            fonts: Vec::new(),
            ocr: false,
        };
        let document = arrange(SourceId::of(b""), &pages);
        assert_eq!(document.accounts_for(&pages.pages), Ok(()));
        let Some(Block::Table(table)) = document.blocks.first() else { panic!("no table") };
        assert!(table.rows[0].cells.iter().all(|c| c.column + c.columns <= 1000));
    }

    /// Found by the fuzz target: such a row was told twice.
    #[test]
    fn a_row_that_is_a_head_and_a_foot_is_told_once() {
        // The pages are so short that the same rows stand at their tops and at their feet.
        let pages = (1..=4).map(|n| {
            let mut page = page(n, &[(50.0, 20.0, "Example Harbour Board"), (50.0, 40.0, "Minutes of the Board")]);
            page.height = 50.0;
            page
        });
        let document = read(pages.collect());
        assert_eq!(texts(&document).len() + document.furniture.len(), 8);
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

    /// Numbers that look random and are the same in every run (Marsaglia's xorshift).
    struct Dice(u64);

    impl Dice {
        fn roll(&mut self, below: u64) -> u64 {
            self.0 ^= self.0 << 13;
            self.0 ^= self.0 >> 7;
            self.0 ^= self.0 << 17;
            self.0 % below
        }
    }

    #[test]
    fn no_word_is_lost_however_words_and_lines_are_strewn() {
        let mut dice = Dice(0x9e37_79b9_7f4a_7c15);
        for _ in 0..300 {
            let pages = (1..=1 + dice.roll(4) as u32).map(|number| {
                let mut page = Page { number, width: 595.0, height: 842.0, ..Page::default() };
                // On a grid, so that words line up in columns and rows; now and then off it.
                let step = [1, 6, 40, 90][dice.roll(4) as usize];
                for _ in 0..dice.roll(120) {
                    let (x, y) = (dice.roll(560 / step) * step, dice.roll(800 / 12) * 12 + dice.roll(2));
                    let text =
                        ["1.", "(a)", "\u{2022}", "Item", "agreed", "re-", "Page", "7", "RESOLVED", "soft\u{ad}"];
                    let mut word = word(text[dice.roll(10) as usize], x as f32, 20.0 + y as f32);
                    word.style.bold = dice.roll(5) == 0;
                    word.rotated = dice.roll(30) == 0;
                    page.words.push(word);
                }
                for _ in 0..dice.roll(30) {
                    let at = |dice: &mut Dice| (dice.roll(12) * 50) as f32;
                    let (a, b, c) = (at(&mut dice), at(&mut dice), at(&mut dice));
                    let ends = if dice.roll(2) == 0 { (a, b, c, b) } else { (a, b, a, c) };
                    page.rules.push(rule(ends.0, ends.1, ends.2, ends.3));
                }
                page
            });
            // Checks that every word is told once.
            read(pages.collect());
        }
    }
}
