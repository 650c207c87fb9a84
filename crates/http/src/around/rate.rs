use governor::clock::{Clock, DefaultClock};
use governor::middleware::StateInformationMiddleware;
use governor::state::keyed::DefaultKeyedStateStore;
use governor::{Quota, RateLimiter};
use std::collections::HashMap;
use std::net::IpAddr;
use std::num::NonZeroU32;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

/// Counts requests per caller, in this process.
pub struct Limiter {
    callers: RateLimiter<u64, DefaultKeyedStateStore<u64>, DefaultClock, StateInformationMiddleware>,
    quota: NonZeroU32,
    seen: AtomicU64,
}

/// What the limiter says of one request.
pub struct State {
    /// Requests left at once.
    pub remaining: u32,
    /// Seconds until all are there again.
    pub reset: u64,
    /// Seconds to wait, if this one is refused.
    pub retry_after: Option<u64>,
}

impl std::fmt::Debug for Limiter {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Limiter").field("quota", &self.quota).finish_non_exhaustive()
    }
}

impl Limiter {
    /// So many requests a minute for each caller; none for 0.
    pub fn new(per_minute: u32) -> Option<Self> {
        let quota = NonZeroU32::new(per_minute)?;
        let callers = RateLimiter::keyed(Quota::per_minute(quota)).with_middleware::<StateInformationMiddleware>();
        Some(Self { callers, quota, seen: AtomicU64::new(0) })
    }

    /// Requests a minute.
    pub fn quota(&self) -> u32 {
        self.quota.get()
    }

    /// Counts one request.
    pub fn check(&self, caller: u64) -> State {
        if self.seen.fetch_add(1, Ordering::Relaxed) % 10_000 == 9_999 {
            self.callers.retain_recent();
        }
        let quota = self.quota();
        match self.callers.check_key(&caller) {
            Ok(state) => {
                let remaining = state.remaining_burst_capacity();
                State { remaining, reset: u64::from(quota - remaining.min(quota)) * 60 / u64::from(quota), retry_after: None }
            }
            Err(not_yet) => {
                let wait = not_yet.wait_time_from(DefaultClock::default().now()).as_secs() + 1;
                State { remaining: 0, reset: 60, retry_after: Some(wait) }
            }
        }
    }
}

/// A limiter per quota: one for everybody, and one for each quota that was granted to a client.
#[derive(Debug)]
pub struct Quotas {
    everybody: Option<Limiter>,
    granted: Mutex<HashMap<u32, Arc<Limiter>>>,
}

/// Most different quotas that are counted apart.
const GRANTED_MAX: usize = 1_000;

impl Quotas {
    /// Everybody's quota a minute; 0 for none.
    pub fn new(everybody: u32) -> Self {
        Self { everybody: Limiter::new(everybody), granted: Mutex::default() }
    }

    /// Counts one request against everybody's quota. Answers the quota, and what is left.
    pub fn check(&self, key: u64) -> Option<(u32, State)> {
        let limiter = self.everybody.as_ref()?;
        Some((limiter.quota(), limiter.check(key)))
    }

    /// Counts one request against a quota that was granted.
    pub fn check_granted(&self, quota: u32, key: u64) -> Option<(u32, State)> {
        let limiter = {
            let mut granted = self.granted.lock().unwrap_or_else(PoisonError::into_inner);
            if granted.len() >= GRANTED_MAX && !granted.contains_key(&quota) {
                granted.clear();
            }
            match granted.get(&quota) {
                Some(limiter) => limiter.clone(),
                None => {
                    let limiter = Arc::new(Limiter::new(quota)?);
                    granted.insert(quota, limiter.clone());
                    limiter
                }
            }
        };
        Some((quota, limiter.check(key)))
    }
}

/// An IPv4 address, or the /64 that one IPv6 household has.
pub fn household(caller: Option<IpAddr>) -> u64 {
    match caller.map(|ip| ip.to_canonical()) {
        Some(IpAddr::V4(ip)) => u64::from(u32::from(ip)),
        Some(IpAddr::V6(ip)) => (u128::from(ip) >> 64) as u64 | 1 << 63,
        None => 0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_caller_does_not_use_up_anothers_share() {
        let limiter = Limiter::new(3).unwrap();
        let (a, b) = (Some(IpAddr::from([192, 0, 2, 1])), Some(IpAddr::from([192, 0, 2, 2])));
        assert!((0..3).all(|_| limiter.check(household(a)).retry_after.is_none()));
        assert!(limiter.check(household(a)).retry_after.is_some_and(|s| (1..=21).contains(&s)));
        assert_eq!(limiter.check(household(b)).remaining, 2);
        assert!(Limiter::new(0).is_none());
    }

    #[test]
    fn an_ipv6_household_is_one_caller() {
        let address = |last| Some(IpAddr::from([0x2001, 0xdb8, 0, 7, 0, 0, 0, last]));
        assert_eq!(household(address(1)), household(address(2)));
        assert_eq!(household(Some(IpAddr::from([0, 0, 0, 0, 0, 0xffff, 0xc000, 0x0201]))), household(Some(IpAddr::from([192, 0, 2, 1]))));
    }
}
