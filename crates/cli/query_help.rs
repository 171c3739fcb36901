//! `query`: the query language on one page.

use std::io::Write;

use anyhow::Result;

use crate::exit::Exit;

const PAGE: &str = r#"A query finds units: decisions, actions, items of business, and passages of all other text.
Everything that it asks for must stand in one unit; the hits are the meetings that have one.

Words
  burglary theft            both, in any order; endings do not matter (theft finds thefts)
  "cooper"                  one word in quotes: this form only
  "serious violence"        a phrase
  "violence girls"~3        in this order, with at most 3 other words between
  funding NEAR/10 refuge    in any order, with at most 10 words between; NEAR alone means NEAR/10
  pecuniar*                 words that begin so
  jakson~                   words that differ by a letter or two (~1, ~2)
  drugs OR alcohol          either; words beside each other are joined first: a b OR c is (a b) OR c
  theft -vehicle            without; NOT vehicle is the same
  (drugs OR alcohol) "night time economy"
Hyphens, accents, apostrophes and British or American spelling make no difference: anti-social,
"anti social" and antisocial are one. £2,500 and 20% are not the numbers alone, which find both.
A short form is also searched as what the papers say that it stands for, if they agree; --no-expand
leaves that out.

Fields
  kind:decision             decision, action, item, passage
  type:deferred             what was decided: agreed, noted, refused, deferred and others
  outcome:lost              what became of a motion
  title:housing             words of the item's title
  body:"Safer Northmere"    the body's name, or its council's; partnership: is the same
  council:northmere         the council
  person:jackson            who moved, owns, leads or speaks, or is listed as present
  agency:probation          the agency that such a person comes from
  mover: seconder: owner:   one of these only
  role:chair                lists of people with one of this role
  item:97                   the number of an item
  document:minutes          minutes, notes, agenda, pack and others
  status:draft              draft, approved and others
  file:2019                 words of the file's path
  possible:yes              what the reader was not sure enough of to put it on record
A field takes a word, a phrase, or several in brackets: type:(deferred OR refused).
A query may be fields alone: kind:action agency:probation date:2023/24

Dates
  date:2019  date:2019-04  date:2019-04-17  date:17/4/2019
  date:2019/20              the municipal year, May to April
  date:2018-03..2019-09     from the beginning of the first to the end of the last; one may be left out
Papers without a date are not found by a date; how many would match is told.
"#;

/// `minutebook query`
pub(crate) fn show() -> Result<Exit> {
    anstream::stdout().lock().write_all(PAGE.as_bytes())?;
    Ok(Exit::Done)
}
