use crate::town::{Town, opportunity, settings, shared_shelf, town};
use serde_json::json;
use std::time::Duration;

#[test]
fn unknown_and_repeated_parameters_are_named() {
    for (target, named) in [
        ("/v1/opportunities?colour=red", "colour"),
        ("/v1/opportunities?Q=x", "Q"),
        ("/v1/opportunities?theme=snow&theme=culture", "theme"),
        ("/v1/opportunities?offset=10", "offset"),
        ("/v1/groups?day_part=sat_morning", "day_part"),
        ("/v1/themes?q=x", "q"),
        ("/v1/ranking-policies/current?x=1", "x"),
        ("/v1/suggest?cursor=x", "cursor"),
        ("/livez?x=1", "x"),
        ("/readyz?x=1", "x"),
        ("/?x=1", "x"),
        ("/openapi.json?x", "x"),
    ] {
        let (status, code, names) = town().get(target).refusal();
        assert_eq!((status, code.as_str(), names), (400, "unreadable", vec![named.to_owned()]), "{target}");
    }
    let one = format!("/v1/opportunities/{}?fields=title", opportunity(0).id);
    assert_eq!(town().get(&one).refusal().2, ["fields"]);
    assert_eq!(town().post("/v1/matches?debug=1", &json!({})).refusal(), (400, "unreadable".into(), vec!["debug".into()]));
    let two = town().get("/v1/opportunities?a=1&b=2").refusal();
    assert_eq!(two.2, ["a", "b"], "all of them at once");
}

#[test]
fn broken_encodings_are_unreadable() {
    for target in ["/v1/opportunities?q=%", "/v1/opportunities?q=%zz", "/v1/opportunities?q=%ff", "/v1/opportunities?q=%ED%A0%80", "/v1/opportunities?q=%C0%AF"]
    {
        assert_eq!(town().get(target).refusal(), (400, "unreadable".into(), vec!["q".into()]), "{target}");
    }
}

#[test]
fn each_wrong_value_names_its_parameter() {
    for (query, named) in [
        ("q=a%00b", "q"),
        ("q=a%0Ab", "q"),
        ("theme=snowy", "theme"),
        ("theme=snow,,culture", "theme"),
        ("theme=", "theme"),
        ("theme=snow,snow", "theme"),
        ("area=999999", "area"),
        ("kind=party", "kind"),
        ("near=43", "near"),
        ("near=NaN,141", "near"),
        ("near=inf,141", "near"),
        ("near=91,0", "near"),
        ("near=43,181", "near"),
        ("near=1e1,0", "near"),
        ("near=43,141,5", "near"),
        ("near=43,141&radius_km=0", "radius_km"),
        ("near=43,141&radius_km=-1", "radius_km"),
        ("near=43,141&radius_km=NaN", "radius_km"),
        ("near=43,141&radius_km=99999", "radius_km"),
        ("radius_km=3", "near"),
        ("sort=nearest", "near"),
        ("sort=best", "sort"),
        ("level=expert", "level"),
        ("day_part=sat_night", "day_part"),
        ("from=2026-13-01", "from"),
        ("from=2026-1-1", "from"),
        ("to=tomorrow", "to"),
        ("from=2026-12-31&to=2026-12-01", "to"),
        ("responsibility=boss", "responsibility"),
        ("max_minutes=0", "max_minutes"),
        ("max_minutes=1.5", "max_minutes"),
        ("remote=yes", "remote"),
        ("trial=1", "trial"),
        ("seats=0", "seats"),
        ("seats=99999999999999999999", "seats"),
        ("age=-1", "age"),
        ("age=200", "age"),
        ("audience=cats", "audience"),
        ("accessibility=ramp", "accessibility"),
        ("language=japanese", "language"),
        ("group_id=1", "group_id"),
        ("company_ok=", "company_ok"),
        ("limit=0", "limit"),
        ("limit=101", "limit"),
        ("limit=ten", "limit"),
        ("facets=colour", "facets"),
    ] {
        let (status, code, names) = town().get(&format!("/v1/opportunities?{query}")).refusal();
        assert_eq!((status, code.as_str(), names), (422, "invalid", vec![named.to_owned()]), "{query}");
    }
    let long = "あ".repeat(201);
    assert_eq!(town().get(&format!("/v1/opportunities?q={}", crate::town::encode(&long))).refusal().2, ["q"]);
    let many = (0..51).map(|n| format!("t{n}")).collect::<Vec<_>>().join(",");
    assert_eq!(town().get(&format!("/v1/opportunities?theme={many}")).refusal().2, ["theme"]);
    let several = town().get("/v1/opportunities?age=200&theme=x&from=y").refusal();
    assert_eq!(several.2.len(), 3, "all of them at once");
}

#[test]
fn methods_that_are_not_understood_are_told_which_are() {
    for (method, target, allow) in [
        ("POST", "/v1/opportunities", "GET, HEAD, OPTIONS"),
        ("DELETE", "/v1/themes", "GET, HEAD, OPTIONS"),
        ("GET", "/v1/matches", "POST, OPTIONS"),
        ("PUT", "/v1/groups/019ad5c2-f3a9-7d0c-8e2b-4f6a1c3d5e7f", "GET, HEAD, PATCH, OPTIONS"),
        ("POST", "/v1/opportunities/019ad5c2-f3a9-7d0c-8e2b-4f6a1c3d5e7f/similar", "GET, HEAD, OPTIONS"),
        ("BREW", "/v1/themes", "GET, HEAD, OPTIONS"),
        ("POST", "/", "GET, HEAD, OPTIONS"),
        ("POST", "/docs", "GET, HEAD, OPTIONS"),
    ] {
        let answer = town().send(method, target, &[], b"");
        assert_eq!(answer.refusal().0, 405, "{method} {target}");
        assert_eq!(answer.header("allow"), Some(allow), "{method} {target}");
    }
    let options = town().send("OPTIONS", "/v1/themes", &[], b"");
    assert_eq!((options.status, options.header("allow")), (204, Some("GET, HEAD, OPTIONS")));
}

#[test]
fn forms_that_are_not_offered_are_refused() {
    for accept in ["text/html", "application/xml", "application/json;q=0"] {
        let answer = town().get_with("/v1/themes", &[("Accept", accept)]);
        assert_eq!(answer.refusal(), (406, "not_acceptable".into(), vec![]), "{accept}");
    }
    let one = town().get_with(&format!("/v1/opportunities/{}", opportunity(0).id), &[("Accept", "text/html")]);
    assert!(one.json()["detail"].as_str().unwrap().contains("text/calendar"));
    assert_eq!(town().get_with("/metrics", &[("Accept", "image/png")]).status, 406);
}

#[test]
fn what_is_too_long_is_refused_before_it_is_looked_at() {
    let long = format!("/v1/opportunities?q={}", "a".repeat(8200));
    assert_eq!(town().get(&long).refusal(), (414, "uri_too_long".into(), vec![]));
    assert_eq!(town().get(&format!("/v1/{}", "a".repeat(2000))).refusal().0, 414);
    let value = "a".repeat(17_000);
    assert_eq!(town().get_with("/v1/themes", &[("X-Long", &value)]).refusal(), (431, "headers_too_large".into(), vec![]));
    let body = format!("{{\"areas\": [\"{}\"]}}", "0".repeat(70_000));
    let sent = town().send("POST", "/v1/matches", &[("Content-Type", "application/json")], body.as_bytes());
    assert_eq!(sent.refusal(), (413, "body_too_large".into(), vec![]));
    let chunk = format!("{:x}\r\n{}\r\n0\r\n\r\n", body.len(), body);
    let chunked =
        format!("POST /v1/matches HTTP/1.1\r\nHost: t\r\nConnection: close\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n{chunk}");
    assert_eq!(town().raw(chunked.as_bytes()).refusal().0, 413, "without a length as well");
}

#[test]
fn bodies_of_other_kinds_are_refused() {
    for headers in [
        vec![],
        vec![("Content-Type", "text/plain")],
        vec![("Content-Type", "application/x-www-form-urlencoded")],
        vec![("Content-Type", "application/json; charset=shift_jis")],
        vec![("Content-Type", "application/json"), ("Content-Encoding", "gzip")],
    ] {
        let answer = town().send("POST", "/v1/matches", &headers, b"{}");
        assert_eq!(answer.refusal(), (415, "unsupported_media_type".into(), vec![]), "{headers:?}");
        assert_eq!(answer.header("accept-post"), Some("application/json"));
    }
    town().send("POST", "/v1/matches", &[("Content-Type", "application/json; charset=UTF-8")], b"{}").expect(200);
}

#[test]
fn json_that_parsers_differ_about_is_refused_with_a_pointer() {
    let deep = format!("{{\"themes\": {}1{}}}", "[".repeat(200), "]".repeat(200));
    for (body, status, code, pointer) in [
        ("", 400, "malformed_json", ""),
        ("{", 400, "malformed_json", ""),
        ("{\"age\": 1,}", 400, "malformed_json", ""),
        ("{\"age\": 01}", 400, "malformed_json", "/age"),
        ("{\"age\": NaN}", 400, "malformed_json", "/age"),
        ("{\"age\": 1, \"age\": 2}", 400, "duplicate_member", "/age"),
        ("{\"themes\": [{\"code\": \"\\ud83d\"}]}", 400, "lone_surrogate", "/themes/0/code"),
        (deep.as_str(), 400, "too_deep", "/themes/0/0/0/0/0/0/0/0/0/0/0/0/0/0/0"),
        ("{\"age\": \"34\"}", 422, "wrong_type", "/age"),
        ("{\"limit\": 1.5}", 422, "wrong_type", "/limit"),
        ("{\"home\": [43, 141]}", 422, "wrong_type", "/home"),
        ("{\"__proto__\": {}}", 422, "unknown_member", "/__proto__"),
    ] {
        let answer = town().send("POST", "/v1/matches", &[("Content-Type", "application/json")], body.as_bytes());
        assert_eq!(
            (answer.refusal().0, answer.json()["errors"][0]["code"].as_str().unwrap(), answer.refusal().2[0].as_str()),
            (status, code, pointer),
            "{body}"
        );
    }
    let latin = town().send("POST", "/v1/matches", &[("Content-Type", "application/json")], b"{\"areas\": [\"\xff\"]}");
    assert_eq!((latin.status, latin.json()["errors"][0]["code"].as_str()), (400, Some("not_utf8")));
}

#[test]
fn who_asks_too_often_is_told_when_to_come_back() {
    let town = Town::with(enmusubi_http::Settings { requests_per_minute: 5, ..settings() }, Some(shared_shelf()));
    for left in (0..5).rev() {
        let answer = town.get("/v1/themes").expect(200);
        assert_eq!(answer.header("ratelimit-policy"), Some("\"default\";q=5;w=60"));
        assert!(answer.header("ratelimit").unwrap().starts_with(&format!("\"default\";r={left};t=")), "{:?}", answer.header("ratelimit"));
    }
    let answer = town.get_with("/v1/themes", &[("X-Forwarded-For", "203.0.113.9"), ("Forwarded", "for=203.0.113.9")]);
    assert_eq!(answer.refusal(), (429, "rate_limited".into(), vec![]), "headers that name somebody else are not believed");
    let wait: u64 = answer.header("retry-after").unwrap().parse().unwrap();
    assert!((1..=13).contains(&wait), "{wait}");
    assert!(answer.header("ratelimit").unwrap().starts_with("\"default\";r=0"));
    town.get("/livez").expect(200);
    town.get("/readyz").expect(200);
    town.get("/metrics").expect(200);
}

#[test]
fn a_body_that_does_not_arrive_is_not_waited_for() {
    let town = Town::with(enmusubi_http::Settings { body_deadline: Duration::from_millis(200), ..settings() }, Some(shared_shelf()));
    let answer = town.raw(b"POST /v1/matches HTTP/1.1\r\nHost: t\r\nConnection: close\r\nContent-Type: application/json\r\nContent-Length: 10\r\n\r\n{");
    assert_eq!(answer.refusal(), (408, "slow_body".into(), vec![]));
}

#[test]
fn problems_are_never_kept_and_name_themselves() {
    let answer = town().get("/v1/nothing");
    assert_eq!(answer.header("cache-control"), Some("no-store"));
    assert_eq!(answer.json()["type"], "urn:enmusubi:problem:not_found");
    assert!(answer.header("etag").is_none());
}

#[test]
fn a_fault_of_ours_is_told_as_one_and_costs_nobody_else_anything() {
    let town = Town::by_the_clock(settings(), Some(shared_shelf()), || panic!("a clock that fell off the wall"));
    for _ in 0..5 {
        let answer = town.get_with("/v1/opportunities", &[("Accept-Language", "en")]);
        assert_eq!(answer.refusal(), (500, "internal".into(), vec![]));
        assert!(!answer.text().contains("clock"), "what broke is for the log");
        town.get("/v1/themes").expect(200);
    }
}

#[test]
fn who_finds_no_turn_is_told_to_come_back() {
    let busy = enmusubi_http::Settings { searches: 1, waiting: 1, patience: Duration::ZERO, ..settings() };
    let town = Town::with(busy, Some(shared_shelf()));
    let asked = std::thread::scope(|scope| {
        let handles: Vec<_> = (0..40).map(|_| scope.spawn(|| town.get("/v1/opportunities?limit=100&q=%E9%9B%AA&facets=theme,area"))).collect();
        handles.into_iter().map(|h| h.join().unwrap()).collect::<Vec<_>>()
    });
    assert!(asked.iter().any(|a| a.status == 200), "one at a time is served");
    for refused in asked.iter().filter(|a| a.status != 200) {
        assert_eq!(refused.refusal(), (503, "busy".into(), vec![]));
        assert_eq!(refused.header("retry-after"), Some("1"));
    }
    assert!(asked.iter().any(|a| a.status == 503), "the others are not kept waiting");
    town.get("/v1/opportunities").expect(200);
}
