//! What bytes must be to be a header.

use std::borrow::Cow;
use std::collections::HashSet;
use std::fmt;

use serde::Deserialize;
use serde::de::{
    DeserializeOwned, DeserializeSeed, Deserializer, Error as _, MapAccess,
    SeqAccess, Visitor,
};
use serde_json::Value;

use super::{Error, MAX_HEADER};

/// Characters of a complaint: the other side chooses what it quotes.
const LONGEST_COMPLAINT: usize = 200;

/// The size that a header of any shape gives as `key`, in bytes.
///
/// # Errors
///
/// If there is none, or it is no whole number from 0 to [`u64::MAX`].
pub fn size_in(header: &Value, key: &str) -> Result<u64, Error> {
    let found = header.get(key);
    found.and_then(Value::as_u64).ok_or_else(|| {
        let found = found.map_or("absent".to_owned(), Value::to_string);
        complain(&format!("`{key}` is {found}: a size in bytes is wanted"))
    })
}

/// The length of a header, given as an integer of any size.
pub(super) fn length(length: impl TryInto<i64>) -> Result<usize, Error> {
    let length = length.try_into().unwrap_or(i64::MAX);
    let usable = usize::try_from(length).ok();
    usable
        .filter(|it| (1..=MAX_HEADER).contains(it))
        .ok_or(Error::HeaderLength(length))
}

/// Reads `bytes` twice: serde takes the last of two values that have the same
/// key, or does not look at them if nobody asks for that key.
pub(super) fn parse<H: DeserializeOwned>(bytes: &[u8]) -> Result<H, Error> {
    let complain = |why: serde_json::Error| complain(&why.to_string());
    let mut json = serde_json::Deserializer::from_slice(bytes);
    json.deserialize_map(Unique).map_err(complain)?;
    serde_json::from_slice(bytes).map_err(complain)
}

fn complain(why: &str) -> Error {
    let shown = why.chars().take(LONGEST_COMPLAINT);
    let one_line = |c: char| match c.is_control() {
        true => c.escape_default().to_string(),
        false => c.to_string(),
    };
    Error::Header(shown.map(one_line).collect())
}

/// Takes any JSON in which no object has a key twice, and keeps nothing.
struct Unique;

/// A key, without its escapes.
#[derive(Deserialize, PartialEq, Eq, Hash)]
struct Key<'a>(#[serde(borrow)] Cow<'a, str>);

impl<'de> DeserializeSeed<'de> for Unique {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(
        self,
        json: D,
    ) -> Result<(), D::Error> {
        json.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Unique {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_unit<E>(self) -> Result<(), E> {
        Ok(())
    }

    fn visit_bool<E>(self, _: bool) -> Result<(), E> {
        Ok(())
    }

    fn visit_u64<E>(self, _: u64) -> Result<(), E> {
        Ok(())
    }

    fn visit_i64<E>(self, _: i64) -> Result<(), E> {
        Ok(())
    }

    fn visit_f64<E>(self, _: f64) -> Result<(), E> {
        Ok(())
    }

    fn visit_str<E>(self, _: &str) -> Result<(), E> {
        Ok(())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<(), A::Error> {
        while seq.next_element_seed(Unique)?.is_some() {}
        Ok(())
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        let mut keys = HashSet::new();
        while let Some(key) = map.next_key::<Key<'de>>()? {
            if let Some(Key(key)) = keys.replace(key) {
                let why = format_args!("key {key:?} comes twice");
                return Err(A::Error::custom(why));
            }
            map.next_value_seed(Unique)?;
        }
        Ok(())
    }
}
