//! The grammar of minutes: what dates, times, names, numbers and deciding sentences look like.

pub(crate) mod attendance_label;
pub(crate) mod body_name;
pub(crate) mod column_heading;
pub(crate) mod date;
pub(crate) mod fact_label;
pub(crate) mod item_number;
pub(crate) mod item_title;
pub(crate) mod name;
pub(crate) mod name_list;
pub(crate) mod sentence;
pub(crate) mod time;
pub(crate) mod welsh;

/// A pattern compiled once, at its first use.
macro_rules! pattern {
    ($text:expr) => {{
        static PATTERN: std::sync::LazyLock<regex::Regex> = std::sync::LazyLock::new(|| {
            #[allow(clippy::expect_used, reason = "a fixed pattern; a test compiles every one")]
            regex::RegexBuilder::new(&$crate::grammar::lean($text))
                .dfa_size_limit($crate::grammar::AUTOMATON)
                .build()
                .expect("a fixed pattern")
        });
        &*PATTERN
    }};
}

pub(crate) use pattern;

/// Memory that the automaton of one pattern may grow to, in bytes. With the 2 MiB that `regex` gives, the longest
/// patterns throw theirs away again and again, which cost a fifth of all reading; together they stay below 100 MB.
pub(crate) const AUTOMATON: usize = 16 << 20;

/// The letters of European languages in the Latin script, and their digits.
const WORD: &str = r"0-9A-Za-z_\u{c0}-\u{24f}";

const LETTER: &str = r"A-Za-z\u{c0}-\u{24f}";

const UPPER: &str = concat!(
    r"A-Z\u{c0}-\u{de}\u{100}\u{102}\u{104}\u{106}\u{10c}\u{112}\u{118}",
    r"\u{141}\u{160}\u{174}\u{176}\u{178}\u{17b}\u{17d}"
);

const LOWER: &str =
    r"a-z\u{df}-\u{ff}\u{101}\u{103}\u{105}\u{107}\u{10d}\u{113}\u{119}\u{142}\u{161}\u{175}\u{177}\u{17c}\u{17e}";

/// The pattern on one line, with its classes narrowed from all of Unicode to the Latin script, its word boundaries to
/// ASCII, and `(?i)` written out as both cases of each letter. Papers need no more, and the regex engine can then
/// compile a pattern in a fraction of the time (its own `(?i)` also takes the long s and the Kelvin sign for letters,
/// each a case of its own in every `s` and `k`) and keep to its fastest search on texts full of curly quotes and
/// dashes.
pub(crate) fn lean(pattern: &str) -> String {
    let mut out = String::with_capacity(pattern.len() * 3);
    let mut chars = pattern.chars().peekable();
    let mut class = false;
    // Whether both cases count, for each open group; the last is the innermost.
    let mut either = vec![false];
    while let Some(c) = chars.next() {
        let both = either.last().copied().unwrap_or(false);
        match c {
            // A line break and the indentation behind it only lay the pattern out.
            '\n' => while chars.next_if(|c| *c == ' ').is_some() {},
            '\\' => escaped(&mut chars, class, both, &mut out),
            '[' if !class => {
                class = true;
                out.push(c);
            }
            ']' if class => {
                class = false;
                out.push(c);
            }
            '(' if !class => {
                out.push(c);
                either.push(both);
                if chars.peek() == Some(&'?') {
                    group(&mut chars, &mut either, &mut out);
                }
            }
            ')' if !class => {
                out.push(c);
                if either.len() > 1 {
                    either.pop();
                }
            }
            '{' if !class => {
                out.push(c);
                out.extend(chars.by_ref().take_while(|c| *c != '}'));
                out.push('}');
            }
            c if both && c.is_ascii_alphabetic() => {
                let (small, capital) = (c.to_ascii_lowercase(), c.to_ascii_uppercase());
                // "a-z" in a class
                if class && chars.peek() == Some(&'-') {
                    let mut ahead = chars.clone();
                    ahead.next();
                    if let Some(end) = ahead.next().filter(char::is_ascii_alphabetic) {
                        chars = ahead;
                        let (e, big) = (end.to_ascii_lowercase(), end.to_ascii_uppercase());
                        out.push_str(&format!("{small}-{e}{capital}-{big}"));
                        continue;
                    }
                }
                let pair = format!("{small}{capital}");
                if class { out.push_str(&pair) } else { out.push_str(&format!("[{pair}]")) }
            }
            c => out.push(c),
        }
    }
    out
}

type Chars<'p> = std::iter::Peekable<std::str::Chars<'p>>;

/// What stands behind a backslash.
fn escaped(chars: &mut Chars<'_>, class: bool, both: bool, out: &mut String) {
    let mut set = |inside: &str| {
        if class { out.push_str(inside) } else { out.push_str(&format!("[{inside}]")) }
    };
    match chars.next() {
        Some('w') => set(WORD),
        Some('d') => set("0-9"),
        Some('W') if !class => out.push_str(&format!("[^{WORD}]")),
        Some('b') if !class => out.push_str(r"(?-u:\b)"),
        Some(c @ ('u' | 'x')) if chars.peek() == Some(&'{') => {
            out.push('\\');
            out.push(c);
            out.extend(chars.by_ref().take_while(|c| *c != '}'));
            out.push('}');
        }
        Some('p') => {
            let name: String = chars.by_ref().skip_while(|c| *c == '{').take_while(|c| *c != '}').collect();
            match name.as_str() {
                "L" => set(LETTER),
                "Lu" | "Ll" if both => set(LETTER),
                "Lu" => set(UPPER),
                "Ll" => set(LOWER),
                other => out.push_str(&format!(r"\p{{{other}}}")),
            }
        }
        Some(other) => {
            out.push('\\');
            out.push(other);
        }
        None => out.push('\\'),
    }
}

/// What stands behind `(`: a name, or flags, of which `i` is taken out.
fn group(chars: &mut Chars<'_>, either: &mut Vec<bool>, out: &mut String) {
    let mut head = String::new();
    while let Some(c) = chars.next_if(|c| !matches!(c, ':' | ')' | '>')) {
        head.push(c);
    }
    if head.starts_with("?P<") || head.starts_with("?<") {
        out.push_str(&head);
        return;
    }
    let (on, off) = head[1..].split_once('-').unwrap_or((&head[1..], ""));
    let outer = either.len().checked_sub(2).and_then(|n| either.get(n)).copied().unwrap_or(false);
    let both = if on.contains('i') { true } else { outer && !off.contains('i') };
    let keep = |flags: &str| flags.chars().filter(|c| *c != 'i').collect::<String>();
    let (on, off) = (keep(on), keep(off));
    let minus = if off.is_empty() { "" } else { "-" };
    if chars.peek() == Some(&')') {
        // Flags for the rest of the group around: `(?i)`.
        chars.next();
        either.pop();
        if let Some(last) = either.last_mut() {
            *last = both;
        }
        if on.is_empty() && off.is_empty() {
            out.pop();
        } else {
            out.push_str(&format!("?{on}{minus}{off})"));
        }
    } else {
        if let Some(last) = either.last_mut() {
            *last = both;
        }
        out.push_str(&format!("?{on}{minus}{off}"));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn classes_are_narrowed_inside_and_outside_brackets() {
        assert_eq!(lean(r"\bA\d[\d.]+\W"), format!(r"(?-u:\b)A[0-9][0-9.]+[^{WORD}]"));
        assert_eq!(lean("\n    (?:a b\n    |c)\n"), "(?:a b|c)");
        assert_eq!(lean(r"(?i)ab|[x-z']\u{e9}(?-i:c)(?P<n>d{2,3})"), r"[aA][bB]|[x-zX-Z']\u{e9}(?:c)(?P<n>[dD]{2,3})");
        assert_eq!(lean(r"(?i:a)b(?im)c"), r"(?:[aA])b(?m)[cC]");
        assert_eq!(lean(r"[\p{L}'-]\p{Lu}\["), format!(r"[{LETTER}'-][{UPPER}]\["));
        let regex = regex::Regex::new(&lean(r"^\p{Lu}\p{L}+$")).unwrap();
        assert!(regex.is_match("\u{c9}ire") && regex.is_match("\u{174}yn") && !regex.is_match("\u{e9}ire"));
    }

    /// The text of every file of this room.
    #[allow(clippy::disallowed_methods, reason = "a test reads its own sources")]
    fn sources() -> Vec<String> {
        let mut folders = vec![std::path::PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("src")];
        let mut texts = Vec::new();
        while let Some(folder) = folders.pop() {
            for entry in std::fs::read_dir(folder).unwrap() {
                let path = entry.unwrap().path();
                if path.is_dir() {
                    folders.push(path);
                } else {
                    texts.push(std::fs::read_to_string(path).unwrap());
                }
            }
        }
        texts
    }

    /// A pattern that does not compile would only be noticed by the first paper that needs it.
    #[test]
    fn every_literal_pattern_compiles() {
        let mut count = 0;
        for source in sources() {
            for after in source.split("pattern!(").skip(1) {
                let after = after.trim_start();
                let literal = if let Some(body) = after.strip_prefix("r#\"") {
                    body.split_once("\"#").map(|s| s.0)
                } else {
                    after.strip_prefix("r\"").and_then(|b| b.split_once('"')).map(|s| s.0)
                };
                let Some(literal) = literal else { continue };
                assert!(regex::Regex::new(&lean(literal)).is_ok(), "{literal}");
                count += 1;
            }
        }
        assert!(count > 150, "{count}");
    }
}
