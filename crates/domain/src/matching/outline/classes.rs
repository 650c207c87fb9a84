use crate::matching::policy::Policy;

/// How many classes of equity there are.
pub const CLASSES: usize = 16;

/// How much lower each class begins.
const STEP: f32 = 0.98;

/// Classes of the equity factor under a policy, from the greatest value down: class `c` holds what is at most `top(c)` and above `top(c + 1)`.
///
/// The first holds the greatest value alone: where nothing else distinguishes listings, floods of ties lie there.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct EquityClasses([f32; CLASSES]);

impl EquityClasses {
    /// The classes of a policy.
    pub fn of(policy: &Policy) -> Self {
        // By the same expression as the factors themselves, so that the greatest is met to the bit.
        let mut tops = [policy.equity(0, 1.0).factor; CLASSES];
        tops[1] = tops[0].next_down();
        for c in 2..CLASSES {
            tops[c] = tops[c - 1] * STEP;
        }
        Self(tops)
    }

    /// The class of a factor.
    pub fn class(&self, factor: f32) -> usize {
        debug_assert!(factor <= self.0[0], "no factor is above the greatest");
        self.0.partition_point(|top| *top >= factor).max(1) - 1
    }

    /// The greatest factor a class may hold.
    pub fn top(&self, class: usize) -> f32 {
        self.0[class]
    }
}
