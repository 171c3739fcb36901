//! Numbers as lists and pages write them.

/// A number as lists write it: `1`, `a` (after `z` comes `aa`), `A`, `i`, `I`.
pub(crate) fn numeral(number: i64, form: char) -> String {
    let lower = match form {
        'a' | 'A' if (1..=702).contains(&number) => {
            let letter = |n: i64| char::from(b'a' + u8::try_from(n % 26).unwrap_or(0));
            let n = number - 1;
            let head = (n >= 26).then(|| letter(n / 26 - 1));
            head.into_iter().chain([letter(n)]).collect()
        }
        'i' | 'I' if (1..=3999).contains(&number) => {
            const ROMAN: [(i64, &str); 13] = [
                (1000, "m"),
                (900, "cm"),
                (500, "d"),
                (400, "cd"),
                (100, "c"),
                (90, "xc"),
                (50, "l"),
                (40, "xl"),
                (10, "x"),
                (9, "ix"),
                (5, "v"),
                (4, "iv"),
                (1, "i"),
            ];
            let (mut left, mut out) = (number, String::new());
            for (value, sign) in ROMAN {
                while left >= value {
                    out.push_str(sign);
                    left -= value;
                }
            }
            out
        }
        _ => return number.to_string(),
    };
    if form.is_ascii_uppercase() { lower.to_ascii_uppercase() } else { lower }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numerals_of_lists() {
        let all = [(1, '1'), (28, 'a'), (2, 'A'), (14, 'i'), (1994, 'I'), (0, 'i')].map(|(n, f)| numeral(n, f));
        assert_eq!(all, ["1", "ab", "B", "xiv", "MCMXCIV", "0"]);
    }
}
