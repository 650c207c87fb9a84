use super::Problem;
use enmusubi_domain::invalid::Invalid;
use enmusubi_domain::text::Lang;

/// Where something is wrong.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum At {
    /// A parameter of the query string.
    Parameter(String),
    /// A member of the body, as a JSON pointer (RFC 6901).
    Pointer(String),
}

impl std::fmt::Display for At {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Parameter(name) | Self::Pointer(name) => f.write_str(name),
        }
    }
}

/// One thing that is wrong, and why.
#[derive(Debug, Clone, PartialEq)]
pub struct Fault {
    /// Where.
    pub at: At,
    /// A stable code.
    pub code: &'static str,
    ja: String,
    en: String,
}

impl Fault {
    /// Names a fault in both languages.
    pub fn new(at: At, code: &'static str, ja: impl Into<String>, en: impl Into<String>) -> Self {
        Self { at, code, ja: ja.into(), en: en.into() }
    }

    /// A wrong parameter.
    pub fn parameter(invalid: Invalid) -> Self {
        Self::of(At::Parameter(invalid.field.clone()), invalid)
    }

    /// A wrong member of the body.
    pub fn member(invalid: Invalid) -> Self {
        Self::of(At::Pointer(format!("/{}", invalid.field)), invalid)
    }

    fn of(at: At, invalid: Invalid) -> Self {
        Self::new(at, invalid.why.code(), invalid.why.sentence(Lang::Ja), invalid.why.sentence(Lang::En))
    }

    /// The sentence in one language.
    pub fn detail(&self, lang: Lang) -> &str {
        match lang {
            Lang::Ja => &self.ja,
            Lang::En => &self.en,
        }
    }
}

/// A password that is not the one it should be; `field` is where it stands in the body.
pub fn wrong_password(field: &str) -> Problem {
    let (ja, en) = ("パスワードが違います。", "This is not the password.");
    Problem::Wrong(vec![Fault::new(At::Pointer(format!("/{field}")), "wrong_password", ja, en)])
}

/// A caller's own word, cut to a length and rid of control characters before it is repeated.
pub fn shown(word: &str) -> String {
    word.chars().filter(|c| !c.is_control()).take(60).collect()
}
