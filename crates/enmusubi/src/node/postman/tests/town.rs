use super::*;
use std::cell::Cell;
use std::path::{Path, PathBuf};
use tempfile::TempDir;

thread_local! {
    static AHEAD: Cell<TimeDelta> = const { Cell::new(TimeDelta::zero()) };
}

pub fn clock() -> DateTime<Utc> {
    Utc::now() + AHEAD.get()
}

pub fn pass(time: TimeDelta) {
    AHEAD.set(AHEAD.get() + time);
}

/// A postman whose rounds are made by hand.
pub struct Town {
    pub round: Round,
    pub outbox: PathBuf,
    _dir: TempDir,
}

impl Town {
    pub fn new() -> Self {
        let dir = tempfile::tempdir().unwrap();
        let outbox = dir.path().join("outbox");
        let store = Store::open_with_clock(&format!("sqlite:{}", dir.path().join("a.db").display()), clock).unwrap();
        Self { round: Round { store, office: office(&outbox), clock, complaint: Complaint::default() }, outbox, _dir: dir }
    }

    pub fn store(&self) -> &Store {
        &self.round.store
    }

    pub fn ask(&self, payload: Value) {
        let job = NewJob { kind: JobKind::Mail, payload, run_at: None, dedup_key: None };
        assert!(self.store().write(|tx| tx.enqueue(&job)).map_err(|e: StoreError| e).unwrap());
    }

    /// Makes rounds until nothing is due; answers the letters that lie in the outbox, and takes them out.
    pub fn letters(&self) -> Vec<String> {
        while self.round.next().unwrap() {}
        let mut files: Vec<_> = fs::read_dir(&self.outbox).unwrap().map(|f| f.unwrap().path()).collect();
        files.sort();
        files
            .into_iter()
            .map(|file| {
                let text = fs::read_to_string(&file).unwrap();
                fs::remove_file(file).unwrap();
                text
            })
            .collect()
    }

    pub fn account(&self, email: &str, lang: Lang) -> AccountId {
        let account = account(email, lang);
        self.store().write(|tx| tx.insert_account(&account, "$hash")).map_err(|e: StoreError| e).unwrap();
        account.id
    }

    pub fn registration(&self, email: &str) -> Uuid {
        let (id, now) = (Uuid::now_v7(), clock());
        let registration = Registration {
            id,
            email: Email::parse("email", email).unwrap(),
            name: "雪野".into(),
            lang: Lang::En,
            password: "$hash".into(),
            created_at: now,
            expires_at: now + TimeDelta::hours(24),
        };
        self.store().write(|tx| tx.insert_registration(&registration)).map_err(|e: StoreError| e).unwrap();
        id
    }

    pub fn used(&self, purpose: Purpose, letter: &str) -> Option<enmusubi_persistence::Letter> {
        let token = token(letter);
        self.store().write(|tx| tx.use_letter(purpose, &secret::hash(&token))).map_err(|e: StoreError| e).unwrap()
    }
}

pub fn account(email: &str, lang: Lang) -> Account {
    let (id, now, email) = (AccountId::new(), clock(), Email::parse("email", email).unwrap());
    Account { id, version: 1, email, name: "藤野みどり".into(), lang, security_version: 1, disabled_at: None, created_at: now, updated_at: now }
}

pub fn token(letter: &str) -> String {
    let at = letter.find("enl_").expect("a letter with a token");
    letter[at..at + 53].to_owned()
}

/// An office that puts letters into a directory.
pub fn office(outbox: &Path) -> Office {
    let from: Sender = "no-reply@example.jp".parse().unwrap();
    let stops = StopSeal::new([7; 32]);
    Office {
        post: Post::outbox(outbox, &from).unwrap(),
        link: None,
        public_url: "https://enmusubi.example.jp".into(),
        stops,
        tz: chrono_tz::Asia::Tokyo,
        rules: Rules::default(),
    }
}
