use crate::meeting::Meeting;
use crate::town::{group, opportunity};
use chrono::TimeDelta;
use enmusubi_domain::id::{OpportunityId, SessionId};
use enmusubi_domain::opportunity::Opportunity;
use enmusubi_domain::schedule::{Schedule, Session};
use enmusubi_persistence::StoreError;
use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};
use serde_json::json;

#[derive(Debug, Clone, Copy)]
enum Step {
    Accept,
    Withdraw,
    Decline,
    End,
    Pass(i64),
}

fn step() -> impl Strategy<Value = Step> {
    prop_oneof![
        4 => Just(Step::Accept),
        1 => Just(Step::Withdraw),
        1 => Just(Step::Decline),
        2 => Just(Step::End),
        5 => (1i64..240).prop_map(Step::Pass),
    ]
}

/// Something with one session so many hours from now.
fn listing(m: &Meeting, hours: i64) -> OpportunityId {
    let starts_at = m.town.now() + TimeDelta::hours(hours);
    let session = Session { id: SessionId::new(), starts_at, ends_at: starts_at + TimeDelta::hours(2), seats: Some(5), seats_taken: 0, cancelled: false };
    let mut listing = Opportunity { id: OpportunityId::new(), group: group(0).id, ..opportunity(0) };
    listing.details.schedule = Schedule { sessions: vec![session], ..Schedule::default() };
    m.town.store.write(|tx| tx.put_opportunity(&listing)).unwrap_or_else(|e: StoreError| panic!("{e}"));
    listing.id
}

/// One life, told to the server and to a model in plain words: accepted, not ended, not yet over.
fn lived(m: &Meeting, begins: i64, steps: &[Step]) -> Result<(), TestCaseError> {
    let name = format!("v{}", uuid::Uuid::now_v7().simple());
    let me = m.town.somebody(&name, vec![]);
    m.call(&me, "PUT", "/v1/me/contact", Some(&json!({"phone": "080-7531-9864"}))).expect(201);
    let id = m.apply_as(&me, &json!({"opportunity_id": listing(m, begins).to_string(), "of_age": true}));
    let (mut hours, mut accepted, mut ended) = (0, false, false);
    for step in steps {
        let take = |who, what: &str| m.call(who, "POST", &format!("/v1/applications/{id}/{what}"), Some(&json!({"reason": "other"}))).status == 200;
        match step {
            Step::Accept => accepted |= m.call(&m.owner, "POST", &format!("/v1/applications/{id}/accept"), Some(&json!({}))).status == 200,
            Step::Withdraw => ended |= take(&me, "withdraw"),
            Step::Decline => ended |= take(&m.owner, "decline"),
            Step::End => {
                let found = m.get(&me, "/v1/me/disclosures").expect(200).json();
                if let Some(disclosure) = found["results"][0]["id"].as_str() {
                    m.call(&me, "DELETE", &format!("/v1/me/disclosures/{disclosure}"), None).expect(204);
                    ended = true;
                }
            }
            Step::Pass(more) => {
                m.pass(*more);
                hours += more;
            }
        }
        let open = accepted && !ended && hours < begins + 2 + 30 * 24;
        let day = open && (begins - 24..begins + 26).contains(&hours);
        let answer = m.contact_of(&id);
        prop_assert_eq!(answer.status, if open { 200 } else { 409 }, "{} h: {}", hours, answer.text());
        let shown = answer.text();
        prop_assert_eq!((shown.contains(&me.account.name), shown.contains("080-7531-9864")), (open, day), "{} h: {}", hours, shown);
        let seen = m.get(&m.owner, &format!("/v1/applications/{id}")).expect(200).text();
        prop_assert_eq!((seen.contains(&me.account.name), seen.contains("080-7531-9864")), (open, false), "{} h: {}", hours, seen);
    }
    Ok(())
}

#[test]
fn a_group_reads_a_contact_exactly_while_a_disclosure_counts_at_a_stage_that_opens_it() {
    let m = Meeting::open::<21>();
    let mut runner = TestRunner::new(Config { cases: 40, failure_persistence: None, ..Config::default() });
    runner.run(&(1i64..600, proptest::collection::vec(step(), 1..12)), |(begins, steps)| lived(&m, begins, &steps)).unwrap();
}
