//! A thread that does a little, rests a little, and can be woken and ended.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Condvar, Mutex, PoisonError};
use std::thread::JoinHandle;
use std::time::Duration;

/// How long a worker rests after a panic.
const SHOCK: Duration = Duration::from_secs(5);

/// Wakes a worker: there is something to do.
#[derive(Debug, Default)]
pub struct Bell {
    rung: Mutex<bool>,
    heard: Condvar,
}

impl Bell {
    /// Rings. It is heard even by a worker that is busy at the moment.
    pub fn ring(&self) {
        *self.rung.lock().unwrap_or_else(PoisonError::into_inner) = true;
        self.heard.notify_all();
    }

    /// Waits for the bell, but not longer than this.
    fn wait(&self, most: Duration) {
        let rung = self.rung.lock().unwrap_or_else(PoisonError::into_inner);
        let (mut rung, _) = self.heard.wait_timeout_while(rung, most, |rung| !*rung).unwrap_or_else(PoisonError::into_inner);
        *rung = false;
    }
}

/// What a worker does.
pub(super) trait Work: Send + 'static {
    /// Does a little; answers how long it may rest.
    fn step(&mut self) -> Duration;

    /// Does what must not be left undone, at the end.
    fn end(&mut self) {}
}

/// The thread.
#[derive(Debug)]
pub(super) struct Worker {
    name: &'static str,
    stop: Arc<AtomicBool>,
    bell: Arc<Bell>,
    thread: Mutex<Option<JoinHandle<()>>>,
}

impl Worker {
    /// Begins.
    pub fn start(name: &'static str, mut work: impl Work) -> std::io::Result<Self> {
        let (stop, bell) = (Arc::new(AtomicBool::new(false)), Arc::<Bell>::default());
        let (ending, waking) = (stop.clone(), bell.clone());
        let thread = std::thread::Builder::new().name(name.into()).spawn(move || {
            while !ending.load(Ordering::Relaxed) {
                // One bad letter or row must not end what nobody else does.
                let rest = catch_unwind(AssertUnwindSafe(|| work.step())).unwrap_or_else(|_| {
                    tracing::error!(name, "a step ended by a panic; going on");
                    SHOCK
                });
                waking.wait(rest);
            }
            if catch_unwind(AssertUnwindSafe(|| work.end())).is_err() {
                tracing::error!(name, "the last step ended by a panic");
            }
        })?;
        Ok(Self { name, stop, bell, thread: Mutex::new(Some(thread)) })
    }

    /// The bell that wakes it.
    pub fn bell(&self) -> Arc<Bell> {
        self.bell.clone()
    }

    /// Ends after the step under way.
    pub fn stop(&self) {
        self.stop.store(true, Ordering::Relaxed);
        self.bell.ring();
        let thread = self.thread.lock().unwrap_or_else(PoisonError::into_inner).take();
        if thread.is_some_and(|t| t.join().is_err()) {
            tracing::error!(name = self.name, "ended by a panic");
        }
    }
}

impl Drop for Worker {
    fn drop(&mut self) {
        self.stop();
    }
}

/// Says what went wrong when it begins to go wrong, and not with every step.
#[derive(Debug, Default)]
pub(super) struct Complaint(Option<String>);

impl Complaint {
    /// Looks at how a step went. Whoever wants the value gets it.
    pub fn about<T, E: std::fmt::Display>(&mut self, what: &'static str, result: Result<T, E>) -> Option<T> {
        match result {
            Ok(value) => {
                if self.0.take().is_some() {
                    tracing::info!("{what}: it works again");
                }
                Some(value)
            }
            Err(error) => {
                let error = error.to_string();
                if self.0.as_ref() != Some(&error) {
                    tracing::error!(%error, "{what}; trying again");
                }
                self.0 = Some(error);
                None
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::mpsc::{Sender, channel};

    struct Counting(Sender<u32>, u32);

    impl Work for Counting {
        fn step(&mut self) -> Duration {
            self.1 += 1;
            self.0.send(self.1).unwrap();
            Duration::from_secs(3600)
        }

        fn end(&mut self) {
            self.0.send(0).unwrap();
        }
    }

    #[test]
    fn a_bell_wakes_a_worker_and_its_end_is_not_waited_for() {
        let (send, receive) = channel();
        let worker = Worker::start("counting", Counting(send, 0)).unwrap();
        assert_eq!(receive.recv().unwrap(), 1);
        worker.bell().ring();
        assert_eq!(receive.recv().unwrap(), 2);
        worker.stop();
        assert_eq!(receive.recv().unwrap(), 0);
        assert!(receive.recv().is_err());
    }

    #[test]
    fn a_complaint_is_made_once_and_forgotten_when_it_works_again() {
        let mut complaint = Complaint::default();
        assert_eq!(complaint.about("sealing", Err::<u8, _>("full")), None);
        assert_eq!(complaint.0.as_deref(), Some("full"));
        assert_eq!(complaint.about("sealing", Ok::<_, String>(7)), Some(7));
        assert_eq!(complaint.0, None);
    }
}
