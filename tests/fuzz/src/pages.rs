//! Any bytes become pages, or are refused: nothing may panic, hang or fill the memory, and what comes out keeps the
//! promises of its types.
//!
//! `cargo +nightly fuzz run --fuzz-dir tests/fuzz pages CORPUS fixtures/papers fixtures/broken fixtures/golden`

#![no_main]
#![allow(clippy::disallowed_types, reason = "the macro writes a file of its own")]

use libfuzzer_sys::fuzz_target;
use pages::Limits;
use types::Source;

fuzz_target!(|bytes: &[u8]| {
    let limits =
        Limits { unpacked: 1 << 20, pages: 50, glyphs: 20_000, rules: 2_000, operations: 200_000, ..Limits::default() };
    let Ok(read) = pages::read(&Source::new(bytes.to_vec()), &limits) else { return };
    assert!(!read.value.pages.is_empty());
    for (index, page) in read.value.pages.iter().enumerate() {
        assert_eq!(page.number as usize, index + 1);
        assert!(page.rules.len() <= limits.rules && page.fills.len() <= limits.rules);
        for word in &page.words {
            assert!(!word.text.is_empty() && !word.text.contains(char::is_whitespace), "{word:?}");
        }
    }
});
