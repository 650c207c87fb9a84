//! Numbers that depend on what they are for, not on who asked first.
//!
//! Every draw of the lab is a function of the seed, a purpose and two numbers. So all policies meet the same people with the same
//! luck, and a difference between two of them is the policies' doing (common random numbers).

use enmusubi_domain::id::mix;

/// What a draw is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Purpose {
    /// How inviting a listing is.
    Quality = 1,
    /// How well a person and a listing suit each other, beyond what either says.
    Fit,
    /// Whether somebody who looks at a listing joins.
    Join,
    /// Whether somebody goes on looking.
    Leave,
    /// Where somebody goes who came by a group's own link.
    Link,
    /// A place in a random list.
    Shuffle,
    /// How many know of a listing already.
    Following,
    /// How much more a theme or an area is asked for than offered.
    Demand,
    /// In which week a listing begins anew.
    Phase,
}

/// The draws of one seed.
#[derive(Debug, Clone, Copy)]
pub(super) struct Dice {
    pub seed: u64,
}

impl Dice {
    /// Sixty-four bits.
    pub fn bits(self, purpose: Purpose, a: u64, b: u64) -> u64 {
        mix(mix(mix(self.seed ^ (purpose as u64) << 56) ^ a) ^ b.rotate_left(32))
    }

    /// A number in [0, 1).
    pub fn unit(self, purpose: Purpose, a: u64, b: u64) -> f64 {
        (self.bits(purpose, a, b) >> 11) as f64 / (1u64 << 53) as f64
    }

    /// A normally distributed number with mean 0 and spread 1 (Box–Muller).
    pub fn normal(self, purpose: Purpose, a: u64, b: u64) -> f64 {
        let bits = self.bits(purpose, a, b);
        let (radius, angle) = (((bits >> 40) + 1) as f64 / (1u64 << 24) as f64, (bits & 0xff_ffff) as f64 / (1u64 << 24) as f64);
        (-2.0 * radius.ln()).sqrt() * (std::f64::consts::TAU * angle).cos()
    }

    /// A factor around 1: its mean is 1 whatever the spread.
    pub fn factor(self, purpose: Purpose, a: u64, b: u64, spread: f64) -> f64 {
        if spread == 0.0 { 1.0 } else { (spread * self.normal(purpose, a, b) - spread * spread / 2.0).exp() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn draws_are_even_and_factors_have_mean_one() {
        let dice = Dice { seed: 7 };
        let n = 20_000u64;
        let mean = |f: &dyn Fn(u64) -> f64| (0..n).map(f).sum::<f64>() / n as f64;
        assert!((mean(&|i| dice.unit(Purpose::Join, i, 1)) - 0.5).abs() < 0.01);
        assert!((mean(&|i| dice.normal(Purpose::Fit, i, 1)).abs()) < 0.03);
        assert!((mean(&|i| dice.factor(Purpose::Fit, 3, i, 0.8)) - 1.0).abs() < 0.03);
        assert_ne!(dice.bits(Purpose::Join, 1, 2), dice.bits(Purpose::Join, 2, 1));
        assert_ne!(dice.bits(Purpose::Join, 1, 2), dice.bits(Purpose::Leave, 1, 2));
    }
}
