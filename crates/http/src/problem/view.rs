use super::{At, ClashView, Problem, WayView};
use crate::asking::Asking;
use enmusubi_domain::text::Lang;
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

/// A refusal (RFC 9457). 問題の説明。
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Problem, example = json!({
    "type": "urn:enmusubi:problem:invalid",
    "title": "入力に誤りがあります",
    "status": 422,
    "detail": "errors に示した項目を直してください。",
    "code": "invalid",
    "trace_id": "019ad5c2f3a97d0c8e2b4f6a1c3d5e7f",
    "errors": [{ "parameter": "to", "code": "reversed", "detail": "終わりが始まりより前になっています。" }]
}))]
pub struct ProblemView {
    /// Identifies the kind of problem; ends in `code`.
    r#type: String,
    /// What kind of problem it is, in the caller's language.
    title: String,
    /// The HTTP status.
    #[schema(minimum = 400, maximum = 599)]
    status: u16,
    /// What to do about it, in the caller's language.
    detail: String,
    /// A stable code for programs.
    code: &'static str,
    /// Names this request in our logs; also in the header `Trace-Id`.
    trace_id: String,
    /// What exactly is wrong, where that can be said; otherwise empty.
    errors: Vec<FaultView>,
    /// What may help, the likeliest first; only where a rule of taking part refuses.
    #[serde(skip_serializing_if = "Option::is_none")]
    ways_out: Option<Vec<WayView>>,
    /// What it clashes with, for `clash`.
    #[serde(skip_serializing_if = "Option::is_none")]
    clash: Option<ClashView>,
    /// The application there is, for `already_applied`.
    #[serde(skip_serializing_if = "Option::is_none")]
    application_id: Option<Uuid>,
    /// Similar opportunities with seats, for `full`.
    #[serde(skip_serializing_if = "Option::is_none")]
    similar: Option<Vec<Uuid>>,
}

/// One thing that is wrong. Names either a `parameter` of the query or a `pointer` into the body.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Fault)]
pub struct FaultView {
    /// The query parameter.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(example = "to")]
    parameter: Option<String>,
    /// The member of the body, as a JSON pointer (RFC 6901).
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(example = "/themes/0/code")]
    pointer: Option<String>,
    /// A stable code for programs.
    #[schema(example = "reversed")]
    code: &'static str,
    /// A sentence for people.
    detail: String,
}

impl ProblemView {
    /// Puts a problem into words.
    pub fn of(problem: &Problem, asking: &Asking) -> Self {
        let face = problem.face();
        let (title, detail) = match asking.lang {
            Lang::Ja => (face.title.0, face.detail.0),
            Lang::En => (face.title.1, face.detail.1),
        };
        let errors = problem.faults().into_iter().map(|fault| {
            let detail = fault.detail(asking.lang).to_owned();
            let (parameter, pointer) = match fault.at {
                At::Parameter(name) => (Some(name), None),
                At::Pointer(pointer) => (None, Some(pointer)),
            };
            FaultView { parameter, pointer, code: fault.code, detail }
        });
        let hindrance = if let Problem::Refused(hindrance) = problem { Some(hindrance.as_ref()) } else { None };
        Self {
            r#type: format!("urn:enmusubi:problem:{}", face.code),
            title: title.to_owned(),
            status: face.status.as_u16(),
            detail,
            code: face.code,
            trace_id: asking.trace_id.clone(),
            errors: errors.collect(),
            ways_out: hindrance.map(|h| h.ways(asking.lang)),
            clash: hindrance.and_then(|h| h.clash()),
            application_id: hindrance.and_then(|h| h.application()),
            similar: hindrance.and_then(|h| h.similar.clone()),
        }
    }
}
