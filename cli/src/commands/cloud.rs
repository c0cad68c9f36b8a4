//! The commands of PartyKit's own platform. They are known, so that nobody has to guess: each says what it would need
//! and what to use instead, and fails.

use crate::error::{Error, ErrorKind};

/// A command of the platform: its names, and what to use instead.
struct Cloud {
    names: &'static [&'static str],
    instead: &'static str,
}

static COMMANDS: [Cloud; 9] = [
    Cloud {
        names: &["login", "logout", "whoami", "token"],
        instead: "there is nothing to log in to: `partyrs dev` and `partyrs exec` work without an account",
    },
    Cloud {
        names: &["deploy", "publish"],
        instead: "`npx partykit deploy` deploys the same project; partyrs itself cannot deploy yet",
    },
    Cloud {
        names: &["list", "info"],
        instead: "`npx partykit list` asks the platform; `partyrs env` shows the project that is here",
    },
    Cloud {
        names: &["delete"],
        instead: "`npx partykit delete` deletes a deployed project; for local data remove `.partykit/state`",
    },
    Cloud {
        names: &["tail"],
        instead: "`npx partykit tail` shows a deployed project's logs; `partyrs dev --json` is the same for a local one",
    },
    Cloud {
        names: &["ai"],
        instead: "call a model's API with `fetch`, its key in `.env`",
    },
    Cloud {
        names: &["vectorize"],
        instead: "`npx partykit vectorize` manages indexes; local rooms have none",
    },
    Cloud {
        names: &["cloudflare"],
        instead: "`npx partykit deploy --domain` deploys to your own Cloudflare account",
    },
    Cloud {
        names: &["preview"],
        instead: "`partyrs dev` serves the project here",
    },
];

/// The words that have an answer.
pub(super) fn names<'a>() -> impl Iterator<Item = &'a str> {
    COMMANDS.iter().flat_map(|command| command.names).copied()
}

/// The answer to `word`, if it is a command of the platform.
pub(super) fn answer(word: &str) -> Option<Error> {
    let command = COMMANDS.iter().find(|command| command.names.contains(&word))?;
    let message = format!("`{word}` needs PartyKit's cloud platform, which partyrs does not talk to");
    Some(Error::new(ErrorKind::Other, message).hint(command.instead))
}

/// The answer to PartyKit's `env <word>`.
pub(super) fn env(word: &str) -> Error {
    let message = format!("`env {word}` needs PartyKit's cloud platform, which partyrs does not talk to");
    Error::new(ErrorKind::Other, message).hint(
        "local variables stand in .env: `partyrs env` shows them; for deployed ones use `npx partykit env`",
    )
}
