use crate::office::refused;
use crate::people::Somebody;
use crate::town::{LISTED, Town, encode, opportunity, settings, shared_shelf};
use chrono::{DateTime, TimeDelta, Utc};
use serde_json::{Value, json};
use std::collections::BTreeSet;
use std::sync::atomic::{AtomicI64, Ordering};

const AT: &str = "/v1/me/matches";

/// Milliseconds that have passed since the town's morning.
static PASSED: AtomicI64 = AtomicI64::new(0);

fn ticking() -> DateTime<Utc> {
    crate::town::now() + TimeDelta::milliseconds(PASSED.fetch_add(1, Ordering::Relaxed))
}

fn town() -> Town {
    Town::by_the_clock(settings(), Some(shared_shelf()), crate::town::now)
}

/// Somebody in the north of the town who likes snow and has Tuesday to Thursday and Saturday mornings free.
fn wish() -> Value {
    json!({
        "themes": [{"code": "snow", "interest": 1.0, "level": "introductory"}], "areas": ["011029", "011037"], "level": "introductory",
        "availability": {"day_parts": ["tue_morning", "wed_morning", "thu_morning", "sat_morning"], "from": "2026-11-23", "to": "2027-02-28"},
        "responsibility": "help", "languages": ["ja"]
    })
}

fn get(town: &Town, me: &Somebody, query: &str) -> Value {
    town.call(&me.who, "GET", &format!("{AT}{query}"), &[], None).expect(200).json()
}

/// Ids of the results, in order.
fn ids(answer: &Value) -> Vec<String> {
    answer["results"].as_array().unwrap().iter().map(|r| r["opportunity"]["id"].as_str().unwrap().to_owned()).collect()
}

fn see(town: &Town, me: &Somebody, ids: &[String]) {
    town.call(&me.who, "POST", "/v1/me/matches/seen", &[], Some(&json!({ "opportunity_ids": ids }))).expect(204);
}

/// Walks from page to page.
fn walk(town: &Town, me: &Somebody, query: &str) -> Vec<String> {
    let (mut all, mut next) = (vec![], Some(format!("{AT}{query}")));
    while let Some(target) = next {
        let answer = town.call(&me.who, "GET", &target, &[], None).expect(200);
        all.extend(ids(&answer.json()));
        next = answer.header("link").map(|link| link.strip_prefix('<').unwrap().strip_suffix(">; rel=\"next\"").unwrap().to_owned());
        assert_eq!(next.is_some(), answer.json()["metadata"]["next_cursor"].is_string());
        assert!(all.len() <= LISTED, "pages without end");
    }
    all
}

#[test]
fn what_fits_comes_with_reasons_as_for_a_wish_that_is_asked_once() {
    let town = town();
    let me = town.volunteer("reasons", &wish());
    let answer = town.call(&me.who, "GET", &format!("{AT}?limit=100"), &[], None).expect(200);
    assert_eq!((answer.header("cache-control"), answer.header("etag"), answer.header("content-language")), (Some("no-store"), None, Some("ja")));
    let mine = answer.json();
    let mut once = wish();
    once["limit"] = json!(100);
    once["opens_more"] = json!(true);
    let once = town.find(once);
    let mut shown = mine["results"].clone();
    for result in shown.as_array_mut().unwrap() {
        assert_eq!(result.as_object_mut().unwrap().shift_remove("seen_at"), Some(Value::Null));
    }
    assert!(ids(&mine).len() > 5);
    assert_eq!((&shown, &mine["near_misses"], &mine["opens_more"]), (&once["results"], &once["near_misses"], &once["opens_more"]));
    assert_eq!((&mine["among"], &mine["dropped"], &mine["engine"]), (&Value::Null, &json!([]), &once["engine"]));
    let resultset = json!({"count": ids(&mine).len(), "limit": 100, "total": ids(&mine).len(), "total_is_exact": true});
    assert_eq!(mine["metadata"], json!({"resultset": resultset, "next_cursor": null}));
    let english = town.call(&me.who, "GET", AT, &[("Accept-Language", "en")], None).expect(200);
    assert!(english.json()["results"][0]["because"].to_string().contains("which interests you"));
}

#[test]
fn without_a_profile_or_a_login_there_is_nothing_to_be_matched_by() {
    let town = town();
    let me = town.somebody("nobody", vec![]);
    let other = town.volunteer("somebody", &json!({}));
    let fits = format!("{AT}/{}", opportunity(0).id);
    for target in [AT, &fits, "/v1/opportunities?for=me"] {
        assert_eq!(refused(&town.call(&me.who, "GET", target, &[], None)), (409, "no_profile".into()), "{target}");
        assert_eq!(refused(&town.get(target)), (401, "unauthenticated".into()), "{target}");
        town.call(&other.who, "GET", target, &[], None).expect(200);
    }
    let problem = town.call(&me.who, "GET", AT, &[("Accept-Language", "en")], None).json();
    assert!(problem["detail"].as_str().unwrap().contains("PUT /v1/me/profile"), "{problem}");
}

#[test]
fn what_was_not_seen_yet_comes_first() {
    let town = town();
    let me = town.volunteer("seeing", &wish());
    let whole = ids(&get(&town, &me, "?limit=100"));
    let seen = [whole[0].clone(), whole[3].clone(), whole[1].clone()];
    see(&town, &me, &seen);
    let fresh: Vec<String> = whole.iter().filter(|id| !seen.contains(id)).cloned().collect();
    let again = get(&town, &me, "?limit=100");
    assert_eq!(ids(&again), [fresh.clone(), [0, 1, 3].map(|i| whole[i].clone()).to_vec()].concat(), "each part in the order of fit");
    let noted: Vec<bool> = again["results"].as_array().unwrap().iter().map(|r| r["seen_at"] == "2026-11-23T09:00:00+09:00").collect();
    assert_eq!(noted, (0..whole.len()).map(|i| i >= fresh.len()).collect::<Vec<_>>());
    assert_eq!(ids(&get(&town, &me, "?limit=100&unseen=only")), fresh);
    assert_eq!(ids(&get(&town, &me, "?limit=100&unseen=any")), whole);
    assert_eq!(get(&town, &me, "?limit=2&unseen=only")["metadata"]["resultset"]["total_is_exact"], false);
    town.call(&me.who, "DELETE", "/v1/me/matches/seen", &[], None).expect(204);
    assert_eq!(ids(&get(&town, &me, "?limit=100")), whole);
}

#[test]
fn what_is_noted_as_seen_must_be_ids_and_may_be_gone() {
    let town = town();
    let me = town.volunteer("noting", &json!({}));
    let note = |body: Value| town.call(&me.who, "POST", "/v1/me/matches/seen", &[], Some(&body));
    note(json!({"opportunity_ids": ["019ad5c2-f3a9-7d0c-8e2b-4f6a1c3d5e7f", opportunity(0).id.to_string()]})).expect(204);
    assert_eq!(town.store.read(|tx| tx.seen_by(me.account.id)).unwrap().len(), 1, "what is not there is not kept");
    note(json!({"opportunity_ids": []})).expect(204);
    for (body, places) in [
        (json!({"opportunity_ids": ["x", opportunity(0).id.to_string(), 1]}), vec!["/opportunity_ids/2"]),
        (json!({"opportunity_ids": ["x", opportunity(0).id.to_string(), ""]}), vec!["/opportunity_ids/0", "/opportunity_ids/2"]),
        (json!({"opportunity_ids": vec!["019ad5c2-f3a9-7d0c-8e2b-4f6a1c3d5e7f"; 101]}), vec!["/opportunity_ids"]),
        (json!({}), vec!["/opportunity_ids"]),
        (json!({"opportunity_ids": [], "until": "never"}), vec!["/until"]),
    ] {
        let (status, _, named) = note(body.clone()).refusal();
        assert_eq!((status, named.iter().map(String::as_str).collect::<Vec<_>>()), (422, places), "{body}");
    }
}

#[test]
fn pages_together_are_the_whole_list_whatever_is_noted_in_between() {
    let town = Town::by_the_clock(settings(), Some(shared_shelf()), ticking);
    let me = town.volunteer("paging", &json!({"languages": ["ja"]}));
    let first: Vec<String> = ids(&get(&town, &me, "?limit=100"));
    assert!(first.len() > 20);
    see(&town, &me, &first[..7]);
    for unseen in ["first", "only", "any"] {
        let whole = ids(&get(&town, &me, &format!("?limit=100&unseen={unseen}")));
        for limit in [1, 4, 10] {
            assert_eq!(walk(&town, &me, &format!("?limit={limit}&unseen={unseen}")), whole, "{unseen} {limit}");
        }
        assert_eq!(whole.iter().collect::<BTreeSet<_>>().len(), whole.len(), "nothing twice");
    }
    // Whoever notes what each page shows goes on with the same list.
    let whole = ids(&get(&town, &me, "?limit=100"));
    let (mut walked, mut query) = (vec![], "?limit=6".to_owned());
    loop {
        let page = get(&town, &me, &query);
        see(&town, &me, &ids(&page));
        walked.extend(ids(&page));
        let Some(cursor) = page["metadata"]["next_cursor"].as_str() else { break };
        query = format!("?limit=6&cursor={cursor}");
        assert_eq!((&page["near_misses"].is_array(), walked.len() <= LISTED), (&true, true));
    }
    assert_eq!(walked, whole);
}

#[test]
fn a_cursor_is_good_for_its_own_list_and_its_own_person() {
    let town = town();
    let (me, other) = (town.volunteer("mine", &json!({})), town.volunteer("other", &json!({})));
    let page = get(&town, &me, "?limit=2&theme=snow");
    assert!(!page["near_misses"].as_array().unwrap().is_empty() || page["opens_more"].is_array());
    let cursor = page["metadata"]["next_cursor"].as_str().unwrap().to_owned();
    let next = get(&town, &me, &format!("?limit=2&theme=snow&cursor={cursor}"));
    assert_eq!((&next["near_misses"], &next["opens_more"]), (&json!([]), &json!([])), "what nearly fits is on the first page only");
    for (who, query) in [(&other, format!("?limit=2&theme=snow&cursor={cursor}")), (&me, format!("?limit=2&cursor={cursor}")), (&me, "?cursor=x".into())] {
        let (status, _, named) = town.call(&who.who, "GET", &format!("{AT}{query}"), &[], None).refusal();
        assert_eq!((status, named), (400, vec!["cursor".to_owned()]), "{query}");
    }
}

#[test]
fn words_and_filters_leave_some_over_in_the_order_of_fit() {
    let town = town();
    let me = town.volunteer("filters", &json!({"areas": ["011002"], "responsibility": "own"}));
    let whole = ids(&get(&town, &me, "?limit=100"));
    for query in ["theme=snow", "kind=event,trial", "area=011029", "day_part=wed_evening", "from=2026-12-20", "to=2026-12-01", "trial=true", "remote=false"] {
        check(&town, &me, &whole, query);
    }
    check(&town, &me, &whole, &format!("q={}", encode("雪かき")));
    check(&town, &me, &whole, &format!("q={}&kind=activity&from=2026-12-01", encode("除雪 絵本")));
    check(&town, &me, &whole, &format!("group_id={}", opportunity(0).group));
    let nothing = get(&town, &me, &format!("?q={}", encode("zzzzzzzz")));
    assert_eq!((ids(&nothing), &nothing["among"]), (vec![], &json!({"found": 0, "considered": 0})));
    assert_eq!(get(&town, &me, "?q=")["among"], Value::Null);
    for (query, status, named) in [
        ("theme=snowy", 422, "theme"),
        ("unseen=never", 422, "unseen"),
        ("from=2027-01-02&to=2027-01-01", 422, "to"),
        ("sort=newest", 400, "sort"),
        ("limit=101", 422, "limit"),
    ] {
        let (got, _, places) = town.call(&me.who, "GET", &format!("{AT}?{query}"), &[], None).refusal();
        assert_eq!((got, places), (status, vec![named.to_owned()]), "{query}");
    }
}

/// A filtered list is the whole list without what the public list, filtered alike, does not show.
fn check(town: &Town, me: &Somebody, whole: &[String], query: &str) {
    let public = town.get(&format!("/v1/opportunities?limit=100&{query}")).expect(200);
    let listed = public.ids();
    let mine = get(town, me, &format!("?limit=100&{query}"));
    let wanted: Vec<String> = whole.iter().filter(|id| listed.contains(id)).cloned().collect();
    assert!(!wanted.is_empty() && wanted.len() < whole.len(), "{query}: {} of {}", wanted.len(), whole.len());
    assert_eq!(ids(&mine), wanted, "{query}");
    assert_eq!(mine["among"], json!({"found": listed.len(), "considered": listed.len()}), "{query}");
    let near = mine["near_misses"].as_array().unwrap().iter().all(|miss| listed.iter().any(|id| *id == miss["opportunity"]["id"]));
    assert!(near, "near misses are among them, too: {query}");
}

#[test]
fn what_would_open_more_is_what_it_opens() {
    let town = town();
    let narrow = json!({"areas": ["011029", "011037"], "availability": {"day_parts": ["sun_morning"]}, "responsibility": "help", "level": "introductory"});
    let me = town.volunteer("opening", &narrow);
    let before = get(&town, &me, "?limit=100");
    let openings = before["opens_more"].as_array().unwrap();
    assert!(!openings.is_empty() && openings.len() <= 3, "{before}");
    let seats: Vec<u64> = openings.iter().map(|o| o["seats"].as_u64().unwrap()).collect();
    assert!(seats.is_sorted_by(|a, b| a >= b), "{seats:?}");
    for (opening, tag) in openings.iter().zip(1..) {
        let after = changed(&narrow, &opening["change"]);
        town.call(&me.who, "PUT", "/v1/me/profile", &[("If-Match", &format!("\"v{tag}\""))], Some(&after)).expect(200);
        let now = ids(&get(&town, &me, "?limit=100"));
        let opened = now.iter().filter(|id| !ids(&before).contains(id)).count() as u64;
        assert_eq!(opened, opening["listings"].as_u64().unwrap(), "{opening}");
        assert!(opening["text"].as_str().unwrap().contains(&format!("{opened}件")), "{opening}");
    }
}

/// A wish with exactly this change made.
pub fn changed(wish: &Value, change: &Value) -> Value {
    let mut wish = wish.clone();
    let push = |list: &mut Value, entry: Value| match list.as_array_mut() {
        Some(list) => list.push(entry),
        None => *list = json!([entry]),
    };
    match change["kind"].as_str().unwrap() {
        "free_day_part" => push(&mut wish["availability"]["day_parts"], change["day_part"].clone()),
        "free_hours" => push(&mut wish["availability"]["weekly"], json!({"day": change["day"], "from": change["from"], "to": change["to"]})),
        "free_date_hours" => {
            push(&mut wish["availability"]["also"], json!({"date": change["date"], "from": change["from"], "to": change["to"]}));
            wish["availability"]["except"].as_array_mut().into_iter().for_each(|dates| dates.retain(|date| *date != change["date"]));
        }
        "free_date" => wish["availability"]["except"].as_array_mut().unwrap().retain(|date| *date != change["date"]),
        "period_from" => wish["availability"]["from"] = change["date"].clone(),
        "period_to" => wish["availability"]["to"] = change["date"].clone(),
        "party_at_most" | "party_at_least" => wish["party_size"] = change["people"].clone(),
        "further_by" => wish["reach_km"] = json!((wish["reach_km"].as_f64().unwrap() * 1000.0 + change["km"].as_f64().unwrap() * 1000.0).round() / 1000.0),
        "add_area" => push(&mut wish["areas"], change["area"].clone()),
        "reach_level" => match change["theme"].as_str() {
            Some(code) => {
                let theme = wish["themes"].as_array_mut().unwrap().iter_mut().find(|t| t["code"] == code).unwrap();
                theme["level"] = change["level"].clone();
            }
            None => wish["level"] = change["level"].clone(),
        },
        "accept_responsibility" => wish["responsibility"] = change["responsibility"].clone(),
        "certificate" => change["names"].as_array().unwrap().iter().for_each(|name| push(&mut wish["qualifications"], name.clone())),
        "speak_language" => push(&mut wish["languages"], change["languages"][0].clone()),
        other => panic!("{other} is nothing the person can change"),
    }
    wish
}

#[test]
fn why_something_is_there_or_is_not() {
    let town = town();
    let me = town.volunteer("why", &wish());
    let mine = get(&town, &me, "?limit=100");
    let why = |id: &str| town.call(&me.who, "GET", &format!("{AT}/{id}"), &[], None);
    let fitting = &mine["results"][0];
    let told = why(fitting["opportunity"]["id"].as_str().unwrap()).expect(200).json();
    assert_eq!((&told["fits"], &told["why_not"]), (&json!(true), &json!([])));
    for member in ["score", "fit", "because", "equity", "sessions", "opportunity", "seen_at"] {
        assert_eq!(told[member], fitting[member], "{member} is what the list says");
    }
    let near = &mine["near_misses"][0];
    let told = why(near["opportunity"]["id"].as_str().unwrap()).expect(200).json();
    assert_eq!((&told["fits"], &told["why_not"], &told["score"]), (&json!(false), &near["why_not"], &near["score"]));
    assert!(!told["because"].as_array().unwrap().is_empty(), "what fits of it is told all the same");
    // One that fails several conditions names each of them.
    let all = (0..LISTED).map(|n| why(&opportunity(n).id.to_string()).expect(200).json());
    let most = all.max_by_key(|told| told["why_not"].as_array().unwrap().len()).unwrap();
    let gates: Vec<&str> = most["why_not"].as_array().unwrap().iter().map(|w| w["gate"].as_str().unwrap()).collect();
    assert!(gates.len() > 2 && gates.iter().collect::<BTreeSet<_>>().len() == gates.len(), "{gates:?}");
    for nowhere in ["019ad5c2-f3a9-7d0c-8e2b-4f6a1c3d5e7f", "nonsense", "%00", &opportunity(0).id.to_string().to_uppercase()] {
        assert_eq!(refused(&why(nowhere)), (404, "not_found".into()), "{nowhere}");
    }
    let closed = why(&opportunity(LISTED).id.to_string()).expect(200).json();
    assert_eq!((&closed["fits"], &closed["why_not"][0]["gate"]), (&json!(false), &json!("open")), "one that was called off says so");
}
