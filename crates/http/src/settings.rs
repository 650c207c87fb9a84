use enmusubi_domain::application::Rules;
use enmusubi_domain::ladder::Ladder;
use ipnet::IpNet;
use std::sync::Arc;
use std::time::Duration;

/// Longest query string, in bytes.
pub const QUERY_MAX: usize = 8 * 1024;
/// Longest path, in bytes.
pub const PATH_MAX: usize = 1024;
/// Longest header section, in bytes.
pub const HEADERS_MAX: usize = 16 * 1024;
/// Largest JSON body, in bytes.
pub const BODY_MAX: usize = 64 * 1024;
/// Deepest nesting of a JSON body.
pub const DEPTH_MAX: usize = 16;

/// What whoever runs the service can set.
#[derive(Clone)]
pub struct Settings {
    /// Seals cursors. Every node of one service has the same; 32 bytes from a good source.
    pub cursor_key: [u8; 32],
    /// The address under which the outside knows this service, without a slash at its end. It is the issuer of access tokens.
    pub issuer: String,
    /// How many requests one caller (a person, an IPv4 address, an IPv6 /64) may make a minute; 0 means as many as they like. Clients have
    /// quotas of their own.
    pub requests_per_minute: u32,
    /// Proxies whose `X-Forwarded-For` is believed; without any, the caller is the peer of the connection.
    pub trusted_proxies: Vec<IpNet>,
    /// Whether new groups wait for a coordinator's review.
    pub review_new_groups: bool,
    /// What is decided about taking part.
    pub rules: Rules,
    /// By which rules taking part raises a level.
    pub ladder: Arc<Ladder>,
    /// Threads that speak HTTP; 0 means one per core.
    pub workers: usize,
    /// Searches that run at a time.
    pub searches: usize,
    /// Reads of the database that run at a time.
    pub reads: usize,
    /// Writes to the database that run at a time.
    pub writes: usize,
    /// Passwords that are hashed at a time; each needs 19 MiB for a few hundredths of a second.
    pub hashes: usize,
    /// What may wait for its turn, of each sort; more is refused with 503.
    pub waiting: usize,
    /// Longest wait for a turn.
    pub patience: Duration,
    /// Longest time to send a body.
    pub body_deadline: Duration,
    /// Most connections at a time, per worker.
    pub connections: usize,
    /// Time given to running requests when the server stops.
    pub farewell: Duration,
}

impl std::fmt::Debug for Settings {
    /// Without the key: what is logged is not secret any more.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Settings").field("requests_per_minute", &self.requests_per_minute).field("searches", &self.searches).finish_non_exhaustive()
    }
}

impl Default for Settings {
    /// Generous limits and a key nobody knows, which does not survive a restart.
    fn default() -> Self {
        let mut cursor_key = [0; 32];
        cursor_key[..16].copy_from_slice(uuid::Uuid::new_v4().as_bytes());
        cursor_key[16..].copy_from_slice(uuid::Uuid::new_v4().as_bytes());
        let cores = std::thread::available_parallelism().map_or(2, usize::from);
        Self {
            cursor_key,
            issuer: "http://127.0.0.1:8080".into(),
            requests_per_minute: 30_000,
            trusted_proxies: vec![],
            review_new_groups: true,
            rules: Rules::default(),
            ladder: Arc::default(),
            workers: 0,
            searches: cores.max(2),
            reads: 4,
            writes: 4,
            hashes: (cores / 2).max(1),
            waiting: 256,
            patience: Duration::from_secs(2),
            body_deadline: Duration::from_secs(10),
            connections: 10_000,
            farewell: Duration::from_secs(10),
        }
    }
}
