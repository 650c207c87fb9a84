//! A letter that tells somebody what they must know: one for all of it.
//!
//! The group's name and the opportunity's title stand in it, which are public, and times. Never another person's name, never a contact, never
//! what anybody wrote: whoever may read that looks it up.

/// Dates and times, as people write them.
mod moment;
/// What stands there for each kind, in both languages.
mod words;

use super::letter::{Written, shown};
use super::words::frame;
use chrono::{DateTime, Utc};
use chrono_tz::Tz;
use enmusubi_domain::notice::NoticeKind;
use enmusubi_domain::text::Lang;
use moment::{moment, span};

/// One thing that is told.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Item {
    /// What sort of thing.
    pub kind: NoticeKind,
    /// What the opportunity is called, in the reader's language.
    pub title: String,
    /// What the group is called, for readers who are not of it.
    pub group: Option<String>,
    /// When it takes place: from, to, and how many other dates there are.
    pub when: Option<(DateTime<Utc>, DateTime<Utc>, usize)>,
    /// Until when somebody must answer.
    pub answer_by: Option<DateTime<Utc>>,
    /// How many of them there are: five applications are one thing to tell.
    pub count: usize,
}

/// Where one click stops letters.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Stops {
    /// For whoever sends and reads mail by machine (RFC 8058).
    pub header: Option<String>,
    /// For each kind that stands in the letter and can be stopped.
    pub kinds: Vec<(NoticeKind, String)>,
}

/// Puts some things into one letter.
pub fn letter(items: &[Item], stops: &Stops, lang: Lang, tz: Tz) -> Written {
    let (name, greeting, close) = frame(lang);
    let mut parts = vec![greeting.to_owned()];
    parts.extend(items.iter().map(|item| paragraph(item, lang, tz)));
    if !stops.kinds.is_empty() {
        let lines = stops.kinds.iter().map(|(kind, address)| words::stop(*kind, address, lang));
        parts.push([words::how_to_stop(lang).to_owned()].into_iter().chain(lines).collect::<Vec<_>>().join("\n"));
    }
    parts.push(close.to_owned());
    Written { subject: format!("{name} {}", subject(items, lang)), body: parts.join("\n\n") + "\n", lang, stop: stops.header.clone() }
}

fn subject(items: &[Item], lang: Lang) -> String {
    match items {
        [one] => {
            let head = words::headline(one.kind, one.count, lang);
            match (shown(&one.title), lang) {
                (Some(title), Lang::Ja) => format!("{head}「{title}」"),
                (Some(title), Lang::En) => format!("{head}: {title}"),
                (None, _) => head,
            }
        }
        several => words::several(several.len(), lang),
    }
}

fn paragraph(item: &Item, lang: Lang, tz: Tz) -> String {
    let mut lines = vec![format!("■ {}", words::headline(item.kind, item.count, lang))];
    lines.extend(match (shown(&item.title), item.group.as_deref().and_then(shown)) {
        (Some(title), Some(group)) => Some(match lang {
            Lang::Ja => format!("「{title}」（{group}）"),
            Lang::En => format!("{title} ({group})"),
        }),
        (Some(name), None) | (None, Some(name)) => Some(if lang == Lang::Ja { format!("「{name}」") } else { name }),
        (None, None) => None,
    });
    if let Some((from, to, more)) = item.when {
        lines.push(words::when(&span(from, to, tz, lang), more, lang));
    }
    if let Some(by) = item.answer_by {
        lines.push(words::answer_by(&moment(by, tz, lang), lang));
    }
    lines.push(words::advice(item.kind, lang).to_owned());
    lines.join("\n")
}

#[cfg(test)]
mod tests;
