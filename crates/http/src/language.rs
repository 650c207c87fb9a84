use enmusubi_domain::text::Lang;

/// The code of a language, as headers name it.
pub fn code(lang: Lang) -> &'static str {
    match lang {
        Lang::Ja => "ja",
        Lang::En => "en",
    }
}

/// The language a caller wants, by `Accept-Language` (RFC 9110, 12.5.4). Japanese when nothing else follows from it.
pub fn wanted(header: &str) -> Lang {
    let ranges: Vec<(String, f32)> = header.split(',').filter_map(range).collect();
    let quality = |code: &str| -> Option<(f32, usize)> {
        let named = ranges.iter().enumerate().filter(|(_, (r, _))| r == code || r.strip_prefix(code).is_some_and(|rest| rest.starts_with('-')));
        let any = ranges.iter().enumerate().filter(|(_, (r, _))| r == "*");
        let best = |a: (f32, usize), b: (f32, usize)| if b.0 > a.0 { b } else { a };
        named.map(|(i, (_, q))| (*q, i)).reduce(best).or_else(|| any.map(|(i, (_, q))| (*q, i)).reduce(best))
    };
    match (quality("ja"), quality("en")) {
        (Some((ja, _)), None) if ja <= 0.0 => Lang::En,
        (None | Some(_), None) => Lang::Ja,
        (None, Some((en, _))) => {
            if en > 0.0 {
                Lang::En
            } else {
                Lang::Ja
            }
        }
        // Of two that are wanted alike, the one named first.
        (Some((ja, first_ja)), Some((en, first_en))) => {
            if en > ja || (en == ja && first_en < first_ja) {
                Lang::En
            } else {
                Lang::Ja
            }
        }
    }
}

/// One range with its quality; nothing where it cannot be read.
fn range(part: &str) -> Option<(String, f32)> {
    let mut pieces = part.split(';').map(str::trim);
    let name = pieces.next().filter(|n| !n.is_empty())?.to_ascii_lowercase();
    let quality = match pieces.find_map(|p| p.strip_prefix("q=").or_else(|| p.strip_prefix("Q="))) {
        None => 1.0,
        Some(q) => q.trim().parse::<f32>().ok().filter(|q| (0.0..=1.0).contains(q))?,
    };
    Some((name, quality))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn qualities_decide_and_japanese_is_the_default() {
        for (header, lang) in [
            ("", Lang::Ja),
            ("en", Lang::En),
            ("en-US,en;q=0.9", Lang::En),
            ("ja,en;q=0.8", Lang::Ja),
            ("en;q=0.8, ja;q=0.9", Lang::Ja),
            ("en,ja", Lang::En),
            ("fr", Lang::Ja),
            ("fr, en;q=0.1", Lang::En),
            ("*", Lang::Ja),
            ("en;q=0", Lang::Ja),
            ("ja;q=0", Lang::En),
            ("*;q=0.5, en;q=0.4", Lang::Ja),
            ("english", Lang::Ja),
            (";;;q=x,,", Lang::Ja),
            ("en;q=7", Lang::Ja),
            ("EN-gb;Q=0.7", Lang::En),
        ] {
            assert_eq!(wanted(header), lang, "{header}");
        }
    }
}
