use crate::cast::*;
use enmusubi_search::{Key, TextIndex};
use std::path::Path;

fn copy(from: &Path, to: &Path, wanted: impl Fn(&str) -> bool) {
    std::fs::create_dir_all(to).unwrap();
    for file in std::fs::read_dir(from).unwrap().map(|f| f.unwrap()) {
        let name = file.file_name().into_string().unwrap();
        if wanted(&name) {
            std::fs::copy(file.path(), to.join(name)).unwrap();
        }
    }
}

/// As if the power had gone, or the process had been killed, after everything was written but the word that it holds.
#[test]
fn what_a_killed_commit_left_behind_is_in_nobodys_way() {
    let dir = tempfile::tempdir().unwrap();
    let (before, after) = (dir.path().join("before"), dir.path().join("after"));
    let index = TextIndex::create(&before, words(), &city()).unwrap();
    index.apply((0..4).map(|n| put(&listing(&format!("{n}"), "雪かき"))).collect(), &[], "1").unwrap();
    drop(index);
    copy(&before, &after, |_| true);
    let change = |index: &TextIndex| index.apply(vec![put(&listing("new", "雪かき"))], &[Key::Opportunity(id("0"))], "2");
    change(&TextIndex::open(&after, words(), &city()).unwrap()).unwrap();
    copy(&after, &before, |name| name == ".managed.json" || !before.join(name).exists());
    let again = TextIndex::open(&before, words(), &city()).unwrap();
    assert_eq!((again.len(), again.payload().as_deref()), (4, Some("1")), "nothing of it holds");
    change(&again).unwrap();
    assert_eq!((again.len(), again.payload().as_deref()), (4, Some("2")));
}
