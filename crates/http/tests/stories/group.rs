use crate::town::{encode, group, town};

#[test]
fn groups_are_listed_filtered_and_read() {
    let all = town().get("/v1/groups").expect(200);
    assert_eq!(all.json()["metadata"]["resultset"]["total"], 6);
    let npos = town().get("/v1/groups?kind=npo").expect(200).json();
    assert!(npos["results"].as_array().unwrap().iter().all(|g| g["kind"] == "npo"));
    assert_eq!(npos["metadata"]["resultset"]["total"], 2);
    let snow = town().get("/v1/groups?theme=snow&area=011029").expect(200).json();
    assert_eq!(snow["results"][0]["name"], "北24条ゆきみち隊");
    let named = town().get(&format!("/v1/groups?q={}", encode("えほん"))).expect(200).json();
    assert_eq!(named["results"][0]["name"], "東区えほんの会");
    let near = town().get("/v1/groups?near=42.99,141.353&sort=nearest&radius_km=2").expect(200).json();
    assert_eq!(near["results"][0]["areas"][0], "011061");
}

#[test]
fn a_group_shows_what_it_says_of_itself() {
    let answer = town().get(&format!("/v1/groups/{}", group(0).id)).expect(200);
    let json = answer.json();
    for member in ["id", "version", "kind", "name", "name_en", "summary", "description", "themes", "areas", "place", "members", "founded", "url", "updated_at"]
    {
        assert!(json.get(member).is_some(), "{member}");
    }
    assert_eq!(json["members"], 5);
    assert!(answer.header("etag").unwrap().starts_with("\"v1."));
    assert_eq!(town().get("/v1/groups/019ad5c2-f3a9-7d0c-8e2b-4f6a1c3d5e7f").status, 404);
}
