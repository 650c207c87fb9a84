use crate::town::{LISTED, encode, town};

#[test]
fn one_list_over_every_type_marks_the_words() {
    let json = town().get(&format!("/v1/search?q={}&limit=100", encode("雪かき"))).expect(200).json();
    let results = json["results"].as_array().unwrap();
    assert!(!results.is_empty());
    assert_eq!(results[0]["type"], "opportunity");
    assert!(results[0]["score"].as_f64().unwrap() > 0.0);
    let marked = results[0]["highlight"].as_array().unwrap().iter().any(|h| h["field"] == "title" && h["text"].as_str().unwrap().contains("<em>"));
    assert!(marked, "{}", results[0]["highlight"]);
    assert_eq!(results[0]["item"]["themes"][0], "snow");
}

#[test]
fn types_select() {
    let everything = town().get("/v1/search?limit=100").expect(200).json();
    assert_eq!(everything["metadata"]["resultset"]["total"], LISTED + 6);
    let groups = town().get("/v1/search?type=group").expect(200).json();
    assert!(groups["results"].as_array().unwrap().iter().all(|r| r["type"] == "group" && r["item"]["name"].is_string()));
    assert_eq!(groups["metadata"]["resultset"]["total"], 6);
}

#[test]
fn completions_follow_kana_and_kanji() {
    for typed in ["ゆき", "雪", "東区", "えほん", "snow"] {
        let json = town().get(&format!("/v1/suggest?q={}", encode(typed))).expect(200).json();
        let results = json["results"].as_array().unwrap();
        assert!(!results.is_empty(), "{typed}");
        assert!(results.iter().all(|s| s["text"].is_string() && s["count"].is_u64() && s["kind"].is_string()));
    }
    assert!(town().get("/v1/suggest?q=").expect(200).json()["results"].as_array().unwrap().is_empty());
    assert!(town().get("/v1/suggest?q=a&limit=2").expect(200).json()["results"].as_array().unwrap().len() <= 2);
}
