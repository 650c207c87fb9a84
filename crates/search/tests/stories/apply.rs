use crate::cast::*;
use enmusubi_domain::criteria::Criteria;
use enmusubi_domain::opportunity::State;
use enmusubi_search::{Key, TextIndex};

fn key(name: &str) -> Key {
    Key::Opportunity(id(name))
}

#[test]
fn documents_and_payload_are_one_commit() {
    let dir = tempfile::tempdir().unwrap();
    let at = dir.path().join("index");
    let words = words();
    let index = TextIndex::create(&at, words.clone(), &city()).unwrap();
    assert_eq!(index.payload(), None, "nothing was applied yet");
    index.apply(vec![put(&listing("a", "a")), put(&listing("b", "b"))], &[], "cursor 1\nwith a second line").unwrap();
    index.apply(vec![put(&listing("c", "c"))], &[key("a")], "").unwrap();
    assert_eq!(index.payload().as_deref(), Some(""));
    drop(index);
    let again = TextIndex::open(&at, words, &city()).unwrap();
    assert_eq!(again.payload().as_deref(), Some(""));
    assert_eq!(again.len(), 2);
    assert!(again.get(&key("a")).is_none() && again.get(&key("c")).is_some());
}

#[test]
fn the_last_put_of_a_key_stands_and_a_put_wins_over_a_remove() {
    let town = Town::of(&[]);
    let (mut first, mut second) = (listing("a", "first"), listing("a", "second"));
    (first.version, second.version) = (1, 2);
    town.index.apply(vec![put(&first), put(&second)], &[key("a")], "1").unwrap();
    assert_eq!(town.matching(&Criteria::default()), ["second"]);
    assert_eq!(town.index.versions(), [(key("a"), 2)]);
    town.index.apply(vec![], &[key("a"), key("never there")], "2").unwrap();
    assert!(town.index.is_empty());
}

#[test]
fn looking_up_finds_every_state_and_keeps_the_order_of_asking() {
    let mut closed = listing("closed", "closed");
    closed.state = State::Closed;
    let town = Town::of(&[listing("a", "a"), closed]);
    let stored = town.index.get(&key("closed")).unwrap();
    assert_eq!((stored.version, stored.view.as_slice()), (1, b"closed".as_slice()));
    let views = town.index.views(&[key("nobody"), key("closed"), key("a")]);
    assert_eq!(views, [None, Some(b"closed".to_vec()), Some(b"a".to_vec())]);
}

#[test]
fn readers_go_on_while_a_writer_writes() {
    let town = Town::of(&[listing("0", "本の整理")]);
    std::thread::scope(|scope| {
        let writing = scope.spawn(|| (1..30).for_each(|n| town.index.apply(vec![put(&listing(&n.to_string(), "本の整理"))], &[], "n").unwrap()));
        while !writing.is_finished() {
            assert!(!town.ask("本").is_empty());
        }
    });
    assert_eq!(town.ask("本").len(), 30);
}

#[test]
fn keys_are_read_back() {
    for key in [key("a"), Key::Group(group_id("a"))] {
        assert_eq!(key.to_string().parse(), Ok(key));
    }
    assert!("x:1".parse::<Key>().is_err() && "".parse::<Key>().is_err() && "oあ".parse::<Key>().is_err());
}
