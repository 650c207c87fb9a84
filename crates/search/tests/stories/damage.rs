use crate::cast::*;
use enmusubi_domain::theme::{Theme, Themes};
use enmusubi_search::{IndexError, TextIndex};
use std::path::{Path, PathBuf};
use std::sync::{Arc, LazyLock};

static TEMPLATE: LazyLock<(tempfile::TempDir, PathBuf)> = LazyLock::new(make);

/// A copy of an index with deletions and several segments, closed.
fn closed() -> (tempfile::TempDir, PathBuf) {
    let dir = tempfile::tempdir().unwrap();
    let at = dir.path().join("index");
    std::fs::create_dir(&at).unwrap();
    for file in std::fs::read_dir(&TEMPLATE.1).unwrap().map(|f| f.unwrap().path()) {
        std::fs::copy(&file, at.join(file.file_name().unwrap())).unwrap();
    }
    (dir, at)
}

fn make() -> (tempfile::TempDir, PathBuf) {
    let dir = tempfile::tempdir().unwrap();
    let at = dir.path().join("index");
    let index = TextIndex::create(&at, words(), &city()).unwrap();
    for n in 0..3 {
        index.apply((0..4).map(|m| put(&listing(&format!("{n}{m}"), "雪かき"))).collect(), &[], "1").unwrap();
    }
    index.apply(vec![], &[enmusubi_search::Key::Opportunity(id("00"))], "2").unwrap();
    drop(index);
    (dir, at)
}

fn open(at: &Path) -> Result<TextIndex, IndexError> {
    TextIndex::open(at, words(), &city())
}

/// Files of segments, which the index cannot do without.
fn files(at: &Path) -> Vec<PathBuf> {
    let mut files: Vec<PathBuf> = std::fs::read_dir(at).unwrap().map(|f| f.unwrap().path()).collect();
    files.retain(|f| f.extension().is_some_and(|e| ["idx", "pos", "term", "store", "fast", "fieldnorm", "del"].contains(&e.to_str().unwrap())));
    files.sort();
    files
}

/// Spoils each file in turn, in a fresh copy, and looks what opening says.
fn each_spoiled(spoil: impl Fn(&Path)) {
    let (_dir, at) = closed();
    let count = files(&at).len();
    assert!(count >= 7);
    for n in 0..count {
        let (_dir, at) = closed();
        let file = files(&at)[n].clone();
        spoil(&file);
        assert!(matches!(open(&at), Err(IndexError::Damaged(_))), "{}", file.display());
    }
}

#[test]
fn whole_it_opens() {
    let (_dir, at) = closed();
    assert_eq!(open(&at).unwrap().len(), 11);
}

#[test]
fn a_file_cut_short_is_damage() {
    for keep in [0u64, 3, 7, 20] {
        each_spoiled(|file| std::fs::OpenOptions::new().write(true).open(file).unwrap().set_len(keep).unwrap());
    }
    each_spoiled(|file| {
        let length = std::fs::metadata(file).unwrap().len();
        std::fs::OpenOptions::new().write(true).open(file).unwrap().set_len(length - 1).unwrap();
    });
}

#[test]
fn a_missing_file_is_damage() {
    each_spoiled(|file| std::fs::remove_file(file).unwrap());
}

#[test]
fn a_flipped_bit_and_plain_garbage_are_damage() {
    each_spoiled(|file| {
        let mut bytes = std::fs::read(file).unwrap();
        bytes[0] ^= 1;
        std::fs::write(file, bytes).unwrap();
    });
    each_spoiled(|file| std::fs::write(file, vec![0xA5; 4096]).unwrap());
}

#[test]
fn two_files_exchanged_are_damage() {
    let (_dir, at) = closed();
    let stores: Vec<PathBuf> = files(&at).into_iter().filter(|f| f.extension().is_some_and(|e| e == "store")).collect();
    let (a, b) = (std::fs::read(&stores[0]).unwrap(), std::fs::read(&stores[1]).unwrap());
    if a != b {
        std::fs::write(&stores[0], b).unwrap();
        std::fs::write(&stores[1], a).unwrap();
        assert!(matches!(open(&at), Err(IndexError::Damaged(_))));
    }
}

#[test]
fn a_spoiled_meta_file_is_damage() {
    for content in ["", "{", "{}", "null", "\u{0}\u{0}", "{\"segments\":[]}", &"[".repeat(100_000)] {
        let (_dir, at) = closed();
        std::fs::write(at.join("meta.json"), content).unwrap();
        assert!(matches!(open(&at), Err(IndexError::Damaged(_) | IndexError::Foreign(_))), "{content:.20}");
    }
    let (_dir, at) = closed();
    std::fs::remove_file(at.join("meta.json")).unwrap();
    assert!(matches!(open(&at), Err(IndexError::Damaged(_))));
    assert!(open(Path::new("/nowhere/at/all")).is_err());
}

#[test]
fn the_meta_file_of_another_index_is_damage() {
    let ((_dir, at), (_other, other)) = (closed(), make());
    std::fs::copy(other.join("meta.json"), at.join("meta.json")).unwrap();
    assert!(matches!(open(&at), Err(IndexError::Damaged(_))), "it names files that are not there");
}

#[test]
fn an_index_of_another_taxonomy_is_foreign_and_one_of_other_synonyms_is_not() {
    let (_dir, at) = closed();
    let mut other = city();
    other.themes =
        Themes::new(vec![Theme { code: "x".into(), names: enmusubi_domain::text::Names { ja: "x".into(), en: "x".into() }, fields: vec![], sdgs: vec![] }])
            .unwrap();
    let own = Arc::new(words().with_synonyms("甲,乙", enmusubi_search::Format::Lines).unwrap());
    assert!(matches!(TextIndex::open(&at, own.clone(), &other), Err(IndexError::Foreign(_))));
    assert!(TextIndex::open(&at, own, &city()).is_ok());
}

#[test]
fn a_directory_in_use_is_said_to_be_in_use() {
    let (_dir, at) = closed();
    let _first = open(&at).unwrap();
    assert!(matches!(open(&at), Err(IndexError::InUse(_))));
    assert!(matches!(TextIndex::create(&at, words(), &city()), Err(IndexError::InUse(_))));
}
