use super::*;
use crate::{taxonomy, town};
use chrono::TimeZone;
use enmusubi_domain::city::Calendar;
use enmusubi_domain::matching::{Policy, Question};

fn place() -> Place {
    taxonomy::city(town::areas(), town::themes(), Calendar::default()).unwrap()
}

fn now() -> DateTime<Utc> {
    Utc.with_ymd_and_hms(2026, 11, 23, 0, 0, 0).unwrap()
}

#[test]
fn the_same_seed_gives_the_same_city_and_another_seed_another() {
    let place = place();
    let (a, b, c) = (City::new(1, 10, 50, &place, now()), City::new(1, 10, 50, &place, now()), City::new(2, 10, 50, &place, now()));
    assert!(a.opportunities().eq(b.opportunities()));
    assert!(a.groups().eq(b.groups()));
    assert!(a.opportunities().zip(c.opportunities()).all(|(x, y)| x.id != y.id));
    assert_eq!(a.opportunities().nth(30), Some(b.opportunity(30)), "any of them can be made alone");
}

#[test]
fn everything_in_it_passes_the_checks_of_the_domain() {
    let place = place();
    let city = City::new(3, 40, 400, &place, now());
    let groups: std::collections::HashSet<_> = city.groups().map(|g| g.id).collect();
    for group in city.groups() {
        assert_eq!(group.details.check(&place), Ok(()));
    }
    for opportunity in city.opportunities() {
        assert_eq!(opportunity.details.check(&place), Ok(()), "{opportunity:?}");
        assert!(groups.contains(&opportunity.group));
    }
}

#[test]
fn its_volunteers_ask_what_can_be_asked() {
    let place = place();
    let city = City::new(3, 40, 0, &place, now());
    for wish in wishes(&city, 500) {
        assert!(wish_body(&wish).is_object());
        let asked = Question::new(wish.clone(), &place, &Policy::default(), now());
        assert!(asked.is_ok(), "{wish:?}: {asked:?}");
    }
}
