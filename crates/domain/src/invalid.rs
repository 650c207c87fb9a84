//! What is said about a value that cannot be accepted.

use crate::text::Lang;
use chrono::NaiveDate;

/// A field that is wrong, and why.
///
/// `field` is a path in the caller's own words: a parameter (`from`), or a JSON pointer below the
/// body without its leading slash (`themes/0/code`).
#[derive(Debug, Clone, PartialEq)]
pub struct Invalid {
    /// Where the wrong value stands.
    pub field: String,
    /// What is wrong with it.
    pub why: Why,
}

impl Invalid {
    /// Names a wrong field.
    pub fn new(field: impl Into<String>, why: Why) -> Self {
        Self { field: field.into(), why }
    }

    /// The same complaint, one level further out (`0/code` below `themes` is `themes/0/code`).
    pub fn below(self, parent: &str) -> Self {
        Self { field: if self.field.is_empty() { parent.into() } else { format!("{parent}/{}", self.field) }, why: self.why }
    }
}

impl std::fmt::Display for Invalid {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}: {}", self.field, self.why.sentence(Lang::En))
    }
}

/// Why a value cannot be accepted.
#[derive(Debug, Clone, PartialEq)]
pub enum Why {
    /// Nothing was given where something is needed.
    Required,
    /// A code that is in none of the city's lists.
    UnknownCode(String),
    /// A word that is none of the allowed ones.
    NotOneOf(&'static str),
    /// More characters than allowed.
    TooLong {
        /// The most characters accepted.
        max: usize,
    },
    /// Fewer characters than demanded.
    TooShort {
        /// The fewest characters accepted.
        min: usize,
    },
    /// Known or easy to guess, where it should be neither.
    TooCommon,
    /// More entries than allowed.
    TooMany {
        /// The most entries accepted.
        max: usize,
    },
    /// Outside the accepted range, both ends included.
    OutOfRange {
        /// Least accepted value.
        min: f64,
        /// Greatest accepted value.
        max: f64,
    },
    /// A date outside the accepted ones, both ends included.
    DateOutOfRange {
        /// First accepted date.
        min: NaiveDate,
        /// Last accepted date.
        max: NaiveDate,
    },
    /// An end that lies before (or at) its beginning.
    Reversed,
    /// Control characters, NUL or unpaired surrogates.
    ControlCharacter,
    /// Not of the form that is expected; the form is named.
    Malformed(&'static str),
    /// The same thing twice.
    Duplicate(String),
    /// Two answers that exclude each other.
    Contradiction(&'static str),
}

impl Why {
    /// A stable code for programs.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Required => "required",
            Self::UnknownCode(_) => "unknown_code",
            Self::NotOneOf(_) => "not_one_of",
            Self::TooLong { .. } => "too_long",
            Self::TooShort { .. } => "too_short",
            Self::TooCommon => "too_common",
            Self::TooMany { .. } => "too_many",
            Self::OutOfRange { .. } | Self::DateOutOfRange { .. } => "out_of_range",
            Self::Reversed => "reversed",
            Self::ControlCharacter => "control_character",
            Self::Malformed(_) => "malformed",
            Self::Duplicate(_) => "duplicate",
            Self::Contradiction(_) => "contradiction",
        }
    }

    /// A sentence for people.
    pub fn sentence(&self, lang: Lang) -> String {
        match (self, lang) {
            (Self::Required, Lang::Ja) => "値が必要です。".into(),
            (Self::Required, Lang::En) => "A value is required.".into(),
            (Self::UnknownCode(c), Lang::Ja) => {
                format!("「{}」というコードはありません。", shown(c))
            }
            (Self::UnknownCode(c), Lang::En) => format!("There is no code \"{}\".", shown(c)),
            (Self::NotOneOf(list), Lang::Ja) => format!("次のいずれかで指定してください: {list}"),
            (Self::NotOneOf(list), Lang::En) => format!("Must be one of: {list}"),
            (Self::TooLong { max }, Lang::Ja) => format!("長すぎます（{max}文字まで）。"),
            (Self::TooLong { max }, Lang::En) => format!("Too long (at most {max} characters)."),
            (Self::TooShort { min }, Lang::Ja) => format!("短すぎます（{min}文字以上）。"),
            (Self::TooShort { min }, Lang::En) => format!("Too short (at least {min} characters)."),
            (Self::TooCommon, Lang::Ja) => "よく使われる、または推測しやすいものです。別のものにしてください。".into(),
            (Self::TooCommon, Lang::En) => "Too common or easy to guess. Please choose another.".into(),
            (Self::TooMany { max }, Lang::Ja) => format!("多すぎます（{max}件まで）。"),
            (Self::TooMany { max }, Lang::En) => format!("Too many (at most {max})."),
            (Self::OutOfRange { min, max }, Lang::Ja) => {
                format!("{min}から{max}までの値にしてください。")
            }
            (Self::OutOfRange { min, max }, Lang::En) => format!("Must be from {min} to {max}."),
            (Self::DateOutOfRange { min, max }, Lang::Ja) => format!("{min}から{max}までの日付にしてください。"),
            (Self::DateOutOfRange { min, max }, Lang::En) => format!("Must be a date from {min} to {max}."),
            (Self::Reversed, Lang::Ja) => "終わりが始まりより前になっています。".into(),
            (Self::Reversed, Lang::En) => "The end lies before the beginning.".into(),
            (Self::ControlCharacter, Lang::Ja) => "使えない文字（制御文字）が含まれています。".into(),
            (Self::ControlCharacter, Lang::En) => "Contains control characters.".into(),
            (Self::Malformed(form), Lang::Ja) => format!("形式が正しくありません（{form}）。"),
            (Self::Malformed(form), Lang::En) => format!("Not of the expected form ({form})."),
            (Self::Duplicate(what), Lang::Ja) => format!("「{}」が重複しています。", shown(what)),
            (Self::Duplicate(what), Lang::En) => format!("\"{}\" is given twice.", shown(what)),
            (Self::Contradiction(what), Lang::Ja) => format!("同時には指定できません（{what}）。"),
            (Self::Contradiction(what), Lang::En) => format!("These exclude each other ({what})."),
        }
    }
}

/// A caller's own words, cut to a length and rid of control characters before they are repeated.
fn shown(words: &str) -> String {
    words.chars().filter(|c| !c.is_control()).take(60).collect()
}
