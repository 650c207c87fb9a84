use super::cast::{Cast, PASSWORD, leaves};
use super::listen::{Listener, Operation, Voice};
use super::net::Canary;
use crate::service::wait_until;
use serde_json::{Value, json};

/// What is asked about at a stage.
#[derive(Default, Clone)]
struct About {
    application: String,
    opportunity: String,
    group: String,
    person: String,
    calendar: String,
}

/// A whole story, with everybody asking for everything at every stage.
pub fn play(listener: &Listener<'_>, cast: &Cast, canaries: &[Canary]) {
    cast.introduce(listener);
    let group = of(&listener.ask(&cast.owner, "GET", "/v1/me/groups", None).expect(200).json()["results"][0], "id");
    let person = of(&listener.ask(&cast.haru, "GET", "/v1/me", None).expect(200).json(), "id");
    let calendar = listener.ask(&cast.haru, "POST", "/v1/me/calendar", None).expect(201).json();
    let calendar = of(&calendar, "url").rsplit('/').next().unwrap().to_owned();
    let offer = |title: &str, schedule: Value| offered(listener, &cast.owner, &group, title, schedule);
    let about = |application: &Value, opportunity: &Value| About {
        application: of(application, "id"),
        opportunity: of(opportunity, "id"),
        group: group.clone(),
        person: person.clone(),
        calendar: calendar.clone(),
    };

    what_else_is_kept(listener, cast, &group);
    let far = offer("とおい日の雪かき", json!({"sessions": [session(3 * 24 * 60), session(10 * 24 * 60)]}));
    everybody_asks(listener, cast, &about(&json!({"id": of(&far, "id")}), &far), |path| path.contains("/opportunities") || path.contains("/me/"));

    listener.now("applied");
    let applied = applies(listener, &cast.haru, &far, "カナリ応募のことば");
    says(listener, &cast.haru, &applied, "カナリ質問のことば");
    says(listener, &cast.owner, &applied, "カナリ団体の返事");
    everybody_asks(listener, cast, &about(&applied, &far), |_| true);

    listener.now("declined");
    let other = offer("べつの日の雪かき", json!({"sessions": [session(5 * 24 * 60)]}));
    let declined = applies(listener, &cast.haru, &other, "カナリ応募のことば");
    step(listener, &cast.owner, &declined, "decline", json!({"reason": "dates", "text": "カナリ見送りの訳"}), "declined");
    everybody_asks(listener, cast, &about(&declined, &other), of_applications);
    let third = offer("さらにべつの日の雪かき", json!({"sessions": [session(6 * 24 * 60)]}));
    let withdrawn = applies(listener, &cast.haru, &third, "カナリ応募のことば");
    step(listener, &cast.haru, &withdrawn, "withdraw", json!({"reason": "personal", "text": "カナリ取り下げの訳"}), "withdrawn");
    everybody_asks(listener, cast, &about(&withdrawn, &third), of_applications);

    listener.now("accepted");
    step(listener, &cast.owner, &applied, "accept", json!({}), "accepted");
    says(listener, &cast.haru, &applied, "カナリ二つめの質問");
    everybody_asks(listener, cast, &about(&applied, &far), |_| true);
    everybody_searches(listener, cast, canaries);

    listener.now("day");
    let today = offer("今日の雪かき", json!({"sessions": [soon()]}));
    let comes = applies(listener, &cast.haru, &today, "カナリ応募のことば");
    step(listener, &cast.owner, &comes, "accept", json!({}), "accepted");
    attended(listener, cast, &comes, &today);
    everybody_asks(listener, cast, &about(&comes, &today), |_| true);
    let certificate = listener.ask(&cast.haru, "POST", "/v1/me/certificates", Some(&json!({}))).expect(201).json();
    let check = json!({"code": certificate["verification"]["code"], "name": "夏野 なつ"});
    assert_eq!(listener.ask(&cast.anyone, "POST", "/v1/certificates/check", Some(&check)).expect(200).json()["valid"], true);

    listener.now("accepted");
    let free = offer("いつでも雪かき", json!({"day_parts": ["sat_morning"]}));
    let done = applies(listener, &cast.haru, &free, "カナリ応募のことば");
    step(listener, &cast.owner, &done, "accept", json!({}), "accepted");
    let date = chrono::Utc::now().with_timezone(&chrono::FixedOffset::east_opt(9 * 3600).unwrap()).date_naive().to_string();
    let noted = listener.ask(&cast.owner, "POST", &format!("{}/attendance", path(&done)), Some(&json!({"date": date, "outcome": "attended", "minutes": 60})));
    assert!([200, 201].contains(&noted.status), "{noted:?}");
    listener.now("finished");
    everybody_asks(listener, cast, &about(&done, &free), of_applications);

    let again = json!({"application_id": done["id"], "message": "またお願いします。"});
    let invited = offer("おなじみの雪かき", json!({"sessions": [session(8 * 24 * 60)]}));
    listener.ask(&cast.owner, "POST", &format!("/v1/opportunities/{}/invitations", of(&invited, "id")), Some(&again)).expect(201);

    listener.now("ended");
    let open = listener.ask(&cast.haru, "GET", "/v1/me/disclosures?limit=100", None).expect(200).json();
    let ours = open["results"].as_array().unwrap().iter().find(|d| d["application_id"] == applied["id"]).unwrap();
    listener.ask(&cast.haru, "DELETE", &format!("/v1/me/disclosures/{}", of(ours, "id")), None).expect(204);
    everybody_asks(listener, cast, &about(&applied, &far), of_applications);

    a_minor(listener, cast, &about(&applied, &far), &offer);

    listener.now("left");
    leaves(listener, &cast.haru);
    everybody_asks(listener, cast, &about(&applied, &far), |path| !path.starts_with("/v1/calendars"));
    everybody_asks(listener, cast, &about(&comes, &today), of_applications);
    everybody_searches(listener, cast, canaries);
}

/// A letter with a code, an invitation into the group, something that was seen: so that there is one of everything.
fn what_else_is_kept(listener: &Listener<'_>, cast: &Cast, group: &str) {
    let move_to = json!({"password": PASSWORD, "email": "natsu-atarashii@example.jp"});
    listener.ask(&cast.natsu, "POST", "/v1/me/email", Some(&move_to)).expect(202);
    let invite = json!({"email": "fuyu@example.jp", "role": "helper"});
    listener.ask(&cast.owner, "POST", &format!("/v1/groups/{group}/invitations"), Some(&invite)).expect(202);
    let listed = listener.ask(&cast.anyone, "GET", "/v1/opportunities?limit=1", None).expect(200).json();
    listener.ask(&cast.natsu, "POST", "/v1/me/matches/seen", Some(&json!({"opportunity_ids": [listed["results"][0]["id"]]}))).expect(204);
}

/// Fifteen, with a guardian.
fn a_minor(listener: &Listener<'_>, cast: &Cast, about: &About, offer: &dyn Fn(&str, Value) -> Value) {
    listener.now("minor applied");
    let listing = offer("こどももいっしょに", json!({"sessions": [session(4 * 24 * 60)]}));
    let code = listener.ask(&cast.child, "POST", "/v1/me/guardian-codes", None).expect(201).json();
    let claim = json!({"code": code["code"], "relation": "parent", "of_age": true});
    let tie = listener.ask(&cast.mother, "POST", "/v1/guardianships", Some(&claim)).expect(201).json();
    let confirm = json!({"proof": "in_person", "reason": "窓口で本人確認書類を確認した"});
    listener.ask(&cast.coordinator, "POST", &format!("/v1/guardianships/{}/confirm", of(&tie, "id")), Some(&confirm)).expect(200);
    let applied = applies(listener, &cast.child, &listing, "ヒナ応募のことば");
    says(listener, &cast.child, &applied, "ヒナ質問のことば");
    let ward = of(&listener.ask(&cast.child, "GET", "/v1/me", None).expect(200).json(), "id");
    let about = About { application: of(&applied, "id"), opportunity: of(&listing, "id"), person: ward.clone(), ..about.clone() };
    everybody_asks(listener, cast, &about, of_minors);

    listener.now("minor accepted");
    let agree = json!({"purpose": "guardian_application", "application_id": applied["id"]});
    listener.ask(&cast.mother, "POST", &format!("/v1/wards/{ward}/consents"), Some(&agree)).expect(201);
    step(listener, &cast.owner, &applied, "accept", json!({}), "accepted");
    everybody_asks(listener, cast, &about, of_minors);

    listener.now("minor day");
    let today = offer("こどもと今日", json!({"sessions": [session(12 * 60)]}));
    let comes = applies(listener, &cast.child, &today, "ヒナ応募のことば");
    let agree = json!({"purpose": "guardian_application", "application_id": comes["id"]});
    listener.ask(&cast.mother, "POST", &format!("/v1/wards/{ward}/consents"), Some(&agree)).expect(201);
    step(listener, &cast.owner, &comes, "accept", json!({}), "accepted");
    let about = About { application: of(&comes, "id"), opportunity: of(&today, "id"), ..about };
    everybody_asks(listener, cast, &about, of_applications);
}

/// The group notes it, corrects itself, and is objected to.
fn attended(listener: &Listener<'_>, cast: &Cast, application: &Value, listing: &Value) {
    listener.ask(&cast.owner, "GET", &format!("{}/contact?emergency=true", path(application)), None).expect(200);
    let session = &listing["schedule"]["sessions"][0]["id"];
    let note = |body: Value| listener.ask(&cast.owner, "POST", &format!("{}/attendance", path(application)), Some(&body));
    wait_until(|| {
        let answer = note(json!({"session_id": session, "outcome": "absent"}));
        let begun = answer.status != 409 || answer.json()["code"] != "not_begun_yet";
        assert!(!begun || [200, 201].contains(&answer.status), "{answer:?}");
        begun
    });
    let line = of(&listener.ask(&cast.haru, "GET", "/v1/me/participations", None).expect(200).json()["results"][0], "id");
    let objection = json!({"text": "カナリ異議のことば"});
    let said = listener.ask(&cast.haru, "POST", &format!("/v1/me/participations/{line}/objection"), Some(&objection));
    assert!([200, 201].contains(&said.status), "{said:?}");
    let right = note(json!({"session_id": session, "outcome": "attended", "reason": "カナリ訂正の訳"}));
    assert!([200, 201].contains(&right.status), "{right:?}");
}

/// Everybody asks for everything that can be read.
fn everybody_asks(listener: &Listener<'_>, cast: &Cast, about: &About, which: impl Fn(&str) -> bool) {
    let reads: Vec<Operation> = listener.operations().iter().filter(|o| o.method == "GET" && which(&o.path)).cloned().collect();
    for who in &cast.all {
        // What is open to anybody is told to everybody alike: three ask for all.
        let for_all = ["anyone", "front_end", "owner"].contains(&who.name);
        for read in reads.iter().filter(|read| for_all || !read.is_public) {
            for address in addresses(read, about) {
                let answer = listener.ask(who, "GET", &address, None);
                assert!(answer.status < 500, "{} {address}: {answer:?}", who.name);
            }
        }
    }
}

/// Where something is read, with ids of this story in it.
fn addresses(read: &Operation, about: &About) -> Vec<String> {
    let absent = "019ad5c2-f3a9-7d0c-8e2b-4f6a1c3d5e7f";
    let id = match read.path.as_str() {
        p if p.starts_with("/v1/applications/") => &about.application,
        p if p.starts_with("/v1/opportunities/") || p.starts_with("/v1/me/matches/") => &about.opportunity,
        p if p.starts_with("/v1/groups/") => &about.group,
        p if p.starts_with("/v1/accounts/") || p.starts_with("/v1/wards/") || p.starts_with("/v1/me/wards/") => &about.person,
        _ => absent,
    };
    let path = read.path.replace("{key}.ics", &about.calendar).replace("{client_ref}", "demo").replace("{token}", "none");
    let path = path.split('/').map(|part| if part.starts_with('{') { id } else { part }).collect::<Vec<_>>().join("/");
    let has = |name: &str| read.parameters.iter().any(|p| p == name);
    match read.path.as_str() {
        "/v1/search" => vec![format!("{path}?q=%E9%9B%AA&limit=50")],
        "/v1/suggestions" => vec![format!("{path}?q=%E9%9B%AA")],
        _ if has("emergency") => vec![format!("{path}?emergency=true"), path],
        _ if has("limit") => vec![format!("{path}?limit=50")],
        _ => vec![path],
    }
}

/// Everybody looks for people by the beginning of what is known of them: what is found would show the rest.
fn everybody_searches(listener: &Listener<'_>, cast: &Cast, canaries: &[Canary]) {
    for who in [&cast.anyone, &cast.coordinator] {
        for canary in canaries {
            let half: String = canary.text.chars().take(canary.text.chars().count() / 2).collect();
            let q: String = half.bytes().map(|b| format!("%{b:02X}")).collect();
            for path in ["/v1/search", "/v1/opportunities", "/v1/groups", "/v1/suggestions"] {
                listener.ask(who, "GET", &format!("{path}?q={q}"), None);
            }
            listener.ask(who, "POST", "/v1/matches", Some(&json!({"q": half, "limit": 50})));
        }
    }
}

fn of_applications(path: &str) -> bool {
    path.contains("/applications") || path.starts_with("/v1/opportunities/") || path.starts_with("/v1/me/applications")
}

fn of_minors(path: &str) -> bool {
    of_applications(path) || ["wards", "guardian", "consent", "/me/export"].iter().any(|word| path.contains(word))
}

fn of(value: &Value, member: &str) -> String {
    value[member].as_str().unwrap_or_else(|| panic!("{member} of {value}")).to_owned()
}

fn path(application: &Value) -> String {
    format!("/v1/applications/{}", of(application, "id"))
}

/// A session two hours long that begins so many minutes from now.
fn session(minutes: i64) -> Value {
    let from = chrono::Utc::now() + chrono::TimeDelta::minutes(minutes);
    json!({"starts_at": from.to_rfc3339(), "ends_at": (from + chrono::TimeDelta::hours(2)).to_rfc3339(), "seats": 5})
}

/// One that begins before a story gives up, and late enough to apply for it.
fn soon() -> Value {
    let from = chrono::Utc::now() + chrono::TimeDelta::seconds(20);
    json!({"starts_at": from.to_rfc3339(), "ends_at": (from + chrono::TimeDelta::hours(2)).to_rfc3339(), "seats": 5})
}

fn offered(listener: &Listener<'_>, owner: &Voice, group: &str, title: &str, schedule: Value) -> Value {
    let listing = json!({
        "title": title, "kind": "trial", "themes": ["snow"], "areas": ["011011"], "languages": ["ja"], "summary": "手ぶらで参加できます。",
        "description": "道具はこちらで用意します。", "schedule": schedule
    });
    let draft = listener.ask(owner, "POST", &format!("/v1/groups/{group}/opportunities"), Some(&listing)).expect(201).json();
    listener.ask(owner, "POST", &format!("/v1/opportunities/{}/publish", of(&draft, "id")), Some(&json!({}))).expect(200).json()
}

fn applies(listener: &Listener<'_>, who: &Voice, listing: &Value, message: &str) -> Value {
    listener.ask(who, "POST", "/v1/applications", Some(&json!({"opportunity_id": listing["id"], "message": message, "source": "match"}))).expect(201).json()
}

fn step(listener: &Listener<'_>, who: &Voice, application: &Value, step: &str, body: Value, state: &str) {
    let after = listener.ask(who, "POST", &format!("{}/{step}", path(application)), Some(&body)).expect(200).json();
    assert_eq!(after["state"], state, "{after}");
}

fn says(listener: &Listener<'_>, who: &Voice, application: &Value, text: &str) {
    listener.ask(who, "POST", &format!("{}/messages", path(application)), Some(&json!({"text": text}))).expect(201);
}
