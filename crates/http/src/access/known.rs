use enmusubi_domain::access::Caller;
use enmusubi_domain::id::{ClientId, mix};
use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

/// For how long a caller is believed without asking the database, where nothing but public data is read.
const FOR: Duration = Duration::from_secs(5);
/// How often it is noted that a client was here.
const NOTED: Duration = Duration::from_secs(60);
/// Most callers remembered.
const MOST: usize = 20_000;

/// Callers that were looked up within the last seconds, by what they sent. Only what is public is answered on this ground: quotas are
/// counted by it. Whatever is personal asks the database each time.
#[derive(Debug, Default)]
pub struct Known {
    seen: Mutex<HashMap<[u8; 32], (Instant, Caller)>>,
    noted: Mutex<HashMap<ClientId, Instant>>,
}

impl Known {
    /// Who sent this, if it was somebody a moment ago.
    pub fn find(&self, sent: &[u8; 32]) -> Option<Caller> {
        let seen = self.seen.lock().unwrap_or_else(PoisonError::into_inner);
        seen.get(sent).filter(|(at, _)| at.elapsed() < FOR).map(|(_, caller)| caller.clone())
    }

    /// Remembers who sent this.
    pub fn remember(&self, sent: [u8; 32], caller: Caller) {
        let mut seen = self.seen.lock().unwrap_or_else(PoisonError::into_inner);
        if seen.len() >= MOST {
            seen.retain(|_, (at, _)| at.elapsed() < FOR);
            if seen.len() >= MOST {
                seen.clear();
            }
        }
        seen.insert(sent, (Instant::now(), caller));
    }

    /// Whether it is time to note that a client was here: once a minute.
    pub fn is_to_be_noted(&self, client: ClientId) -> bool {
        let mut noted = self.noted.lock().unwrap_or_else(PoisonError::into_inner);
        if noted.get(&client).is_some_and(|at| at.elapsed() < NOTED) {
            return false;
        }
        if noted.len() >= MOST {
            noted.clear();
        }
        noted.insert(client, Instant::now());
        true
    }

    /// Forgets everybody: somebody's rights have changed on this node.
    pub fn forget(&self) {
        self.seen.lock().unwrap_or_else(PoisonError::into_inner).clear();
    }
}

/// The number under which a caller's requests are counted.
pub fn counted_as(caller: &Caller) -> Option<u64> {
    let id = match caller {
        Caller::Anyone => return None,
        Caller::Person(person) => person.account.0,
        Caller::Client(client) => client.id.0,
    };
    let (high, low) = id.as_u64_pair();
    Some(mix(high) ^ low)
}
