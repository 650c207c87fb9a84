use proptest::prelude::*;

/// People of the small town. The last of them is a minor.
pub const PEOPLE: usize = 6;
/// The minor among them.
pub const MINOR: usize = PEOPLE - 1;
/// Who has done such things before: no newcomer anywhere.
pub const EXPERIENCED: usize = 1;
/// Who helps in group 1, and cannot apply to it.
pub const HELPER: usize = 0;
/// Groups.
pub const GROUPS: usize = 2;
/// Opportunities.
pub const LISTINGS: usize = 3;

/// The town as it stands before anything happens. Every time is in minutes since a Monday noon.
#[derive(Debug, Clone)]
pub struct Town {
    pub listings: Vec<Listing>,
    pub minors_age: u8,
    pub handover: i64,
}

/// An opportunity; without sessions it is one without dates.
#[derive(Debug, Clone)]
pub struct Listing {
    pub group: usize,
    pub sessions: Vec<Slot>,
    /// Of an opportunity without dates.
    pub seats: Option<i64>,
    pub kept_for_newcomers: i64,
    /// For whom a guardian's word for the year is too little.
    pub heavy: bool,
    pub age_min: Option<u8>,
    pub apply_by: Option<i64>,
}

/// A session.
#[derive(Debug, Clone, Copy)]
pub struct Slot {
    pub begins: i64,
    pub ends: i64,
    pub seats: Option<i64>,
}

/// What can happen. Numbers choose among what there is.
#[derive(Debug, Clone, Copy)]
pub enum Op {
    Submit { who: u16, chosen: u16, party: u32, waitlist: bool, of_age: bool, by_guardian: bool },
    Propose { who: u16, chosen: u16, invited: bool, of_age: bool },
    Consent(u16),
    Accept(u16),
    AcceptSome(u16, u16),
    Decline(u16, bool),
    Withdraw(u16),
    MakeRoom(u16),
    TakeBackProposal(u16),
    Pass(i64),
    Sweep,
    UntilDue,
    Seats { listing: usize, session: usize, seats: Option<i64> },
    CancelSession { listing: usize, session: usize },
    Close(usize),
    Cancel(usize),
    OwnLimit { person: usize, sessions: Option<u32>, invitations: Option<u32> },
    GroupLimit { group: usize, sessions: Option<u32> },
    AgreeToTheYear,
    AgreeTo(u16),
    TakeBackWord(u16),
}

/// When sessions begin: some end as another begins, some overlap by half an hour, by an hour, or wholly; from Tuesday to the Monday after next.
const BEGINS: [i64; 9] = [24 * 60, 25 * 60, 25 * 60 + 30, 26 * 60, 48 * 60, 49 * 60, 4 * 1440, 6 * 1440, 7 * 1440 + 60];

fn seats() -> impl Strategy<Value = Option<i64>> {
    prop_oneof![1 => Just(None), 4 => Just(Some(1i64)), 4 => Just(Some(2)), 2 => Just(Some(3))]
}

fn sessions() -> impl Strategy<Value = Vec<Slot>> {
    let slot = (prop::sample::select(BEGINS.to_vec()), prop_oneof![3 => Just(120i64), 1 => Just(60)], seats());
    let slot = slot.prop_map(|(begins, minutes, seats)| Slot { begins, ends: begins + minutes, seats });
    // Now and then some of them are at the same time.
    (prop::collection::vec(slot, 1..4), prop::bool::weighted(0.2)).prop_map(|(mut slots, overlapping)| {
        slots.sort_by_key(|s| s.begins);
        let mut kept: Vec<Slot> = vec![];
        for slot in slots {
            if overlapping || kept.last().is_none_or(|before| before.ends <= slot.begins) {
                kept.push(slot);
            }
        }
        kept
    })
}

fn listing() -> impl Strategy<Value = Listing> {
    let sessions = prop_oneof![1 => Just(vec![]), 4 => sessions()];
    let kept = prop_oneof![3 => Just(0i64), 1 => Just(1), 1 => Just(2)];
    let age = prop_oneof![5 => Just(None), 1 => Just(Some(15u8))];
    let apply_by = prop_oneof![7 => Just(None), 1 => Just(Some(20 * 60i64))];
    let parts = (0..GROUPS, sessions, seats(), kept, prop::bool::weighted(0.3), age, apply_by);
    parts.prop_map(|(group, sessions, seats, kept_for_newcomers, heavy, age_min, apply_by)| Listing {
        group,
        sessions,
        seats,
        kept_for_newcomers,
        heavy,
        age_min,
        apply_by,
    })
}

/// A town.
pub fn town() -> impl Strategy<Value = Town> {
    let age = prop_oneof![1 => Just(12u8), 3 => Just(14), 4 => Just(16)];
    let handover = prop_oneof![2 => Just(0i64), 1 => Just(30), 2 => Just(60)];
    (prop::collection::vec(listing(), LISTINGS), age, handover).prop_map(|(listings, minors_age, handover)| Town { listings, minors_age, handover })
}

/// A history.
pub fn history() -> impl Strategy<Value = Vec<Op>> {
    prop::collection::vec(op(), 20..60)
}

fn op() -> impl Strategy<Value = Op> {
    let (person, listing, n) = (0..PEOPLE, 0..LISTINGS, any::<u16>);
    let chosen = || prop_oneof![4 => Just(0u16), 1 => any::<u16>()];
    let party = prop_oneof![5 => Just(1u32), 2 => Just(2), 1 => Just(3)];
    let sessions = || prop_oneof![1 => Just(None), 2 => Just(Some(1u32)), 1 => Just(Some(2))];
    let proposals = prop_oneof![1 => Just(None), 1 => (0..3u32).prop_map(Some)];
    let submit = (n(), chosen(), party, prop::bool::weighted(0.85), prop::bool::weighted(0.96), prop::bool::weighted(0.5));
    let submit = submit.prop_map(|(who, chosen, party, waitlist, of_age, by_guardian)| Op::Submit { who, chosen, party, waitlist, of_age, by_guardian });
    let propose = (n(), chosen(), any::<bool>(), prop::bool::weighted(0.96));
    let own = (person, sessions(), proposals).prop_map(|(person, sessions, invitations)| Op::OwnLimit { person, sessions, invitations });
    prop_oneof![
        220 => submit,
        60 => propose.prop_map(|(who, chosen, invited, of_age)| Op::Propose { who, chosen, invited, of_age }),
        130 => n().prop_map(Op::Consent),
        270 => n().prop_map(Op::Accept),
        30 => (n(), n()).prop_map(|(a, of)| Op::AcceptSome(a, of)),
        20 => (n(), prop::bool::weighted(0.7)).prop_map(|(a, by)| Op::Decline(a, by)),
        30 => n().prop_map(Op::Withdraw),
        80 => n().prop_map(Op::MakeRoom),
        10 => n().prop_map(Op::TakeBackProposal),
        60 => prop::sample::select(vec![1i64, 60, 5 * 60, 20 * 60, 20 * 60, 1440, 3 * 1440]).prop_map(Op::Pass),
        40 => Just(Op::Sweep),
        20 => Just(Op::UntilDue),
        25 => (listing.clone(), 0..3usize, seats()).prop_map(|(listing, session, seats)| Op::Seats { listing, session, seats }),
        10 => (listing.clone(), 0..3usize).prop_map(|(listing, session)| Op::CancelSession { listing, session }),
        4 => listing.clone().prop_map(Op::Close),
        4 => listing.prop_map(Op::Cancel),
        30 => own,
        20 => (0..GROUPS, sessions()).prop_map(|(group, sessions)| Op::GroupLimit { group, sessions }),
        25 => Just(Op::AgreeToTheYear),
        30 => n().prop_map(Op::AgreeTo),
        40 => n().prop_map(Op::TakeBackWord),
    ]
}
