use crate::matching::Change;
use crate::matching::calendar::{shared_minutes, stay_needed};
use crate::matching::evaluate::kept;
use crate::matching::offer::{Offer, Slot, UNCOUNTED};
use crate::matching::question::Question;

/// The party that would find seats, or the waiting list.
pub(super) fn smallest(q: &Question, offer: &Offer) -> Change {
    let Some(room) = room(q, offer) else { return Change::Nothing };
    let (least, most) = offer.party;
    if q.party < least {
        return if room >= least && u32::from(least) <= crate::matching::wish::PARTY_MAX { Change::PartyAtLeast(least) } else { Change::WaitingList };
    }
    match room.min(most) {
        n if n == 0 || n < least => Change::WaitingList,
        n => Change::PartyAtMost(n),
    }
}

/// The greatest party that some session takes, of those to which the person could come; nothing where none lies ahead.
fn room(q: &Question, offer: &Offer) -> Option<u16> {
    let kept = kept(q, offer);
    let open = |left: u16| if left == UNCOUNTED { u16::MAX } else { left.saturating_sub(kept) };
    if !offer.flexible.is_empty() {
        return Some(open(offer.flexible_left));
    }
    let fits = |s: &Slot| q.time.as_ref().is_none_or(|t| t.looks_at(s.day) && shared_minutes(t, s) >= stay_needed(offer, s));
    let ahead = || offer.slots.iter().filter(|s| s.begins() > q.now);
    // Where no hour fits, that is another gate's word.
    ahead().filter(|s| fits(s)).map(|s| open(s.left)).max().or_else(|| ahead().map(|s| open(s.left)).max())
}

/// Why there is no room: facts of the sessions ahead.
pub(super) fn waiting(q: &Question, offer: &Offer) -> (String, String) {
    let left = offer.slots.iter().filter(|s| s.begins() > q.now).map(|s| s.left);
    let left = if offer.flexible.is_empty() { left.max().unwrap_or(0) } else { offer.flexible_left };
    let (least, most) = offer.party;
    let party = q.party.max(least);
    if left == 0 && q.party > most {
        (format!("満席です。{most}人までならキャンセル待ちができます"), format!("Every seat is taken; at most {most} of you can join the waiting list"))
    } else if left == 0 {
        ("満席です。キャンセル待ちができます".into(), "Every seat is taken; you can join the waiting list".into())
    } else if left != UNCOUNTED && left <= kept(q, offer) {
        (
            format!("残りの{left}席は初めての方のための席です。キャンセル待ちができます"),
            format!("The last {left} seats are kept for newcomers; you can join the waiting list"),
        )
    } else {
        (format!("{party}人分の空きがありません。キャンセル待ちができます"), format!("There is no room for {party}; you can join the waiting list"))
    }
}
