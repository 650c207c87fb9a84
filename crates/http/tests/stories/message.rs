use crate::meeting::Meeting;
use crate::people::{PASSWORD, Somebody};
use crate::town::{now, opportunity};
use crate::wire::Answer;
use enmusubi_domain::application::{Application, Side};
use enmusubi_domain::guardian::{Guardianship, Proof, Relation};
use enmusubi_domain::id::{GuardianshipId, MessageId};
use enmusubi_domain::message::Message;
use enmusubi_persistence::StoreError;
use serde_json::{Value, json};

/// What the volunteer of an application wrote.
pub fn written(a: &Application) -> Message {
    let text = Some("はじめまして".into());
    Message { id: MessageId::new(), application: a.id, side: Side::Volunteer, author: a.volunteer, text, sent_at: now(), removed_at: None }
}

fn send(m: &Meeting, who: &Somebody, id: &str, text: &str) -> Answer {
    m.call(who, "POST", &format!("/v1/applications/{id}/messages"), Some(&json!({"text": text})))
}

fn thread(m: &Meeting, who: &Somebody, id: &str) -> Vec<Value> {
    m.get(who, &format!("/v1/applications/{id}/messages")).expect(200).json()["results"].as_array().unwrap().clone()
}

/// Why a text was refused.
fn why(answer: &Answer) -> (u16, String, String) {
    let (status, _, named) = answer.refusal();
    assert_eq!(named, ["/text"]);
    let error = &answer.json()["errors"][0];
    (status, error["code"].as_str().unwrap().to_owned(), error["detail"].as_str().unwrap().to_owned())
}

fn refused(answer: &Answer) -> (u16, String) {
    let (status, code, _) = answer.refusal();
    (status, code)
}

#[test]
fn two_sides_talk_before_either_knows_the_others_name() {
    let m = Meeting::open::<11>();
    let id = m.apply();
    let sent = send(&m, &m.volunteer, &id, "長靴は要りますか。").expect(201).json();
    assert_eq!((&sent["side"], &sent["text"], &sent["author"]), (&json!("volunteer"), &json!("長靴は要りますか。"), &json!(m.volunteer.account.name)));
    send(&m, &m.manager, &id, "お貸しします。").expect(201);
    let of = |who: &Somebody| thread(&m, who, &id).iter().map(|t| (t["side"].clone(), t["author"].clone())).collect::<Vec<_>>();
    let (volunteer, group) = (json!("volunteer"), json!("group"));
    let (her, his) = (json!(m.volunteer.account.name), json!(m.manager.account.name));
    assert_eq!(of(&m.owner), [(volunteer.clone(), Value::Null), (group.clone(), his.clone())]);
    assert_eq!(of(&m.volunteer), [(volunteer.clone(), her.clone()), (group.clone(), Value::Null)]);
    m.accept(&id);
    let named = [(volunteer.clone(), her), (group.clone(), his.clone())];
    assert_eq!((of(&m.owner), of(&m.volunteer)), (named.to_vec(), named.to_vec()));
    m.end_disclosure();
    assert_eq!(of(&m.owner), [(volunteer, Value::Null), (group, his)], "what is not disclosed any more has no name");
}

#[test]
fn a_thread_is_the_two_sides_own() {
    let m = Meeting::open::<12>();
    let id = m.apply();
    let own = send(&m, &m.volunteer, &id, "はい").expect(201).json()["id"].as_str().unwrap().to_owned();
    let at = format!("/v1/applications/{id}/messages");
    for (who, status) in [(&m.coordinator, 404), (&m.helper, 404), (&m.admin, 404), (&m.auditor, 404), (&m.foreign, 404), (&m.stranger, 404)] {
        assert_eq!(m.get(who, &at).status, status, "{}", who.account.name);
        assert_eq!(send(&m, who, &id, "はい").status, status, "{}", who.account.name);
        assert_eq!(m.call(who, "DELETE", &format!("{at}/{own}"), None).status, status, "{}", who.account.name);
    }
    assert_eq!(m.town.get(&at).status, 401);
    for (body, place) in
        [(json!({"text": " \n"}), "/text"), (json!({"text": "あ".repeat(1001)}), "/text"), (json!({"text": "は", "to": "you"}), "/to"), (json!({}), "/text")]
    {
        let answer = m.call(&m.volunteer, "POST", &at, Some(&body));
        assert_eq!(answer.refusal(), (422, "invalid".into(), vec![place.into()]), "{body}");
    }
    assert_eq!(thread(&m, &m.owner, &id).len(), 1);
}

#[test]
fn contact_details_wait_for_both_to_say_yes() {
    let m = Meeting::open::<13>();
    let id = m.apply();
    for text in ["yuki@example.jp に送ってください", "電話は０９０ー１２３４ー５６７８です", "https://example.com/me", "LINE ID: yuki"]
    {
        for who in [&m.volunteer, &m.owner] {
            let (status, code, detail) = why(&send(&m, who, &id, text));
            assert_eq!((status, code.as_str()), (422, "contact_before_acceptance"), "{text}");
            assert!(detail.contains("参加が決まってから"), "{detail}");
        }
    }
    let english = m.call_with(&m.owner, "POST", &format!("/v1/applications/{id}/messages"), &[("Accept-Language", "en")], Some(&json!({"text": "a@b.jp"})));
    assert!(why(&english).2.contains("an e-mail address"));
    assert_eq!(thread(&m, &m.owner, &id), [] as [Value; 0], "nothing of it was kept");
    m.accept(&id);
    send(&m, &m.volunteer, &id, "当日は 090-1234-5678 へ").expect(201);
    send(&m, &m.owner, &id, "地図です https://example.com/map").expect(201);
    let texts = |who: &Somebody| thread(&m, who, &id).iter().map(|t| (t["text"].is_string(), t["withheld"].clone())).collect::<Vec<_>>();
    assert_eq!(texts(&m.owner), [(true, json!(false)), (true, json!(false))]);
    m.end_disclosure();
    assert_eq!(texts(&m.owner), [(false, json!(true)), (true, json!(false))], "how to reach the volunteer is withheld from now on");
    assert_eq!(texts(&m.volunteer), [(true, json!(false)), (true, json!(false))]);
}

#[test]
fn to_minors_no_contact_details_go_and_their_guardians_read_along() {
    let m = Meeting::open::<14>();
    let child = m.town.volunteer("kodomo", &json!({"birth_date": "2009-11-23"}));
    let mother = m.town.somebody("haha", vec![]);
    let at = m.at();
    let tie = Guardianship::claim(GuardianshipId::new(), child.account.id, mother.account.id, Relation::Parent, at.now).unwrap();
    let live = tie.confirm(Proof::InPerson, m.coordinator.account.id, "2009-11-23".parse().ok(), &at).unwrap();
    m.town.store.write(|tx| tx.insert_guardianship(&tie).and_then(|()| tx.put_guardianship(&live))).unwrap_or_else(|e: StoreError| panic!("{e}"));
    let id = m.apply_as(&child, &json!({"opportunity_id": opportunity(0).id.to_string()}));
    m.accept_at_once(&id);
    let (status, code, _) = why(&send(&m, &m.owner, &id, "LINE ID は owner です"));
    assert_eq!((status, code.as_str()), (422, "contact_to_minor"), "accepted or not");
    send(&m, &m.owner, &id, "9時に北24条駅で").expect(201);
    send(&m, &child, &id, "わかりました。011-222-3333 は家の電話です").expect(201);
    assert_eq!(thread(&m, &mother, &id).len(), 2);
    assert_eq!(thread(&m, &m.owner, &id)[1]["author"], "k", "a thread is a list, too");
    assert_eq!(send(&m, &mother, &id, "よろしく").status, 404, "she reads along, and speaks by an account of her own");
    assert_eq!(thread(&m, &child, &id).len(), 2);
}

#[test]
fn thirty_a_side_and_day_are_enough() {
    let m = Meeting::open::<15>();
    let id = m.apply();
    let me = m.town.sign_in(m.volunteer.account.clone());
    let at = format!("/v1/applications/{id}/messages");
    let statuses: Vec<u16> = std::thread::scope(|s| {
        let write = || (0..9).map(|_| m.town.call(&me.who, "POST", &at, &[], Some(&json!({"text": "はい"}))).status).collect::<Vec<_>>();
        let threads: Vec<_> = (0..4).map(|_| s.spawn(write)).collect();
        threads.into_iter().flat_map(|t| t.join().unwrap()).collect()
    });
    let (sent, too_many) = (statuses.iter().filter(|s| **s == 201).count(), statuses.iter().filter(|s| **s == 409).count());
    assert_eq!((sent, too_many), (30, 6), "{statuses:?}");
    assert_eq!(refused(&send(&m, &m.volunteer, &id, "はい")), (409, "too_many_messages".into()));
    send(&m, &m.owner, &id, "はい").expect(201);
    m.pass(14);
    assert_eq!(send(&m, &m.volunteer, &id, "はい").status, 409, "it is 23 o'clock");
    m.pass(1);
    send(&m, &m.volunteer, &id, "はい").expect(201);
    let page = m.get(&m.owner, &format!("{at}?limit=20")).expect(200);
    assert_eq!(page.ids().len(), 20);
    let next = page.json()["metadata"]["next_cursor"].as_str().unwrap().to_owned();
    let rest = m.get(&m.owner, &format!("{at}?limit=20&cursor={next}")).expect(200);
    assert_eq!(rest.ids().len(), 12);
    assert!(page.ids().iter().chain(&rest.ids()).is_sorted(), "oldest first");
}

#[test]
fn what_one_wrote_can_be_taken_back_and_what_others_wrote_cannot() {
    let m = Meeting::open::<16>();
    let id = m.apply();
    let of = |answer: Answer| format!("/v1/applications/{id}/messages/{}", answer.json()["id"].as_str().unwrap());
    let (hers, theirs) = (of(send(&m, &m.volunteer, &id, "まちがい").expect(201)), of(send(&m, &m.owner, &id, "こちらも").expect(201)));
    assert_eq!(refused(&m.call(&m.owner, "DELETE", &hers, None)), (409, "other_sides_message".into()));
    assert_eq!(refused(&m.call(&m.volunteer, "DELETE", &theirs, None)), (409, "other_sides_message".into()));
    m.call(&m.volunteer, "DELETE", &hers, None).expect(204);
    m.call(&m.volunteer, "DELETE", &hers, None).expect(204);
    m.call(&m.manager, "DELETE", &theirs, None).expect(204);
    for message in thread(&m, &m.owner, &id) {
        assert_eq!((&message["text"], &message["removed_at"], &message["withheld"]), (&Value::Null, &json!("2026-11-23T09:00:00+09:00"), &json!(false)));
    }
    let other = m.apply_as(&m.stranger, &json!({"opportunity_id": opportunity(0).id.to_string(), "of_age": true}));
    let crossed = hers.replace(&id, &other);
    assert_eq!(m.call(&m.stranger, "DELETE", &crossed, None).status, 404, "a message of another application");
}

#[test]
fn a_repeated_request_sends_one_message() {
    let m = Meeting::open::<17>();
    let id = m.apply();
    let at = format!("/v1/applications/{id}/messages");
    let once = |text: &str| m.call_with(&m.volunteer, "POST", &at, &[("Idempotency-Key", "the-same-again")], Some(&json!({"text": text})));
    let (first, again) = (once("はい").expect(201), once("はい").expect(201));
    assert_eq!((first.body, again.header("idempotency-replayed")), (again.body.clone(), Some("true")));
    assert_eq!(once("いいえ").status, 422);
    assert_eq!(thread(&m, &m.volunteer, &id).len(), 1);
}

#[test]
fn a_thread_closes_with_its_application_and_can_still_be_read() {
    let m = Meeting::open::<18>();
    let id = m.apply();
    send(&m, &m.volunteer, &id, "やっぱり行けません").expect(201);
    m.call(&m.volunteer, "POST", &format!("/v1/applications/{id}/withdraw"), Some(&json!({}))).expect(200);
    for who in [&m.volunteer, &m.owner] {
        assert_eq!(refused(&send(&m, who, &id, "またの機会に")), (409, "thread_closed".into()));
        assert_eq!(thread(&m, who, &id).len(), 1);
    }
}

#[test]
fn whoever_leaves_takes_their_words_along() {
    let m = Meeting::open::<19>();
    let id = m.apply();
    send(&m, &m.volunteer, &id, "ひみつのことば").expect(201);
    send(&m, &m.owner, &id, "お待ちしています").expect(201);
    m.call(&m.volunteer, "POST", &format!("/v1/applications/{id}/withdraw"), Some(&json!({}))).expect(200);
    m.call(&m.volunteer, "DELETE", "/v1/me", Some(&json!({"password": PASSWORD}))).expect(204);
    let left = thread(&m, &m.owner, &id);
    assert_eq!((&left[0]["text"], &left[0]["author"], &left[1]["text"]), (&Value::Null, &Value::Null, &json!("お待ちしています")));
}

#[test]
fn a_message_is_told_to_the_other_side_and_noted_in_the_trail_without_a_word_of_it() {
    let m = Meeting::open::<20>();
    let id = m.apply();
    send(&m, &m.volunteer, &id, "ひみつのことば").expect(201);
    send(&m, &m.owner, &id, "ひみつのへんじ").expect(201);
    let heard = |who: &Somebody| {
        let notices = m.town.store.read(|tx| tx.notices_of_account(who.account.id)).unwrap_or_else(|e: StoreError| panic!("{e}"));
        notices.iter().filter(|n| n.kind == enmusubi_domain::notice::NoticeKind::Message).count()
    };
    assert_eq!((heard(&m.owner), heard(&m.manager), heard(&m.volunteer), heard(&m.helper)), (1, 1, 1, 0));
    let trail = m.town.store.read(|tx| tx.audit_page(None, &Default::default(), 1_000)).unwrap_or_else(|e: StoreError| panic!("{e}"));
    let sent: Vec<_> = trail.iter().filter(|line| line.action == "send_application_message").map(|line| line.fields.join(",")).collect();
    assert_eq!(sent, ["messages", "messages"]);
    assert!(!format!("{trail:?}").contains("ひみつ"));
}
