use super::bits::{BitColumns, WORD};
use super::spot::Spot;
use enmusubi_domain::id::OpportunityId;
use enmusubi_domain::matching::outline::{Brief, CLASSES, EquityClasses, Ground, MARKS, Marks, SEEKS, Span};
use enmusubi_domain::matching::{Offer, Policy, tie};
use enmusubi_domain::opportunity::Kind;
use enmusubi_domain::place::Point;
use std::sync::Arc;

/// The column of courses.
pub const COURSE: usize = MARKS;
/// The first column of the classes of equity.
const CLASS: usize = COURSE + 1;
/// The first column of the themes.
const THEME: usize = CLASS + CLASSES;
/// Words that hold one bit for each column there may be.
const STATEMENTS: usize = (THEME + u8::MAX as usize + 1).div_ceil(WORD);

/// The listings of one spot. The n-th of each list, and the n-th bit of each column, are about the n-th listing; there are no gaps.
#[derive(Debug, Clone)]
pub struct Shard {
    /// Where they lie.
    pub ground: Ground,
    /// How many are in each class of equity.
    pub classes: [u32; CLASSES],
    /// How many say what they seek.
    pub seekers: u32,
    /// What is certain of each.
    pub facts: Vec<Fact>,
    /// Their ids, beside the listings so that ties are told without reading those.
    pub ids: Vec<OpportunityId>,
    /// What the exact judgement reads.
    pub offers: Vec<Arc<Offer>>,
    bits: BitColumns,
}

/// What a bound of one listing reads, side by side.
#[derive(Debug, Clone, Copy)]
pub struct Fact {
    /// A few numbers.
    pub brief: Brief,
    /// Its point, if its spot has any.
    pub point: Option<Point>,
}

/// By which rules listings are described.
#[derive(Debug)]
pub struct Rules {
    /// Ranks them.
    policy: Arc<Policy>,
    /// Classes of its equity.
    pub classes: EquityClasses,
}

/// What is certain of a listing: a bit for each column, and the numbers beside.
struct Described {
    statements: [u64; STATEMENTS],
    brief: Brief,
    class: usize,
}

impl Rules {
    /// The rules of a policy.
    pub fn of(policy: Arc<Policy>) -> Self {
        Self { classes: EquityClasses::of(&policy), policy }
    }

    fn describe(&self, offer: &Offer) -> Described {
        let equity = self.policy.equity(offer.connections, offer.unfilled).factor;
        let class = self.classes.class(equity);
        let mut statements = [0; STATEMENTS];
        let marks = Marks::of(offer).0;
        statements[..marks.len()].copy_from_slice(&marks);
        let themes = offer.themes.iter().map(|t| THEME + usize::from(*t));
        for column in themes.chain([CLASS + class]).chain((offer.kind == Kind::Course).then_some(COURSE)) {
            statements[column / WORD] |= 1 << (column % WORD);
        }
        Described { statements, brief: Brief::of(offer, equity), class }
    }
}

impl Shard {
    /// An empty shard for a spot.
    pub fn new(spot: &Spot) -> Self {
        let ground = match spot {
            Spot::Remote => Ground::Remote,
            Spot::Somewhere { area, .. } => Ground::Some { areas: area.map(|a| vec![a]), span: None },
        };
        Self { ground, classes: [0; CLASSES], seekers: 0, facts: vec![], ids: vec![], offers: vec![], bits: BitColumns::default() }
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.offers.len()
    }

    /// How many words a column has.
    pub fn words(&self) -> usize {
        self.len().div_ceil(WORD)
    }

    /// A column of marks or of courses; nothing where no listing has it.
    pub fn column(&self, column: usize) -> Option<&[u64]> {
        self.bits.column(column, self.len())
    }

    /// The listings of a class of equity.
    pub fn class(&self, class: usize) -> Option<&[u64]> {
        self.column(CLASS + class)
    }

    /// The listings about a theme.
    pub fn theme(&self, theme: usize) -> Option<&[u64]> {
        self.column(THEME + theme)
    }

    /// The first class of equity from `from` on that holds a listing.
    pub fn next_class(&self, from: usize) -> Option<usize> {
        (from..CLASSES).find(|c| self.classes[*c] > 0)
    }

    /// Adds a listing of this spot at the end.
    pub fn push(&mut self, offer: Arc<Offer>, rules: &Rules) {
        let (at, new) = (self.len(), rules.describe(&offer));
        self.take_in(offer.point);
        self.flip(at, &[0; STATEMENTS], &new.statements);
        self.count(new.class, &offer, 1);
        grow(&mut self.facts, Fact { brief: new.brief, point: offer.point });
        grow(&mut self.ids, offer.id);
        grow(&mut self.offers, offer);
    }

    /// Puts another version of a listing in its place; it must belong to the same spot.
    pub fn replace(&mut self, at: usize, offer: Arc<Offer>, rules: &Rules) {
        let (old, new) = (rules.describe(&self.offers[at]), rules.describe(&offer));
        self.take_in(offer.point);
        self.facts[at] = Fact { brief: new.brief, point: offer.point };
        self.flip(at, &old.statements, &new.statements);
        self.count(new.class, &offer, 1);
        let before = std::mem::replace(&mut self.offers[at], offer);
        self.count(old.class, &before, -1);
    }

    /// Takes a listing out; the last one moves into the hole, and is named if there was another.
    pub fn remove(&mut self, at: usize, rules: &Rules) -> Option<OpportunityId> {
        let last = self.len() - 1;
        let gone = rules.describe(&self.offers[at]);
        let moved = rules.describe(&self.offers[last]);
        self.flip(last, &moved.statements, &[0; STATEMENTS]);
        if at != last {
            self.flip(at, &gone.statements, &moved.statements);
        }
        let offer = self.offers.swap_remove(at);
        self.count(gone.class, &offer, -1);
        self.facts.swap_remove(at);
        self.ids.swap_remove(at);
        (at != last).then(|| self.ids[at])
    }

    /// The least tie of each word of listings on a day.
    pub fn least_ties(&self, today: i32) -> Vec<u64> {
        self.ids.chunks(WORD).map(|word| word.iter().map(|id| tie(*id, today)).min().unwrap_or(0)).collect()
    }

    /// Gives back room that stands empty.
    pub fn settle(&mut self) {
        self.bits.settle(self.len());
        self.facts.shrink_to_fit();
        self.ids.shrink_to_fit();
        self.offers.shrink_to_fit();
    }

    /// Bytes of everything but the listings themselves.
    pub fn bytes(&self) -> usize {
        self.bits.bytes()
            + self.facts.capacity() * size_of::<Fact>()
            + self.ids.capacity() * size_of::<OpportunityId>()
            + self.offers.capacity() * size_of::<Arc<Offer>>()
            + size_of::<Self>()
    }

    /// Widens the span of the ground; points of remote listings do not matter.
    fn take_in(&mut self, point: Option<Point>) {
        if let (Some(point), Ground::Some { span, .. }) = (point, &mut self.ground) {
            *span = Some(span.map_or(Span::of(point), |s| s.with(point)));
        }
    }

    fn flip(&mut self, at: usize, old: &[u64; STATEMENTS], new: &[u64; STATEMENTS]) {
        for (n, (old, new)) in old.iter().zip(new).enumerate() {
            let mut different = old ^ new;
            while different != 0 {
                let bit = different.trailing_zeros() as usize;
                self.bits.set(n * WORD + bit, at, new >> bit & 1 == 1);
                different &= different - 1;
            }
        }
    }

    #[cfg(test)]
    pub(super) fn flip_for_tests(&mut self, at: usize) {
        let class = (0..CLASSES).find(|c| self.class(*c).is_some_and(|words| words[at / WORD] >> (at % WORD) & 1 == 1));
        self.bits.set(CLASS + class.unwrap_or(0), at, false);
    }

    fn count(&mut self, class: usize, offer: &Offer, by: i32) {
        self.classes[class] = self.classes[class].wrapping_add_signed(by);
        self.seekers = self.seekers.wrapping_add_signed(if offer.seeks.is_some() { by } else { 0 });
    }
}

/// Adds to a list that grows by a fifth each time: twice as much would stand empty in most.
fn grow<T>(list: &mut Vec<T>, one: T) {
    if list.len() == list.capacity() {
        list.reserve_exact(list.len() / 5 + 1);
    }
    list.push(one);
}

const _: () = assert!((SEEKS as usize) < MARKS, "marks come first");
