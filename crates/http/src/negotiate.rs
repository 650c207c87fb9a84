/// The media type to answer with: the first on offer of those wanted most (RFC 9110, 12.5.1). Nothing where none will do.
///
/// Without a header, or with one that cannot be read, the first on offer.
pub fn choose(accept: &str, offered: &[&'static str]) -> Option<&'static str> {
    let ranges: Vec<(String, f32)> = accept.split(',').filter_map(range).collect();
    if ranges.is_empty() {
        return offered.first().copied();
    }
    let mut best: Option<(&'static str, f32)> = None;
    for offer in offered {
        let quality = quality(&ranges, essence(offer));
        if quality > 0.0 && best.is_none_or(|(_, q)| quality > q) {
            best = Some((offer, quality));
        }
    }
    best.map(|(offer, _)| offer)
}

/// A media type without its parameters.
pub fn essence(media: &str) -> &str {
    media.split(';').next().unwrap_or_default().trim()
}

/// What the most specific range says of a media type.
fn quality(ranges: &[(String, f32)], media: &str) -> f32 {
    let (kind, _) = media.split_once('/').unwrap_or((media, ""));
    let any_of_kind = format!("{kind}/*");
    [media, any_of_kind.as_str(), "*/*"].into_iter().find_map(|wanted| ranges.iter().find(|(r, _)| r == wanted)).map_or(0.0, |(_, q)| *q)
}

fn range(part: &str) -> Option<(String, f32)> {
    let mut pieces = part.split(';').map(str::trim);
    let name = pieces.next().filter(|n| n.contains('/'))?.to_ascii_lowercase();
    let quality = pieces.find_map(|p| p.strip_prefix("q=").or_else(|| p.strip_prefix("Q="))).map_or(Some(1.0), |q| q.trim().parse::<f32>().ok())?;
    Some((name, quality.clamp(0.0, 1.0)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_most_wanted_of_what_is_offered_is_chosen() {
        let offered = ["application/json", "application/ld+json", "text/calendar; charset=utf-8"];
        for (accept, chosen) in [
            ("", Some(0)),
            ("*/*", Some(0)),
            ("text/html,application/xhtml+xml,*/*;q=0.8", Some(0)),
            ("application/ld+json", Some(1)),
            ("application/json;q=0.5, application/ld+json", Some(1)),
            ("text/calendar", Some(2)),
            ("text/*", Some(2)),
            ("text/html", None),
            ("application/json;q=0", None),
            ("application/json;q=0, */*", Some(1)),
            ("nonsense", Some(0)),
        ] {
            assert_eq!(choose(accept, &offered), chosen.map(|i: usize| offered[i]), "{accept}");
        }
    }
}
