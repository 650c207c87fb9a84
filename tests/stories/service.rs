//! Starting a service in a directory of its own, and asking it.

use serde_json::Value;
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};
use std::time::{Duration, Instant};

/// How long anything may take before a story gives up: generous, because machines are slow and noisy.
pub const PATIENCE: Duration = Duration::from_secs(120);

/// The program, as `cargo test --workspace` builds it beside the tests.
pub fn program() -> PathBuf {
    let mut dir = std::env::current_exe().unwrap();
    dir.pop();
    if dir.ends_with("deps") {
        dir.pop();
    }
    let program = dir.join(format!("enmusubi{}", std::env::consts::EXE_SUFFIX));
    assert!(program.exists(), "{} is not built: run cargo test --workspace, or cargo build first", program.display());
    program
}

/// Runs a command of the program to its end.
pub fn run(data: &Path, arguments: &[&str]) -> Output {
    let mut command = quiet(Command::new(program()));
    command.arg("--data-dir").arg(data).args(arguments).output().unwrap()
}

/// The words of an output, for looking into.
pub fn words(output: &Output) -> String {
    format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr))
}

/// Settings of whoever runs the tests must not leak into the story.
fn quiet(mut command: Command) -> Command {
    for (name, _) in std::env::vars().filter(|(name, _)| name.starts_with("ENMUSUBI_")) {
        command.env_remove(name);
    }
    command
}

/// A running service. It ends with the story.
pub struct Service {
    child: Child,
    /// Where it listens, such as `http://127.0.0.1:41234`.
    pub url: String,
    /// What it printed before it was ready.
    pub said: Vec<String>,
}

/// One answer.
#[derive(Debug)]
pub struct Answer {
    pub status: u16,
    pub headers: ureq::http::HeaderMap,
    pub text: String,
}

impl Answer {
    /// The status must be this one.
    pub fn expect(self, status: u16) -> Self {
        assert_eq!(self.status, status, "{:?} {}", self.headers, self.text);
        self
    }

    pub fn json(&self) -> Value {
        serde_json::from_str(&self.text).unwrap_or_else(|e| panic!("{e}: {}", self.text))
    }
}

impl Service {
    /// Starts the program on a free port and waits until it says that it is ready.
    pub fn start(data: &Path, arguments: &[&str]) -> Self {
        Self::start_with(data, arguments, &[], Stdio::inherit())
    }

    /// The same; what it logs goes into a file.
    pub fn start_logging(data: &Path, arguments: &[&str], log: &Path) -> Self {
        Self::start_with(data, arguments, &[], Stdio::from(std::fs::File::create(log).unwrap()))
    }

    /// The same; what it frees goes back to the system at once, so that the most memory it ever had tells what it held, and not what the allocator
    /// had not given back yet.
    pub fn start_giving_memory_back(data: &Path, arguments: &[&str]) -> Self {
        Self::start_with(data, arguments, &[("MIMALLOC_PURGE_DELAY", "0")], Stdio::inherit())
    }

    fn start_with(data: &Path, arguments: &[&str], environment: &[(&str, &str)], log: Stdio) -> Self {
        let mut command = quiet(Command::new(program()));
        command.arg("--data-dir").arg(data).arg("serve").args(["--listen", "127.0.0.1:0"]).args(arguments);
        command.envs(environment.iter().copied());
        let mut child = command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(log).spawn().unwrap();
        let lines = BufReader::new(child.stdout.take().unwrap());
        let (sender, receiver) = std::sync::mpsc::channel();
        std::thread::spawn(move || lines.lines().map_while(Result::ok).for_each(|line| drop(sender.send(line))));
        let mut said: Vec<String> = vec![];
        let url = loop {
            match receiver.recv_timeout(PATIENCE) {
                Ok(line) => said.push(line),
                Err(e) => {
                    let _ = child.kill();
                    panic!("the service did not become ready ({e}); it said: {said:#?}");
                }
            }
            // The line with the `curl` to try is the last of the greeting.
            if said.last().is_some_and(|l| l.trim_start().starts_with("curl ")) {
                let start = said.iter().find_map(|l| l.find("http://127.0.0.1:").map(|at| l[at..].to_owned())).unwrap();
                let end = start["http://".len()..].find('/').map_or(start.len(), |n| n + "http://".len());
                break start[..end].to_owned();
            }
        };
        Self { child, url, said }
    }

    fn agent() -> ureq::Agent {
        ureq::Agent::config_builder().http_status_as_error(false).timeout_global(Some(PATIENCE)).build().into()
    }

    fn read(response: Result<ureq::http::Response<ureq::Body>, ureq::Error>) -> Answer {
        let mut response = response.unwrap();
        let (status, headers) = (response.status().as_u16(), response.headers().clone());
        Answer { status, headers, text: response.body_mut().read_to_string().unwrap() }
    }

    pub fn get(&self, path: &str) -> Answer {
        Self::read(Self::agent().get(format!("{}{path}", self.url)).call())
    }

    pub fn get_in(&self, path: &str, language: &str) -> Answer {
        Self::read(Self::agent().get(format!("{}{path}", self.url)).header("Accept-Language", language).call())
    }

    pub fn post(&self, path: &str, body: &Value) -> Answer {
        Self::read(Self::agent().post(format!("{}{path}", self.url)).send_json(body))
    }

    pub fn post_text(&self, path: &str, body: &str) -> Answer {
        Self::read(Self::agent().post(format!("{}{path}", self.url)).header("Content-Type", "application/json").send(body))
    }

    /// Any call: method, path, headers, and a body with its type.
    pub fn send(&self, method: &str, path: &str, headers: &[(&str, &str)], body: Option<(&str, &str)>) -> Answer {
        let mut request = ureq::http::Request::builder().method(method).uri(format!("{}{path}", self.url));
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        if let Some((media, _)) = body {
            request = request.header("Content-Type", media);
        }
        let text = body.map(|(_, text)| text.to_owned()).unwrap_or_default();
        Self::read(Self::agent().run(request.body(text).unwrap()))
    }

    /// The id of its process.
    pub fn process(&self) -> u32 {
        self.child.id()
    }

    /// Asks the system to end it, and waits: answers the exit code.
    pub fn end(mut self) -> Option<i32> {
        let asked = Command::new("kill").arg("-TERM").arg(self.child.id().to_string()).status().unwrap();
        assert!(asked.success());
        wait_until(|| self.child.try_wait().unwrap().is_some());
        self.child.wait().unwrap().code()
    }
}

impl Drop for Service {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Waits until something holds.
pub fn wait_until(mut holds: impl FnMut() -> bool) {
    let start = Instant::now();
    while !holds() {
        assert!(start.elapsed() < PATIENCE, "it did not come true");
        std::thread::sleep(Duration::from_millis(50));
    }
}
