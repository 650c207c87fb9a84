use super::bits::WORD;
use super::candidates::{Count, may_fit};
use super::care::Care;
use super::listings::{Listings, Place, Ties};
use super::shard::Shard;
use super::strand::{Strand, strands};
use super::within::Within;
use enmusubi_domain::id::OpportunityId;
use enmusubi_domain::matching::outline::{Bounds, Cases, Ground, Pieces, Sieve, Travel};
use enmusubi_domain::matching::{Best, Evaluation, Question, evaluate, near_miss, tie};
use std::cell::RefCell;
use std::cmp::Ordering;
use std::collections::BinaryHeap;

/// Of so few candidates in a shard each is looked at, without telling strands and classes apart.
const FEW: u32 = 48;

/// So many words are kept from search to search; more only while a search needs them. Two megabytes a thread.
const WORDS_KEPT: usize = 250_000;

/// What a search looks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Aim {
    /// Listings whose gates all hold.
    Fitting,
    /// Listings that fail exactly one gate.
    NearMisses,
}

/// What was found.
pub struct Found {
    /// Where the best stand, best first.
    pub best: Vec<Place>,
    /// How many listings were judged exactly.
    pub evaluated: usize,
}

/// One walk over the cells, from the best bound down.
pub struct Walk<'a, C> {
    /// What is searched.
    pub listings: &'a Listings,
    /// The least ties of the day of the asking, if they are known.
    pub ties: Option<&'a Ties>,
    /// What is asked.
    pub question: &'a Question,
    /// Which listings it is about.
    pub within: &'a Within<'a>,
    /// Which of them may be shown.
    pub admitted: &'a dyn Fn(&OpportunityId) -> bool,
    /// What is looked for.
    pub aim: Aim,
    /// Where it could go wrong.
    pub care: C,
}

/// Some listings of a shard, and the most that any of them is worth.
struct Cell {
    bound: f32,
    shard: u32,
    part: Part,
}

enum Part {
    /// All of them: its gates have not been looked at.
    Whole,
    /// Those of a strand, from a class of equity on: its words have not been found.
    Strand { strand: usize, class: usize, candidates: usize },
    /// Those of a class of equity within a strand: its words begin here.
    Class { strand: usize, class: usize, words: usize },
}

thread_local! {
    /// Words of candidates and strands, kept from search to search: asking the system for memory would cost more than filling it.
    static WORDS: RefCell<Vec<u64>> = const { RefCell::new(vec![]) };
}

impl<C: Care> Walk<'_, C> {
    /// The best `k`.
    pub fn best(&self, k: usize) -> Found {
        if k == 0 {
            return Found { best: vec![], evaluated: 0 };
        }
        let mut words = WORDS.take();
        words.clear();
        let bounds = Bounds::of(self.question);
        let mut step = Steps {
            walk: self,
            sieve: self.care.sieve(Sieve::of(self.question)),
            strands: strands(&bounds),
            travels: self.listings.shards().iter().map(|s| bounds.travel(&s.ground)).collect(),
            by_point: self.question.wish().home.is_some(),
            bounds,
            cells: BinaryHeap::new(),
            count: Count::default(),
            words,
            best: Best::new(k),
            evaluated: 0,
        };
        step.begin();
        while let Some(cell) = step.cells.pop() {
            if self.care.excludes(&step.best, cell.bound) {
                break;
            }
            step.take(cell);
        }
        let Steps { mut words, best, evaluated, .. } = step;
        words.clear();
        words.shrink_to(WORDS_KEPT);
        WORDS.set(words);
        Found { best: best.into_sorted().into_iter().map(|(_, place)| place).collect(), evaluated }
    }

    fn wanted(&self, e: &Evaluation) -> bool {
        match self.aim {
            Aim::Fitting => e.failed.is_empty(),
            Aim::NearMisses => near_miss(e),
        }
    }
}

struct Steps<'a, C> {
    walk: &'a Walk<'a, C>,
    bounds: Bounds<'a>,
    sieve: Sieve,
    strands: Vec<Strand>,
    /// By shard.
    travels: Vec<Travel>,
    /// Whether the area factor depends on the point within a shard.
    by_point: bool,
    cells: BinaryHeap<Cell>,
    count: Count,
    words: Vec<u64>,
    best: Best<Place>,
    evaluated: usize,
}

impl<'a, C: Care> Steps<'a, C> {
    fn shard(&self, number: usize) -> &'a Shard {
        &self.walk.listings.shards()[number]
    }

    /// A cell for each shard within reach.
    fn begin(&mut self) {
        for number in 0..self.travels.len() {
            let shard = self.shard(number);
            let Some(class) = shard.next_class(0) else { continue };
            if self.travels[number].out_of_reach && self.walk.aim == Aim::Fitting {
                continue;
            }
            // Of strands that seek alike the one worth most comes first, and the one without themes last.
            let seeks = shard.seekers > 0;
            let mut bound = 0.0f32;
            for strand in [self.strands.first(), self.strands.last()].into_iter().flatten() {
                bound = bound.max(self.bound(number, strand.theme, seeks, class));
            }
            self.cells.push(Cell { bound, shard: number as u32, part: Part::Whole });
        }
    }

    fn take(&mut self, cell: Cell) {
        let number = cell.shard as usize;
        match cell.part {
            Part::Whole => self.open(number),
            Part::Strand { strand, class, candidates } => {
                let (shard, words) = (self.shard(number), self.words.len());
                self.words.extend_from_within(candidates..candidates + shard.words());
                self.strands[strand].narrow(shard, &mut self.words[words..]);
                self.look_through(number, cell.bound, strand, class, words);
            }
            Part::Class { strand, class, words } => self.look_through(number, cell.bound, strand, class, words),
        }
    }

    /// Finds a shard's candidates, and makes a cell of each strand.
    fn open(&mut self, number: usize) {
        let (shard, candidates) = (self.shard(number), self.words.len());
        self.words.resize(candidates + shard.words(), 0);
        let words = &mut self.words[candidates..];
        match self.walk.aim {
            Aim::Fitting => may_fit(&self.sieve, shard, words),
            Aim::NearMisses => {
                self.count.may_nearly_fit(&self.sieve, self.travels[number].out_of_reach, shard, words);
                if self.bounds.may_tell_what_fits() {
                    self.leave_out_what_fits(number, candidates);
                }
            }
        }
        let words = &mut self.words[candidates..];
        self.walk.within.narrow(number, shard, words);
        let many = words.iter().map(|w| w.count_ones()).sum::<u32>();
        if many <= FEW {
            if many > 0 {
                self.look_at_each(number, candidates);
            }
            self.words.truncate(candidates);
            return;
        }
        let Some(class) = shard.next_class(0) else { return };
        for strand in 0..self.strands.len() {
            let Strand { theme, seeks, .. } = self.strands[strand];
            let bound = self.bound(number, theme, seeks, class);
            if (!seeks || shard.seekers > 0) && !self.walk.care.excludes(&self.best, bound) {
                self.cells.push(Cell { bound, shard: number as u32, part: Part::Strand { strand, class, candidates } });
            }
        }
    }

    /// Looks at the few candidates of a shard, strand by strand.
    fn look_at_each(&mut self, number: usize, candidates: usize) {
        let (shard, words) = (self.shard(number), self.words.len());
        for strand in 0..self.strands.len() {
            self.words.truncate(words);
            self.words.extend_from_within(candidates..words);
            self.strands[strand].narrow(shard, &mut self.words[words..]);
            for word in 0..shard.words() {
                self.visit(number, word, self.words[words + word], strand);
            }
        }
    }

    /// Of near misses: whatever certainly fits is none. Without this, somebody who asks for little would have all that fits judged in vain.
    fn leave_out_what_fits(&mut self, number: usize, candidates: usize) {
        let shard = self.shard(number);
        for word in 0..shard.words() {
            let mut left = self.count.none_fails()[word];
            while left != 0 {
                let (slot, bit) = (word * WORD + left.trailing_zeros() as usize, left & left.wrapping_neg());
                left ^= bit;
                if self.bounds.certainly_fits(&shard.facts[slot].brief) && !self.area(number, shard, slot).out_of_reach {
                    self.words[candidates + word] ^= bit;
                }
            }
        }
    }

    /// Looks at the listings of a class of equity within a strand, and makes a cell of the next class.
    fn look_through(&mut self, number: usize, bound: f32, strand: usize, class: usize, words: usize) {
        let shard = self.shard(number);
        let Some(in_class) = shard.class(class) else { return };
        for (word, in_class) in in_class.iter().enumerate() {
            let here = self.words[words + word] & in_class;
            // Among equals only smaller ties can still get in: a flood of them is passed over word by word.
            if here != 0 && !self.best.excludes_from(bound, self.walk.ties.map_or(0, |t| t.least(number, word))) {
                self.visit(number, word, here, strand);
            }
        }
        if let Some(class) = shard.next_class(class + 1) {
            let Strand { theme, seeks, .. } = self.strands[strand];
            let bound = self.bound(number, theme, seeks, class);
            self.cells.push(Cell { bound, shard: number as u32, part: Part::Class { strand, class, words } });
        }
    }

    /// Looks at some listings of one word: each is judged exactly unless its own bound keeps it out.
    fn visit(&mut self, number: usize, word: usize, mut here: u64, strand: usize) {
        let shard = self.shard(number);
        let Strand { theme, seeks, .. } = self.strands[strand];
        let fitting = self.walk.aim == Aim::Fitting;
        while here != 0 {
            let slot = word * WORD + here.trailing_zeros() as usize;
            here &= here - 1;
            let brief = &shard.facts[slot].brief;
            if fitting && !self.bounds.fails_by_days(brief).is_empty() {
                continue;
            }
            let area = match self.area(number, shard, slot) {
                Travel { out_of_reach: true, .. } if fitting => continue,
                travel => travel.area,
            };
            let pieces = self.walk.care.pieces(self.bounds.of_one(area, theme, seeks, brief));
            let bound = self.walk.care.of_one(self.bounds.order(&pieces));
            if self.walk.care.excludes(&self.best, bound) || self.loses_the_tie(bound, shard.ids[slot]) || !(self.walk.admitted)(&shard.ids[slot]) {
                continue;
            }
            self.evaluated += 1;
            let e = evaluate(self.walk.question, &shard.offers[slot]);
            if self.walk.wanted(&e) {
                self.best.offer(self.walk.question.rank(e.order, shard.ids[slot]), Place { shard: number as u32, slot: slot as u32 });
            }
        }
    }

    /// Whether a listing, at its very best equal to the worst of the best, comes behind it all the same.
    fn loses_the_tie(&self, bound: f32, id: OpportunityId) -> bool {
        let equal = self.best.excludes_from(bound, u64::MAX) && !self.best.excludes_from(bound, 0);
        equal && self.best.excludes_from(bound, tie(id, self.walk.question.today()))
    }

    /// The area factor of one listing: its shard's, where all of that have the same.
    fn area(&self, number: usize, shard: &Shard, slot: usize) -> Travel {
        let Ground::Some { areas, .. } = &shard.ground else { return self.travels[number] };
        let point = shard.facts[slot].point;
        match areas {
            Some(areas) if point.is_some() && self.by_point => self.bounds.travel_to(false, point, areas),
            Some(_) => self.travels[number],
            None => self.bounds.travel_to(false, point, &shard.offers[slot].areas),
        }
    }

    fn bound(&self, number: usize, theme: Option<f32>, seeks: bool, class: usize) -> f32 {
        let area: Cases = self.travels[number].area;
        let pieces: Pieces = self.bounds.of_cell(area, theme, seeks, self.walk.listings.classes().top(class));
        self.walk.care.of_cell(self.bounds.order(&self.walk.care.pieces(pieces)))
    }
}

impl Ord for Cell {
    /// The greatest bound first; among equals it does not matter, but is always the same.
    fn cmp(&self, other: &Self) -> Ordering {
        self.bound.total_cmp(&other.bound).then_with(|| other.shard.cmp(&self.shard))
    }
}

impl PartialOrd for Cell {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl PartialEq for Cell {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other) == Ordering::Equal
    }
}

impl Eq for Cell {}
