use super::pointer;
use crate::problem::{At, Fault, Problem};
use crate::settings::DEPTH_MAX;
use serde::de::{DeserializeSeed, Deserializer, Error, MapAccess, SeqAccess, Visitor};
use serde_json::{Map, Number, Value};
use std::cell::{Cell, RefCell};
use std::fmt;

/// Parses JSON. Refused with a pointer: broken syntax, halves of surrogate pairs, a member named twice, deep nesting.
pub fn parse(bytes: &[u8]) -> Result<Value, Problem> {
    let place = Place::default();
    let Ok(text) = std::str::from_utf8(bytes) else {
        return Err(refused(&place, "not_utf8", "UTF-8 ではありません。".into(), "Not UTF-8.".into()));
    };
    let mut reader = serde_json::Deserializer::from_str(text);
    let tree = Node { place: &place, depth: 0 }.deserialize(&mut reader).and_then(|tree| reader.end().map(|()| tree));
    tree.map_err(|error| complaint(&place, &error))
}

/// Where the parser stands.
#[derive(Default)]
struct Place {
    path: RefCell<Vec<String>>,
    trouble: Cell<Option<Trouble>>,
}

#[derive(Clone, Copy)]
enum Trouble {
    Twice,
    Deep,
}

impl Place {
    /// Goes one step in, reads, and comes back. After a failure it stays, so that the pointer shows where.
    fn within<T, E>(&self, segment: String, read: impl FnOnce() -> Result<T, E>) -> Result<T, E> {
        self.path.borrow_mut().push(segment);
        let value = read()?;
        self.path.borrow_mut().pop();
        Ok(value)
    }

    fn fail<E: Error>(&self, trouble: Trouble) -> E {
        self.trouble.set(Some(trouble));
        E::custom("refused")
    }
}

fn refused(place: &Place, code: &'static str, ja: String, en: String) -> Problem {
    Problem::Unreadable(vec![Fault::new(At::Pointer(pointer(place.path.borrow().iter())), code, ja, en)])
}

fn complaint(place: &Place, error: &serde_json::Error) -> Problem {
    match place.trouble.get() {
        Some(Trouble::Twice) => refused(place, "duplicate_member", "同じ項目が2回あります。".into(), "The same member stands there twice.".into()),
        Some(Trouble::Deep) => {
            refused(place, "too_deep", format!("入れ子が深すぎます（{DEPTH_MAX}段まで）。"), format!("Nested too deeply (at most {DEPTH_MAX} levels)."))
        }
        None if is_half_a_pair(error) => refused(
            place,
            "lone_surrogate",
            "\\u による文字の指定が正しくありません（サロゲートの片方だけ）。".into(),
            "A \\u escape is half of a surrogate pair.".into(),
        ),
        None => refused(
            place,
            "malformed_json",
            format!("JSON として読めません（{}行{}列）。", error.line(), error.column()),
            format!("Not valid JSON (line {}, column {}).", error.line(), error.column()),
        ),
    }
}

/// serde_json says so in three ways, by what follows the first half.
fn is_half_a_pair(error: &serde_json::Error) -> bool {
    let said = error.to_string();
    ["surrogate", "unicode code point", "end of hex escape"].iter().any(|words| said.contains(words))
}

/// One value of the tree.
struct Node<'a> {
    place: &'a Place,
    depth: usize,
}

impl<'de> DeserializeSeed<'de> for Node<'_> {
    type Value = Value;

    fn deserialize<D: Deserializer<'de>>(self, reader: D) -> Result<Value, D::Error> {
        reader.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Node<'_> {
    type Value = Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("any JSON value")
    }

    fn visit_unit<E>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_bool<E>(self, value: bool) -> Result<Value, E> {
        Ok(Value::Bool(value))
    }

    fn visit_i64<E>(self, value: i64) -> Result<Value, E> {
        Ok(Value::Number(value.into()))
    }

    fn visit_u64<E>(self, value: u64) -> Result<Value, E> {
        Ok(Value::Number(value.into()))
    }

    fn visit_f64<E: Error>(self, value: f64) -> Result<Value, E> {
        Number::from_f64(value).map(Value::Number).ok_or_else(|| E::custom("not a number"))
    }

    fn visit_str<E>(self, value: &str) -> Result<Value, E> {
        Ok(Value::String(value.to_owned()))
    }

    fn visit_string<E>(self, value: String) -> Result<Value, E> {
        Ok(Value::String(value))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Value, A::Error> {
        let Self { place, depth } = self;
        if depth >= DEPTH_MAX {
            return Err(place.fail(Trouble::Deep));
        }
        let mut values = vec![];
        while let Some(value) = place.within(values.len().to_string(), || list.next_element_seed(Node { place, depth: depth + 1 }))? {
            values.push(value);
        }
        Ok(Value::Array(values))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut members: A) -> Result<Value, A::Error> {
        let Self { place, depth } = self;
        if depth >= DEPTH_MAX {
            return Err(place.fail(Trouble::Deep));
        }
        let mut map = Map::new();
        while let Some(name) = members.next_key::<String>()? {
            let value = place.within(name.clone(), || {
                if map.contains_key(&name) { Err(place.fail(Trouble::Twice)) } else { members.next_value_seed(Node { place, depth: depth + 1 }) }
            })?;
            map.insert(name, value);
        }
        Ok(Value::Object(map))
    }
}
