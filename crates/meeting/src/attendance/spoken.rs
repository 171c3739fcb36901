//! Who took part without standing in a list: named in the text with a post, or speaking as a councillor or in a rank.
//!
//! Residents, applicants and victims stay text (record rule 34): without post, council or rank nobody is taken in.

use std::ops::Range;

use types::{Attendance, Participant, Role};

use crate::attendance::notes::{describe, is_agency, is_post, participant};
use crate::flat::Flat;
use crate::grammar::name::{is_same_person, read_name};
use crate::grammar::pattern;
use crate::grammar::sentence::split_sentences;

/// What people do who are there.
const ACTS: &str = r"(?:presented|introduced|reported|explained|advised|said|told|gave|updated|outlined|attended|joined|confirmed|responded|answered|summarised|described|spoke|stated|highlighted|provided|welcomed|informed|demonstrated|talked|replied|added|observed|was in attendance|was present|was also present|agreed to|undertook|circulated|drew attention|took (?:members|the \w+) through|shared|clarified|suggested|commented|asked|queried|moved|seconded|proposed|noted that|considered)";

/// The people whom the items' sentences show to be there and `known` does not hold.
pub(super) fn find_unlisted_people(flat: &Flat<'_>, items: &[Range<usize>], known: &[Participant]) -> Vec<Participant> {
    // "Jane Okonjo, Head of Housing, presented", "from Mr A Lister, Head of Housing,"
    let posted = pattern!(&format!(
        r"(?:^|[.;]\s+|\b(?:by|from|welcomed|thanked|and|with)\s+)(?P<n>(?:\p{{Lu}}[\p{{L}}.'\u{{2019}}-]*\s+){{1,4}}\p{{Lu}}[\p{{L}}'\u{{2019}}-]+),\s+(?P<p>(?:the\s+)?\p{{Lu}}[^.;:]{{3,90}}?)(?:,\s+(?:and\s+)?(?:then\s+|also\s+)?(?P<v>{ACTS})\b|,\s+and\b|[,.]|$|\s+to the meeting)"
    ));
    let speaker = pattern!(&format!(
        r"(?:^|[.;,]\s+|\b(?:and|but|when|as)\s+)(?P<n>(?:Councillor|Cllr\.?|Cmhlr\.?|PC|PCSO|Sgt|Sergeant|Insp|Inspector|Chief Inspector|Superintendent|Supt|DS|DI|DCI|Alderman)\s+(?:(?:Mrs|Ms|Miss|Dr)\s+)?(?:\p{{Lu}}[\p{{L}}.'\u{{2019}}-]*\s+){{0,3}}\p{{Lu}}[\p{{L}}'\u{{2019}}-]+)\s+(?:then |also |again )?{ACTS}\b"
    ));
    let mut found: Vec<Participant> = Vec::new();
    for para in items.iter().flat_map(Clone::clone) {
        let p = &flat.paras[para];
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
                        || pattern!(r"(?i)\breport from\b[^.]{0,60}$|\b(?:presentation|update|briefing|welcomed|introduced|overview|demonstration)\b[^.]{0,60}$").is_match(&words[..printed.start()]);
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
                    let cite = flat.document.cite(&p.text, range.start + printed.start()..range.start + end);
                    // An officer who presents is in attendance (rule 5); whoever else only speaks is inferred (rule 4).
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
