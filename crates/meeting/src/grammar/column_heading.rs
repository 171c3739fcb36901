//! What the heading of a table's column says of what stands in it: `Action by`, `By when`, `Organisation`.

use std::ops::Range;

use crate::grammar::pattern;

/// What a column of a table holds, by its heading or by what stands in it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Column {
    Number,
    Text,
    Action,
    Owner,
    Due,
    Name,
    Organisation,
    Status,
    /// As what somebody came: `Chair`, `Committee Member`.
    Role,
    /// Whom they replace.
    Represents,
    /// Who replaces them.
    RepresentedBy,
    /// A decision a row: `Granted as applied for`.
    Decision,
    Other,
}

/// The role that a heading gives its column.
pub(crate) fn column_role(heading: &str) -> Option<Column> {
    // "Statws / Status", "Enw / Name": either language tells.
    one_role(heading).or_else(|| heading.split(" / ").filter(|_| heading.contains(" / ")).find_map(one_role))
}

pub(crate) fn one_role(heading: &str) -> Option<Column> {
    let heading = heading.trim().trim_end_matches([':', '.']).to_lowercase();
    let is = |pattern: &regex::Regex| pattern.is_match(&heading);
    if heading.chars().count() > 60 {
        return None;
    }
    Some(
        if is(pattern!(
            r"
                ^(?:no|item(?: no\.?)?|ref(?:erence)?|#|(?:agenda )?item(?: number)?
                |(?:meeting ?/ ?)?minute(?: no\.?| number| ref\w*)?|number|rhif|action no\.?)$
            "
        )) {
            Column::Number
        } else if is(pattern!(
            r"
                ^(?:by when|due(?: date| by)?|deadline|target(?: date)?|timescales?|date due|when|completion date
                |by date)$
            "
        )) {
            Column::Due
        } else if is(pattern!(
            r"
                ^(?:owner|lead(?: officer)?|by whom|who|responsib\w+(?: \w+)?|action by|actions? for|action owner
                |assigned to|person responsible|lead/owner|by)$
            "
        )) {
            Column::Owner
        } else if is(pattern!(
            r"
                ^what$|^(?:key ?)?(?:points? ?/ ?)?(?:actions?|agreed actions?|action points?|actions? (?:required
                |agreed
                |arising))(?: ?/ ?(?:lead|owner|by|who|decisions?))?$
            "
        )) {
            Column::Action
        } else if is(pattern!(
            r"\b(?:discussion|minutes?|subject|notes?|detail|key points|summary|matter|business|trafodaeth|item and)\b"
        )) {
            Column::Text
        } else if is(pattern!(
            r"^(?:(?:visitor|attendee|full) )?(?:name|names|member|members|attendee|attendees|councillor|enw)$"
        )) {
            Column::Name
        } else if is(pattern!(
            r"
                ^(?:organi[sz]ation|agency|body|partner(?: agency)?|representing|title/representing|company|service
                |sefydliad|employer|(?:constituent |member |local )?authority|council)$
            "
        )) || is(pattern!(
            r"^(?:[a-z]+ ?(?:/|and|&|,) ?)?(?:agency|organi[sz]ation|employer)(?: ?(?:/|and|&|,) ?[a-z]+)?$"
        )) {
            Column::Organisation
        } else if is(pattern!(
            r"^(?:attendance|attended|status|statws|present|presence|present/apologies|in attendance)$"
        )) {
            Column::Status
        } else if is(pattern!(r"^(?:role|position|post|job title|capacity)$")) {
            Column::Role
        } else if is(pattern!(r"^(?:replacing|substitut(?:e|ing) for|deputi[sz]ing for)$")) {
            Column::Represents
        } else if is(pattern!(r"^(?:substituted by|represented by|substitute|deputy)$")) {
            Column::RepresentedBy
        } else if is(pattern!(r"^(?:\w+ ){0,2}(?:actions?|tasks?)$|^(?:\w+ ){0,2}(?:and|&|/) (?:actions?|tasks?)$")) {
            Column::Action
        } else if is(pattern!(
            r"^(?:\w+ ){0,2}(?:decision|outcome|penderfyniad|resolution|result)(?: of [a-z ]+| reached| made| taken)?$"
        )) {
            Column::Decision
        } else {
            return None;
        },
    )
}

/// The word with which a cell says what was decided on its row: `Granted`, `No objection`, `Refused as unsafe`.
pub(crate) fn outcome_word(text: &str) -> Option<Range<usize>> {
    let c = pattern!(
        r"
        (?i)^\W*(?:the )?(?:application |licence |consent |permission |request |grant )?(?:was |were |be )?(?P<v>granted
        |refused|approved|agreed|deferred|continued|withdrawn|noted|rejected|no objections?|no comments?|support(?:ed)?
        |declined|accepted|adopted|carried|lost|passed|objection)\b
    "
    )
    .captures(text)?;
    c.name("v").map(|v| v.range())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headings_of_columns() {
        for (heading, column) in [
            ("Item", Some(Column::Number)),
            ("Discussion", Some(Column::Text)),
            ("Item and discussion", Some(Column::Text)),
            ("Action/Lead", Some(Column::Action)),
            ("By when", Some(Column::Due)),
            ("Action by", Some(Column::Owner)),
            ("Organisation", Some(Column::Organisation)),
            ("Budget", None),
        ] {
            assert_eq!(column_role(heading), column, "{heading}");
        }
    }
}
