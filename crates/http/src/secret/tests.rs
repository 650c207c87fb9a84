use super::{Hasher, Pepper, Verdict};
use argon2::{Algorithm, Argon2, ParamsBuilder, PasswordHasher, Version};
use std::time::{Duration, Instant};

const PASSWORD: &str = "雪かき 手伝い 2026 冬";
const FRESH: Verdict = Verdict::Right { outdated: false };
const OUTDATED: Verdict = Verdict::Right { outdated: true };

/// A PHC string of other costs than ours.
fn phc(algorithm: Algorithm, version: Version, memory_kib: u32, passes: u32, lanes: u32) -> String {
    let params = ParamsBuilder::new().m_cost(memory_kib).t_cost(passes).p_cost(lanes).output_len(32).build().unwrap();
    Argon2::new(algorithm, version, params).hash_password_with_salt(PASSWORD.as_bytes(), b"sixteen bytes ok").unwrap().to_string()
}

#[test]
fn the_right_password_is_right_and_every_other_one_wrong() {
    let hasher = Hasher::light();
    let phc = hasher.hash(PASSWORD).unwrap();
    assert_eq!(hasher.verify(PASSWORD, Some(&phc)), FRESH);
    for wrong in ["", " ", "雪かき 手伝い 2026 夏", "雪かき 手伝い 2026 冬 ", &PASSWORD.replace("2026", "２０２６"), &PASSWORD.repeat(2)] {
        assert_eq!(hasher.verify(wrong, Some(&phc)), Verdict::Wrong, "{wrong:?}");
    }
}

#[test]
fn the_whole_password_counts_however_long_it_is() {
    let hasher = Hasher::light();
    let long = "あ".repeat(128);
    let phc = hasher.hash(&long).unwrap();
    assert_eq!(hasher.verify(&long, Some(&phc)), FRESH);
    assert_eq!(hasher.verify(&format!("{}い", "あ".repeat(127)), Some(&phc)), Verdict::Wrong);
}

#[test]
fn a_hash_is_salted_and_names_its_parameters() {
    let hasher = Hasher::new(vec![]);
    let (one, two) = (hasher.hash(PASSWORD).unwrap(), hasher.hash(PASSWORD).unwrap());
    assert_ne!(one, two);
    assert!(one.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"), "{one}");
    // 16 bytes of salt are 22 characters, 32 bytes of hash 43.
    let lengths: Vec<_> = one.split('$').skip(4).map(str::len).collect();
    assert_eq!(lengths, [22, 43]);
}

#[test]
fn whoever_has_no_password_is_wrong_after_the_same_work() {
    let hasher = Hasher::new(vec![Pepper::new([1; 32])]);
    let phc = hasher.hash(PASSWORD).unwrap();
    let time = |stored: Option<&str>| {
        let begun = Instant::now();
        assert_eq!(hasher.verify("something else", stored), Verdict::Wrong);
        begun.elapsed()
    };
    let least = |stored: Option<&str>| (0..9).map(|_| time(stored)).min().unwrap();
    let (known, unknown, damaged) = (least(Some(&phc)), least(None), least(Some("$argon2id$")));
    println!("one hash: known {known:?}, unknown {unknown:?}, damaged {damaged:?}");
    for other in [unknown, damaged] {
        // Loose, because tests run beside one another; a hash left out would be a thousand times faster.
        assert!(other > known / 10, "{known:?} {other:?}");
    }
}

#[test]
fn weaker_hashes_are_right_but_outdated_and_stronger_ones_are_not() {
    let hasher = Hasher::new(vec![]);
    let stored = |memory, passes, lanes| phc(Algorithm::Argon2id, Version::V0x13, memory, passes, lanes);
    assert_eq!(hasher.verify(PASSWORD, Some(&stored(19_456, 2, 1))), FRESH);
    assert_eq!(hasher.verify(PASSWORD, Some(&stored(19_456, 3, 2))), FRESH);
    assert_eq!(hasher.verify(PASSWORD, Some(&stored(12_288, 3, 1))), OUTDATED);
    assert_eq!(hasher.verify(PASSWORD, Some(&stored(32_768, 1, 1))), OUTDATED);
    assert_eq!(hasher.verify("x", Some(&stored(12_288, 3, 1))), Verdict::Wrong);
    assert_eq!(hasher.verify(PASSWORD, Some(&Hasher::light().hash(PASSWORD).unwrap())), OUTDATED);
}

#[test]
fn a_stored_hash_that_would_cost_too_much_is_not_followed() {
    let hasher = Hasher::light();
    let right = phc(Algorithm::Argon2id, Version::V0x13, 64, 1, 1);
    assert_eq!(hasher.verify(PASSWORD, Some(&right)), FRESH);
    let begun = Instant::now();
    for cost in ["m=65537,t=1,p=1", "m=4294967295,t=1,p=1", "m=64,t=7,p=1", "m=64,t=4294967295,p=1", "m=64,t=1,p=5", "m=64,t=1,p=1,data=AAAA"] {
        assert_eq!(hasher.verify(PASSWORD, Some(&right.replace("m=64,t=1,p=1", cost))), Verdict::Wrong, "{cost}");
    }
    assert!(begun.elapsed() < Duration::from_secs(1), "{:?}", begun.elapsed());
    // Just below each limit the hash is computed: it is this password's.
    for (memory, passes, lanes) in [(65_536, 1, 1), (64, 6, 1), (64, 1, 4)] {
        assert_eq!(hasher.verify(PASSWORD, Some(&phc(Algorithm::Argon2id, Version::V0x13, memory, passes, lanes))), FRESH);
    }
}

#[test]
fn only_argon2id_in_its_last_version_is_followed() {
    let hasher = Hasher::light();
    let others = [
        phc(Algorithm::Argon2i, Version::V0x13, 64, 1, 1),
        phc(Algorithm::Argon2d, Version::V0x13, 64, 1, 1),
        phc(Algorithm::Argon2id, Version::V0x10, 64, 1, 1),
        phc(Algorithm::Argon2id, Version::V0x13, 64, 1, 1).replace("$v=19", ""),
        "$2b$12$EixZaYVK1fsbw1ZfbX3OXePaWxn96p36WQoeG6Lruj3vjPGga31lW".into(),
        "$argon2id$v=19$m=64,t=1,p=1".into(),
        "$argon2id$v=19$m=64,t=1,p=1$c2l4dGVlbiBieXRlcyBvaw".into(),
        PASSWORD.into(),
        String::new(),
    ];
    for other in others {
        assert_eq!(hasher.verify(PASSWORD, Some(&other)), Verdict::Wrong, "{other}");
    }
}

#[test]
fn a_pepper_is_needed_and_can_be_exchanged() {
    let pepper = |n| Pepper::new([n; 32]);
    let light = |peppers| {
        let mut hasher = Hasher::light();
        hasher.peppers = peppers;
        hasher
    };
    let (plain, first) = (light(vec![]), light(vec![pepper(1)]));
    let (old, peppered) = (plain.hash(PASSWORD).unwrap(), first.hash(PASSWORD).unwrap());
    assert!(peppered.contains(",keyid="), "{peppered}");
    assert_eq!(first.verify(PASSWORD, Some(&peppered)), FRESH);
    assert_eq!(first.verify("x", Some(&peppered)), Verdict::Wrong);
    assert_eq!(first.verify(PASSWORD, Some(&old)), OUTDATED, "a hash without pepper gets one at the next login");
    let second = light(vec![pepper(2), pepper(1)]);
    assert_eq!(second.verify(PASSWORD, Some(&peppered)), OUTDATED);
    assert_eq!(second.verify(PASSWORD, Some(&second.hash(PASSWORD).unwrap())), FRESH);
    assert_eq!(light(vec![pepper(2)]).verify(PASSWORD, Some(&peppered)), Verdict::Wrong);
    assert_eq!(plain.verify(PASSWORD, Some(&peppered)), Verdict::Wrong);
    // Without its keyid the hash would be computed without the pepper: it is another one.
    let (before, after) = peppered.split_once(",keyid=").unwrap();
    let stripped = format!("{before}${}", after.split_once('$').unwrap().1);
    assert_eq!(plain.verify(PASSWORD, Some(&stripped)), Verdict::Wrong);
    assert_eq!(format!("{:?}", pepper(1)), "Pepper(…)");
}
