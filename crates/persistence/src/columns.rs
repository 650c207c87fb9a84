//! How ids, instants, words and documents look in a column: native on PostgreSQL, compact on SQLite.

use crate::connection::MultiBackend;
use crate::error::{Constraint, StoreError};
use chrono::{DateTime, Utc};
use diesel::backend::Backend;
use diesel::deserialize::{self, FromSql, FromSqlRow};
use diesel::expression::AsExpression;
use diesel::pg::{Pg, PgValue};
use diesel::serialize::{self, IsNull, Output, ToSql};
use diesel::sql_types as st;
use diesel::sqlite::Sqlite;
use enmusubi_domain::account::Email;
use enmusubi_domain::opportunity::Source;
use enmusubi_domain::place::Point;
use enmusubi_domain::text::Lang;
use serde::Serialize;
use serde::de::DeserializeOwned;
use std::io::Write;
use uuid::Uuid;

/// uuid on PostgreSQL, a BLOB of 16 bytes on SQLite.
#[derive(Debug, Clone, Copy, Default, st::SqlType, diesel::query_builder::QueryId)]
#[diesel(postgres_type(name = "uuid"), sqlite_type(name = "Binary"))]
pub struct Uid;

/// timestamptz on PostgreSQL, whole microseconds since 1970 on SQLite.
#[derive(Debug, Clone, Copy, Default, st::SqlType, diesel::query_builder::QueryId)]
#[diesel(postgres_type(name = "timestamptz"), sqlite_type(name = "Long"))]
pub struct Instant;

/// jsonb on PostgreSQL, TEXT on SQLite.
#[derive(Debug, Clone, Copy, Default, st::SqlType, diesel::query_builder::QueryId)]
#[diesel(postgres_type(name = "jsonb"), sqlite_type(name = "Text"))]
pub struct Doc;

/// An id in a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, AsExpression, FromSqlRow)]
#[diesel(sql_type = Uid)]
pub struct Id(pub Uuid);

/// An instant in a row, to the microsecond.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, AsExpression, FromSqlRow)]
#[diesel(sql_type = Instant)]
pub struct Ts(pub DateTime<Utc>);

impl Ts {
    /// Cuts what no database keeps.
    pub fn of(instant: DateTime<Utc>) -> Self {
        Self(micros(instant))
    }
}

/// A document in a row, as JSON text. It is read as a shape only beside the row's id, so that a damaged one can be named.
#[derive(Debug, Clone, PartialEq, Eq, AsExpression, FromSqlRow)]
#[diesel(sql_type = Doc)]
pub struct Json(pub String);

impl Json {
    /// Writes a shape.
    pub fn of<T: Serialize + ?Sized>(shape: &T) -> Result<Self, StoreError> {
        serde_json::to_string(shape).map(Self).map_err(|e| StoreError::Other(format!("a document cannot be written: {e}")))
    }

    /// A list of texts.
    pub fn texts(list: &[String]) -> Result<Self, StoreError> {
        for item in list {
            text(item)?;
        }
        Self::of(list)
    }
}

/// A text that both databases can keep: PostgreSQL has no place for the character NUL.
pub fn text(text: &str) -> Result<String, StoreError> {
    if text.contains('\0') { Err(StoreError::Constraint(Constraint::Nul)) } else { Ok(text.to_owned()) }
}

/// The same for a text that may be missing.
pub fn maybe_text(value: Option<&String>) -> Result<Option<String>, StoreError> {
    value.map(|v| text(v)).transpose()
}

/// An instant as the databases keep it: whole microseconds.
pub fn micros(instant: DateTime<Utc>) -> DateTime<Utc> {
    DateTime::from_timestamp_micros(instant.timestamp_micros()).unwrap_or(instant)
}

/// The code of a language.
pub fn lang_code(lang: Lang) -> &'static str {
    match lang {
        Lang::Ja => "ja",
        Lang::En => "en",
    }
}

/// Reads the code of a language.
pub fn lang_of(code: &str) -> Option<Lang> {
    [Lang::Ja, Lang::En].into_iter().find(|lang| lang_code(*lang) == code)
}

/// Reads one row's columns; whatever cannot be read is an error that names the table and the id.
pub struct Reading {
    table: &'static str,
    id: String,
}

impl Reading {
    /// Begins with a row.
    pub fn new(table: &'static str, id: impl ToString) -> Self {
        Self { table, id: id.to_string() }
    }

    /// The row is damaged.
    pub fn damaged(&self, why: impl Into<String>) -> StoreError {
        StoreError::Damaged { table: self.table, id: self.id.clone(), why: why.into() }
    }

    /// A word of the ground.
    pub fn word<T>(&self, column: &str, raw: &str, parse: fn(&str) -> Option<T>) -> Result<T, StoreError> {
        parse(raw).ok_or_else(|| self.damaged(format!("{column} is the unknown word \"{}\"", raw.chars().take(40).collect::<String>().escape_debug())))
    }

    /// A list of words of the ground.
    pub fn words<T>(&self, column: &str, raw: &Json, parse: fn(&str) -> Option<T>) -> Result<Vec<T>, StoreError> {
        self.doc::<Vec<String>>(column, raw)?.iter().map(|w| self.word(column, w, parse)).collect()
    }

    /// A document.
    pub fn doc<T: DeserializeOwned>(&self, column: &str, raw: &Json) -> Result<T, StoreError> {
        serde_json::from_str(&raw.0).map_err(|e| self.damaged(format!("{column} is not as expected: {e}")))
    }

    /// A number that must fit.
    pub fn number<N: Copy + std::fmt::Display, T: TryFrom<N>>(&self, column: &str, raw: N) -> Result<T, StoreError> {
        T::try_from(raw).map_err(|_| self.damaged(format!("{column} is {raw}, which is out of range")))
    }

    /// A number that may be missing.
    pub fn maybe_number<N: Copy + std::fmt::Display, T: TryFrom<N>>(&self, column: &str, raw: Option<N>) -> Result<Option<T>, StoreError> {
        raw.map(|n| self.number(column, n)).transpose()
    }

    /// The SHA-256 of a secret.
    pub fn hash(&self, column: &str, raw: &[u8]) -> Result<[u8; 32], StoreError> {
        raw.try_into().map_err(|_| self.damaged(format!("{column} is no hash")))
    }

    /// An e-mail address.
    pub fn email(&self, column: &str, raw: &str) -> Result<Email, StoreError> {
        // What stands there is not repeated: it may be almost somebody's address.
        Email::parse(column, raw).map_err(|_| self.damaged(format!("{column} is no address")))
    }

    /// A point on the globe, if both halves are there.
    pub fn point(&self, lat: Option<i32>, lon: Option<i32>) -> Result<Option<Point>, StoreError> {
        match (lat, lon) {
            (None, None) => Ok(None),
            (Some(lat), Some(lon)) => Ok(Some(Point { lat, lon })),
            _ => Err(self.damaged("one half of the point is missing")),
        }
    }

    /// Where it came from, if both halves are there.
    pub fn source(&self, name: Option<String>, reference: Option<String>) -> Result<Option<Source>, StoreError> {
        match (name, reference) {
            (None, None) => Ok(None),
            (Some(name), Some(reference)) => Ok(Some(Source { name, reference })),
            _ => Err(self.damaged("one half of the source is missing")),
        }
    }
}

impl st::SqlOrd for Instant {}
impl st::SqlOrd for Uid {}

macro_rules! on_both {
    ($sql:ty, $rust:ty) => {
        impl st::HasSqlType<$sql> for MultiBackend {
            fn metadata(lookup: &mut Self::MetadataLookup) -> Self::TypeMetadata {
                MultiBackend::lookup_sql_type::<$sql>(lookup)
            }
        }
        impl FromSql<$sql, MultiBackend> for $rust {
            fn from_sql(value: <MultiBackend as Backend>::RawValue<'_>) -> deserialize::Result<Self> {
                value.from_sql::<$rust, $sql>()
            }
        }
        impl ToSql<$sql, MultiBackend> for $rust {
            fn to_sql<'b>(&'b self, out: &mut Output<'b, '_, MultiBackend>) -> serialize::Result {
                out.set_value((<$sql>::default(), self));
                Ok(IsNull::No)
            }
        }
    };
}
on_both!(Uid, Id);
on_both!(Instant, Ts);
on_both!(Doc, Json);

impl ToSql<Uid, Pg> for Id {
    fn to_sql<'b>(&'b self, out: &mut Output<'b, '_, Pg>) -> serialize::Result {
        ToSql::<st::Uuid, Pg>::to_sql(&self.0, out)
    }
}
impl FromSql<Uid, Pg> for Id {
    fn from_sql(value: PgValue<'_>) -> deserialize::Result<Self> {
        <Uuid as FromSql<st::Uuid, Pg>>::from_sql(value).map(Id)
    }
}
impl ToSql<Uid, Sqlite> for Id {
    fn to_sql<'b>(&'b self, out: &mut Output<'b, '_, Sqlite>) -> serialize::Result {
        out.set_value(self.0.as_bytes().as_slice());
        Ok(IsNull::No)
    }
}
impl FromSql<Uid, Sqlite> for Id {
    fn from_sql(value: <Sqlite as Backend>::RawValue<'_>) -> deserialize::Result<Self> {
        let bytes = <Vec<u8> as FromSql<st::Binary, Sqlite>>::from_sql(value)?;
        Ok(Id(Uuid::from_slice(&bytes)?))
    }
}
impl ToSql<Instant, Pg> for Ts {
    fn to_sql<'b>(&'b self, out: &mut Output<'b, '_, Pg>) -> serialize::Result {
        ToSql::<st::Timestamptz, Pg>::to_sql(&self.0, out)
    }
}
impl FromSql<Instant, Pg> for Ts {
    fn from_sql(value: PgValue<'_>) -> deserialize::Result<Self> {
        <DateTime<Utc> as FromSql<st::Timestamptz, Pg>>::from_sql(value).map(Ts)
    }
}
impl ToSql<Instant, Sqlite> for Ts {
    fn to_sql<'b>(&'b self, out: &mut Output<'b, '_, Sqlite>) -> serialize::Result {
        out.set_value(self.0.timestamp_micros());
        Ok(IsNull::No)
    }
}
impl FromSql<Instant, Sqlite> for Ts {
    fn from_sql(value: <Sqlite as Backend>::RawValue<'_>) -> deserialize::Result<Self> {
        let micros = <i64 as FromSql<st::BigInt, Sqlite>>::from_sql(value)?;
        DateTime::from_timestamp_micros(micros).map(Ts).ok_or_else(|| format!("{micros} is no instant").into())
    }
}
impl ToSql<Doc, Pg> for Json {
    fn to_sql<'b>(&'b self, out: &mut Output<'b, '_, Pg>) -> serialize::Result {
        // jsonb travels as its version, 1, and then the text.
        out.write_all(&[1])?;
        out.write_all(self.0.as_bytes())?;
        Ok(IsNull::No)
    }
}
impl FromSql<Doc, Pg> for Json {
    fn from_sql(value: PgValue<'_>) -> deserialize::Result<Self> {
        match value.as_bytes() {
            [1, text @ ..] => Ok(Json(std::str::from_utf8(text)?.to_owned())),
            _ => Err("jsonb of an unknown version".into()),
        }
    }
}
impl ToSql<Doc, Sqlite> for Json {
    fn to_sql<'b>(&'b self, out: &mut Output<'b, '_, Sqlite>) -> serialize::Result {
        out.set_value(self.0.as_str());
        Ok(IsNull::No)
    }
}
impl FromSql<Doc, Sqlite> for Json {
    fn from_sql(value: <Sqlite as Backend>::RawValue<'_>) -> deserialize::Result<Self> {
        <String as FromSql<st::Text, Sqlite>>::from_sql(value).map(Json)
    }
}
