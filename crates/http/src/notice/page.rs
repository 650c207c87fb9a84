use super::view::NoticeStopView;
use crate::language;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use enmusubi_domain::text::Lang;
use sha2::{Digest, Sha256};

/// The media type of the page.
pub const MEDIA: &str = "text/html; charset=utf-8";

const STYLE: &str = "body{max-width:36rem;margin:3rem auto;padding:0 1rem;font:1rem/1.7 system-ui,'Hiragino Sans','Noto Sans JP',sans-serif;color:#1d2733;background:#fbfaf7}\
h1{font-size:1.4rem}button{font:inherit;padding:.5rem 1.5rem;border:0;border-radius:.4rem;background:#8a2f3b;color:#fff;cursor:pointer}";

/// Nothing may be loaded or run; the one form goes back to this address.
pub fn policy() -> String {
    let hash = STANDARD.encode(Sha256::digest(STYLE));
    format!("default-src 'none'; style-src 'sha256-{hash}'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'")
}

/// What is said.
struct Words {
    title: &'static str,
    before: &'static str,
    after: &'static str,
    button: &'static str,
}

const JA: Words = Words {
    title: "お知らせメールの停止 · 地域の縁結び",
    before: "次のお知らせメールを止めますか。",
    after: "次のお知らせメールを止めました。ログインすると、設定からいつでも元に戻せます。",
    button: "止める",
};

const EN: Words = Words {
    title: "Stop messages · Enmusubi",
    before: "Do you want to stop these messages?",
    after: "These messages are stopped. Log in to get them again at any time.",
    button: "Stop them",
};

/// The page: what a click stops and a button, or that it is stopped.
pub fn html(view: &NoticeStopView, lang: Lang) -> String {
    let words = if lang == Lang::Ja { JA } else { EN };
    let item = |(name, sentence): (&str, &str)| format!("<li><strong>{name}</strong><br>{sentence}</li>");
    let list: String = view.kinds.iter().map(|kind| item(kind.words())).collect();
    let (said, form) = if view.stopped {
        (words.after, String::new())
    } else {
        let button = words.button;
        let form = "<form method=\"post\"><input type=\"hidden\" name=\"List-Unsubscribe\" value=\"One-Click\"><button>";
        (words.before, format!("{form}{button}</button></form>"))
    };
    // A browser that tells no origin at all would be taken for a foreign page; the address is told to nobody else.
    format!(
        "<!doctype html>\n<html lang=\"{}\">\n<head>\n<meta charset=\"utf-8\">\n<meta name=\"viewport\" content=\"width=device-width,initial-scale=1\">\n\
         <meta name=\"referrer\" content=\"same-origin\">\n<meta name=\"robots\" content=\"noindex\">\n<title>{}</title>\n<style>{STYLE}</style>\n</head>\n\
         <body>\n<h1>{}</h1>\n<p>{said}</p>\n<ul>{list}</ul>\n{form}\n</body>\n</html>\n",
        language::code(lang),
        words.title,
        words.title,
    )
}
