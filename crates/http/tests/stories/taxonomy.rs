use crate::town::town;

#[test]
fn themes_come_in_both_languages_with_what_they_map_to() {
    let json = town().get("/v1/themes").expect(200).json();
    assert_eq!(json["metadata"]["resultset"]["total"], 6);
    assert_eq!(json["results"][0]["code"], "snow");
    assert_eq!(json["results"][0]["name"], serde_json::json!({"ja": "除雪・冬のくらし", "en": "Snow and winter life"}));
    assert_eq!(json["results"][2]["npo_fields"], serde_json::json!([2, 13]));
}

#[test]
fn areas_come_with_parents_neighbours_and_coordinates() {
    let json = town().get("/v1/areas").expect(200).json();
    assert_eq!(json["metadata"]["resultset"]["total"], 5);
    let kita = json["results"].as_array().unwrap().iter().find(|a| a["code"] == "011029").unwrap().clone();
    assert_eq!(kita["parent"], "011002");
    assert_eq!(kita["lat"], 43.090793);
    let wards = town().get("/v1/areas?kind=ward&parent=011002").expect(200).json();
    assert_eq!(wards["metadata"]["resultset"]["total"], 4);
    let here = town().get("/v1/areas?postal_code=001-0024").expect(200).json();
    assert_eq!(here["results"][0]["code"], "011029");
    assert_eq!(town().get("/v1/areas?postal_code=999").expect(200).json()["metadata"]["resultset"]["total"], 0);
}

#[test]
fn the_policy_in_force_is_public_and_says_where_its_weights_come_from() {
    let json = town().get("/v1/ranking-policies/current").expect(200).json();
    assert_eq!(json["weights"], serde_json::json!({"area": 0.33, "time": 0.3, "theme": 0.28, "level": 0.09}));
    assert_eq!(json["equity"]["beta"], 0.9);
    assert!(json["weights_source"].as_str().unwrap().contains("ちばボランティアナビ"));
    assert!(json["measured_effect"].is_null());
    assert_eq!(json["id"], town().find(serde_json::json!({}))["engine"]["policy_id"]);
}
