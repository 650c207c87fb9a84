use super::request::MatchRequest;
use enmusubi_domain::matching::Wish;

/// The wish that a body of `POST /v1/matches` says, by the same reader: for programs that ask without HTTP, such as the lab's golden cases.
///
/// Answers a sentence that names what is wrong. Words (`q`) are refused: they choose listings, and say nothing of fit.
pub fn wish_of(body: serde_json::Value) -> Result<Wish, String> {
    let request: MatchRequest = serde_json::from_value(body).map_err(|e| e.to_string())?;
    let asked = request.read().map_err(|problem| problem.to_string())?;
    if asked.words.is_some() { Err("q: words are no part of a wish".into()) } else { Ok(asked.wish) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn a_wish_is_read_as_the_endpoint_reads_it() {
        let wish = wish_of(json!({ "areas": ["011029"], "reach_km": 2.5, "age": 16 })).unwrap();
        assert_eq!((wish.areas, wish.reach, wish.age), (vec!["011029".to_owned()], Some(2500), Some(16)));
        assert!(wish_of(json!({ "arreas": [] })).unwrap_err().contains("arreas"));
        assert!(wish_of(json!({ "level": "godlike" })).unwrap_err().contains("level"));
        assert!(wish_of(json!({ "q": "雪" })).is_err());
    }
}
