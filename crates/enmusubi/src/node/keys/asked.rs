use super::Keys;
use std::fs;

/// What somebody at the command line asks of the service that is running: only one process at a time opens an embedded database.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Asked {
    /// A new key.
    Rotate,
    /// This key counts no more.
    Revoke(String),
}

impl Asked {
    fn file(&self) -> String {
        match self {
            Self::Rotate => "rotate.asked".into(),
            Self::Revoke(kid) => format!("revoke-{kid}.asked"),
        }
    }

    fn of(file: &str) -> Option<Self> {
        match file.strip_suffix(".asked")? {
            "rotate" => Some(Self::Rotate),
            other => other.strip_prefix("revoke-").map(|kid| Self::Revoke(kid.to_owned())),
        }
    }
}

impl Keys {
    /// Leaves a note for the running service.
    pub fn ask(&self, what: &Asked) -> Result<(), String> {
        self.write(&what.file(), "")
    }

    /// What was asked since the last time; each once.
    pub(in crate::node) fn asked(&self) -> Result<Vec<Asked>, String> {
        let mut asked = vec![];
        for path in self.files()? {
            let what = path.file_name().and_then(|n| n.to_str()).and_then(Asked::of);
            if let Some(what) = what
                && fs::remove_file(&path).is_ok()
            {
                asked.push(what);
            }
        }
        Ok(asked)
    }
}
