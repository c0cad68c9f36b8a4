//! PartyKit's URL scheme: which room a path means. Pure, and the only parser of paths.

/// What a path means, before anything is looked up.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Route<'a> {
    /// `/party/:id` or `/parties/:party/:id`, with anything behind it. Raw: never percent-decoded.
    Room {
        /// The party's name; empty in `/parties//id`.
        party: &'a str,
        /// The room's id.
        id: &'a str,
    },
    /// Everything else: files, `onFetch`, `onSocket`, crons.
    Other,
}

impl<'a> Route<'a> {
    /// The route of `path`, which the URL standard has normalised: dot segments are gone, escapes are kept.
    pub(crate) fn of(path: &'a str) -> Self {
        let (party, rest) = match (path.strip_prefix("/party/"), path.strip_prefix("/parties/")) {
            (Some(rest), _) => ("main", rest),
            (None, Some(rest)) => rest.split_once('/').unwrap_or((rest, "")),
            (None, None) => return Self::Other,
        };
        match rest.split('/').next() {
            Some(id) if !id.is_empty() => Self::Room { party, id },
            _ => Self::Other,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn room<'a>(party: &'a str, id: &'a str) -> Route<'a> {
        Route::Room { party, id }
    }

    #[test]
    fn rooms_are_named_by_the_third_or_fourth_field() {
        assert_eq!(Route::of("/party/abc"), room("main", "abc"));
        assert_eq!(Route::of("/party/abc/sub/path"), room("main", "abc"));
        assert_eq!(Route::of("/parties/main/abc//y"), room("main", "abc"));
        assert_eq!(Route::of("/parties/my-party/a%2Fb"), room("my-party", "a%2Fb"));
    }

    #[test]
    fn an_empty_id_is_no_room_and_an_empty_party_is_one() {
        for path in [
            "/party",
            "/party/",
            "/party//",
            "/parties",
            "/parties/",
            "/parties/main",
            "/parties/main/",
        ] {
            assert_eq!(Route::of(path), Route::Other, "{path}");
        }
        assert_eq!(Route::of("/parties//r"), room("", "r"));
    }

    #[test]
    fn prefixes_are_case_sensitive() {
        assert_eq!(Route::of("/Party/x"), Route::Other);
        assert_eq!(Route::of("/PARTIES/main/x"), Route::Other);
    }
}
