//! What is known of the file that a record was read from: from outside, and from its text.

use types::{
    Document, POOR, PageText, PoorPage, Quality, Source, SourceFacts, StructureOrigin, TextOrigin, Warning, WarningKind,
};

/// The facts of a source. `before` are the warnings of the rooms that read its pages.
pub(crate) fn source_facts(source: &Source, document: &Document, before: &[Warning]) -> SourceFacts {
    SourceFacts {
        file: source.file.clone(),
        url: source.url.clone(),
        sha256: source.id().to_string(),
        media_type: document.media_type,
        bytes: source.bytes().len() as u64,
        pages: u32::try_from(document.pages.len()).unwrap_or(u32::MAX),
        language: language(document),
        text: origin(document),
        quality: quality(document),
        known_words: share(document, |q| q.known),
        glued_words: share(document, |q| q.glued),
        structure: if document.tagged { StructureOrigin::Tags } else { StructureOrigin::Layout },
        unread_pages: before.iter().filter(|w| w.kind == WarningKind::PageNotRead).filter_map(|w| w.page).collect(),
        poor_pages: poor_pages(document),
    }
}

/// English or Welsh, by the file's own word or by the small words of its text.
fn language(document: &Document) -> Option<String> {
    const SAMPLE: usize = 4000;
    let (mut welsh, mut english) = (0, 0);
    for word in document.pages.iter().flat_map(|p| p.text().split_whitespace()).take(SAMPLE) {
        match word.to_ascii_lowercase().as_str() {
            "yn" | "y" | "yr" | "ar" | "gan" | "oedd" | "bod" | "ei" | "wedi" | "i'r" | "a'r" | "o'r" => welsh += 1,
            "the" | "of" | "and" | "that" | "was" | "for" | "be" | "to" => english += 1,
            _ => {}
        }
    }
    let said = document.facts.language.as_deref().and_then(|l| l.split(['-', '_']).next()).map(str::to_lowercase);
    match (welsh, english) {
        (0, 0) => said,
        _ if welsh > english => Some("cy".into()),
        _ => Some(said.filter(|s| s == "ga" || s == "gd").unwrap_or_else(|| "en".into())),
    }
}

/// The mean score of the pages.
fn quality(document: &Document) -> f32 {
    let scores: Vec<f32> = document.pages.iter().filter_map(|p| p.quality).map(|q| q.score()).collect();
    if scores.is_empty() { 0.0 } else { rounded(scores.iter().sum::<f32>() / scores.len() as f32) }
}

/// A share of the words of the whole document: the mean of its pages, each with the weight of its characters.
fn share(document: &Document, of: impl Fn(&Quality) -> f32) -> f32 {
    let pages = document.pages.iter().filter_map(|p| p.quality);
    let (sum, all) = pages.fold((0.0, 0.0), |(sum, all), q| (sum + of(&q) * q.glyphs as f32, all + q.glyphs as f32));
    if all > 0.0 { rounded(sum / all) } else { 0.0 }
}

fn rounded(share: f32) -> f32 {
    (share * 1000.0).round() / 1000.0
}

/// The pages that are not to be trusted without a look at them.
fn poor_pages(document: &Document) -> Vec<PoorPage> {
    let poor = |page: &PageText| {
        let quality = page.quality.filter(|q| q.score() < POOR)?;
        Some(PoorPage { page: page.number(), quality })
    };
    document.pages.iter().filter_map(poor).collect()
}

/// Where the words of a document come from.
fn origin(document: &Document) -> TextOrigin {
    if document.pages.iter().all(|p| p.text().trim().is_empty()) {
        TextOrigin::None
    } else if document.ocr {
        TextOrigin::Ocr
    } else {
        TextOrigin::Native
    }
}
