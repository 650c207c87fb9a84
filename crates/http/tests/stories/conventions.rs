use std::path::{Path, PathBuf};

fn files(dir: &Path, found: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(dir).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            files(&path, found);
        } else if path.extension().is_some_and(|e| e == "rs") {
            found.push(path);
        }
    }
}

fn sources() -> Vec<(PathBuf, String)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut found = vec![];
    files(&root.join("src"), &mut found);
    files(&root.join("tests"), &mut found);
    found.into_iter().map(|p| (p.clone(), std::fs::read_to_string(p).unwrap())).collect()
}

#[test]
fn files_stay_short_enough_to_be_read_at_one_sitting() {
    for (path, text) in sources() {
        assert!(text.lines().count() <= 400, "{} has {} lines", path.display(), text.lines().count());
    }
}

#[test]
fn refusals_get_their_status_in_one_file() {
    let refusals = ["StatusCode::", "HttpResponse::BadRequest", "HttpResponse::NotFound", "ErrorBadRequest", "ErrorInternalServerError"];
    let allowed = ["problem/", "answer.rs", "writing/reply.rs", "tests/"];
    for (path, text) in sources() {
        let shown = path.to_string_lossy().replace('\\', "/");
        if !allowed.iter().any(|a| shown.contains(a)) {
            assert!(refusals.iter().all(|word| !text.contains(word)), "{shown}");
        }
    }
}

#[test]
fn the_async_world_is_left_in_one_place() {
    let leaving = sources().into_iter().filter(|(path, text)| !path.to_string_lossy().contains("tests") && text.contains("web::block(")).count();
    assert_eq!(leaving, 1);
}
