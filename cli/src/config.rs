//! The project's configuration: as written (`file`), found (`discover`), merged with `.env` files (`dotenv`) and
//! flags into what everything else uses (`project`).

mod date;
mod decode;
mod discover;
mod document;
mod dotenv;
mod file;
mod flags;
mod load;
mod name;
mod paths;
pub(crate) mod project;
pub(crate) mod schema;
mod suggest;
mod unsupported;

pub(crate) use date::{CompatibilityDate, today};
pub(crate) use discover::CONFIG_NAMES;
pub(crate) use flags::{ConfigFlags, Persist};
pub(crate) use name::ProjectName;
pub(crate) use project::{Project, VarOrigin};
pub(crate) use suggest::did_you_mean;
