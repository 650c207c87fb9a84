use super::people::WARD;
use chrono::NaiveDate;
use enmusubi_domain::availability::{Availability, WeeklyHours};
use enmusubi_domain::day::{DayKind, DayPart};
use enmusubi_domain::level::{Level, Responsibility};
use enmusubi_domain::matching::{Wish, WishTheme};
use enmusubi_domain::profile::Profile;

/// What the demo's volunteer keeps of themselves: a beginner with weekends and one evening, near the middle of the town.
pub fn of_the_volunteer() -> Profile {
    let theme = |code: &str, interest, level| WishTheme { code: code.into(), interest, level };
    let days = ["sat_morning", "sat_afternoon", "sun_morning", "sun_afternoon"];
    let availability = Availability {
        day_parts: days.iter().filter_map(|code| DayPart::parse(code)).collect(),
        weekly: vec![WeeklyHours { day: DayKind::Wed, from: 18 * 60, to: 20 * 60 + 30 }],
        ..Availability::default()
    };
    let wish = Wish {
        themes: vec![theme("snow", 1.0, Some(Level::Introductory)), theme("childcare", 0.8, Some(Level::Basic)), theme("environment", 0.5, None)],
        areas: vec![WARD.into()],
        level: Some(Level::Introductory),
        availability: Some(availability),
        responsibility: Some(Responsibility::Help),
        party: 1,
        languages: Some(vec!["ja".into()]),
        ..Wish::default()
    };
    Profile { wish, birth_date: NaiveDate::from_ymd_opt(1992, 3, 14), open_to_introductions: true }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::town;
    use chrono::{DateTime, Utc};
    use enmusubi_domain::area::AreaTree;
    use enmusubi_domain::city::{Calendar, City};
    use enmusubi_domain::matching::{Offer, Policy, Question, best_by_looking_at_all};
    use enmusubi_domain::theme::Themes;

    #[test]
    fn on_every_evening_of_a_year_something_fits_the_volunteer_and_something_nearly_does() {
        let calendar = Calendar::default();
        for week in 0..26 {
            let today = NaiveDate::from_ymd_opt(2026, 11, 23).unwrap() + chrono::Days::new(week * 14);
            let (areas, themes, _, opportunities) = town::load(today, &calendar);
            let city = City { areas: AreaTree::new(areas).unwrap(), themes: Themes::new(themes).unwrap(), calendar: calendar.clone() };
            let profile = of_the_volunteer();
            assert_eq!(profile.check(&city, today), Ok(()));
            let now: DateTime<Utc> = calendar.instant(today.and_hms_opt(19, 0, 0).unwrap()).unwrap();
            let question = Question::new(profile.wish_on(today), &city, &Policy::default(), now).unwrap();
            let offers: Vec<Offer> = opportunities.iter().map(|o| Offer::of(o, &city, 0, now)).collect();
            let (best, near) = best_by_looking_at_all(&question, &offers, 20, 5);
            assert!(best.len() >= 3 && near.len() == 5, "on {today} {} fit, {} nearly", best.len(), near.len());
            assert!(best[0].evaluation.score > 0.7, "on {today} the best is worth {}", best[0].evaluation.score);
        }
    }
}
