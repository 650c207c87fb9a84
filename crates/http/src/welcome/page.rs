use super::words::{self, Words};
use crate::input::encode;
use crate::language;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use enmusubi_domain::text::Lang;
use sha2::{Digest, Sha256};
use std::fmt::Write;

/// What of the loaded town the page shows.
#[derive(Debug, Default)]
pub struct Sights {
    /// Where the caller reached us.
    pub host: String,
    /// Things in the index.
    pub documents: u64,
    /// Opportunities that can be matched.
    pub listings: usize,
    /// A theme that has opportunities: code and name.
    pub theme: Option<(String, String)>,
    /// An area that has opportunities: code and name.
    pub area: Option<(String, String)>,
    /// An opportunity: id and title.
    pub opportunity: Option<(String, String)>,
    /// A group: id and name.
    pub group: Option<(String, String)>,
}

const STYLE: &str = "body{max-width:44rem;margin:2rem auto;padding:0 1rem;font:1rem/1.7 system-ui,'Hiragino Sans','Noto Sans JP',sans-serif;color:#1d2733;background:#fbfaf7}\
h1{font-size:1.8rem;margin:0}h2{font-size:1.1rem;margin:2rem 0 .3rem;color:#8a2f3b}p{margin:.4rem 0}ul{padding-left:1.2rem;margin:.3rem 0}\
a{color:#0b5c8a}small{color:#5b6875}pre{background:#f0ede5;padding:.8rem;overflow-x:auto;border-radius:.4rem;font-size:.85rem}nav{float:right}";

/// Nothing may be loaded or run; the one style is known by its hash.
pub fn policy() -> String {
    let hash = STANDARD.encode(Sha256::digest(STYLE));
    format!("default-src 'none'; style-src 'sha256-{hash}'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'")
}

/// The page, plain HTML.
pub fn html(sights: Option<&Sights>, lang: Lang) -> String {
    let w = words::of(lang);
    let code = language::code(lang);
    let other = if lang == Lang::Ja { "en" } else { "ja" };
    let body = sights.map_or_else(|| format!("<p>{}</p>", w.waiting), |s| sights_html(s, w));
    format!(
        "<!doctype html>\n<html lang=\"{code}\">\n<head>\n<meta charset=\"utf-8\">\n<meta name=\"viewport\" content=\"width=device-width,initial-scale=1\">\n\
         <title>{} · {}</title>\n<style>{STYLE}</style>\n</head>\n<body>\n<nav><a href=\"/?lang={other}\" lang=\"{other}\" hreflang=\"{other}\">{}</a></nav>\n\
         <h1>{}</h1>\n<p><small>{} {}</small></p>\n<p>{}</p>\n{body}\n<h2>{}</h2>\n<ul>\n{}{}</ul>\n</body>\n</html>\n",
        w.title,
        w.subtitle,
        w.other,
        w.title,
        w.subtitle,
        env!("CARGO_PKG_VERSION"),
        w.intro,
        w.more,
        item("/docs/", w.docs, ""),
        item("/openapi.json", w.document, ""),
    )
}

fn sights_html(s: &Sights, w: &Words) -> String {
    let mut list = item("/v1/opportunities?sort=newest&limit=5", w.all, "");
    list += &item("/v1/opportunities?beginner_friendly=true&sort=soonest", w.beginners, "");
    if let Some((code, name)) = &s.theme {
        list += &item(&format!("/v1/opportunities?theme={}", encode(code)), w.by_theme, name);
        list += &item(&format!("/v1/search?q={}", encode(name)), w.words, name);
    }
    if let Some((code, name)) = &s.area {
        list += &item(&format!("/v1/opportunities?area={}&facets=theme,day_part", encode(code)), w.by_area, name);
    }
    if let Some((id, title)) = &s.opportunity {
        list += &item(&format!("/v1/opportunities/{id}"), w.one, title);
        list += &item(&format!("/v1/opportunities/{id}/similar"), w.similar, title);
    }
    if let Some((id, name)) = &s.group {
        list += &item("/v1/groups", w.groups, "");
        list += &item(&format!("/v1/groups/{id}"), w.one_group, name);
    }
    list += &item("/v1/themes", w.themes, "");
    list += &item("/v1/areas", w.areas, "");
    list += &item("/v1/ranking-policies/current", w.policy, "");
    let theme = s.theme.as_ref().map_or("snow", |(code, _)| code.as_str());
    let area = s.area.as_ref().map_or(String::new(), |(code, _)| format!(", \"areas\": [\"{code}\"]"));
    let body = format!("{{\"themes\": [{{\"code\": \"{theme}\"}}]{area}, \"availability\": {{\"day_parts\": [\"sat_morning\", \"sun_afternoon\"]}}}}");
    let curl = format!("curl -s -X POST -H 'Content-Type: application/json' http://{}/v1/matches \\\n  -d '{body}'", s.host);
    format!(
        "<p>{}</p>\n<h2>{}</h2>\n<ul>\n{list}</ul>\n<h2>{}</h2>\n<p>{}</p>\n<pre>{}</pre>",
        (w.counts)(s.documents, s.listings),
        w.try_it,
        w.matching,
        w.matching_text,
        escaped(&curl)
    )
}

fn item(address: &str, text: &str, more: &str) -> String {
    let more = if more.is_empty() { String::new() } else { format!(" <small>{}</small>", escaped(more)) };
    format!("<li><a href=\"{}\">{}</a>{more}</li>\n", escaped(address), escaped(text))
}

/// Text that can stand in HTML, in attributes as well.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '<' | '>' | '&' | '"' | '\'' => write!(out, "&#{};", c as u32).unwrap_or_default(),
            other => out.push(other),
        }
    }
    out
}
