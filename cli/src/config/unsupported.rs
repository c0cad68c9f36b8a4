//! Fields that are right but do nothing, yet or for want of another: one warning each, naming the field and what
//! happens instead.

use super::file::{ClientBuildField, ConfigFile, OneOrMany, Serve, ServeField};
use serde_json::Value;

/// The warnings for what `config` uses.
pub(crate) fn warnings(config: &ConfigFile) -> Vec<String> {
    let serve = match &config.serve {
        Some(ServeField::Object(serve)) => Some(serve),
        Some(ServeField::Path(_)) | None => None,
    };
    let cloud = "it is for deploying and changes nothing here";
    let used = [
        ("team", config.team.is_some(), cloud),
        ("domain", config.domain.is_some(), cloud),
        ("logpush", config.logpush.is_some(), cloud),
        ("tailConsumers", config.tail_consumers.is_some(), cloud),
        (
            "analytics",
            config.analytics.is_some(),
            "`room.analytics` forgets what it is given",
        ),
        ("placement", config.placement.is_some(), cloud),
        ("observability", config.observability.is_some(), cloud),
        (
            "ai",
            matches!(config.ai, Some(Value::Bool(true))),
            "`room.context.ai` is not there; call a model's API with `fetch`, or write the client's options into `ai`",
        ),
        (
            "vectorize",
            config.vectorize.is_some(),
            "the methods of `room.context.vectorize` throw; there are no indexes here",
        ),
        (
            "serve.browserTTL",
            serve.is_some_and(|serve| serve.browser_ttl.is_some()),
            "assets are revalidated",
        ),
        (
            "serve.edgeTTL",
            serve.is_some_and(|serve| serve.edge_ttl.is_some()),
            "there is no edge here",
        ),
    ];
    used.into_iter()
        .filter(|(_, is_used, _)| *is_used)
        .map(|(field, _, instead)| format!("`{field}` is not supported yet: {instead}"))
        .chain(serve.and_then(|serve| lacking(serve)).map(str::to_owned))
        .collect()
}

/// What `serve` lacks to do anything. PartyKit serves the rooms all the same and says nothing.
fn lacking(serve: &Serve) -> Option<&'static str> {
    if serve.path.is_none() {
        return Some(
            "`serve` has no `path`: no files are served, and nothing is built for browsers\n\n\
             add the folder of the files, such as `\"path\": \"public\"`",
        );
    }
    let entry = match &serve.build {
        Some(ClientBuildField::Object(build)) => &build.entry,
        Some(ClientBuildField::Entry(_)) | None => return None,
    };
    let is_empty = match entry {
        Some(OneOrMany::Many(entries)) => entries.is_empty(),
        Some(OneOrMany::One(_)) => false,
        None => true,
    };
    is_empty.then_some(
        "`serve.build` has no `entry`: nothing is built for browsers\n\n\
         add the module that they load, such as `\"entry\": \"src/client.ts\"`",
    )
}
