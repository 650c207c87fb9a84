use crate::cli::{Common, KeyCommand};
use crate::console;
use crate::node::{Asked, Keys};
use enmusubi_domain::audit::Actor;
use enmusubi_http::token::is_kid;
use enmusubi_persistence::{SigningKey, Store, StoreError};

pub fn run(common: &Common, command: &KeyCommand) -> Result<(), String> {
    let keys = Keys::open(&common.keys_dir())?;
    let url = common.database_url();
    match Store::open(&url) {
        Ok(store) => at_once(&store, &keys, command),
        // An embedded database belongs to the running service; it looks into the keys directory every second.
        Err(StoreError::Locked { .. }) if *command != KeyCommand::List => {
            let asked = match command {
                KeyCommand::Revoke { kid } => Asked::Revoke(checked(kid)?.to_owned()),
                KeyCommand::Rotate | KeyCommand::List => Asked::Rotate,
            };
            keys.ask(&asked)?;
            console::say("The running service was asked to do it; its log says when it is done.");
            Ok(())
        }
        Err(e) => Err(format!("{}: {e}", super::without_credentials(&url))),
    }
}

fn at_once(store: &Store, keys: &Keys, command: &KeyCommand) -> Result<(), String> {
    match command {
        KeyCommand::List => {
            let here = keys.here()?;
            let (known, now) = store.read(|tx| Ok((tx.signing_keys()?, tx.clock()?))).map_err(|e: StoreError| e.to_string())?;
            known.iter().for_each(|key| console::say(&line(key, here.contains(&key.kid), now)));
            if known.is_empty() {
                console::say("There are no keys yet: the service makes one at its first start.");
            }
        }
        KeyCommand::Rotate => {
            let kid = keys.rotate(store, Actor::Operator)?;
            console::say(&format!("The key {kid} was made; it takes over in ten minutes."));
        }
        KeyCommand::Revoke { kid } => {
            if !keys.revoke(store, checked(kid)?, Actor::Operator)? {
                return Err(format!("there is no key {kid} that could be taken back: enmusubi key list shows them"));
            }
            console::say(&format!("The key {kid} was taken back: within five seconds no node believes what it signed."));
        }
    }
    Ok(())
}

/// The id of a key becomes part of a file's name: it is a key's id or nothing.
fn checked(kid: &str) -> Result<&str, String> {
    if is_kid(kid) { Ok(kid) } else { Err(format!("{kid:?} is no id of a key: enmusubi key list shows them")) }
}

fn line(key: &SigningKey, is_here: bool, now: chrono::DateTime<chrono::Utc>) -> String {
    let day = |at: chrono::DateTime<chrono::Utc>| at.format("%Y-%m-%d %H:%M UTC").to_string();
    let state = match (key.revoked_at, key.retired_at) {
        (Some(at), _) => format!("taken back {}", day(at)),
        (None, Some(at)) => format!("retired {}", day(at)),
        (None, None) if key.active_from > now => format!("signs from {}", day(key.active_from)),
        (None, None) => format!("signs since {}", day(key.active_from)),
    };
    format!("{}  {state}{}", key.kid, if is_here { "  (its private half is here)" } else { "" })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_kid_is_never_a_path() {
        for bad in ["", "../x", "a/b", "ABCD", "abc", "0123456789abcdef0", "ab cd"] {
            assert!(checked(bad).is_err(), "{bad}");
        }
        assert_eq!(checked("00ab12cd34ef"), Ok("00ab12cd34ef"));
    }
}
