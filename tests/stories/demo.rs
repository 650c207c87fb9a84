use crate::accounts::Accounts;
use crate::service::Service;
use serde_json::{Value, json};

#[test]
fn a_citizen_asks_the_demo_town() {
    let dir = tempfile::tempdir().unwrap();
    let town = Service::start(dir.path(), &["--demo"]);

    the_greeting_leads_somewhere(&town);
    the_welcome_page_has_no_dead_links(&town);
    a_match_explains_itself(&town);
    words_find_what_they_mean(&town);
    wrong_input_is_named_in_the_callers_language(&town);
    the_volunteer_asks_what_fits(&town, &Accounts::of(dir.path()));
    two_clients_at_once_get_the_same_answer(&town);

    assert_eq!(town.end(), Some(0), "a polite request to end is followed");
}

fn the_greeting_leads_somewhere(town: &Service) {
    let (command, lines) = town.said.split_last().unwrap();
    let urls: Vec<&str> = lines.iter().flat_map(|l| l.split_whitespace()).filter(|w| w.starts_with("http://")).collect();
    assert_eq!(urls.len(), 3, "{:#?}", town.said);
    let wish = command.split('\'').rev().nth(1).unwrap();
    let answer = town.post_text("/v1/matches", wish);
    assert!(answer.status == 200 && !answer.json()["results"].as_array().unwrap().is_empty(), "{command}: {}", answer.text);
    for url in urls {
        assert_eq!(town.get(url.strip_prefix(&town.url).unwrap()).status, 200, "{url}");
    }
}

fn the_welcome_page_has_no_dead_links(town: &Service) {
    for language in ["ja", "en"] {
        let page = town.get_in("/", language);
        assert_eq!(page.status, 200);
        let links: Vec<String> = page.text.split("href=\"").skip(1).filter_map(|rest| rest.split('"').next()).map(|l| l.replace("&amp;", "&")).collect();
        assert!(links.len() > 4, "{}", page.text);
        for link in links.iter().filter(|l| l.starts_with('/')) {
            assert_eq!(town.get(link).status, 200, "{link}");
        }
        assert!(!page.text.contains("<script"), "the page works without scripts");
    }
}

fn a_match_explains_itself(town: &Service) {
    let wish = json!({
        "themes": [{"code": "childcare", "interest": 1.0, "level": "introductory"}], "areas": ["011037"],
        "availability": {"day_parts": ["sat_morning", "sat_afternoon", "sun_afternoon"]}, "responsibility": "help", "age": 34, "party_size": 1
    });
    let answer = town.post("/v1/matches", &wish);
    assert_eq!(answer.status, 200, "{}", answer.text);
    let body = answer.json();
    let results = body["results"].as_array().unwrap();
    assert!(!results.is_empty(), "{body:#}");
    for result in results {
        let because = result["because"].as_array().unwrap();
        assert!(because.iter().all(|b| b["text"].as_str().unwrap().chars().any(|c| ('ぁ'..='ん').contains(&c))), "reasons are in Japanese: {because:#?}");
        let person: f64 = because.iter().filter(|b| b["side"] == "person").map(|b| b["contribution"].as_f64().unwrap()).sum();
        assert!((person - result["fit"]["person"].as_f64().unwrap()).abs() < 1e-3, "contributions add up: {result:#}");
        assert!(result["score"].as_f64().unwrap() <= 1.0);
    }
    let misses = body["near_misses"].as_array().unwrap();
    assert!((1..=5).contains(&misses.len()), "{body:#}");
    for miss in misses {
        let why = miss["why_not"].as_array().unwrap();
        assert_eq!(why.len(), 1, "a near miss fails exactly one gate");
        assert!(why[0]["change"]["kind"].is_string(), "{why:#?}");
    }
    assert!(body["engine"]["policy_id"].is_string());
}

fn the_volunteer_asks_what_fits(town: &Service, accounts: &Accounts) {
    let me = accounts.person(town, "volunteer");
    let mine = me.get(town, "/v1/me/matches").expect(200).json();
    let results = mine["results"].as_array().unwrap();
    assert!(results.len() >= 3 && mine["near_misses"].as_array().unwrap().len() == 5, "{mine:#}");
    assert!(!mine["opens_more"].as_array().unwrap().is_empty(), "{mine:#}");
    let first = results[0]["opportunity"]["id"].as_str().unwrap();
    assert_eq!(me.get(town, &format!("/v1/me/matches/{first}")).expect(200).json()["fits"], true);
    me.send(town, "POST", "/v1/me/matches/seen", &json!({"opportunity_ids": [first]})).expect(204);
    assert_ne!(me.get(town, "/v1/me/matches").expect(200).json()["results"][0]["opportunity"]["id"], first, "what is new comes first");
    let listed = me.get(town, "/v1/opportunities?for=me&limit=100").expect(200).json();
    let all = me.get(town, "/v1/me/matches?limit=100").expect(200).json();
    assert_eq!(listed["metadata"]["resultset"]["total"], all["metadata"]["resultset"]["total"], "two ways to the same listings");
}

fn words_find_what_they_mean(town: &Service) {
    let titles = |q: &str| -> Vec<String> {
        let answer = town.get(&format!("/v1/opportunities?q={q}&limit=10"));
        assert_eq!(answer.status, 200, "{}", answer.text);
        answer.json()["results"].as_array().unwrap().iter().map(|o| o["title"].as_str().unwrap().to_owned()).collect()
    };
    // 雪かき, ゆきかき, yukikaki, and a whole question
    for q in ["%E9%9B%AA%E3%81%8B%E3%81%8D", "yukikaki", "%E9%9B%AA%E3%81%8B%E3%81%8D%E3%82%92%E6%89%8B%E4%BC%9D%E3%81%84%E3%81%9F%E3%81%84%E3%81%A7%E3%81%99"]
    {
        let found = titles(q);
        assert!(found.iter().take(5).any(|t| ["雪", "除雪", "つらら"].iter().any(|w| t.contains(w))), "{q}: {found:?}");
    }
}

fn wrong_input_is_named_in_the_callers_language(town: &Service) {
    let cases: &[(&str, u16, &str)] = &[
        ("/v1/opportunities?colour=red", 400, "colour"),
        ("/v1/opportunities?limit=1000", 422, "limit"),
        ("/v1/opportunities?theme=nonsense", 422, "theme"),
        ("/v1/opportunities?from=2027-02-01&to=2027-01-01", 422, "to"),
        ("/v1/opportunities?near=NaN,141", 422, "near"),
        ("/v1/opportunities?cursor=abc", 400, "cursor"),
        ("/v1/opportunities?q=%00", 422, "q"),
    ];
    for (path, status, parameter) in cases {
        for language in ["ja", "en"] {
            let answer = town.get_in(path, language);
            assert_eq!(answer.status, *status, "{path}: {}", answer.text);
            let problem = answer.json();
            assert_eq!(answer.headers["content-type"].to_str().unwrap().split(';').next(), Some("application/problem+json"));
            assert_eq!(problem["errors"][0]["parameter"], *parameter, "{path}: {problem:#}");
            let japanese = problem["title"].as_str().unwrap().chars().any(|c| c > '\u{3000}');
            assert_eq!(japanese, language == "ja", "{problem:#}");
        }
    }
    assert_eq!(town.post_text("/v1/matches", r#"{"themes": [{"code": "\ud800"}]}"#).status / 100, 4);
    assert_eq!(town.post_text("/v1/matches", &"[".repeat(50_000)).status / 100, 4);
    assert_eq!(town.get(&format!("/v1/opportunities?q={}", "%E9%9B%AA".repeat(900))).status / 100, 4);
}

fn two_clients_at_once_get_the_same_answer(town: &Service) {
    let ask = || -> Vec<Value> { (0..10).map(|_| town.get("/v1/opportunities?q=%E5%AD%90%E3%81%A9%E3%82%82&facets=theme,area").json()).collect() };
    let (a, b) = std::thread::scope(|s| {
        let (a, b) = (s.spawn(ask), s.spawn(ask));
        (a.join().unwrap(), b.join().unwrap())
    });
    assert_eq!(a, b);
}
