//! Whose body it is: printed names of organisations against a register of public bodies.
//!
//! The register holds the local authorities of England and Wales with their official codes (Office for National
//! Statistics, April 2021), and the police forces and fire services of the United Kingdom. The document's own
//! definitions of short forms come before any guess, and a name that fits two bodies is left as it is printed.

use std::sync::LazyLock;

use std::collections::BTreeMap;

use types::{Acronym, Cite, Organization, Participant, ResolutionRule, ResolvedOrganization};

use crate::grammar::pattern;

/// A body of the register.
#[derive(Debug)]
struct Body {
    name: &'static str,
    code: Option<&'static str>,
    kind: &'static str,
}

struct Register {
    /// Councils by the place that their name holds, in small letters: a county and a district may share it.
    councils: BTreeMap<String, Vec<Body>>,
    /// Forces and services by their plain name.
    services: BTreeMap<String, Body>,
}

static REGISTER: LazyLock<Register> = LazyLock::new(|| {
    let mut councils: BTreeMap<String, Vec<Body>> = BTreeMap::new();

    for line in rows(include_str!("../data/councils.tsv")) {
        if let [name, code, kind] = line.as_slice() {
            councils.entry(plain(name)).or_default().push(Body { name, code: Some(code), kind });
        }
    }
    let services = rows(include_str!("../data/services.tsv")).filter_map(|line| match line.as_slice() {
        [name, kind] => Some((plain(name), Body { name, code: None, kind })),
        _ => None,
    });
    Register { councils, services: services.collect() }
});

fn rows(data: &'static str) -> impl Iterator<Item = Vec<&'static str>> {
    data.lines().filter(|l| !l.starts_with('#')).map(|l| l.split('\t').collect())
}

/// Small letters, "&" as "and", no commas, no "the".
fn plain(name: &str) -> String {
    let name = name.to_lowercase().replace('&', " and ").replace([',', '.'], " ").replace('\u{2019}', "'");
    let words = name.split_whitespace().filter(|w| *w != "the");
    words.collect::<Vec<_>>().join(" ")
}

/// What a name tells of the sort of council: the place, and the kinds that its words allow.
fn place(name: &str) -> Option<(String, &'static [&'static str])> {
    const ANY: &[&str] =
        &["county", "district", "unitary", "london_borough", "metropolitan_district", "principal_area"];
    const COUNTY: &[&str] = &["county", "unitary", "principal_area"];
    const DISTRICT: &[&str] = &["district"];
    const BOROUGH: &[&str] = &["district", "unitary", "london_borough", "metropolitan_district", "principal_area"];
    let name = plain(name);
    let front = pattern!(r"^(?P<k>london borough|royal borough|city|county borough) of (?P<p>.+?)(?: council)?$");
    if let Some(c) = front.captures(&name) {
        let kinds = if c.name("k")?.as_str() == "london borough" { &["london_borough"][..] } else { BOROUGH };
        return Some((c.name("p")?.as_str().to_owned(), kinds));
    }
    let behind = pattern!(
        r"
            ^(?P<p>.+?) (?P<k>metropolitan borough council|county borough council|borough council|district council
            |city council|county council|council|mbc|cbc|bc|dc|cc|ua)$
        "
    );
    let c = behind.captures(&name)?;
    let kinds = match c.name("k")?.as_str() {
        "county council" => COUNTY,
        "district council" | "dc" => DISTRICT,
        "borough council"
        | "metropolitan borough council"
        | "county borough council"
        | "city council"
        | "mbc"
        | "cbc"
        | "bc" => BOROUGH,
        _ => ANY,
    };
    let parish = pattern!(r"\b(?:parish|town|community)$").is_match(c.name("p")?.as_str());
    (!parish).then(|| (c.name("p").map(|p| p.as_str().to_owned()).unwrap_or_default(), kinds))
}

fn council(name: &str) -> Option<&'static Body> {
    let (place, kinds) = place(name)?;
    let mut fits = REGISTER.councils.get(&place)?.iter().filter(|b| kinds.contains(&b.kind));
    match (fits.next(), fits.next()) {
        (Some(one), None) => Some(one),
        _ => None,
    }
}

fn service(name: &str) -> Option<&'static Body> {
    let name = plain(name);
    let full = pattern!(r"\b(?:frs|fire and rescue|fire service)$").replace(&name, "fire and rescue service");
    REGISTER.services.get(name.as_str()).or_else(|| REGISTER.services.get(full.as_ref())).or_else(|| {
        // "Essex Constabulary" and "Kent Constabulary" are the forces of these counties.
        let place = name.strip_suffix(" constabulary").or_else(|| name.strip_suffix(" police"))?;
        let other = |suffix| REGISTER.services.get(&format!("{place} {suffix}"));
        other("police").or_else(|| other("constabulary"))
    })
}

/// A partnership or committee whose name holds the name of exactly one council's place.
fn by_council(name: &str) -> Option<&'static Body> {
    let name = plain(name);
    let joint = pattern!(r"\b(?:partnership|safer|committee|board|panel|forum|csp|group)\b").is_match(&name);
    if !joint {
        return None;
    }
    let words: Vec<&str> = name.split(' ').collect();
    let mut places: Vec<&'static Vec<Body>> = Vec::new();
    let mut from = 0;
    // The longest name at each place: "East Sussex" holds no other.
    while from < words.len() {
        let longest = (from + 1..=words.len().min(from + 5))
            .rev()
            .find_map(|to| Some((to, REGISTER.councils.get(&words[from..to].join(" "))?)));
        from = longest.map_or(from + 1, |(to, _)| to);
        places.extend(longest.map(|(_, bodies)| bodies));
    }
    match places.as_slice() {
        [bodies] if bodies.len() == 1 => bodies.first(),
        _ => None,
    }
}

/// The body of the register that a printed name means, and the rule that says so.
fn resolve(name: &str, acronyms: &[Acronym]) -> Option<(&'static Body, ResolutionRule)> {
    if let Some(defined) = acronyms.iter().find(|a| a.abbreviation == name.trim())
        && let Some(body) = council(&defined.expansion).or_else(|| service(&defined.expansion))
    {
        return Some((body, ResolutionRule::Definition));
    }
    if let Some(body) = council(name) {
        let short = pattern!(r"\b(?:MBC|CBC|BC|DC|CC|UA)\W*$").is_match(name);
        return Some((body, if short { ResolutionRule::ShortForm } else { ResolutionRule::Name }));
    }
    if let Some(body) = service(name) {
        return Some((body, ResolutionRule::Name));
    }
    by_council(name).map(|body| (body, ResolutionRule::ByCouncil))
}

/// All organisations of a record that the register has, each name once.
pub(crate) fn resolve_organisations(
    organization: &Organization,
    people: &[Participant],
    acronyms: &[Acronym],
) -> Vec<ResolvedOrganization> {
    let mut names: Vec<(&str, &Cite)> = Vec::new();
    names.extend(organization.name.as_deref().map(|n| (n, &organization.cite)));
    names.extend(organization.parent.as_deref().map(|n| (n, &organization.parent_cite)));
    names.extend(people.iter().filter_map(|p| Some((p.organization.as_deref()?, &p.cite))));
    let mut found: Vec<ResolvedOrganization> = Vec::new();
    for (name, cite) in names {
        if found.iter().any(|f| f.name_text == name) {
            continue;
        }
        let Some((body, rule)) = resolve(name, acronyms) else { continue };
        let is_council = body.code.is_some();
        found.push(ResolvedOrganization {
            name_text: name.to_owned(),
            name: body.name.to_owned(),
            kind: if is_council { format!("council:{}", body.kind) } else { body.kind.to_owned() },
            identifier: body.code.map(str::to_owned),
            rule,
            cite: cite.clone(),
        });
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(name: &str) -> Option<(&'static str, ResolutionRule)> {
        resolve(name, &[]).map(|(b, r)| (b.code.unwrap_or(b.name), r))
    }

    #[test]
    fn names_of_the_register() {
        use ResolutionRule::{ByCouncil, Name, ShortForm};
        assert_eq!(of("Kent County Council"), Some(("E10000016", Name)));
        assert_eq!(of("London Borough of Camden"), Some(("E09000007", Name)));
        assert_eq!(of("Basildon DC"), Some(("E07000066", ShortForm)));
        assert_eq!(of("Essex Police"), Some(("Essex Police", Name)));
        assert_eq!(of("Kent Fire & Rescue"), Some(("Kent Fire and Rescue Service", Name)));
        assert_eq!(of("Thurrock Community Safety Partnership"), Some(("E06000034", ByCouncil)));
    }

    #[test]
    fn what_the_register_does_not_have_stays_as_printed() {
        for name in ["Northmere Borough Council", "Kent Parish Council", "Victim Support", "Essex", "ECC"] {
            assert_eq!(of(name), None, "{name}");
        }
    }

    #[test]
    fn the_documents_own_definition_comes_first() {
        let defined =
            [Acronym { abbreviation: "ECC".into(), expansion: "Essex County Council".into(), cite: Cite::default() }];
        let found = resolve("ECC", &defined).map(|(b, r)| (b.code, r));
        assert_eq!(found, Some((Some("E10000012"), ResolutionRule::Definition)));
    }
}
