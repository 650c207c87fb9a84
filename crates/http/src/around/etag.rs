use actix_web::http::header::HeaderValue;

/// Endings that mark the compressed forms of a representation.
const ENCODINGS: [&str; 4] = [".gzip", ".br", ".deflate", ".zstd"];

/// The tag of the compressed form: other bytes, other tag (RFC 9110, 8.8.3.3).
pub fn suffixed(tag: &HeaderValue, encoding: &HeaderValue) -> Option<HeaderValue> {
    let opaque = tag.to_str().ok()?.strip_suffix('"')?;
    HeaderValue::from_str(&format!("{opaque}.{}\"", encoding.to_str().ok()?)).ok()
}

/// The tag of an `If-None-Match` that names this representation, in whatever encoding the caller has it.
///
/// The comparison is weak (RFC 9110, 13.1.2): a `W/` in front does not count.
pub fn matching(if_none_match: &str, opaque: &str) -> Option<String> {
    if if_none_match.trim() == "*" {
        return Some(format!("\"{opaque}\""));
    }
    let given = if_none_match.split(',').map(|tag| tag.trim().trim_start_matches("W/"));
    given.filter(|tag| tag.len() >= 2 && tag.starts_with('"') && tag.ends_with('"')).find_map(|tag| {
        let inner = &tag[1..tag.len() - 1];
        let plain = ENCODINGS.iter().find_map(|e| inner.strip_suffix(e)).unwrap_or(inner);
        (plain == opaque).then(|| tag.to_owned())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tag_is_known_in_each_of_its_encodings() {
        for (given, known) in [
            ("\"a1\"", true),
            ("W/\"a1\"", true),
            ("\"x\", \"a1.gzip\"", true),
            ("\"a1.br\"", true),
            ("*", true),
            ("\"a2\"", false),
            ("a1", false),
            ("\"", false),
            ("", false),
        ] {
            assert_eq!(matching(given, "a1").is_some(), known, "{given}");
        }
        assert_eq!(matching("\"a1.gzip\"", "a1").unwrap(), "\"a1.gzip\"");
    }
}
