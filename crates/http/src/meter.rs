use metrics::{Label, counter, gauge, histogram};
use metrics_exporter_prometheus::{PrometheusBuilder, PrometheusHandle, PrometheusRecorder};
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

/// Upper edges of the latency buckets, in seconds.
const BUCKETS: [f64; 12] = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0];

/// Counts requests by route and status class. No addresses, no ids, no words of questions.
pub struct Meter {
    recorder: PrometheusRecorder,
    handle: PrometheusHandle,
    seen: AtomicU64,
}

impl std::fmt::Debug for Meter {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Meter(…)")
    }
}

impl Meter {
    /// A meter of its own: nothing global.
    pub fn new() -> Self {
        let builder = PrometheusBuilder::new();
        let builder = builder.set_buckets(&BUCKETS).unwrap_or_else(|_| PrometheusBuilder::new());
        let recorder = builder.build_recorder();
        Self { handle: recorder.handle(), recorder, seen: AtomicU64::new(0) }
    }

    /// One answered request.
    pub fn count(&self, route: &str, method: &'static str, status: u16, took: Duration) {
        let class = ["1xx", "2xx", "3xx", "4xx", "5xx"][usize::from(status / 100).clamp(1, 5) - 1];
        metrics::with_local_recorder(&self.recorder, || {
            let route = Label::new("route", route.to_owned());
            let method = Label::new("method", method);
            counter!("enmusubi_http_requests_total", vec![route.clone(), method.clone(), Label::new("status", class)]).increment(1);
            histogram!("enmusubi_http_request_seconds", vec![route, method]).record(took);
        });
        // Samples wait in memory until somebody reads them; tidy up even where nobody does.
        if self.seen.fetch_add(1, Ordering::Relaxed) % 4096 == 4095 {
            self.handle.run_upkeep();
        }
    }

    /// Everything as Prometheus text.
    pub fn text(&self, documents: u64, listings: u64, lag: Duration, following: bool) -> String {
        metrics::with_local_recorder(&self.recorder, || {
            gauge!("enmusubi_index_documents").set(documents as f64);
            gauge!("enmusubi_match_listings").set(listings as f64);
            gauge!("enmusubi_index_lag_seconds").set(lag.as_secs_f64());
            gauge!("enmusubi_index_following").set(if following { 1.0 } else { 0.0 });
            gauge!("enmusubi_build_info", "version" => env!("CARGO_PKG_VERSION")).set(1.0);
            metrics::describe_counter!("enmusubi_http_requests_total", "Answered requests by route, method and class of status.");
            metrics::describe_histogram!("enmusubi_http_request_seconds", "Time from a request's head to its answer's head.");
            metrics::describe_gauge!("enmusubi_index_documents", "Things the text index holds.");
            metrics::describe_gauge!("enmusubi_match_listings", "Listings the match index holds.");
            metrics::describe_gauge!("enmusubi_index_lag_seconds", "How long ago the index was level with the database.");
            metrics::describe_gauge!("enmusubi_index_following", "1 while the database is being followed.");
            metrics::describe_gauge!("enmusubi_build_info", "The version that runs.");
        });
        self.handle.render()
    }
}
