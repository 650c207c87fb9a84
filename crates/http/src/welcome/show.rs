use super::page::{Sights, html, policy};
use crate::asking::Asking;
use crate::code;
use crate::context::Context;
use crate::input::{Asked, Field, Form, Parameters};
use crate::opportunity::Shown;
use crate::problem::{ListRefusals, Problem};
use actix_web::http::header::{CACHE_CONTROL, CONTENT_LANGUAGE, CONTENT_SECURITY_POLICY};
use actix_web::web::Data;
use actix_web::{HttpRequest, HttpResponse, get};
use chrono::{DateTime, Utc};
use enmusubi_domain::criteria::{Criteria, Facet, ItemType, Sort};
use enmusubi_domain::text::Lang;
use enmusubi_search::{IndexError, Order, Shelf};

/// In which language.
pub struct Language;

impl Parameters for Language {
    const FIELDS: &'static [&'static [Field]] = &[&[Field {
        name: "lang",
        form: Form::Word(code::languages),
        text: ("Language of the page; otherwise that of the browser.", "ページのことば。"),
        example: "en",
    }]];
}

/// The page at the door
///
/// Plain HTML with links that work in the loaded town. No script.
///
/// 案内のページ。
#[utoipa::path(
    tag = "Operation",
    operation_id = "welcome",
    params(Asked<Language>),
    responses(
        (status = 200, description = "The page. 案内。", body = String, content_type = "text/html", example = json!("<!doctype html>…")),
        ListRefusals,
    )
)]
#[get("/")]
pub async fn welcome(request: HttpRequest, context: Data<Context>, asking: Asking, asked: Asked<Language>) -> Result<HttpResponse, Problem> {
    let r = asked.reader();
    let chosen = r.word(
        "lang",
        |code| match code {
            "ja" => Some(Lang::Ja),
            "en" => Some(Lang::En),
            _ => None,
        },
        "ja en",
    );
    r.finish()?;
    let lang = chosen.unwrap_or(asking.lang);
    let (now, host) = (context.now(), host(&request));
    let sights = match context.shelf() {
        Ok(shelf) => context.run(move || look_around(&shelf, host, now, lang)).await?.ok(),
        Err(_) => None,
    };
    let page = html(sights.as_ref(), lang);
    let mut response = HttpResponse::Ok();
    response.insert_header((CONTENT_SECURITY_POLICY, policy())).insert_header((CACHE_CONTROL, "public, max-age=60"));
    Ok(response.insert_header((CONTENT_LANGUAGE, crate::language::code(lang))).content_type("text/html; charset=utf-8").body(page))
}

/// Where the caller reached us, for the example to copy; a name nobody would write is not repeated.
fn host(request: &HttpRequest) -> String {
    let named = request.connection_info().host().to_owned();
    let plain = !named.is_empty() && named.len() < 100 && named.bytes().all(|b| b.is_ascii_alphanumeric() || b".:-[]".contains(&b));
    if plain { named } else { "127.0.0.1:8080".to_owned() }
}

/// Looks for a theme, an area, an opportunity and a group that the loaded town really has.
fn look_around(shelf: &Shelf, host: String, now: DateTime<Utc>, lang: Lang) -> Result<Sights, IndexError> {
    let criteria = Criteria { types: vec![ItemType::Opportunity], ..Criteria::default() };
    let order = Order { sort: Sort::Soonest, limit: 1, after: None, facets: vec![Facet::Theme, Facet::Area] };
    let found = shelf.text.search(&criteria, &order, now)?;
    let most = |facet| found.facets.iter().find(|(f, _)| *f == facet).and_then(|(_, list)| list.first()).map(|(code, _)| code.clone());
    let view = found.hits.first().and_then(|hit| Shown::stored(&hit.view, now).and_then(|shown| shown.view()).ok());
    // Of areas the smallest that the first listing names: a whole city would select nothing.
    let area = view.as_ref().and_then(|v| v.areas.first().cloned()).or_else(|| most(Facet::Area));
    Ok(Sights {
        host,
        documents: shelf.text.len(),
        listings: shelf.matches.len(),
        theme: most(Facet::Theme).and_then(|code| shelf.city.themes.find(&code).map(|t| (code, t.names.get(lang).to_owned()))),
        area: area.and_then(|code| shelf.city.areas.find(&code).map(|a| (code, a.names.get(lang).to_owned()))),
        group: view.as_ref().map(|v| (v.group.id.to_string(), v.group.name.clone())),
        opportunity: view.map(|v| (v.id.to_string(), v.title_en.filter(|_| lang == Lang::En).unwrap_or(v.title))),
    })
}
