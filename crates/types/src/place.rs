use serde::{Deserialize, Serialize};

/// Where some words stand, with the words.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct Place {
    /// 1-based page.
    pub page: u32,
    /// Characters (Unicode scalar values) of the page's own text: first, and one past the last.
    pub span: (usize, usize),
    /// Left, top, right, bottom in points from the top left of the page, where the format has pages.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub bbox: Option<[f32; 4]>,
    /// The characters of the span, to the letter.
    pub quote: String,
}

/// The place or places that a value was read from. One place is written as an object, several as a list.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(from = "Written", into = "Written")]
pub struct Cite(pub Vec<Place>);

#[derive(Serialize, Deserialize, schemars::JsonSchema)]
#[serde(untagged)]
enum Written {
    One(Place),
    Several(Vec<Place>),
}

impl From<Written> for Cite {
    fn from(written: Written) -> Self {
        match written {
            Written::One(place) => Self(vec![place]),
            Written::Several(places) => Self(places),
        }
    }
}

impl From<Cite> for Written {
    fn from(Cite(mut places): Cite) -> Self {
        match places.pop() {
            Some(only) if places.is_empty() => Self::One(only),
            Some(last) => {
                places.push(last);
                Self::Several(places)
            }
            None => Self::Several(places),
        }
    }
}

impl schemars::JsonSchema for Cite {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Cite".into()
    }

    fn json_schema(generator: &mut schemars::SchemaGenerator) -> schemars::Schema {
        Written::json_schema(generator)
    }
}

impl Cite {
    /// The first page of the value, if it was read from anywhere.
    pub fn page(&self) -> Option<u32> {
        self.0.first().map(|p| p.page)
    }

    /// Both places' lists, one after the other.
    #[must_use]
    pub fn and(mut self, other: Self) -> Self {
        /// The same place is told twice by neighbours; looking through a thousand others costs more than it saves.
        const BACK: usize = 64;
        for place in other.0 {
            if !self.0[self.0.len().saturating_sub(BACK)..].contains(&place) {
                self.0.push(place);
            }
        }
        self
    }
}

/// A value with the words that it was read from and where they stand.
/// *Each quote is the text at its place.*
#[derive(Clone, Debug, PartialEq)]
pub struct Cited<T> {
    /// What was read.
    pub value: T,
    /// From where.
    pub cite: Cite,
}

impl<T> Cited<T> {
    /// The value made into another; it was read from the same words.
    pub fn map<U>(self, f: impl FnOnce(T) -> U) -> Cited<U> {
        Cited { value: f(self.value), cite: self.cite }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_place_is_an_object_and_several_are_a_list() -> Result<(), serde_json::Error> {
        let place = Place { page: 2, span: (3, 7), bbox: None, quote: "AOB?".into() };
        let one = Cite(vec![place.clone()]);
        assert_eq!(serde_json::to_string(&one)?, r#"{"page":2,"span":[3,7],"quote":"AOB?"}"#);
        for cite in [Cite::default(), one.clone(), Cite(vec![place.clone(), place])] {
            let text = serde_json::to_string(&cite)?;
            assert_eq!(serde_json::from_str::<Cite>(&text)?, cite);
        }
        assert_eq!(one.clone().and(one.clone()), one);
        Ok(())
    }
}
