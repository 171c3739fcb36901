//! Who took part without standing in a list: named in the text with a post, or speaking as a councillor or in a rank.
//!
//! Residents, applicants and victims stay text (record rule 34): without post, council or rank nobody is taken in.

use std::ops::Range;

use types::{Attendance, Cite, Participant, Role};

use crate::attendance::notes::{describe, is_agency, is_post, participant};
use crate::attendance::roll::Roll;
use crate::grammar::name::{is_same_person, read_name};
use crate::grammar::name_list::list_names;
use crate::grammar::pattern;
use crate::grammar::sentence::split_sentences;
use crate::grammar::time::find_times;
use crate::stream::Stream;

impl Roll<'_, '_, '_> {
    /// `A, B and C were in attendance virtually.`
    pub(super) fn remote_in_text(&mut self, before: usize) {
        let remote = pattern!(
            r"
                (?i)\b(?:were|was)?\s*(?:in attendance|attended|attending|joined(?: the meeting)?
                |present)\s+(?:\w+ly\s+)?(?:virtually|remotely|online|via (?:ms |microsoft )?(?:teams|zoom)
                |by video)
            "
        );
        for para in self.paper.paras.iter().take(before + 4) {
            let text = para.str();
            for range in split_sentences(text) {
                let words = &text[range];
                let Some(m) = remote.find(words) else { continue };
                for person in list_names(&words[..m.start()], None) {
                    for known in self.people.iter_mut().filter(|p| is_same_person(&p.name, &person.name)) {
                        if known.attendance == Attendance::Present {
                            known.attendance = Attendance::Remote;
                        }
                    }
                }
            }
        }
    }

    /// `Cllr Firth arrived at 7.50 pm`, `Colin Dale left the meeting during item 4`: who was not there all the time.
    pub(super) fn came_and_went(&mut self, items: &[Range<usize>]) {
        let moves = pattern!(
            r"
                \b(?:then |also )?(?P<v>arrived|joined|left|departed|returned|entered)\b
                (?:\s(?:the|this|to the)\s(?:meeting|room|chamber|call|hall))?
                (?:,?\s(?P<w>(?:at|during|after|before|following|prior to|from)\s[^;,]{2,60}?))?
                (?:[,;.]|\s(?:and|to|as|having|due|for)\b|$)
            "
        );
        for para in items.iter().flat_map(Clone::clone) {
            let p = &self.paper.paras[para];
            if !p.in_flow() || p.str().len() > 2000 {
                continue;
            }
            for range in split_sentences(p.str()) {
                let words = &p.str()[range.clone()];
                let Some(c) = moves.captures(words) else { continue };
                let (Some(verb), Some(whole)) = (c.name("v"), c.get(0)) else { continue };
                let before = words[..verb.start()].trim();
                // Only names stand before the verb: "Cllr A and Cllr B", "At this point Cllr A".
                let before = pattern!(r"(?i)^(?:\W|at this point,?|note:|\(|\d{1,2}[.:]\d\d ?(?:am|pm)?:?)+")
                    .find(before)
                    .map_or(before, |m| &before[m.end()..]);
                let named = list_names(before, None);
                let letters: usize = named.iter().map(|n| n.name_range.len()).sum();
                let timed = c.name("w").is_some() || whole.as_str().contains("meeting");
                if named.is_empty() || letters + 6 * named.len() < before.len() || !timed {
                    continue;
                }
                let when = c.name("w").map(|w| w.as_str());
                let hour =
                    when.and_then(|w| find_times(w, false).first().map(|t| w[t.range.clone()].trim().to_owned()));
                let when = hour.or_else(|| when.map(str::to_owned)).unwrap_or_else(|| verb.as_str().to_owned());
                let cite = self.paper.document.cite(&p.text, range.start..range.start + whole.end());
                let came = matches!(verb.as_str(), "arrived" | "joined" | "entered");
                if verb.as_str() == "returned" {
                    continue;
                }
                for person in &named {
                    let mut known = self.people.iter_mut().filter(|k| is_same_person(&k.name, &person.name));
                    let Some(one) = known.next().filter(|_| known.next().is_none()) else { continue };
                    if !matches!(one.attendance, Attendance::Present | Attendance::Partial | Attendance::Remote) {
                        continue;
                    }
                    let told = if came { &mut one.arrived } else { &mut one.left };
                    if told.is_none() {
                        *told = Some(when.clone());
                        if one.attendance == Attendance::Present {
                            one.attendance = Attendance::Partial;
                        }
                        one.cite = std::mem::take(&mut one.cite).and(cite.clone());
                    }
                }
            }
        }
    }

    /// The one person of the roll that a name, a surname or a first name stands for.
    fn of_roll(&self, name: &str) -> Option<String> {
        let bare = pattern!(
            r"^(?:Board |Council |Committee )?(?:Chair(?:man|person|woman)?|President|Mayor|Convenor|Convener
            |Vice[- ]Chair|Member|Director|Trustee|Councill?or|Cllr\.?|Mr\.?|Mrs\.?|Ms\.?|Dr\.?)\s+"
        )
        .replace(name.trim(), "");
        let fits = |p: &&Participant| {
            is_same_person(&p.name, &bare) || !bare.contains(' ') && p.name.split(' ').next() == Some(&*bare)
        };
        let mut fitting = self.people.iter().filter(fits);
        fitting.next().filter(|_| fitting.next().is_none()).map(|p| p.name.clone())
    }

    /// `Councillor DALGETTY, Convener, presided`, `Mr Hill in the Chair`.
    pub(super) fn chaired_in_text(&self, before: usize) -> Option<(String, Cite)> {
        let presides = pattern!(
            r"
                (?P<n>(?:\p{Lu}[\p{L}.'\u{2019}/-]*\s+){1,5}\p{Lu}[\p{L}'\u{2019}-]+)(?:,?\s*\(?(?:the )?(?:convener
                |chair(?:man|person)?|vice-chair(?:man)?),?\)?)?,?\s+(?:presided|presiding|in the [Cc]hair
                |took the [Cc]hair|chaired the meeting|was in the [Cc]hair|welcomed|opened the meeting as chair)\b
            "
        );
        // Whoever calls to order without an office is not said to preside (record rule 50).
        let to_order = pattern!(
            r"
                \b(?:Chair(?:man|person|woman)?|President|Mayor|Convener|Convenor|Vice[- ]Chair|Reeve)\s+
                (?P<n>(?:\p{Lu}[\p{L}.'\u{2019}-]*\s+){0,3}\p{Lu}[\p{L}'\u{2019}-]+)\s+(?:called|convened|opened)\s+
                (?:the|this)\s+(?:\w+\s+){0,3}?(?:meeting|session)\b|(?i:called to order|opened|convened
                |chaired)\b[^.;]{0,60}?\bby\s+
                (?:the\s+)?(?:\p{Lu}\p{L}+\s+){0,2}?(?:Chair(?:man|person|woman)?|President|Mayor|Convener
                |Convenor),?\s+
                (?P<m>(?:\p{Lu}[\p{L}.'\u{2019}-]*\s+){0,3}\p{Lu}[\p{L}'\u{2019}-]+)
            "
        );
        let strong = pattern!(r"(?i)presid|in the chair|took the chair|chaired the meeting");
        for i in 0..(before + 12).min(self.paper.paras.len()) {
            let para = &self.paper.paras[i];
            if let Some(c) = to_order.captures(para.str())
                && let (Some(n), Some(whole)) = (c.name("n").or(c.name("m")), c.get(0))
                && let Some(known) = self.of_roll(n.as_str())
            {
                return Some((known, self.paper.document.cite(&para.text, whole.range())));
            }
            if let Some(c) = presides.captures(para.str())
                && let (Some(n), Some(whole)) = (c.name("n"), c.get(0))
                && strong.is_match(whole.as_str())
                && let Some(person) = read_name(n.as_str(), None)
            {
                return Some((person.name, self.paper.document.cite(&para.text, whole.range())));
            }
        }
        None
    }
}

/// What people do who are there.
const ACTS: &str = r"
    (?:presented|introduced|reported|explained|advised|said|told|gave|updated|outlined|attended|joined|confirmed
    |responded|answered|summarised|described|spoke|stated|highlighted|provided|welcomed|informed|demonstrated|talked
    |replied|added|observed|was in attendance|was present|was also present|agreed to|undertook|circulated
    |drew attention|took (?:members|the \w+) through|shared|clarified|suggested|commented|asked|queried|moved
    |seconded|proposed|noted that|considered)
";

/// The people whom the items' sentences show to be there and `known` does not hold.
pub(super) fn find_unlisted_people(
    paper: &Stream<'_>,
    items: &[Range<usize>],
    known: &[Participant],
) -> Vec<Participant> {
    // "Jane Okonjo, Head of Housing, presented", "from Mr A Lister, Head of Housing,"
    let posted = pattern!(&format!(
        r"
            (?:^|[.;]\s+|\b(?:by|from|welcomed|thanked|and
            |with)\s+)(?P<n>(?:\p{{Lu}}[\p{{L}}.'\u{{2019}}-]*\s+){{1,4}}\p{{Lu}}[\p{{L}}'\u{{2019}}-]+),\s+(?P<p>
            (?:the\s+)?\p{{Lu}}[^.;:]{{3,90}}?)(?:,\s+(?:and\s+)?(?:then\s+|also\s+)?(?P<v>{ACTS})\b|,\s+and\b|[,.]
            |$|\s+to the meeting)
        "
    ));
    let speaker = pattern!(&format!(
        r"
            (?:^|[.;,]\s+|\b(?:and|but|when|as)\s+)(?P<n>(?:Councillor|Cllr\.?|Cmhlr\.?|PC|PCSO|Sgt|Sergeant|Insp
            |Inspector|Chief Inspector|Superintendent|Supt|DS|DI|DCI|Alderman)\s+(?:(?:Mrs|Ms|Miss
            |Dr)\s+)?(?:\p{{Lu}}[\p{{L}}.'\u{{2019}}-]*\s+){{0,3}}\p{{Lu}}[\p{{L}}'\u{{2019}}-]+)\s+(?:then |also 
            |again )?{ACTS}\b
        "
    ));
    let mut found: Vec<Participant> = Vec::new();
    for para in items.iter().flat_map(Clone::clone) {
        let p = &paper.paras[para];
        if !p.in_flow() || p.str().len() > 4000 {
            continue;
        }
        for range in split_sentences(p.str()) {
            let words = &p.str()[range.clone()];
            for (pattern, with_post) in [(posted, true), (speaker, false)] {
                for c in pattern.captures_iter(words) {
                    let Some(printed) = c.name("n") else { continue };
                    let post = c.name("p").map(|m| m.as_str().trim());
                    // A post or an agency, and an act or an introduction, or a town is not enough.
                    if with_post
                        && !post.is_some_and(|p| (is_post(p) || is_agency(p)) && p.split_whitespace().count() <= 12)
                    {
                        continue;
                    }
                    let acts = c.name("v").is_some()
                        || pattern!(
                            r"
                            (?i)\breport from\b[^.]{0,60}$|\b(?:presentation|update|briefing|welcomed|introduced
                            |overview|demonstration)\b[^.]{0,60}$
                        "
                        )
                        .is_match(&words[..printed.start()]);
                    if with_post && !acts {
                        continue;
                    }
                    let Some(person) = read_name(printed.as_str(), None) else { continue };
                    let known = known
                        .iter()
                        .chain(&found)
                        .any(|k| is_same_person(&k.name, &person.name) || surname(&k.name) == surname(&person.name));
                    if known || person.name.split(' ').count() < 2 && with_post {
                        continue;
                    }
                    let end = post.map_or(printed.end(), |_| c.name("p").map_or(printed.end(), |m| m.end()));
                    let cite = paper.document.cite(&p.text, range.start + printed.start()..range.start + end);
                    // An officer who presents is in attendance (rule 5); whoever else only speaks is inferred (rule
                    // 4).
                    let (role, attendance) = if with_post {
                        (Role::Officer, Attendance::InAttendance)
                    } else {
                        (Role::Member, Attendance::Inferred)
                    };
                    let mut new = participant(person, printed.as_str().to_owned(), role, attendance, cite);
                    if let Some(post) = post {
                        describe(post, &mut new);
                    }
                    found.push(new);
                }
            }
        }
    }
    found
}

fn surname(name: &str) -> String {
    name.split(' ').next_back().unwrap_or_default().to_lowercase()
}
