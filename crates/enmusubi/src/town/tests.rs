use super::*;
use enmusubi_domain::area::AreaTree;
use enmusubi_domain::city::City;
use enmusubi_domain::theme::Themes;
use std::collections::HashSet;

fn date(s: &str) -> NaiveDate {
    s.parse().unwrap()
}

fn city() -> City {
    City { areas: AreaTree::new(areas()).unwrap(), themes: Themes::new(themes()).unwrap(), calendar: Calendar::default() }
}

#[test]
fn every_listing_and_group_of_the_town_is_sound() {
    let city = city();
    let (_, _, groups, opportunities) = load(date("2026-11-23"), &city.calendar);
    assert!(groups.len() >= 70 && opportunities.len() >= 300, "{} groups, {} opportunities", groups.len(), opportunities.len());
    let known: HashSet<_> = groups.iter().map(|g| g.id).collect();
    assert_eq!(known.len(), groups.len(), "references are unique");
    assert_eq!(opportunities.iter().map(|o| o.id).collect::<HashSet<_>>().len(), opportunities.len());
    for g in &groups {
        assert_eq!(g.details.check(&city), Ok(()), "{}", g.details.name);
    }
    for o in &opportunities {
        assert_eq!(o.details.check(&city), Ok(()), "{}", o.details.title);
        assert!(known.contains(&o.group), "{}", o.details.title);
        assert!(o.details.schedule.is_flexible() || !o.details.schedule.sessions.is_empty(), "{} has sessions", o.details.title);
    }
}

#[test]
fn the_town_keeps_its_ids_from_day_to_day_and_its_sessions_lie_ahead() {
    let calendar = Calendar::default();
    let ids = |day: &str| load(date(day), &calendar).3.iter().map(|o| o.id).collect::<Vec<_>>();
    assert_eq!(ids("2026-11-23"), ids("2027-02-01"));
    for day in ["2026-11-23", "2026-12-31", "2028-02-29"] {
        let today = date(day);
        for o in load(today, &calendar).3 {
            let dated = o.details.schedule.recurrence.is_none();
            assert!(o.details.schedule.sessions.iter().all(|s| calendar.civil(s.starts_at).date() >= today), "{}", o.details.title);
            assert!(!dated || o.details.schedule.sessions.iter().all(|s| calendar.civil(s.starts_at).date() > today), "{}", o.details.title);
            assert!(calendar.civil(o.published_at.unwrap()).date() <= today);
        }
    }
}

#[test]
fn every_second_week_begins_this_week_or_the_next() {
    let today = date("2026-11-26");
    for o in load(today, &Calendar::default()).3 {
        if o.details.schedule.recurrence.as_ref().is_some_and(|r| r.rule.contains("INTERVAL=2")) {
            let first = o.details.schedule.sessions[0].starts_at.date_naive();
            assert!((first - today).num_days() <= 14, "{} begins {first}", o.details.title);
        }
    }
}

#[test]
fn some_of_the_town_found_somebody_lately_and_the_same_do_whenever_it_is_loaded() {
    let opportunities = load(date("2026-11-26"), &Calendar::default()).3;
    let now: DateTime<Utc> = "2026-11-26T03:00:00Z".parse().unwrap();
    let all = connections(&opportunities, now);
    let listings: HashSet<_> = all.iter().map(|(id, _, _)| *id).collect();
    assert!((60..160).contains(&listings.len()), "{} of {}", listings.len(), opportunities.len());
    let links = all.iter().filter(|(_, source, _)| !source.counts_against()).count();
    assert!(links >= 5 && links * 4 < all.len(), "{links} of {}", all.len());
    let published: std::collections::HashMap<_, _> = opportunities.iter().map(|o| (o.id, o.published_at.unwrap())).collect();
    assert!(all.iter().all(|(id, _, at)| *at > published[id] && *at <= now && *at > now - TimeDelta::hours(141)));
    assert_eq!(connections(&opportunities, now), all);
}
