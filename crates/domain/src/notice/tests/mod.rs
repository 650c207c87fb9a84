/// Who is told of what.
mod news;
/// When a letter may go.
mod time;

use super::*;
use crate::application::{Application, Origin, State};
use crate::connection::ConnectionSource;
use crate::id::GroupId;
use crate::text::Lang;

fn at(text: &str) -> DateTime<Utc> {
    text.parse().unwrap()
}

/// An application in a state, as it may have come there.
fn application(state: State, origin: Origin) -> Application {
    let now = at("2026-11-24T01:00:00Z");
    Application {
        id: ApplicationId::derived(1, "a"),
        version: 1,
        opportunity: OpportunityId::derived(1, "o"),
        group: GroupId::derived(1, "g"),
        volunteer: Some(AccountId::derived(1, "v")),
        origin,
        begun_by: None,
        source: ConnectionSource::ALL[0],
        sessions: vec![],
        party: 1,
        message: None,
        newcomer: false,
        said_of_age: true,
        state,
        seated: state == State::Accepted,
        answer_by: None,
        ended_by: None,
        reason: None,
        reason_text: None,
        created_at: now,
        updated_at: now,
        applied_at: None,
        answered_at: None,
        waiting_since: None,
        accepted_at: None,
        ended_at: None,
    }
}

#[test]
fn every_kind_says_in_both_languages_what_it_is() {
    for kind in NoticeKind::ALL {
        assert!(kind.sentence(Lang::Ja).ends_with("します。") && kind.sentence(Lang::En).ends_with('.'), "{kind:?}");
        assert!(!kind.word(Lang::Ja).is_empty() && kind.word(Lang::En).is_ascii());
        assert_eq!(NoticeKind::parse(kind.code()), Some(*kind));
        assert!(!(kind.is_urgent() && kind.is_clockwork()));
    }
    let written: Vec<&str> = NoticeKind::ALL.iter().map(|kind| kind.code()).collect();
    let first = ["proposed", "accepted", "waitlisted", "seat_offered", "declined", "expired", "called_off", "reminder", "message"];
    let then = ["application_received", "application_withdrawn", "answer_due", "attendance_due", "confirmed", "consent_needed", "ward_accepted"];
    assert_eq!(written[..16], [first.as_slice(), then.as_slice()].concat(), "letters that were sent name kinds by their place: new ones come last");
}

#[test]
fn what_is_off_is_not_wanted_but_a_guardian_is_always_asked() {
    let quieter = NoticeSettings::default().without(&[NoticeKind::Message, NoticeKind::ConsentNeeded, NoticeKind::SeatOffered, NoticeKind::Message]);
    assert_eq!(quieter.off, [NoticeKind::SeatOffered, NoticeKind::Message]);
    for kind in NoticeKind::ALL {
        assert_eq!(quieter.wants(*kind), !quieter.off.contains(kind), "{kind:?}");
    }
    let all = NoticeSettings { off: NoticeKind::ALL.to_vec(), ..NoticeSettings::default() };
    assert!(all.wants(NoticeKind::ConsentNeeded) && !all.wants(NoticeKind::Accepted));
}

#[test]
fn one_click_stops_the_kind_or_everything_that_is_gathered() {
    use NoticeKind as K;
    let kinds = |stop: Option<Stop>| stop.map(|stop| stop.kinds().to_vec()).unwrap_or_default();
    assert_eq!(kinds(Stop::of_letter(&[K::Reminder, K::Reminder])), [K::Reminder]);
    let mixed = kinds(Stop::of_letter(&[K::SeatOffered, K::Message]));
    assert!(mixed.contains(&K::SeatOffered) && mixed.contains(&K::Reminder) && !mixed.contains(&K::CalledOff) && !mixed.contains(&K::ConsentNeeded));
    assert_eq!((Stop::of_letter(&[]), Stop::of_letter(&[K::ConsentNeeded]), Stop::one(K::ConsentNeeded)), (None, None, None));
    for list in [vec![K::Proposed], vec![K::WardAccepted, K::Expired], K::ALL.to_vec()] {
        let stop = Stop::of(&list).unwrap();
        assert_eq!(Stop::from_bits(stop.bits()), Some(stop));
    }
    let consent = 1 << (K::ConsentNeeded as u32);
    for none in [0, consent, consent | 1, 1 << 31] {
        assert_eq!(Stop::from_bits(none), None, "{none:b}");
    }
}
