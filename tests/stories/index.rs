use crate::service::{Service, run, wait_until, words};

#[test]
fn the_index_can_be_deleted_at_any_time_and_comes_back() {
    let dir = tempfile::tempdir().unwrap();
    let town = Service::start(dir.path(), &["--demo"]);
    let total = |town: &Service| town.get("/v1/opportunities?limit=1").json()["metadata"]["resultset"]["total"].clone();
    let before = total(&town);
    assert!(before.as_u64().unwrap() >= 300, "{before}");

    std::fs::remove_dir_all(dir.path().join("index")).unwrap();
    let whole =
        || std::fs::read_to_string(dir.path().join("index/CURRENT")).is_ok_and(|name| dir.path().join("index").join(name.trim()).join("meta.json").exists());
    wait_until(|| {
        assert_eq!(town.get("/v1/opportunities?q=%E9%9B%AA").status, 200, "it goes on answering");
        whole()
    });
    assert_eq!(total(&town), before);
    town.end();

    let verified = run(dir.path(), &["verify-index"]);
    assert!(verified.status.success(), "{}", words(&verified));
}

#[test]
fn a_running_service_rebuilds_when_it_is_asked() {
    let dir = tempfile::tempdir().unwrap();
    let town = Service::start(dir.path(), &["--demo"]);
    let current = || std::fs::read_to_string(dir.path().join("index/CURRENT")).unwrap();
    let before = current();
    let asked = run(dir.path(), &["reindex"]);
    assert!(asked.status.success() && words(&asked).contains("asked"), "{}", words(&asked));
    wait_until(|| current() != before);
    assert_eq!(town.get("/v1/opportunities?limit=1").status, 200);
}

#[test]
fn a_damaged_or_foreign_index_is_replaced_and_nothing_is_lost() {
    let dir = tempfile::tempdir().unwrap();
    let total = |town: &Service| town.get("/v1/opportunities?limit=1").json()["metadata"]["resultset"]["total"].clone();
    let town = Service::start(dir.path(), &["--demo"]);
    let before = total(&town);
    town.end();
    let current = || dir.path().join("index").join(std::fs::read_to_string(dir.path().join("index/CURRENT")).unwrap().trim());

    type Harm = fn(&std::path::Path);
    let harms: [Harm; 3] = [
        |index| std::fs::write(index.join("meta.json"), "not json").unwrap(),
        |index| {
            for file in std::fs::read_dir(index).unwrap().flatten().filter(|f| f.path().extension().is_some_and(|e| e != "json" && e != "lock")) {
                std::fs::write(file.path(), b"foreign").unwrap();
            }
        },
        |index| std::fs::remove_dir_all(index).unwrap(),
    ];
    for harm in harms {
        harm(&current());
        let town = Service::start(dir.path(), &[]);
        assert_eq!(total(&town), before);
        town.end();
    }
    let again = run(dir.path(), &["reindex"]);
    assert!(again.status.success(), "{}", words(&again));
    let verified = run(dir.path(), &["verify-index"]);
    assert!(verified.status.success(), "{}", words(&verified));
}
