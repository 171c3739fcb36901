//! Any bytes go down the whole hallway: nothing may panic, and every quote must stand at its place.
//!
//! `cargo +nightly fuzz run --fuzz-dir tests/fuzz read` starts from the papers in `fixtures/`.

#![no_main]
#![allow(clippy::disallowed_types, reason = "the macro writes a file of its own")]

use ingest::Limits;
use libfuzzer_sys::fuzz_target;
use types::Source;

fuzz_target!(|bytes: &[u8]| {
    let limits = Limits { unpacked: 1 << 20, pages: 50, ..Limits::default() };
    let Ok(reading) = ingest::read(&Source::new(bytes.to_vec()), &limits) else { return };
    let document = &reading.value.document;
    for meeting in &reading.value.meetings {
        for place in meeting.cites().into_iter().flat_map(|(_, cite)| &cite.0) {
            let page = usize::try_from(place.page).ok().and_then(|n| document.pages.get(n.checked_sub(1)?));
            assert_eq!(page.and_then(|p| p.slice(place.span)), Some(place.quote.as_str()));
        }
    }
});
