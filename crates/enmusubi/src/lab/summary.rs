//! Several seeds in one number and its spread.

use super::figures::Outcome;
use serde_json::{Value, json};

/// A mean over seeds, and its standard error where there are two seeds at least.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Spread {
    pub mean: f64,
    pub error: Option<f64>,
}

impl Spread {
    /// Of some values; nothing where there is none.
    pub fn of(values: impl IntoIterator<Item = f64>) -> Option<Self> {
        let values: Vec<f64> = values.into_iter().collect();
        if values.is_empty() {
            return None;
        }
        let n = values.len() as f64;
        let mean = values.iter().sum::<f64>() / n;
        let error = (values.len() > 1).then(|| (values.iter().map(|v| (v - mean) * (v - mean)).sum::<f64>() / (n - 1.0) / n).sqrt());
        Some(Self { mean, error })
    }

    /// For the JSON file: six digits after the point are more than enough.
    pub fn json(self) -> Value {
        json!({ "mean": rounded(self.mean), "error": self.error.map(rounded) })
    }
}

/// A figure of every seed.
pub(super) fn each(outcomes: &[Outcome], figure: impl Fn(&Outcome) -> Option<f64>) -> Option<Spread> {
    Spread::of(outcomes.iter().filter_map(figure))
}

/// The change of a figure against another contestant, seed by seed: the same visitors with the same luck. As a fraction.
pub(super) fn change(outcomes: &[Outcome], against: &[Outcome], figure: impl Fn(&Outcome) -> Option<f64>) -> Option<Spread> {
    Spread::of(outcomes.iter().zip(against).filter_map(|(a, b)| {
        let (a, b) = (figure(a)?, figure(b)?);
        (b > 0.0).then(|| a / b - 1.0)
    }))
}

/// Six digits after the point.
pub(super) fn rounded(value: f64) -> f64 {
    // Minus zero would be written with its sign.
    (value * 1e6).round() / 1e6 + 0.0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_spread_is_the_mean_and_its_standard_error() {
        let spread = Spread::of([2.0, 4.0, 6.0]).unwrap();
        assert_eq!(spread.mean, 4.0);
        assert!((spread.error.unwrap() - 2.0 / 3f64.sqrt()).abs() < 1e-12);
        assert_eq!(Spread::of([5.0]).unwrap().error, None);
        assert_eq!(Spread::of([]), None);
    }
}
