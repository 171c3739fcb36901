//! Marks inside a line of text: Markdown's emphasis, and the pieces of HTML that converters leave.

use types::{Style, Tag};

use crate::flow::Flow;

/// A piece of a marked line.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Token<'a> {
    Text(&'a str),
    /// `**` or `<b>`, opening or closing as its neighbours tell.
    Bold(bool),
    /// `*` or `<i>`.
    Italic(bool),
    /// `<p>`, `<li>`, `<div>` and their ends.
    Paragraph,
    /// `<br>`.
    Break,
    /// The character of `&amp;` and its like.
    Char(char),
}

/// Adds a line's text to the flow, without its marks, in paragraphs where it has them.
/// A mark that closes what was never opened counts as opened at the line's beginning.
pub(crate) fn add(line: &str, flow: &mut Flow) {
    let tokens = tokens(line);
    let unopened = |open: Token<'_>, close: Token<'_>| {
        tokens.iter().find(|t| **t == open || **t == close).is_some_and(|t| *t == close)
    };
    let mut style = Style {
        bold: unopened(Token::Bold(true), Token::Bold(false)),
        italic: unopened(Token::Italic(true), Token::Italic(false)),
    };
    let paragraphs = tokens.contains(&Token::Paragraph);
    let level = flow.level();
    if paragraphs {
        flow.open(Tag::Paragraph);
    }
    for token in tokens {
        match token {
            Token::Text(text) => flow.text(text, style),
            Token::Char(c) => flow.text(c.encode_utf8(&mut [0; 4]), style),
            Token::Bold(on) => style.bold = on,
            Token::Italic(on) => style.italic = on,
            Token::Break => flow.line_break(),
            Token::Paragraph => {
                flow.close();
                flow.open(Tag::Paragraph);
            }
        }
    }
    flow.close_to(level);
}

fn tokens(line: &str) -> Vec<Token<'_>> {
    let mut tokens = Vec::new();
    let mut plain = 0; // where the text that is not yet a token begins
    let mut at = 0;
    while let Some(rest) = line.get(at..).filter(|r| !r.is_empty()) {
        let before = line[..at].chars().next_back();
        let found: Option<(Option<Token<'_>>, usize)> = match rest.as_bytes()[0] {
            b'<' => tag(rest),
            b'&' => entity(rest).map(|(c, len)| (Some(Token::Char(c)), len)),
            b'\\' => escape(rest).map(|(c, len)| (c.map(Token::Char), len)),
            b'*' => emphasis(rest, before).map(|(t, len)| (Some(t), len)),
            _ => None,
        };
        match found {
            Some((token, len)) => {
                if plain < at {
                    tokens.push(Token::Text(&line[plain..at]));
                }
                tokens.extend(token);
                at += len;
                plain = at;
            }
            None => at += rest.chars().next().map_or(1, char::len_utf8),
        }
    }
    if plain < line.len() {
        tokens.push(Token::Text(&line[plain..]));
    }
    tokens
}

/// Markdown's backslash before a mark makes it a plain character (CommonMark 2.4); alone it breaks a line.
fn escape(rest: &str) -> Option<(Option<char>, usize)> {
    let next = rest[1..].chars().next();
    match next {
        Some(c) if c.is_ascii_punctuation() => Some((Some(c), 2)),
        None => Some((None, 1)),
        Some(c) if c.is_whitespace() => Some((None, 1)),
        _ => None,
    }
}

/// An HTML tag: what it means, if anything, and its length. `<https://…>` and `a < b` are no tags.
fn tag(rest: &str) -> Option<(Option<Token<'_>>, usize)> {
    /// No tag that converters leave is longer.
    const LONGEST: usize = 400;
    let end = rest.bytes().take(LONGEST).position(|b| b == b'>')?;
    let inner = rest[1..end].trim();
    let (inner, closing) = inner.strip_prefix('/').map_or((inner, false), |i| (i, true));
    let name: String = inner.chars().take_while(char::is_ascii_alphanumeric).collect();
    let after = inner[name.len()..].chars().next();
    if name.is_empty() || !after.is_none_or(|c| c.is_whitespace() || c == '/') {
        return None;
    }
    let token = match name.to_ascii_lowercase().as_str() {
        "b" | "strong" => Some(Token::Bold(!closing)),
        "i" | "em" => Some(Token::Italic(!closing)),
        "br" => Some(Token::Break),
        "p" | "li" | "ul" | "ol" | "div" | "tr" | "table" => Some(Token::Paragraph),
        "u" | "sup" | "sub" | "a" | "span" | "font" | "small" | "td" | "th" | "tbody" | "thead" | "img" | "s"
        | "hr" => None,
        _ => return None,
    };
    Some((token, end + 1))
}

fn entity(rest: &str) -> Option<(char, usize)> {
    let end = rest.bytes().take(10).position(|b| b == b';')?;
    let c = match &rest[1..end] {
        "amp" => '&',
        "lt" => '<',
        "gt" => '>',
        "quot" => '"',
        "apos" => '\'',
        "nbsp" => '\u{a0}',
        "pound" => '\u{a3}',
        "ndash" => '\u{2013}',
        "mdash" => '\u{2014}',
        "lsquo" => '\u{2018}',
        "rsquo" => '\u{2019}',
        name => {
            let digits = name.strip_prefix('#')?;
            let code = match digits.strip_prefix(['x', 'X']) {
                Some(hex) => u32::from_str_radix(hex, 16),
                None => digits.parse(),
            };
            char::from_u32(code.ok()?)?
        }
    };
    Some((c, end + 1))
}

/// `**` and `*` stick to the words that they mark (CommonMark 0.31, section 6.2, simplified).
fn emphasis(rest: &str, before: Option<char>) -> Option<(Token<'_>, usize)> {
    let len = rest.bytes().take_while(|&b| b == b'*').count();
    let after = rest[len..].chars().next();
    let opens =
        after.is_some_and(|c| !c.is_whitespace()) && before.is_none_or(|c| c.is_whitespace() || !c.is_alphanumeric());
    let closes = before.is_some_and(|c| !c.is_whitespace());
    if len > 3 || !(opens || closes) {
        return None;
    }
    // Between two words that both touch it, `*` is a multiplication or a footnote.
    let on = opens && !(closes && after.is_none_or(|c| !c.is_alphanumeric()));
    Some((if len == 1 { Token::Italic(on) } else { Token::Bold(on) }, len))
}

#[cfg(test)]
mod tests {
    use super::*;
    use types::MediaType;

    fn read(line: &str) -> Vec<(String, bool, bool)> {
        let mut flow = Flow::new(8);
        add(line, &mut flow);
        let pages = flow.finish(MediaType::Text);
        pages.pages[0].words.iter().map(|w| (w.text.clone(), w.style.bold, w.style.italic)).collect()
    }

    fn bold(line: &str) -> Vec<String> {
        read(line).into_iter().filter(|w| w.1).map(|w| w.0).collect()
    }

    #[test]
    fn marks_are_taken_out_and_kept_as_style() {
        assert_eq!(bold("4.0 **Fire and rescue** A Person"), ["Fire", "and", "rescue"]);
        assert_eq!(bold("<b>Date:</b> <sup>th</sup> May"), ["Date:"]);
        assert_eq!(read("(*Item A3*)")[..2], [("(".into(), false, false), ("Item".into(), false, true)]);
        assert!(read("*All to note*").iter().all(|w| w.2));
    }

    #[test]
    fn a_mark_closed_but_never_opened_began_with_the_line() {
        assert_eq!(bold("3.0 Performance** A Person"), ["3.0", "Performance"]);
    }

    #[test]
    fn what_only_looks_like_a_mark_stays() {
        let words = |line| read(line).into_iter().map(|w| w.0).collect::<Vec<_>>();
        assert_eq!(words("a < b & c * d"), ["a", "<", "b", "&", "c", "*", "d"]);
        assert_eq!(words("see <https://a.example/x>"), ["see", "<https://a.example/x>"]);
        assert_eq!(words("Fire &amp; Rescue"), ["Fire", "&", "Rescue"]);
    }

    #[test]
    fn paragraphs_of_a_cell_are_paragraphs() {
        let mut flow = Flow::new(8);
        add("<p>one</p> <p>two</p>", &mut flow);
        let root = flow.finish(MediaType::Text).structure.map(|s| s.nodes[0].children.len());
        assert_eq!(root, Some(2));
    }
}
