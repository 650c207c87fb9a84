use super::{Conflict, MEDIA, Problem, ProblemView};
use crate::asking::Asking;
use enmusubi_domain::invalid::{Invalid, Why};
use enmusubi_domain::text::Lang;
use std::collections::BTreeMap;
use utoipa::IntoResponses;
use utoipa::openapi::response::Response;
use utoipa::openapi::{ContentBuilder, HeaderBuilder, ObjectBuilder, Ref, RefOr, ResponseBuilder, Type};

/// What every operation may refuse.
pub struct PlainRefusals;
/// What lists may refuse beside that.
pub struct ListRefusals;
/// What reading one thing may refuse beside that.
pub struct ObjectRefusals;
/// What operations with a body may refuse beside that.
pub struct BodyRefusals;
/// What changes of something that stands may refuse beside that: rules of the domain.
pub struct RuleRefusals;
/// What changes that name a version may refuse beside that.
pub struct VersionRefusals;
/// What operations with a form may refuse beside that.
pub struct FormRefusals;
/// What logging in refuses beside that.
pub struct LoginRefusals;
/// What refreshing a login refuses beside that.
pub struct RefreshRefusals;
/// What steps that may name a version may refuse beside that.
pub struct SeenRefusals;
/// What operations that read lines may refuse beside that.
pub struct LinesRefusals;
/// What operations that take a key may refuse for its sake.
pub struct KeyRefusals;
/// What operations that are not open to anyone refuse.
pub struct CallerRefusals;

const NOT_ACCEPTABLE: Problem = Problem::NotAcceptable { offered: &["application/json"] };

impl IntoResponses for PlainRefusals {
    fn responses() -> BTreeMap<String, RefOr<Response>> {
        documented(&[
            ("Unknown query parameter, or one that cannot be decoded. クエリを読み取れない。", unknown_parameter()),
            ("Not available in a media type the caller accepts. 求められた形式では返せない。", NOT_ACCEPTABLE),
            ("Path or query string too long. URLが長すぎる。", Problem::UriTooLong),
            ("Too many requests from this address. リクエストが多すぎる。", Problem::TooMany { retry_after: 2 }),
            ("Headers too large. ヘッダーが大きすぎる。", Problem::HeadersTooLarge),
            ("Something broke on our side; never because of input. 内部エラー。", Problem::Internal),
            ("Not now: the index is being made, or too many searches are running. 準備中または混雑。", Problem::NotReady),
        ])
    }
}

impl IntoResponses for ListRefusals {
    fn responses() -> BTreeMap<String, RefOr<Response>> {
        let reversed = Problem::wrong_parameters(vec![Invalid::new("to", Why::Reversed)]);
        let mut all = PlainRefusals::responses();
        all.extend(documented(&[
            ("Unknown or repeated parameter, broken encoding, or a cursor of another list. クエリを読み取れない。", unknown_parameter()),
            ("The value of a parameter is wrong; `errors` names each. パラメーターの値に誤りがある。", reversed),
        ]));
        all
    }
}

impl IntoResponses for ObjectRefusals {
    fn responses() -> BTreeMap<String, RefOr<Response>> {
        let mut all = PlainRefusals::responses();
        all.extend(documented(&[("There is nothing under this id. 見つからない。", Problem::NotFound)]));
        all
    }
}

impl IntoResponses for BodyRefusals {
    fn responses() -> BTreeMap<String, RefOr<Response>> {
        let unknown = Problem::wrong_members(vec![Invalid::new("themes/0/code", Why::UnknownCode("snowy".into()))]);
        let mut all = PlainRefusals::responses();
        all.extend(documented(&[
            ("The body is not JSON, or names a member twice. 本文を読み取れない。", Problem::Unreadable(vec![])),
            ("The body took too long to arrive. 本文の受信が遅すぎる。", Problem::SlowBody),
            ("The body is too large. 本文が大きすぎる。", Problem::BodyTooLarge),
            ("The body is not application/json. 本文の形式が違う。", Problem::UnsupportedMedia),
            ("A member is unknown or wrong; `errors` points at each. 本文の項目に誤りがある。", unknown),
        ]));
        all
    }
}

impl IntoResponses for RuleRefusals {
    fn responses() -> BTreeMap<String, RefOr<Response>> {
        documented(&[("A rule refuses as things stand; `code` says which. 今の状態ではできない。", Problem::Conflict(Conflict::NotADraft))])
    }
}

impl IntoResponses for VersionRefusals {
    fn responses() -> BTreeMap<String, RefOr<Response>> {
        documented(&[
            ("It has changed since the version named in `If-Match`. ほかの人が先に変更した。", Problem::OtherVersion),
            ("`If-Match` is missing. If-Match が必要。", Problem::NoVersion),
        ])
    }
}

impl IntoResponses for KeyRefusals {
    fn responses() -> BTreeMap<String, RefOr<Response>> {
        documented(&[
            ("The same request is still at work. 同じリクエストを処理中。", Problem::StillRunning),
            ("The key was used for another request. このキーは別の内容で使われている。", Problem::KeyReused),
        ])
    }
}

impl IntoResponses for FormRefusals {
    fn responses() -> BTreeMap<String, RefOr<Response>> {
        documented(&[
            ("The body took too long to arrive. 本文の受信が遅すぎる。", Problem::SlowBody),
            ("The body is too large. 本文が大きすぎる。", Problem::BodyTooLarge),
        ])
    }
}

impl IntoResponses for LoginRefusals {
    fn responses() -> BTreeMap<String, RefOr<Response>> {
        documented(&[("Address and password do not belong together; nobody is told which is wrong. ログインできない。", Problem::WrongLogin)])
    }
}

impl IntoResponses for RefreshRefusals {
    fn responses() -> BTreeMap<String, RefOr<Response>> {
        documented(&[("Used, expired, or not a token of ours; nobody is told which. トークンが無効。", Problem::RefreshToken)])
    }
}

impl IntoResponses for SeenRefusals {
    fn responses() -> BTreeMap<String, RefOr<Response>> {
        documented(&[("It has changed since the version named in `If-Match`. ほかの人が先に変更した。", Problem::OtherVersion)])
    }
}

impl IntoResponses for LinesRefusals {
    fn responses() -> BTreeMap<String, RefOr<Response>> {
        let mut all = PlainRefusals::responses();
        all.extend(documented(&[
            ("The body took too long to arrive. 本文の受信が遅すぎる。", Problem::SlowBody),
            ("The body is too large. 本文が大きすぎる。", Problem::LinesTooLarge),
            ("The body is not application/x-ndjson. 本文の形式が違う。", Problem::NotLines),
            ("Too many lines; none was looked at. 行が多すぎる。", crate::input::too_many_lines()),
        ]));
        all
    }
}

impl IntoResponses for CallerRefusals {
    fn responses() -> BTreeMap<String, RefOr<Response>> {
        documented(&[
            ("Nobody is signed in, or the credentials do not count any more. 認証が必要。", Problem::SignIn),
            ("Known, but not theirs to do. 権限がない。", Problem::Forbidden),
        ])
    }
}

fn unknown_parameter() -> Problem {
    Problem::unreadable_parameter("colour", "unknown_parameter", "このパラメーターはありません。", "There is no such parameter.")
}

fn documented(refusals: &[(&str, Problem)]) -> BTreeMap<String, RefOr<Response>> {
    refusals.iter().map(|(text, problem)| (problem.face().status.as_u16().to_string(), RefOr::T(one(text, problem)))).collect()
}

fn one(text: &str, problem: &Problem) -> Response {
    let asking = Asking { lang: Lang::Ja, trace_id: "019ad5c2f3a97d0c8e2b4f6a1c3d5e7f".into() };
    let example = serde_json::to_value(ProblemView::of(problem, &asking)).unwrap_or_default();
    let content = ContentBuilder::new().schema(Some(Ref::from_schema_name("Problem"))).example(Some(example)).build();
    let mut response = ResponseBuilder::new().description(text).content(MEDIA, content);
    if let Some((name, value)) = problem.header() {
        let value = ObjectBuilder::new().schema_type(Type::String).examples([value]);
        let header = HeaderBuilder::new().schema(Some(value)).description(Some("See RFC 9110.")).build();
        response = response.header(titled(name.as_str()), header);
    }
    response.build()
}

/// `retry-after` as people write it.
fn titled(name: &str) -> String {
    let word = |w: &str| w.chars().enumerate().map(|(i, c)| if i == 0 { c.to_ascii_uppercase() } else { c }).collect::<String>();
    name.split('-').map(word).collect::<Vec<_>>().join("-")
}
