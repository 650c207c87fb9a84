//! What can go wrong with an index. Never a question: any string gets an answer.

use tantivy::TantivyError;

/// Why an index cannot do what is asked.
#[derive(Debug, thiserror::Error)]
pub enum IndexError {
    /// Files are missing, cut short or changed: it must be rebuilt.
    #[error("the index is damaged: {0}")]
    Damaged(String),
    /// Whole, but made by another schema, analysis, dictionary or taxonomy: it must be rebuilt.
    #[error("the index was made by other rules: {0}")]
    Foreign(String),
    /// Another index stands in the directory already, or another process writes it.
    #[error("the index directory is in use: {0}")]
    InUse(String),
    /// The disk refused.
    #[error("reading or writing the index failed: {0}")]
    Io(String),
}

impl From<TantivyError> for IndexError {
    fn from(error: TantivyError) -> Self {
        match error {
            TantivyError::IoError(_) | TantivyError::OpenWriteError(_) | TantivyError::OpenDirectoryError(_) => Self::Io(error.to_string()),
            TantivyError::IndexAlreadyExists | TantivyError::LockFailure(..) => Self::InUse(error.to_string()),
            TantivyError::IncompatibleIndex(_) | TantivyError::SchemaError(_) | TantivyError::MissingPlugin(_) => Self::Foreign(error.to_string()),
            other => Self::Damaged(other.to_string()),
        }
    }
}

impl From<std::io::Error> for IndexError {
    fn from(error: std::io::Error) -> Self {
        match error.kind() {
            std::io::ErrorKind::UnexpectedEof | std::io::ErrorKind::InvalidData => Self::Damaged(error.to_string()),
            _ => Self::Io(error.to_string()),
        }
    }
}
