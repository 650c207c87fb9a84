use serde_json::{Value, json};
use utoipa::openapi::path::{Parameter, ParameterBuilder, ParameterIn, ParameterStyle};
use utoipa::openapi::schema::{ArrayBuilder, ObjectBuilder, Schema};
use utoipa::openapi::{KnownFormat, Required, SchemaFormat, Type};

/// One query parameter: how it is read and how it is explained come from the same line.
pub struct Field {
    /// Its name.
    pub name: &'static str,
    /// What it may look like.
    pub form: Form,
    /// What it does, in English and in Japanese.
    pub text: (&'static str, &'static str),
    /// An example that works.
    pub example: &'static str,
}

/// What a value may look like.
pub enum Form {
    /// Text of at most so many characters.
    Text(usize),
    /// Text of at most so many characters that must be there.
    Needed(usize),
    /// One of these words.
    Word(fn() -> Vec<String>),
    /// Some of these words, separated by commas.
    Words(fn() -> Vec<String>),
    /// Codes or ids, separated by commas; the pattern of one.
    Codes(&'static str),
    /// One id.
    Id,
    /// `lat,lon` in degrees.
    Point,
    /// A whole number from … to ….
    Whole(i64, i64),
    /// A number above … up to ….
    Decimal(f64, f64),
    /// `true` or `false`.
    Flag,
    /// `YYYY-MM-DD`.
    Date,
    /// A cursor of ours.
    Cursor,
}

/// Most values of one parameter.
pub const VALUES_MAX: usize = enmusubi_domain::criteria::VALUES_MAX;

impl Field {
    /// How the document describes it.
    pub fn documented(&self) -> Parameter {
        let several = matches!(self.form, Form::Words(_) | Form::Codes(_));
        let mut parameter = ParameterBuilder::new()
            .name(self.name)
            .parameter_in(ParameterIn::Query)
            .required(if matches!(self.form, Form::Needed(_)) { Required::True } else { Required::False })
            .description(Some(format!("{}\n\n{}", self.text.0, self.text.1)))
            .schema(Some(self.schema()))
            .example(Some(self.example()));
        if several {
            parameter = parameter.style(Some(ParameterStyle::Form)).explode(Some(false));
        }
        parameter.build()
    }

    fn example(&self) -> Value {
        match self.form {
            Form::Words(_) | Form::Codes(_) => json!(self.example.split(',').collect::<Vec<_>>()),
            Form::Whole(..) | Form::Decimal(..) | Form::Flag => serde_json::from_str(self.example).unwrap_or_default(),
            Form::Text(_) | Form::Needed(_) | Form::Word(_) | Form::Id | Form::Point | Form::Date | Form::Cursor => json!(self.example),
        }
    }

    fn schema(&self) -> Schema {
        let text = || ObjectBuilder::new().schema_type(Type::String);
        match &self.form {
            Form::Text(max) | Form::Needed(max) => text().max_length(Some(*max)).into(),
            Form::Word(words) => text().enum_values(Some(words())).into(),
            Form::Words(words) => several(text().enum_values(Some(words()))),
            Form::Codes(pattern) => several(text().pattern(Some(*pattern))),
            Form::Id => text().format(Some(SchemaFormat::KnownFormat(KnownFormat::Uuid))).into(),
            Form::Point => text().pattern(Some(r"^-?\d+(\.\d+)?,-?\d+(\.\d+)?$")).max_length(Some(60)).into(),
            Form::Whole(min, max) => ObjectBuilder::new().schema_type(Type::Integer).minimum(Some(*min as isize)).maximum(Some(*max as isize)).into(),
            Form::Decimal(above, max) => ObjectBuilder::new().schema_type(Type::Number).exclusive_minimum(Some(*above)).maximum(Some(*max)).into(),
            Form::Flag => ObjectBuilder::new().schema_type(Type::Boolean).into(),
            Form::Date => text().format(Some(SchemaFormat::KnownFormat(KnownFormat::Date))).into(),
            Form::Cursor => text().max_length(Some(400)).pattern(Some("^[A-Za-z0-9_-]+$")).into(),
        }
    }
}

fn several(one: ObjectBuilder) -> Schema {
    ArrayBuilder::new().items(one).min_items(Some(1)).max_items(Some(VALUES_MAX)).into()
}
