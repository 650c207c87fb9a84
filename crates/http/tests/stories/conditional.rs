use crate::town::{group, opportunity, town};

fn json_gets() -> Vec<String> {
    let (o, g) = (opportunity(0).id, group(0).id);
    [
        "/v1/themes",
        "/v1/areas",
        "/v1/opportunities",
        "/v1/opportunities?theme=snow&facets=kind",
        "/v1/groups",
        "/v1/search?q=snow",
        "/v1/suggest?q=s",
        "/v1/ranking-policies/current",
        "/openapi.json",
    ]
    .into_iter()
    .map(str::to_owned)
    .chain([format!("/v1/opportunities/{o}"), format!("/v1/opportunities/{o}/similar"), format!("/v1/groups/{g}")])
    .collect()
}

#[test]
fn every_json_get_has_a_strong_tag_and_answers_304_to_it() {
    for target in json_gets() {
        let first = town().get(&target).expect(200);
        let tag = first.header("etag").unwrap_or_else(|| panic!("{target}")).to_owned();
        assert!(tag.starts_with('"'), "strong: {tag}");
        assert!(first.header("cache-control").unwrap().starts_with("public, max-age="), "{target}");
        for given in [tag.clone(), format!("W/{tag}"), format!("\"other\", {tag}"), "*".to_owned()] {
            let again = town().get_with(&target, &[("If-None-Match", &given)]);
            assert_eq!((again.status, again.body.len()), (304, 0), "{target} {given}");
            assert_eq!(again.header("etag"), Some(tag.as_str()));
            assert!(again.header("cache-control").is_some() && again.header("vary").is_some());
        }
        assert_eq!(town().get_with(&target, &[("If-None-Match", "\"other\"")]).status, 200);
    }
}

#[test]
fn another_representation_has_another_tag() {
    let target = format!("/v1/opportunities/{}", opportunity(0).id);
    let tag = |accept: &str| town().get_with(&target, &[("Accept", accept)]).header("etag").unwrap().to_owned();
    let tags = [tag("application/json"), tag("application/ld+json"), tag("text/calendar")];
    assert!(tags[0] != tags[1] && tags[1] != tags[2]);
    assert!(tags.iter().all(|t| t.starts_with("\"v1.")), "{tags:?}");
}

#[test]
fn compressed_bytes_have_a_tag_of_their_own_that_is_known_again() {
    for encoding in ["gzip", "br"] {
        let plain = town().get("/v1/opportunities").expect(200);
        let packed = town().get_with("/v1/opportunities", &[("Accept-Encoding", encoding)]).expect(200);
        assert_eq!(packed.header("content-encoding"), Some(encoding));
        assert!(packed.body.len() * 3 < plain.body.len(), "{} {}", packed.body.len(), plain.body.len());
        let tag = packed.header("etag").unwrap();
        assert_ne!(tag, plain.header("etag").unwrap());
        assert!(packed.header("vary").unwrap().contains("Accept-Encoding"));
        let again = town().get_with("/v1/opportunities", &[("Accept-Encoding", encoding), ("If-None-Match", tag)]);
        assert_eq!((again.status, again.header("etag")), (304, Some(tag)));
    }
}

#[test]
fn a_head_is_a_get_without_its_body() {
    for target in json_gets() {
        let (get, head) = (town().get(&target), town().send("HEAD", &target, &[], b""));
        assert_eq!(
            (head.status, head.header("etag"), head.header("content-length")),
            (get.status, get.header("etag"), get.header("content-length")),
            "{target}"
        );
    }
    assert_eq!(town().send("HEAD", "/v1/nothing", &[], b"").status, 404);
}

#[test]
fn any_page_in_a_browser_may_read_and_none_may_send_credentials() {
    let answer = town().get_with("/v1/themes", &[("Origin", "https://front.example")]).expect(200);
    assert_eq!(answer.header("access-control-allow-origin"), Some("*"));
    assert!(answer.header("access-control-allow-credentials").is_none());
    assert!(answer.header("access-control-expose-headers").unwrap().to_lowercase().contains("etag"));
    let asked = [("Origin", "https://front.example"), ("Access-Control-Request-Method", "POST"), ("Access-Control-Request-Headers", "content-type")];
    let preflight = town().send("OPTIONS", "/v1/matches", &asked, b"");
    assert_eq!((preflight.status, preflight.header("access-control-allow-origin")), (200, Some("*")));
    let refused = town().get_with("/v1/opportunities?colour=red", &[("Origin", "https://front.example")]);
    assert_eq!((refused.status, refused.header("access-control-allow-origin")), (400, Some("*")), "refusals can be read as well");
}
