//! Web pages, as councils publish them. A table is a table; menus, banners and scripts are no text.

use ego_tree::iter::Edge;
use scraper::Html;
use scraper::node::{Element, Node};
use types::{MediaType, Pages, Style, Tag, Warned};

use crate::flow::Flow;
use crate::limits::Limits;
use crate::numeral::numeral;

pub(crate) fn read(text: &str, limits: &Limits) -> Warned<Pages> {
    let html = Html::parse_document(text);
    let mut reader = Reader {
        flow: Flow::new(limits.depth),
        open: Vec::new(),
        style: Style::default(),
        lists: Vec::new(),
        skipped: 0,
        title: None,
        language: None,
    };
    // Walked without recursion: pages can be nested as deep as they like.
    for edge in html.tree.root().traverse() {
        match edge {
            Edge::Open(node) => match node.value() {
                Node::Element(element) => reader.enter(element),
                Node::Text(text) => reader.text(text),
                _ => {}
            },
            Edge::Close(node) => {
                if let Node::Element(element) = node.value() {
                    reader.leave(element);
                }
            }
        }
    }
    let squeeze = |t: String| t.split_whitespace().collect::<Vec<_>>().join(" ");
    let mut pages = reader.flow.finish(MediaType::Html);
    pages.facts.title = reader.title.map(squeeze).filter(|t| !t.is_empty());
    pages.facts.language = reader.language.filter(|l| !l.is_empty());
    Warned::clean(pages)
}

/// What has to be undone when an element ends.
struct Open {
    level: usize,
    style: Style,
    skips: bool,
    list: bool,
}

struct Reader {
    flow: Flow,
    open: Vec<Open>,
    style: Style,
    /// The number of the next item of each open list; `None` where its items have bullets.
    lists: Vec<Option<Numbering>>,
    /// Open elements whose text is not read.
    skipped: usize,
    title: Option<String>,
    language: Option<String>,
}

struct Numbering {
    next: i64,
    form: char,
}

impl Reader {
    fn enter(&mut self, element: &Element) {
        let name = element.name();
        let mut open = Open { level: self.flow.level(), style: self.style, skips: skips(element), list: false };
        self.skipped += usize::from(open.skips);
        match name {
            "html" => self.language = element.attr("lang").map(str::to_owned),
            "title" if self.title.is_none() => self.title = Some(String::new()),
            "b" | "strong" => self.style.bold = true,
            "i" | "em" => self.style.italic = true,
            "br" => self.flow.line_break(),
            "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => {
                self.flow.open(Tag::Heading(name.as_bytes()[1] - b'0'));
            }
            "p" | "dt" | "dd" | "pre" | "figcaption" | "caption" | "legend" | "address" => {
                self.flow.open(Tag::Paragraph);
            }
            "nav" | "footer" | "aside" => self.flow.open(Tag::Artifact),
            "div" | "section" | "article" | "main" | "body" | "form" | "header" | "blockquote" | "dl" | "fieldset"
            | "details" | "summary" | "center" => {
                self.flow.open(if is_menu(element) { Tag::Artifact } else { Tag::Group });
            }
            "ul" | "ol" => {
                let start = element.attr("start").and_then(|s| s.trim().parse().ok()).unwrap_or(1);
                let form = element.attr("type").and_then(|t| t.chars().next()).unwrap_or('1');
                self.lists.push((name == "ol").then_some(Numbering { next: start, form }));
                open.list = true;
                self.flow.open(if is_menu(element) { Tag::Artifact } else { Tag::Group });
            }
            "li" => {
                let label = match self.lists.last_mut() {
                    Some(Some(numbering)) => {
                        if let Some(value) = element.attr("value").and_then(|v| v.trim().parse().ok()) {
                            numbering.next = value;
                        }
                        let label = numeral(numbering.next, numbering.form);
                        numbering.next = numbering.next.saturating_add(1);
                        format!("{label}.")
                    }
                    _ => "\u{2022}".to_owned(),
                };
                let level = u8::try_from(self.lists.len().max(1)).unwrap_or(u8::MAX);
                self.flow.open(Tag::ListItem { level, label: Some(label) });
            }
            "table" => self.flow.open(Tag::Table),
            "tr" => self.flow.open(Tag::Row),
            "td" | "th" => {
                let covers = |name| element.attr(name).and_then(|c| c.trim().parse::<u16>().ok()).unwrap_or(1);
                self.flow.open(Tag::Cell {
                    header: name == "th",
                    columns: covers("colspan").clamp(1, 100),
                    rows: covers("rowspan").clamp(1, 1000),
                });
            }
            _ => {}
        }
        self.open.push(open);
    }

    fn leave(&mut self, _: &Element) {
        let Some(open) = self.open.pop() else { return };
        self.flow.close_to(open.level);
        self.style = open.style;
        self.skipped -= usize::from(open.skips);
        if open.list {
            self.lists.pop();
        }
    }

    fn text(&mut self, text: &str) {
        if let (Some(title), true) = (&mut self.title, title_is_open(&self.open, self.skipped)) {
            title.push_str(text);
        }
        if self.skipped == 0 {
            self.flow.text(text, self.style);
        }
    }
}

/// The title stands in the head, whose text is otherwise skipped; nothing else in the head has text
/// except scripts and styles, which lie one level deeper in skipping.
fn title_is_open(open: &[Open], skipped: usize) -> bool {
    skipped == 1 && open.last().is_some_and(|o| !o.skips)
}

/// Elements whose text nobody sees.
fn skips(element: &Element) -> bool {
    let hidden = element.attr("hidden").is_some()
        || element.attr("style").is_some_and(|s| s.replace(' ', "").to_ascii_lowercase().contains("display:none"));
    hidden
        || matches!(
            element.name(),
            "head" | "script" | "style" | "noscript" | "template" | "svg" | "button" | "select" | "textarea" | "iframe"
        )
}

/// Menus, breadcrumbs and banners, by the words that content systems use in classes and ids.
fn is_menu(element: &Element) -> bool {
    const WORDS: [&str; 9] = [
        "breadcrumb",
        "cookie",
        "navigation",
        "navbar",
        "skip-link",
        "skiplink",
        "site-footer",
        "site-header",
        "pagination",
    ];
    let names = [element.attr("class"), element.attr("id"), element.attr("role")];
    let names: Vec<String> = names.into_iter().flatten().map(str::to_ascii_lowercase).collect();
    names.iter().any(|n| WORDS.iter().any(|w| n.contains(w)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use types::{Child, Node as Tagged};

    fn tags(node: &Tagged, out: &mut Vec<String>) {
        out.push(format!("{:?}", node.tag));
        for child in &node.children {
            if let Child::Node(node) = child {
                tags(node, out);
            }
        }
    }

    fn read_text(html: &str) -> (Vec<String>, Pages) {
        let pages = read(html, &Limits::default()).value;
        (pages.pages[0].words.iter().map(|w| w.text.clone()).collect(), pages)
    }

    #[test]
    fn scripts_and_hidden_parts_are_no_text() {
        let html = "<html lang=en-GB><head><title>Minutes\n of X</title><style>p{}</style></head><body>\
                    <script>var a</script><p style='display: none'>no</p><p>yes <b>bold</b></p></body></html>";
        let (words, pages) = read_text(html);
        assert_eq!(words, ["yes", "bold"]);
        assert_eq!(pages.facts.title.as_deref(), Some("Minutes of X"));
        assert_eq!(pages.facts.language.as_deref(), Some("en-GB"));
        assert!(pages.pages[0].words[1].style.bold);
    }

    #[test]
    fn numbers_of_lists_are_worked_out() {
        let (_, pages) = read_text("<ol start=4><li>a</li><li value=9>b<ul><li>c</li></ul></li></ol>");
        let mut out = Vec::new();
        for node in pages.structure.map(|s| s.nodes).unwrap_or_default() {
            tags(&node, &mut out);
        }
        let labels: Vec<_> = out.iter().filter(|t| t.contains("label")).collect();
        assert!(
            labels[0].contains("\"4.\"") && labels[1].contains("\"9.\"") && labels[2].contains('\u{2022}'),
            "{labels:?}"
        );
    }

    #[test]
    fn menus_are_furniture() {
        let (_, pages) = read_text("<div class='breadcrumb-trail'>Home</div><nav>Menu</nav><p>text</p>");
        let mut out = Vec::new();
        tags(&pages.structure.map(|mut s| s.nodes.remove(0)).unwrap_or(Tagged::new(Tag::Group)), &mut out);
        assert_eq!(out.iter().filter(|t| *t == "Artifact").count(), 2, "{out:?}");
    }

    #[test]
    fn deep_nesting_is_read_without_recursion() {
        let html = format!("{}deep{}", "<div>".repeat(20_000), "</div>".repeat(20_000));
        assert_eq!(read_text(&html).0, ["deep"]);
    }
}
