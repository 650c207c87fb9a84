use crate::town::{Town, settings, shared_shelf, town};

#[test]
fn a_server_without_an_index_is_alive_and_not_ready() {
    let town = Town::with(settings(), None);
    assert_eq!(town.get("/livez").expect(200).json()["status"], "alive");
    let answer = town.get("/readyz");
    assert_eq!(answer.refusal(), (503, "not_ready".into(), vec![]));
    assert!(answer.header("retry-after").is_some());
    assert_eq!(town.get("/v1/opportunities").refusal().0, 503);
    assert_eq!(town.get("/v1/themes").refusal().0, 503);
    town.get("/metrics").expect(200);
    assert!(town.get("/").expect(200).text().contains("準備"));
}

#[test]
fn readiness_tells_how_far_the_index_lags_and_ends_before_the_server_does() {
    let town = Town::with(settings(), Some(shared_shelf()));
    town.pulse.lags(1500);
    let json = town.get("/readyz").expect(200).json();
    assert_eq!((json["status"].as_str(), json["index"]["lag_seconds"].as_f64()), (Some("ready"), Some(1.5)));
    town.pulse.lost();
    assert_eq!(town.get("/readyz").expect(200).json()["index"]["following"], false, "a lost database is no reason to stop reading");
    town.pulse.leave();
    assert_eq!(town.get("/readyz").status, 503);
    assert_eq!(town.get("/v1/themes").status, 200, "what is asked is still answered");
}

#[test]
fn metrics_count_by_route_and_say_nothing_of_what_was_asked() {
    let town = Town::with(settings(), Some(shared_shelf()));
    town.get("/v1/opportunities?q=himitsu").expect(200);
    town.get("/v1/opportunities/secret-id");
    town.get("/nowhere/secret-id");
    town.pulse.lags(250);
    let answer = town.get("/metrics").expect(200);
    assert!(answer.header("content-type").unwrap().starts_with("text/plain; version=0.0.4"));
    let text = answer.text();
    for line in [
        "enmusubi_http_requests_total{route=\"/v1/opportunities\",method=\"GET\",status=\"2xx\"} 1",
        "enmusubi_http_requests_total{route=\"/v1/opportunities/{id}\",method=\"GET\",status=\"4xx\"} 1",
        "enmusubi_http_requests_total{route=\"unmatched\",method=\"GET\",status=\"4xx\"} 1",
        "enmusubi_index_lag_seconds 0.25",
        "enmusubi_http_request_seconds_bucket{route=\"/v1/opportunities\",method=\"GET\",le=\"5\"} 1",
    ] {
        assert!(text.contains(line), "{line}\n{text}");
    }
    assert!(!text.contains("himitsu") && !text.contains("secret") && !text.contains("127.0.0.1"));
}

#[test]
fn the_page_at_the_door_leads_everywhere_in_both_languages() {
    for (headers, lang, word) in [(vec![], "ja", "地域の縁結び"), (vec![("Accept-Language", "en")], "en", "No account needed")] {
        let answer = town().get_with("/", &headers).expect(200);
        assert_eq!(answer.header("content-language"), Some(lang));
        assert!(answer.header("content-type").unwrap().starts_with("text/html"));
        let policy = answer.header("content-security-policy").unwrap();
        assert!(policy.contains("default-src 'none'") && !policy.contains("unsafe"), "{policy}");
        let page = answer.text();
        assert!(page.contains(word) && !page.contains("<script"));
        let links: Vec<String> = page.split("href=\"").skip(1).map(|rest| rest.split('"').next().unwrap().replace("&#38;", "&")).collect();
        assert!(links.len() >= 12, "{links:?}");
        for link in links {
            let there = town().get(&link).expect(200);
            if link.starts_with("/v1/") {
                assert_ne!(there.json()["metadata"]["resultset"]["total"], 0, "{link} shows something");
            }
        }
    }
    assert_eq!(town().get("/?lang=en").header("content-language"), Some("en"));
    assert_eq!(town().get("/?lang=fr").refusal().2, ["lang"]);
}

#[test]
fn the_document_can_be_read_in_a_page_that_loads_nothing_from_elsewhere() {
    let redirect = town().get("/docs");
    assert_eq!((redirect.status, redirect.header("location")), (308, Some("/docs/")));
    let page = town().get("/docs/").expect(200);
    assert!(page.header("content-security-policy").unwrap().starts_with("default-src 'self'"));
    let text = page.text();
    assert!(text.contains("swagger") && !text.contains("http://") && !text.contains("https://"), "{text}");
    let scripts: Vec<String> = text.split("src=\"").skip(1).map(|r| r.split('"').next().unwrap().trim_start_matches("./").to_owned()).collect();
    assert!(!scripts.is_empty());
    for script in scripts {
        town().get(&format!("/docs/{script}")).expect(200);
    }
    assert!(town().get("/docs/swagger-initializer.js").expect(200).text().contains("/openapi.json"));
    assert_eq!(town().get("/docs/nothing.js").status, 404);
}

#[test]
fn every_answer_carries_the_headers_that_protect_readers() {
    for target in ["/", "/v1/themes", "/v1/nothing", "/docs/", "/metrics"] {
        let answer = town().get(target);
        assert_eq!(answer.header("x-content-type-options"), Some("nosniff"), "{target}");
        assert_eq!(answer.header("referrer-policy"), Some("no-referrer"), "{target}");
        assert!(answer.header("content-security-policy").is_some(), "{target}");
    }
}
