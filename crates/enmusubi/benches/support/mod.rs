//! What the benches share: a made-up town, sizes, and the table of ratios.

#![allow(dead_code, reason = "not every bench uses all of it")]

use chrono::{DateTime, TimeZone, Utc};
use enmusubi::sample::City;
use enmusubi::{taxonomy, town};
use enmusubi_domain::city::{Calendar, City as Place};
use std::path::{Path, PathBuf};

pub struct Town {
    pub place: Place,
    pub now: DateTime<Utc>,
}

impl Town {
    pub fn new() -> Self {
        let place = taxonomy::city(town::areas(), town::themes(), Calendar::default()).expect("the default city is whole");
        Self { place, now: Self::today() }
    }

    /// When every town is asked.
    pub fn today() -> DateTime<Utc> {
        Utc.with_ymd_and_hms(2026, 11, 23, 0, 0, 0).single().expect("a plain date")
    }

    pub fn city(&self, size: usize) -> City<'_> {
        City::new(1, (size / 10).max(1), size, &self.place, self.now)
    }
}

/// Sizes to measure: all three, or those that `ENMUSUBI_BENCH_SIZES` names.
pub fn sizes() -> Vec<usize> {
    let named = std::env::var("ENMUSUBI_BENCH_SIZES").unwrap_or_else(|_| "10000,100000,1000000".into());
    named.split(',').filter_map(|s| s.trim().parse().ok()).collect()
}

/// One after the other, for ever.
pub fn in_turn<'a, T>(list: &'a [T]) -> impl FnMut() -> &'a T {
    let mut at = 0;
    move || {
        at = (at + 1) % list.len();
        &list[at]
    }
}

/// Prints every measurement of a group as a multiple of one of them, size by size.
pub fn ratios(group: &str, unit: &str) {
    let root = target().join("criterion").join(group);
    let median = |name: &str, size: usize| -> Option<f64> {
        let text = std::fs::read_to_string(root.join(name).join(size.to_string()).join("new/estimates.json")).ok()?;
        serde_json::from_str::<serde_json::Value>(&text).ok()?["median"]["point_estimate"].as_f64()
    };
    let mut names: Vec<String> =
        std::fs::read_dir(&root).into_iter().flatten().flatten().filter_map(|e| e.file_name().into_string().ok()).filter(|n| n != "report").collect();
    names.sort();
    println!("\n{group}: medians, and as multiples of {unit}");
    for size in sizes() {
        for name in &names {
            let (Some(time), Some(one)) = (median(name, size), median(unit, size)) else { continue };
            println!("{size:>9}  {name:<32} {:>12.1} µs  {:>10.2} x", time / 1000.0, time / one);
        }
    }
}

fn target() -> PathBuf {
    std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| Path::new(env!("CARGO_MANIFEST_DIR")).join("../../target"), PathBuf::from)
}
