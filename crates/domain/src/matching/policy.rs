use crate::id::PolicyId;
use crate::invalid::{Invalid, Why};

/// When the built-in policy was made: 24 November 2025, 16:00 UTC, in milliseconds since 1970.
pub(super) const BORN_MS: u64 = 1_764_000_000_000;

/// Weights of the four factors of the person's side.
///
/// The defaults are the shares in which volunteers name what they look at when they choose: place 74 %, date and time
/// 68 %, field 64 %, whether beginners are welcome 19 % (ちばボランティアナビ survey, 2025, n = 102), normalised.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Weights {
    /// Where.
    pub area: f32,
    /// When.
    pub time: f32,
    /// About what.
    pub theme: f32,
    /// How difficult.
    pub level: f32,
}

/// How the `area` factor falls with distance in the tree of areas.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct AreaSteps {
    /// Another district of the same ward.
    pub ward: f32,
    /// A ward that borders on it.
    pub adjacent: f32,
    /// Elsewhere in the city.
    pub city: f32,
}

/// The published, versioned parameters of ranking.
#[derive(Debug, Clone, PartialEq)]
pub struct Policy {
    /// Its id; every answer names it.
    pub id: PolicyId,
    /// Counts the policies.
    pub version: u32,
    /// Weights of the person's side.
    pub weights: Weights,
    /// What one recent connection leaves of a listing's place: `beta^connections`, in (0, 1].
    pub beta: f32,
    /// How many days a connection counts as recent.
    pub window_days: u32,
    /// How much an unfilled listing gains: `1 + gamma × unfilled share`, 0 to 1.
    pub gamma: f32,
    /// Falling of the area factor.
    pub area_steps: AreaSteps,
    /// Area factor of what one can join from anywhere.
    pub remote_area: f32,
    /// Time factor of what has no fixed dates.
    pub flexible_time: f32,
    /// Theme factor of a sibling (a theme of the same legal field).
    pub sibling_theme: f32,
    /// What each level below the person's, or beyond one above, takes away.
    pub level_step: f32,
    /// How many levels above the person's still count fully: a stretch worth making. 0 to 3.
    pub stretch: u8,
    /// Reach in metres of a person who names a home and no reach: for the score only, no gate.
    pub assumed_reach: u32,
    /// Attended participations in a theme after which a person is taken to be at basic, applied and specialist level.
    pub ladder: [u32; 3],
    /// Under this age a guardian's consent is needed.
    pub guardian_age: u8,
}

impl Default for Policy {
    fn default() -> Self {
        Self {
            id: PolicyId::derived(BORN_MS, "policy 1"),
            version: 1,
            weights: Weights { area: 0.33, time: 0.30, theme: 0.28, level: 0.09 },
            beta: 0.9,
            window_days: 7,
            gamma: 0.1,
            area_steps: AreaSteps { ward: 0.8, adjacent: 0.5, city: 0.3 },
            remote_area: 0.9,
            flexible_time: 0.9,
            sibling_theme: 0.5,
            level_step: 0.25,
            stretch: 1,
            assumed_reach: 10_000,
            ladder: [3, 10, 30],
            guardian_age: 18,
        }
    }
}

/// What equity did to one result.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Equity {
    /// What the score is multiplied by to find the place in the list.
    pub factor: f32,
    /// Recent connections that were counted.
    pub connections: u32,
    /// Share of its places that are still free, 0 to 1; 0 where nobody counts them.
    pub unfilled: f32,
}

/// Least weight, and least `beta`: below it sums of `f32` lose what is added.
const LEAST: f32 = 0.001;
/// Longest window, in days.
const WINDOW_MAX: u32 = 365;
/// Most levels that a stretch may span.
const STRETCH_MAX: u8 = 3;
/// Longest reach that may be assumed, in metres.
const REACH_MAX: u32 = 1_000_000;
/// Most participations that may be asked for a level.
const PARTICIPATIONS_MAX: u32 = 10_000;
/// Highest age under which a guardian may be asked.
const GUARDIAN_AGE_MAX: u8 = 30;

impl Policy {
    /// Looks for parameters that would break the promises of ranking; each is named as everybody reads and writes it.
    pub fn check(&self) -> Result<(), Vec<Invalid>> {
        let mut wrong = vec![];
        // What is no number is in no range.
        let mut within = |name: &str, value: f64, min: f64, max: f64| {
            if !(min..=max).contains(&value) {
                wrong.push(Invalid::new(name, Why::OutOfRange { min, max }));
            }
        };
        let (w, s, least) = (self.weights, self.area_steps, shown(LEAST));
        for (name, weight) in [("weights/area", w.area), ("weights/time", w.time), ("weights/theme", w.theme), ("weights/level", w.level)] {
            within(name, shown(weight), least, 1.0);
        }
        within("equity/beta", shown(self.beta), least, 1.0);
        within("equity/window_days", f64::from(self.window_days), 1.0, f64::from(WINDOW_MAX));
        let shares = [
            ("equity/gamma", self.gamma),
            ("area_steps/ward", s.ward),
            ("area_steps/adjacent", s.adjacent),
            ("area_steps/city", s.city),
            ("remote_area", self.remote_area),
            ("flexible_time", self.flexible_time),
            ("sibling_theme", self.sibling_theme),
            ("level_step", self.level_step),
        ];
        shares.into_iter().for_each(|(name, share)| within(name, shown(share), 0.0, 1.0));
        within("stretch", f64::from(self.stretch), 0.0, f64::from(STRETCH_MAX));
        within("assumed_reach_km", f64::from(self.assumed_reach) / 1000.0, 0.001, f64::from(REACH_MAX) / 1000.0);
        for (i, participations) in self.ladder.into_iter().enumerate() {
            within(&format!("ladder/{i}"), f64::from(participations), 1.0, f64::from(PARTICIPATIONS_MAX));
        }
        within("guardian_age", f64::from(self.guardian_age), 0.0, f64::from(GUARDIAN_AGE_MAX));
        // What is further away is never worth more, and a higher level never takes fewer participations.
        if s.ward < s.adjacent || s.adjacent < s.city {
            wrong.push(Invalid::new("area_steps", Why::Malformed("ward >= adjacent >= city")));
        }
        if !self.ladder.is_sorted_by(|a, b| a < b) {
            wrong.push(Invalid::new("ladder", Why::Malformed("basic < applied < specialist")));
        }
        if wrong.is_empty() { Ok(()) } else { Err(wrong) }
    }

    /// `beta^connections × (1 + gamma × unfilled)`, the power by repeated multiplication.
    pub fn equity(&self, connections: u32, unfilled: f32) -> Equity {
        // Beyond 200 connections the power no longer changes anybody's place.
        let power = (0..connections.min(200)).fold(1.0f32, |p, _| p * self.beta);
        Equity { factor: power * (1.0 + self.gamma * unfilled), connections, unfilled }
    }
}

/// A parameter as people write it: 0.001 and not 0.0010000000474974513.
fn shown(parameter: f32) -> f64 {
    parameter.to_string().parse().unwrap_or(f64::NAN)
}
