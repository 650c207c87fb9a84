//! Messages within applications.

use crate::backends::{in_every_place, on_every_backend};
use crate::taking_part::{after, all, apply, noon, published, session_in, somebody, standing_group, withdraw};
use chrono::{DateTime, Utc};
use enmusubi_domain::application::{Application, Side};
use enmusubi_domain::id::{AccountId, MessageId};
use enmusubi_domain::message::Message;
use enmusubi_persistence::Store;

fn asked(store: &Store, name: &str) -> (AccountId, Application) {
    let (person, group) = (somebody(store, name), standing_group(store, "雪の会"));
    let listing = published(store, &group, vec![session_in(48, Some(5))], None, |_| ());
    (person, apply(store, person, &listing, &all(), &after(1)).unwrap())
}

fn written(store: &Store, a: &Application, side: Side, author: AccountId, text: &str, sent_at: DateTime<Utc>) -> Message {
    let message = Message { id: MessageId::new(), application: a.id, side, author: Some(author), text: Some(text.into()), sent_at, removed_at: None };
    store.write(|tx| tx.insert_message(&message)).unwrap();
    message
}

fn texts(store: &Store, a: &Application) -> Vec<Option<String>> {
    store.read(|tx| tx.messages_of_application(a.id)).unwrap().into_iter().map(|m| m.text).collect()
}

#[test]
fn messages_come_back_oldest_first_page_by_page() {
    on_every_backend(|store| {
        let ((yuki, a), (ren, b)) = (asked(store, "yuki"), asked(store, "ren"));
        let owner = somebody(store, "owner");
        let first = written(store, &a, Side::Volunteer, yuki, "長靴は要りますか。\n手袋も？ 👩‍👩‍👧‍👦", after(1).now);
        let second = written(store, &a, Side::Group, owner, "お貸しします。", after(2).now);
        let other = written(store, &b, Side::Volunteer, ren, "よろしく", after(2).now);
        assert_eq!(store.read(|tx| tx.messages_of_application(a.id)), Ok(vec![first.clone(), second.clone()]));
        assert_eq!(store.read(|tx| tx.messages_of_application(b.id)), Ok(vec![other]), "each application has its own");
        assert_eq!(store.read(|tx| tx.messages_page(a.id, None, 1)), Ok(vec![first.clone()]));
        assert_eq!(store.read(|tx| tx.messages_page(a.id, Some(first.id), 9)), Ok(vec![second.clone()]));
        assert_eq!(store.read(|tx| tx.message(second.id)), Ok(Some(second)));
        assert_eq!(store.read(|tx| tx.message(MessageId::new())), Ok(None));
    });
}

#[test]
fn a_message_that_is_taken_back_loses_its_words_and_stays() {
    on_every_backend(|store| {
        let (yuki, a) = asked(store, "yuki");
        let message = written(store, &a, Side::Volunteer, yuki, "まちがい", after(1).now);
        assert_eq!(store.write(|tx| tx.remove_message(message.id, after(2).now)), Ok(true));
        assert_eq!(store.write(|tx| tx.remove_message(message.id, after(3).now)), Ok(false));
        let left = Message { text: None, removed_at: Some(after(2).now), ..message };
        assert_eq!(store.read(|tx| tx.messages_of_application(a.id)), Ok(vec![left]));
        assert_eq!(store.read(|tx| tx.messages_since(a.id, Side::Volunteer, noon())), Ok(1), "it counts as sent");
    });
}

#[test]
fn messages_are_counted_by_side_and_since_when() {
    on_every_backend(|store| {
        let (yuki, a) = asked(store, "yuki");
        for hours in [1, 5, 9] {
            written(store, &a, Side::Volunteer, yuki, "はい", after(hours).now);
        }
        let count = |side, hours| store.read(|tx| tx.messages_since(a.id, side, after(hours).now)).unwrap();
        assert_eq!((count(Side::Volunteer, 1), count(Side::Volunteer, 5), count(Side::Volunteer, 10), count(Side::Group, 0)), (3, 2, 0, 0));
    });
}

#[test]
fn whoever_leaves_takes_their_words_along() {
    on_every_backend(|store| {
        let (yuki, a) = asked(store, "yuki");
        let owner = somebody(store, "owner");
        written(store, &a, Side::Volunteer, yuki, "ひみつ", after(1).now);
        written(store, &a, Side::Group, owner, "お待ちしています", after(2).now);
        assert_eq!(store.write(|tx| tx.cut_messages_of(yuki)), Ok(1));
        assert_eq!(store.write(|tx| tx.cut_messages_of(yuki)), Ok(0));
        withdraw(store, &a, &after(3)).unwrap();
        store.write(|tx| tx.delete_account(yuki)).unwrap();
        let left = store.read(|tx| tx.messages_of_application(a.id)).unwrap();
        assert_eq!((left[0].author, left[0].text.as_deref(), left[1].text.as_deref()), (None, None, Some("お待ちしています")));
        assert!(left[0].removed_at.is_some() && left[1].removed_at.is_none());
    });
}

#[test]
fn words_are_forgotten_once_their_application_ended_long_ago() {
    on_every_backend(|store| {
        let ((yuki, old), (ren, live)) = (asked(store, "yuki"), asked(store, "ren"));
        written(store, &old, Side::Volunteer, yuki, "むかし", after(1).now);
        written(store, &live, Side::Volunteer, ren, "いま", after(1).now);
        withdraw(store, &old, &after(3)).unwrap();
        let forget = |hours| store.write(|tx| tx.forget_messages_before(after(hours).now)).unwrap();
        assert_eq!((forget(3), texts(store, &old)), (0, vec![Some("むかし".into())]), "it ended at that very moment");
        assert_eq!((forget(4), texts(store, &old), texts(store, &live)), (1, vec![None], vec![Some("いま".into())]));
        assert_eq!(forget(9_999), 0, "what goes on is kept");
    });
}

#[test]
fn the_database_keeps_no_message_of_the_service_and_none_half_removed() {
    in_every_place(|place| {
        let store = place.store();
        let (yuki, a) = asked(&store, "yuki");
        written(&store, &a, Side::Volunteer, yuki, "はい", after(1).now);
        for wound in ["side = 'service'", "text = NULL", "removed_at = sent_at"] {
            assert!(place.raw().try_run(&format!("UPDATE message SET {wound}")).is_err(), "{wound}");
        }
    });
}
