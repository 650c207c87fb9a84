use super::{ISSUER, client, now, ring_of, user};
use crate::token::{KeyPair, check, mint};
use enmusubi_domain::id::mix;
use std::time::Instant;

/// How many changed tokens are tried.
const TRIES: u64 = 100_000;
const ALPHABET: &[u8] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.=";

/// One small change, chosen by a number.
fn change(token: &[u8], seed: u64) -> Vec<u8> {
    let draw = |n: u64, below: usize| (mix(seed ^ mix(n)) % below as u64) as usize;
    let (at, other) = (draw(1, token.len()), draw(2, token.len()));
    let mut bytes = token.to_vec();
    match draw(3, 6) {
        0 => bytes[at] ^= 1 << draw(4, 7),
        1 => bytes[at] = draw(4, 128) as u8,
        2 => bytes[at] = ALPHABET[draw(4, ALPHABET.len())],
        3 => bytes.insert(at, ALPHABET[draw(4, ALPHABET.len())]),
        4 => drop(bytes.remove(at)),
        _ => bytes.swap(at, other),
    }
    bytes
}

fn believed(tokens: &[String], seeds: std::ops::Range<u64>, ring: &crate::token::Ring) -> (u64, Vec<String>) {
    let (mut tried, mut believed) = (0, vec![]);
    for seed in seeds {
        let token = &tokens[(seed % tokens.len() as u64) as usize];
        let changed = change(token.as_bytes(), seed);
        let Ok(changed) = String::from_utf8(changed) else { continue };
        if changed != *token {
            tried += 1;
            if check(ring, ISSUER, &changed, now()).is_ok() {
                believed.push(changed);
            }
        }
    }
    (tried, believed)
}

#[test]
fn no_small_change_of_a_token_is_believed() {
    let pair = KeyPair::generate().unwrap();
    let ring = ring_of(&pair);
    let tokens = [user(), client()].map(|subject| mint(&ring, ISSUER, &subject, now()).unwrap().text.reveal().to_owned());
    let begun = Instant::now();
    let halves = std::thread::scope(|scope| {
        // Some changes change nothing: an eighth more are drawn.
        let seeds = [0..TRIES * 9 / 16, TRIES * 9 / 16..TRIES * 9 / 8];
        let threads = seeds.map(|seeds| scope.spawn(|| believed(&tokens, seeds, &ring)));
        threads.map(|thread| thread.join().unwrap())
    });
    let tried: u64 = halves.iter().map(|(tried, _)| tried).sum();
    assert!(tried >= TRIES, "{tried}");
    assert!(halves.iter().all(|(_, believed)| believed.is_empty()), "{halves:?}");
    println!("{tried} changes in {:?}", begun.elapsed());
}

#[test]
fn no_last_character_has_a_second_spelling() {
    let pair = KeyPair::generate().unwrap();
    let ring = ring_of(&pair);
    for subject in [user(), client()] {
        let token = mint(&ring, ISSUER, &subject, now()).unwrap().text;
        let parts: Vec<_> = token.reveal().split('.').collect();
        for part in 0..3 {
            for letter in ALPHABET.iter().map(|b| char::from(*b)) {
                let mut parts: Vec<_> = parts.iter().map(|p| (*p).to_owned()).collect();
                parts[part].pop();
                parts[part].push(letter);
                let changed = parts.join(".");
                assert!(changed == token.reveal() || check(&ring, ISSUER, &changed, now()).is_err(), "{part} {letter}");
            }
        }
    }
}
