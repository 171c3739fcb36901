//! The query language: what a researcher types, as a tree.
//!
//! Our own grammar and not the engine's: analysts type `2019/20` and `pecuniar*`, an error must name its character,
//! and what was matched has to be found again in the text.

use types::Date;

use crate::dates;
use crate::fields_of_queries::{Edge, Field, Term, Words};
use crate::pieces::{Mistake, Piece, What, mistake, split};
use crate::spans::{Pattern, Spans};
use crate::words::{Stems, words};

/// Characters of a query, at most.
const LONGEST: usize = 4_000;
/// Words, phrases and filters of a query, at most.
const MOST: usize = 200;
/// Brackets within brackets, at most.
const DEEPEST: usize = 50;

/// A query as a tree.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Ask {
    /// Words of the text.
    Text(Spans<Pattern>),
    /// Words of a field.
    Field(Words, Spans<Pattern>),
    /// A term of a field.
    Term(Term, String),
    /// Days, both included.
    Days(Option<Date>, Option<Date>),
    /// All of them.
    All(Vec<Ask>),
    /// One of them.
    Any(Vec<Ask>),
    /// Not this one.
    Not(Box<Ask>),
    /// Some of these words, a third at least.
    Like(Vec<Spans<Pattern>>),
}

/// A query that was understood.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Asked {
    pub(crate) ask: Ask,
    /// How it was read, where that may surprise; what of it was left out.
    pub(crate) notes: Vec<String>,
}

/// The words of a name, each of which must be there: what a filter asks for.
pub(crate) fn names(field: Words, name: &str, stems: &mut Stems) -> Vec<Ask> {
    let mut reader = Reader { pieces: &[], at: 0, depth: 0, stems, notes: Vec::new(), end: 0 };
    let words = words(name, 0).into_iter().filter(|w| !w.is_joined);
    words.map(|w| Ask::Field(field, reader.variants(&w.text))).collect()
}

/// Reads a query.
///
/// # Errors
/// Where it is not of the language, with the character.
pub(crate) fn read(query: &str, stems: &mut Stems) -> Result<Asked, Mistake> {
    let chars: Vec<char> = query.chars().collect();
    if chars.len() > LONGEST {
        return Err(mistake(LONGEST, format!("the query has {} characters; at most {LONGEST} are read", chars.len())));
    }
    if let Some(at) = chars.iter().position(|c| c.is_control() && !c.is_whitespace()) {
        return Err(mistake(at, format!("character {} is a control character", at + 1)));
    }
    let pieces = split(&chars)?;
    if pieces.len() > MOST {
        let at = pieces[MOST].at;
        return Err(mistake(at, format!("the query has {} parts; at most {MOST} are read", pieces.len())));
    }
    let mut reader = Reader { pieces: &pieces, at: 0, depth: 0, stems, notes: Vec::new(), end: chars.len() };
    let ask = reader.either(None)?;
    if let Some(piece) = reader.pieces.get(reader.at) {
        return Err(mistake(piece.at, format!("the bracket at character {} closes nothing", piece.at + 1)));
    }
    let notes = reader.notes;
    let ask = ask.ok_or_else(|| {
        let hint = "give a word, a \"phrase in quotes\", or a filter such as kind:decision";
        let ignored = notes.first().map(|n| format!("{n}; ")).unwrap_or_default();
        mistake(0, format!("there is nothing to search for: {ignored}{hint}"))
    })?;
    Ok(Asked { ask, notes })
}

struct Reader<'q> {
    pieces: &'q [Piece],
    at: usize,
    depth: usize,
    stems: &'q mut Stems,
    notes: Vec<String>,
    /// One past the last character.
    end: usize,
}

type Scope = Option<(Field, &'static str)>;

impl Reader<'_> {
    fn peek(&self) -> Option<&What> {
        self.pieces.get(self.at).map(|p| &p.what)
    }

    fn here(&self) -> usize {
        self.pieces.get(self.at).map_or(self.end, |p| p.at)
    }

    /// `a OR b`; words beside each other belong together more closely.
    fn either(&mut self, scope: Scope) -> Result<Option<Ask>, Mistake> {
        let mut any: Vec<Ask> = Vec::new();
        let mut is_mixed = false;
        loop {
            let before = self.at;
            let all = self.all(scope)?;
            is_mixed |= matches!(&all, Some(Ask::All(parts)) if parts.len() > 1) && !self.is_bracketed(before);
            let is_or = self.peek() == Some(&What::Or);
            if is_or || !any.is_empty() {
                let Some(all) = all else {
                    let at = self.pieces.get(self.at.saturating_sub(usize::from(!is_or))).map_or(self.end, |p| p.at);
                    return Err(mistake(at, format!("the OR at character {} has nothing on one side", at + 1)));
                };
                any.push(all);
            } else {
                return Ok(all);
            }
            if !is_or {
                break;
            }
            self.at += 1;
        }
        if is_mixed {
            self.notes.push(
                "words beside each other are joined before OR, as in (a b) OR (c d); use brackets to say otherwise"
                    .into(),
            );
        }
        Ok(Some(if any.len() == 1 { any.remove(0) } else { Ask::Any(any) }))
    }

    /// Whether what was read from this piece on is one bracket.
    fn is_bracketed(&self, from: usize) -> bool {
        let is_open = self.pieces.get(from).is_some_and(|p| p.what == What::Open);
        let mut depth = 0_usize;
        is_open
            && self.pieces[from..self.at].iter().enumerate().all(|(n, p)| {
                match p.what {
                    What::Open => depth += 1,
                    What::Close => depth = depth.saturating_sub(1),
                    _ => {}
                }
                depth > 0 || from + n + 1 == self.at
            })
    }

    /// Parts beside each other: all must be there.
    fn all(&mut self, scope: Scope) -> Result<Option<Ask>, Mistake> {
        let mut all: Vec<Ask> = Vec::new();
        loop {
            match self.peek() {
                None | Some(What::Close | What::Or) => break,
                Some(What::And) => {
                    let at = self.here();
                    self.at += 1;
                    if all.is_empty() || matches!(self.peek(), None | Some(What::Close | What::Or | What::And)) {
                        return Err(mistake(at, format!("the AND at character {} has nothing on one side", at + 1)));
                    }
                }
                Some(_) => all.extend(self.not(scope)?),
            }
        }
        Ok(match all.len() {
            0 => None,
            1 => all.pop(),
            _ => Some(Ask::All(all)),
        })
    }

    fn not(&mut self, scope: Scope) -> Result<Option<Ask>, Mistake> {
        if !matches!(self.peek(), Some(What::Not | What::Minus)) {
            return self.near(scope);
        }
        let at = self.here();
        self.deeper(at)?;
        self.at += 1;
        let what = self.not(scope)?;
        self.depth -= 1;
        let what = what.ok_or_else(|| {
            mistake(at, format!("after the NOT at character {} there is nothing to leave out", at + 1))
        })?;
        Ok(Some(Ask::Not(Box::new(what))))
    }

    fn deeper(&mut self, at: usize) -> Result<(), Mistake> {
        self.depth += 1;
        if self.depth > DEEPEST {
            return Err(mistake(at, format!("more than {DEEPEST} brackets stand within each other")));
        }
        Ok(())
    }

    /// `a NEAR/10 b`
    fn near(&mut self, scope: Scope) -> Result<Option<Ask>, Mistake> {
        let mut left = self.one(scope)?;
        while let Some(What::Near(between)) = self.peek() {
            let (between, at) = (*between, self.here());
            self.at += 1;
            let right = self.one(scope)?;
            let of = |ask: Option<Ask>| match ask {
                Some(Ask::Text(spans)) => Some((Words::Text, spans)),
                Some(Ask::Field(field, spans)) => Some((field, spans)),
                Some(Ask::Any(parts)) => {
                    let spans: Option<Vec<_>> =
                        parts.into_iter().map(|p| if let Ask::Text(s) = p { Some(s) } else { None }).collect();
                    spans.map(|spans| (Words::Text, Spans::Either(spans)))
                }
                _ => None,
            };
            let (Some((field, a)), Some((other, b))) = (of(left), of(right)) else {
                let message = format!(
                    "the NEAR at character {} needs a word or a phrase on each side, or words with OR in brackets",
                    at + 1
                );
                return Err(mistake(at, message));
            };
            if field != other {
                return Err(mistake(at, format!("the NEAR at character {} joins words of different fields", at + 1)));
            }
            let near = Spans::Near(Box::new(a), Box::new(b), between);
            left = Some(if field == Words::Text { Ask::Text(near) } else { Ask::Field(field, near) });
        }
        Ok(left)
    }

    fn one(&mut self, scope: Scope) -> Result<Option<Ask>, Mistake> {
        let Some(piece) = self.pieces.get(self.at) else { return Ok(None) };
        let at = piece.at;
        self.at += 1;
        match &piece.what {
            What::Open => {
                self.deeper(at)?;
                let inner = self.either(scope)?;
                self.depth -= 1;
                if self.peek() != Some(&What::Close) {
                    return Err(mistake(at, format!("the bracket at character {} is opened and not closed", at + 1)));
                }
                self.at += 1;
                inner.map(Some).ok_or_else(|| mistake(at, format!("the bracket at character {} is empty", at + 1)))
            }
            What::Field(field, name) => {
                if let Some((_, outer)) = scope {
                    return Err(mistake(at, format!("`{name}:` stands within `{outer}:`")));
                }
                let is_value = matches!(self.peek(), Some(What::Word(_) | What::Phrase(..) | What::Open));
                if !is_value || self.here() != at + name.chars().count() + 1 {
                    return Err(mistake(at, format!("after `{name}:` there is no value; write it without a space")));
                }
                self.one(Some((*field, name)))
            }
            What::Word(word) => self.value(scope, word, None, at),
            What::Phrase(words, slop) => self.value(scope, words, Some(*slop), at),
            What::Near(_) => Err(mistake(at, format!("the NEAR at character {} has nothing on its left side", at + 1))),
            What::Close | What::Or | What::And | What::Not | What::Minus => {
                self.at -= 1;
                Ok(None)
            }
        }
    }

    fn value(&mut self, scope: Scope, text: &str, slop: Option<u32>, at: usize) -> Result<Option<Ask>, Mistake> {
        match scope.map(|s| s.0) {
            Some(Field::Term(term)) => {
                let value = term.value(text).map_err(|message| mistake(at, message))?;
                Ok(Some(Ask::Term(term, value)))
            }
            Some(Field::Days(edge)) => {
                let (from, to) = dates::days(text).map_err(|message| mistake(at, message))?;
                let days = match edge {
                    Edge::Both => Ask::Days(from, to),
                    Edge::From => Ask::Days(from, None),
                    Edge::To => Ask::Days(None, to),
                };
                match days {
                    Ask::Days(None, None) => Err(mistake(at, format!("`{text}` has no such end"))),
                    days => Ok(Some(days)),
                }
            }
            Some(Field::Words(field)) if field != Words::Text => {
                let text = if field.is_of_people() { without_titles(text) } else { text };
                Ok(self.spans(text, slop, at)?.map(|spans| Ask::Field(field, spans)))
            }
            _ => Ok(self.spans(text, slop, at)?.map(Ask::Text)),
        }
    }

    /// A word or a phrase; nothing, with a note, where it has no letter or digit.
    fn spans(&mut self, text: &str, slop: Option<u32>, at: usize) -> Result<Option<Spans<Pattern>>, Mistake> {
        let in_quotes = slop.is_some();
        let mut parts: Vec<Spans<Pattern>> = Vec::new();
        let pieces: Vec<&str> = text.split_whitespace().collect();
        let mut n = 0;
        while let Some(piece) = pieces.get(n) {
            // `"anti social"` is as good as `anti-social`.
            let is_prefix = in_quotes && PREFIXES.contains(&piece.to_ascii_lowercase().as_str());
            let next = pieces.get(n + 1).filter(|next| is_prefix && next.chars().all(char::is_alphabetic));
            match next {
                Some(next) => {
                    parts.extend(self.piece(&format!("{piece}-{next}"), at)?);
                    n += 2;
                }
                None => {
                    parts.extend(self.piece(piece, at)?);
                    n += 1;
                }
            }
        }
        if let (true, [Spans::Word(Pattern::Stem(_, word))]) = (in_quotes, parts.as_slice()) {
            return Ok(Some(Spans::Word(Pattern::Exact(word.clone()))));
        }
        if !in_quotes && (text == "or" || text == "not") {
            self.notes
                .push(format!("`{text}` in small letters is searched as a word; write it in capitals to join words"));
        }
        if parts.is_empty() {
            let shown = if in_quotes { format!("\"{text}\"") } else { text.to_owned() };
            self.notes.push(format!("`{shown}` has no letter or digit and is not searched"));
            return Ok(None);
        }
        Ok(Some(joined(parts, slop.unwrap_or(0))))
    }

    /// What stands between two spaces: mostly one word, with `*` or `~` behind it perhaps.
    fn piece(&mut self, piece: &str, at: usize) -> Result<Option<Spans<Pattern>>, Mistake> {
        /// A prefix of fewer letters fits more words than anybody can mean.
        const SHORTEST: usize = 2;
        let (word, star) = match piece.strip_suffix('*') {
            Some(word) => (word, true),
            None => (piece, false),
        };
        if word.contains('*') {
            let message = format!("`{piece}` at character {}: a `*` can only stand at the end of a word", at + 1);
            return Err(mistake(at, message));
        }
        let (word, fuzzy) = match word.rsplit_once('~') {
            Some((word, "")) => (word, Some(if word.chars().count() > 5 { 2 } else { 1 })),
            Some((word, "1")) => (word, Some(1)),
            Some((word, "2")) => (word, Some(2)),
            Some(_) => {
                let message =
                    format!("`{piece}` at character {}: behind `~` stands 1 or 2, the letters that may differ", at + 1);
                return Err(mistake(at, message));
            }
            None => (word, None),
        };
        let found = words(word, 0);
        let mut parts: Vec<(String, bool)> =
            found.iter().filter(|w| !w.is_joined).map(|w| (w.text.clone(), w.hyphen)).collect();
        let last = match (star, fuzzy) {
            (true, Some(_)) => {
                return Err(mistake(at, format!("`{piece}` at character {}: `*` and `~` exclude each other", at + 1)));
            }
            (true, None) => {
                let start = parts.pop().map(|p| p.0).unwrap_or_default();
                if start.chars().count() < SHORTEST {
                    let message =
                        format!("`{piece}` at character {}: a `*` needs at least {SHORTEST} letters before it", at + 1);
                    return Err(mistake(at, message));
                }
                Some(Pattern::Prefix(start))
            }
            (false, Some(letters)) => {
                let like = parts.pop().map(|p| p.0).unwrap_or_default();
                if like.chars().count() < 3 {
                    let message = format!("`{piece}` at character {}: a `~` needs a word of 3 letters", at + 1);
                    return Err(mistake(at, message));
                }
                Some(Pattern::Fuzzy(like, letters))
            }
            (false, None) => None,
        };
        let mut spans: Vec<Spans<Pattern>> = Vec::new();
        let mut n = 0;
        while let Some((word, hyphen)) = parts.get(n) {
            let next = parts.get(n + 1).map(|p| p.0.as_str());
            match next.filter(|_| *hyphen) {
                // `anti-social`, `anti social` and `antisocial` are one to whoever looks for it.
                Some(next) => {
                    let apart = Spans::Phrase(vec![self.stem(word), self.stem(next)], 0);
                    spans.push(Spans::Either(vec![apart, self.stem(&format!("{word}{next}"))]));
                    n += 2;
                }
                None => {
                    spans.push(self.variants(word));
                    n += 1;
                }
            }
        }
        spans.extend(last.map(Spans::Word));
        Ok((!spans.is_empty()).then(|| joined(spans, 0)))
    }

    fn stem(&mut self, word: &str) -> Spans<Pattern> {
        Spans::Word(Pattern::Stem(self.stems.of(word).to_owned(), word.to_owned()))
    }

    /// A word, and the two that it may be printed as.
    fn variants(&mut self, word: &str) -> Spans<Pattern> {
        const PREFIXES: [&str; 12] =
            ["anti", "multi", "inter", "cross", "counter", "non", "pre", "post", "co", "under", "over", "cyber"];
        let one = self.stem(word);
        let split = PREFIXES.iter().find_map(|p| word.strip_prefix(p).filter(|rest| rest.len() >= 4).map(|r| (*p, r)));
        match split {
            Some((prefix, rest)) => {
                let apart = Spans::Phrase(vec![self.stem(prefix), self.stem(rest)], 0);
                Spans::Either(vec![one, apart])
            }
            None => one,
        }
    }
}

/// What words begin with that are printed as one, with a hyphen, or as two: `anti-social`, `O' Brien`.
const PREFIXES: [&str; 13] =
    ["anti", "multi", "inter", "cross", "counter", "non", "pre", "post", "co", "under", "over", "cyber", "o"];

/// A name without the titles before it: people are kept by their names.
fn without_titles(name: &str) -> &str {
    const TITLES: [&str; 26] = [
        "cllr",
        "councillor",
        "councilmember",
        "councilwoman",
        "councilman",
        "alderman",
        "supervisor",
        "mayor",
        "vice",
        "deputy",
        "mr",
        "mrs",
        "ms",
        "miss",
        "dr",
        "sir",
        "dame",
        "lord",
        "lady",
        "rev",
        "prof",
        "insp",
        "inspector",
        "sgt",
        "supt",
        "pc",
    ];
    let mut rest = name.trim();
    while let Some((first, behind)) = rest.split_once(char::is_whitespace) {
        if !TITLES.contains(&first.trim_end_matches('.').to_lowercase().as_str()) {
            break;
        }
        rest = behind.trim_start();
    }
    rest
}

/// One part, or a phrase of several.
fn joined(mut parts: Vec<Spans<Pattern>>, slop: u32) -> Spans<Pattern> {
    match parts.pop() {
        Some(only) if parts.is_empty() => only,
        Some(last) => {
            parts.push(last);
            Spans::Phrase(parts, slop)
        }
        None => Spans::Either(Vec::new()),
    }
}
