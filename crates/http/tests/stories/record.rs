use crate::group_writing::told;
use crate::participation::{accepted, dated, get, helper, lines, mine, note};
use crate::people::{PASSWORD, Somebody};
use crate::town::Town;
use enmusubi_domain::application::Application;
use enmusubi_domain::id::ParticipationId;
use enmusubi_domain::opportunity::{Opportunity, OpportunityDetails};
use enmusubi_persistence::{Of, StoreError};
use serde_json::{Value, json};

#[test]
fn a_volunteer_objects_to_a_line_and_the_group_reads_it() {
    let town = Town::with_store();
    let (natsu, haru, ren) = (helper(&town), town.somebody("haru", vec![]), town.somebody("ren", vec![]));
    let o = dated(&town, &[-24]);
    note(&town, &natsu, &accepted(&town, &haru, &o), &json!({"outcome": "absent"})).expect(201);
    let id = mine(&town, &haru)[0]["id"].as_str().unwrap().to_owned();
    let object = |who: &Somebody, id: &str, body: Value| town.call(&who.who, "POST", &format!("/v1/me/participations/{id}/objection"), &[], Some(&body));
    let text = "この日は最後まで参加しました。\n証人もいます。";
    let line = object(&haru, &id, json!({ "text": text })).expect(200).json();
    assert_eq!((&line["objection"]["text"], &line["version"]), (&json!(text), &json!(2)));
    assert_eq!(lines(&town, &natsu, &o)[0]["objection"]["text"], text);
    object(&haru, &id, json!({"text": "やはり1時間だけでした"})).expect(200);
    assert_eq!(lines(&town, &natsu, &o)[0]["objection"]["text"], "やはり1時間だけでした");
    for (body, named) in
        [(json!({}), "/text"), (json!({"text": " "}), "/text"), (json!({"text": "あ".repeat(1_001)}), "/text"), (json!({"text": "a", "x": 1}), "/x")]
    {
        assert_eq!(object(&haru, &id, body).refusal().2, [named]);
    }
    let absent = told(&object(&ren, &ParticipationId::new().to_string(), json!({"text": "x"})));
    assert_eq!(told(&object(&ren, &id, json!({"text": "x"}))), absent, "another person's");
    assert_eq!(
        told(&object(&natsu, &id, json!({"text": "x"}))).replace(&id, ""),
        told(&object(&natsu, &ParticipationId::new().to_string(), json!({"text": "x"}))),
        "the group's"
    );
}

#[test]
fn the_record_comes_in_pages_and_as_a_table_without_formulas() {
    let town = Town::with_store();
    let (natsu, haru) = (helper(&town), town.somebody("haru", vec![]));
    for n in 1..=7 {
        let o = dated(&town, &[-24 * n]);
        let evil =
            Opportunity { version: 2, details: OpportunityDetails { title: "=HYPERLINK(\"http://x\",\"雪\")".into(), ..o.details.clone() }, ..o.clone() };
        town.store.write(|tx| tx.put_opportunity(if n == 1 { &evil } else { &o })).unwrap_or_else(|e: StoreError| panic!("{e}"));
        note(&town, &natsu, &accepted(&town, &haru, &o), &json!({"outcome": "attended"})).expect(201);
    }
    let (mut dates, mut next) = (vec![], Some("/v1/me/participations?limit=3".to_owned()));
    while let Some(target) = next {
        let page = town.call(&haru.who, "GET", &target, &[], None).expect(200);
        assert_eq!(page.header("cache-control"), Some("no-store"));
        dates.extend(page.json()["results"].as_array().unwrap().iter().map(|p| p["date"].as_str().unwrap().to_owned()));
        next = page.header("link").map(|link| link.strip_prefix('<').unwrap().strip_suffix(">; rel=\"next\"").unwrap().to_owned());
        assert!(dates.len() <= 7, "pages without end");
    }
    let mut sorted = dates.clone();
    sorted.sort_by(|a, b| b.cmp(a));
    assert_eq!((dates.len(), &dates), (7, &sorted));
    let csv = town.call(&haru.who, "GET", "/v1/me/participations", &[("Accept", "text/csv")], None).expect(200);
    assert_eq!((csv.header("content-type"), csv.header("cache-control")), (Some("text/csv; charset=utf-8"), Some("no-store")));
    let text = csv.text();
    assert!(text.starts_with("\u{feff}日付 date,開始 starts_at,"));
    assert_eq!(text.matches("\r\n").count(), 8, "a header and every line");
    assert!(text.contains(",\"'=HYPERLINK(\"\"http://x\"\",\"\"雪\"\")\",") && !text.contains(",=") && !text.contains(",\"="), "{text}");
    for (query, named) in [("limit=5", "limit"), ("cursor=abc", "cursor"), ("format=csv", "format")] {
        let answer = town.call(&haru.who, "GET", &format!("/v1/me/participations?{query}"), &[("Accept", "text/csv")], None);
        assert_eq!(answer.refusal().2, [named]);
    }
    assert_eq!(town.call(&haru.who, "GET", "/v1/me/participations", &[("Accept", "text/html")], None).status, 406);
    let session = dated(&town, &[-1]);
    let empty = get(&town, &natsu, &format!("/v1/opportunities/{}/participations?session_id={}", session.id, session.details.schedule.sessions[0].id));
    assert_eq!(empty["results"], json!([]));
}

#[test]
fn whoever_leaves_takes_their_name_out_of_the_record() {
    let town = Town::with_store();
    let (natsu, haru) = (helper(&town), town.somebody("haru", vec![]));
    let o = dated(&town, &[-24]);
    note(&town, &natsu, &accepted(&town, &haru, &o), &json!({"outcome": "attended"})).expect(201);
    let id = mine(&town, &haru)[0]["id"].as_str().unwrap().to_owned();
    let target = format!("/v1/me/participations/{id}/objection");
    town.call(&haru.who, "POST", &target, &[], Some(&json!({"text": "春山はるです。もっと長くいました。"}))).expect(200);
    note(&town, &natsu, &accepted_again(&town, &o), &json!({"outcome": "attended", "minutes": 90, "reason": "春山さんの申し立て"})).expect(200);
    town.call(&haru.who, "DELETE", "/v1/me", &[], Some(&json!({"password": PASSWORD}))).expect(204);
    let line = &lines(&town, &natsu, &o)[0];
    assert_eq!((&line["minutes"], &line["objection"], &line["corrections"][0]["reason"]), (&json!(90), &Value::Null, &Value::Null));
    assert!(!line.to_string().contains("春山"));
}

/// The application of the one person who has one.
fn accepted_again(town: &Town, o: &Opportunity) -> Application {
    let found = town.store.read(|tx| tx.applications_page(Of::Opportunity(o.id), &[], None, 1));
    found.unwrap_or_else(|e: StoreError| panic!("{e}")).remove(0)
}
