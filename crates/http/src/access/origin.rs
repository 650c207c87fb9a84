use enmusubi_domain::id::ClientId;
use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

/// For how long the list is believed.
const FOR: Duration = Duration::from_secs(5);

/// Origins whose pages may send credentials: those registered for a client.
#[derive(Debug, Default)]
pub struct Origins {
    list: Mutex<Option<(Instant, Registered)>>,
}

/// The origins of each client that has some.
type Registered = HashMap<ClientId, Vec<String>>;

impl Origins {
    /// Whether a page of this origin may speak for a client, or, where none is named, for a person: then any client's origin will do.
    /// Nothing if the list must be read anew first.
    pub fn allow(&self, origin: &str, client: Option<ClientId>) -> Option<bool> {
        let list = self.list.lock().unwrap_or_else(PoisonError::into_inner);
        let (_, origins) = list.as_ref().filter(|(at, _)| at.elapsed() < FOR)?;
        let named = |all: &Vec<String>| all.iter().any(|o| o == origin);
        Some(match client {
            Some(client) => origins.get(&client).is_some_and(named),
            None => origins.values().any(named),
        })
    }

    /// Forgets the list: a client has changed on this node.
    pub fn forget(&self) {
        *self.list.lock().unwrap_or_else(PoisonError::into_inner) = None;
    }

    /// Takes a fresh list.
    pub fn renew(&self, list: Vec<(ClientId, Vec<String>)>) {
        *self.list.lock().unwrap_or_else(PoisonError::into_inner) = Some((Instant::now(), list.into_iter().collect()));
    }
}

/// Whether a page of this origin was served by this host itself, as the page of the document is.
pub fn is_same(origin: &str, host: &str) -> bool {
    origin.split_once("://").is_some_and(|(_, rest)| rest == host)
}
