//! The project's configuration: as written (`file`), found (`discover`), merged with `.env` files (`dotenv`) and
//! flags into what everything else uses (`project`).

pub(crate) mod project;
