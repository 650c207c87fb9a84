use super::pointer;
use crate::problem::{At, Fault, Problem};
use serde::de::value::StrDeserializer;
use serde::de::{self, DeserializeOwned, DeserializeSeed, Deserializer, Expected, IntoDeserializer, MapAccess, SeqAccess, Unexpected, Visitor};
use serde::forward_to_deserialize_any;
use serde_json::Value;
use std::fmt;

/// Makes a request of a tree, or points at what does not fit.
pub fn fit<T: DeserializeOwned>(tree: Value) -> Result<T, Problem> {
    T::deserialize(Node(tree)).map_err(|misfit| Problem::Wrong(vec![misfit.fault()]))
}

/// A member that does not fit.
#[derive(Debug)]
struct Misfit {
    /// Innermost segment first.
    path: Vec<String>,
    reason: Reason,
}

#[derive(Debug)]
enum Reason {
    /// There is no such member.
    Unknown,
    /// A member that must be there is not.
    Missing,
    /// Another kind of value is expected.
    Kind(Option<Kind>),
}

/// A kind of JSON value, for people.
#[derive(Debug, Clone, Copy)]
enum Kind {
    Flag,
    Whole,
    Number,
    Text,
    List,
    Object,
}

impl Kind {
    fn words(self) -> (&'static str, &'static str) {
        match self {
            Self::Flag => ("true または false", "true or false"),
            Self::Whole => ("0以上の整数", "a whole number, not negative"),
            Self::Number => ("数値", "a number"),
            Self::Text => ("文字列", "a string"),
            Self::List => ("配列", "an array"),
            Self::Object => ("オブジェクト", "an object"),
        }
    }
}

impl Misfit {
    fn new(reason: Reason) -> Self {
        Self { path: vec![], reason }
    }

    fn below(mut self, segment: impl Into<String>) -> Self {
        self.path.push(segment.into());
        self
    }

    /// The first to know which kind was expected says so.
    fn expected(mut self, kind: Option<Kind>) -> Self {
        if let (Reason::Kind(none @ None), true) = (&mut self.reason, self.path.is_empty()) {
            *none = kind;
        }
        self
    }

    fn fault(self) -> Fault {
        let at = At::Pointer(pointer(self.path.iter().rev()));
        match self.reason {
            Reason::Unknown => Fault::new(at, "unknown_member", "この項目はありません。", "There is no such member."),
            Reason::Missing => Fault::new(at, "required", "値が必要です。", "A value is required."),
            Reason::Kind(Some(kind)) => {
                let (ja, en) = kind.words();
                Fault::new(at, "wrong_type", format!("{ja}で指定してください。"), format!("Must be {en}."))
            }
            Reason::Kind(None) => Fault::new(at, "wrong_type", "値の種類が違います。", "Not a value of the expected kind."),
        }
    }
}

impl fmt::Display for Misfit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:?} at {:?}", self.reason, self.path)
    }
}

impl std::error::Error for Misfit {}

impl de::Error for Misfit {
    fn custom<T: fmt::Display>(_: T) -> Self {
        Self::new(Reason::Kind(None))
    }

    fn invalid_type(_: Unexpected<'_>, _: &dyn Expected) -> Self {
        Self::new(Reason::Kind(None))
    }

    fn unknown_field(_: &str, _: &'static [&'static str]) -> Self {
        Self::new(Reason::Unknown)
    }

    fn missing_field(field: &'static str) -> Self {
        Self::new(Reason::Missing).below(field)
    }
}

struct Node(Value);

impl Node {
    fn visit<'de, V: Visitor<'de>>(self, kind: Option<Kind>, visitor: V) -> Result<V::Value, Misfit> {
        let value = match self.0 {
            Value::Null => visitor.visit_unit(),
            Value::Bool(flag) => visitor.visit_bool(flag),
            Value::Number(n) => match (n.as_u64(), n.as_i64()) {
                (Some(n), _) => visitor.visit_u64(n),
                (None, Some(n)) => visitor.visit_i64(n),
                (None, None) => visitor.visit_f64(n.as_f64().unwrap_or(f64::NAN)),
            },
            Value::String(text) => visitor.visit_string(text),
            Value::Array(list) => visitor.visit_seq(List { at: 0, values: list.into_iter() }),
            Value::Object(map) => visitor.visit_map(Members { values: map.into_iter(), next: None }),
        };
        value.map_err(|misfit| misfit.expected(kind))
    }
}

macro_rules! kinds {
    ($($method:ident: $kind:expr;)*) => {$(
        fn $method<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Misfit> {
            self.visit($kind, visitor)
        }
    )*};
}

impl<'de> Deserializer<'de> for Node {
    type Error = Misfit;

    kinds! {
        deserialize_any: None;
        deserialize_bool: Some(Kind::Flag);
        deserialize_u8: Some(Kind::Whole);
        deserialize_u16: Some(Kind::Whole);
        deserialize_u32: Some(Kind::Whole);
        deserialize_u64: Some(Kind::Whole);
        deserialize_f32: Some(Kind::Number);
        deserialize_f64: Some(Kind::Number);
        deserialize_str: Some(Kind::Text);
        deserialize_string: Some(Kind::Text);
        deserialize_seq: Some(Kind::List);
        deserialize_map: Some(Kind::Object);
    }

    fn deserialize_struct<V: Visitor<'de>>(self, _: &'static str, _: &'static [&'static str], visitor: V) -> Result<V::Value, Misfit> {
        // A list would do for serde; for callers it is a mistake.
        match &self.0 {
            Value::Array(_) => Err(Misfit::new(Reason::Kind(Some(Kind::Object)))),
            _ => self.visit(Some(Kind::Object), visitor),
        }
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Misfit> {
        if self.0.is_null() { visitor.visit_none() } else { visitor.visit_some(self) }
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(self, _: &'static str, visitor: V) -> Result<V::Value, Misfit> {
        visitor.visit_newtype_struct(self)
    }

    forward_to_deserialize_any! {
        i8 i16 i32 i64 i128 u128 char bytes byte_buf unit unit_struct tuple tuple_struct enum identifier ignored_any
    }
}

struct List {
    at: usize,
    values: std::vec::IntoIter<Value>,
}

impl<'de> SeqAccess<'de> for List {
    type Error = Misfit;

    fn next_element_seed<T: DeserializeSeed<'de>>(&mut self, seed: T) -> Result<Option<T::Value>, Misfit> {
        let Some(value) = self.values.next() else { return Ok(None) };
        self.at += 1;
        seed.deserialize(Node(value)).map(Some).map_err(|misfit| misfit.below((self.at - 1).to_string()))
    }
}

struct Members {
    values: serde_json::map::IntoIter,
    next: Option<(String, Value)>,
}

impl<'de> MapAccess<'de> for Members {
    type Error = Misfit;

    fn next_key_seed<K: DeserializeSeed<'de>>(&mut self, seed: K) -> Result<Option<K::Value>, Misfit> {
        let Some((name, value)) = self.values.next() else { return Ok(None) };
        let reader: StrDeserializer<'_, Misfit> = name.as_str().into_deserializer();
        let key = seed.deserialize(reader).map_err(|misfit| misfit.below(name.clone()))?;
        self.next = Some((name, value));
        Ok(Some(key))
    }

    fn next_value_seed<V: DeserializeSeed<'de>>(&mut self, seed: V) -> Result<V::Value, Misfit> {
        let (name, value) = self.next.take().unwrap_or_default();
        seed.deserialize(Node(value)).map_err(|misfit| misfit.below(name))
    }
}
