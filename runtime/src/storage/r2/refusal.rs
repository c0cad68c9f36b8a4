//! What a bucket refuses, in R2's words and with R2's numbers.

use crate::storage::StorageError;

/// A request that is not done.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub(crate) enum Refusal {
    /// The key is too long.
    #[error("The specified object name is not valid. (10020)")]
    ObjectName,
    /// There is too much custom metadata.
    #[error("Your metadata headers exceed the maximum allowed metadata size. (10012)")]
    MetadataTooLarge,
    /// A page of a list cannot have so many objects.
    #[error("MaxKeys params must be positive integer <= 1000. (10022)")]
    MaxKeys,
    /// A page of a list begins nowhere.
    #[error("The specified cursor is not valid. (10029)")]
    Cursor,
    /// The body has another hash.
    #[error(
        "The {name} checksum you specified did not match what we received.\n\
         You provided a {name} checksum with value: {given}\nActual {name} was: {actual} (10037)"
    )]
    Digest {
        /// The hash function.
        name: &'static str,
        /// What the uploader said, in hex.
        given: String,
        /// What it is, in hex.
        actual: String,
    },
    /// The body has no such part.
    #[error("The requested range is not satisfiable (10039)")]
    Range,
    /// There is no such upload, or it is over.
    #[error("The specified multipart upload does not exist. (10024)")]
    NoSuchUpload,
    /// A part is not what was uploaded.
    #[error("One or more of the specified parts could not be found. (10025)")]
    Part,
    /// A part that is not the last one is too small.
    #[error("Your proposed upload is smaller than the minimum allowed object size. (10011)")]
    PartTooSmall,
    /// The parts have different sizes.
    #[error("There was a problem with the multipart upload. (10048)")]
    UnevenParts,
}

/// Why something was not done.
#[derive(Debug, thiserror::Error)]
pub(crate) enum R2Error {
    /// It was refused.
    #[error(transparent)]
    Refused(#[from] Refusal),
    /// The storage failed.
    #[error(transparent)]
    Storage(#[from] StorageError),
}

impl From<rusqlite::Error> for R2Error {
    fn from(error: rusqlite::Error) -> Self {
        Self::Storage(error.into())
    }
}

impl From<std::io::Error> for R2Error {
    fn from(error: std::io::Error) -> Self {
        Self::Storage(error.into())
    }
}
