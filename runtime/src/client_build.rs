//! How a build for the browser ended, as the server is told of it.

/// How a client build ended.
#[derive(Clone, Debug)]
pub enum ClientBuild {
    /// The files under the asset folder are good; browsers that listen are told what changed.
    Good(Changes),
    /// Assets answer 503 until a build is good; browsers that listen show why.
    Broken(BrokenBuild),
}

/// Changed files, as absolute URL paths.
#[derive(Clone, Debug, Default, PartialEq, Eq, serde::Serialize)]
pub struct Changes {
    /// New files.
    pub added: Vec<String>,
    /// Files that are gone.
    pub removed: Vec<String>,
    /// Files with new content.
    pub updated: Vec<String>,
}

impl Changes {
    /// Whether nothing is new.
    pub fn are_none(&self) -> bool {
        let Self {
            added,
            removed,
            updated,
        } = self;
        added.is_empty() && removed.is_empty() && updated.is_empty()
    }
}

/// Why there are no good files.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct BrokenBuild {
    /// All of it as plain text.
    pub text: String,
    /// One by one, for pages.
    pub problems: Vec<BuildProblem>,
}

/// One thing that is wrong. All is plain text.
#[derive(Clone, Debug, Default, PartialEq, Eq, serde::Serialize)]
pub struct BuildProblem {
    /// What.
    pub message: String,
    /// Where: `file:line:column`, or nothing.
    pub place: String,
    /// The lines there, with what is underlined, or nothing.
    pub frame: String,
    /// More about it.
    pub notes: Vec<String>,
}
