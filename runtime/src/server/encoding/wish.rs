//! The codings there are, and which one a client wants by its `Accept-Encoding` (RFC 9110 §12.5.3, as PartyKit's
//! server reads it).

use http::header::ACCEPT_ENCODING;
use http::{HeaderMap, HeaderValue};

/// A coding that we have.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Coding {
    /// `gzip`
    Gzip,
    /// `br`
    Brotli,
}

/// What a client wants.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Wish {
    /// It does not say.
    Any,
    /// This one.
    Coded(Coding),
    /// None that we have.
    Plain,
    /// None that we have, and not the plain content either.
    Impossible,
}

impl Coding {
    /// The one that a `content-encoding` names.
    pub(super) fn of(value: &HeaderValue) -> Option<Self> {
        match value.to_str().ok()?.to_ascii_lowercase().as_str() {
            "gzip" => Some(Self::Gzip),
            "br" => Some(Self::Brotli),
            _ => None,
        }
    }

    /// Its name in headers.
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Gzip => "gzip",
            Self::Brotli => "br",
        }
    }
}

/// What `Accept-Encoding` says: the coding of the highest weight, the first of several.
pub(super) fn wish(headers: &HeaderMap) -> Wish {
    let lines = headers.get_all(ACCEPT_ENCODING).iter();
    let mut wishes: Vec<(String, f32)> = lines
        .filter_map(|line| line.to_str().ok())
        .flat_map(|line| line.split(','))
        .filter_map(element)
        .collect();
    if wishes.is_empty() {
        return Wish::Any;
    }
    wishes.sort_by(|(_, one), (_, other)| other.total_cmp(one));
    for (name, weight) in &wishes {
        match name.as_str() {
            _ if *weight == 0.0 => {}
            "gzip" => return Wish::Coded(Coding::Gzip),
            "br" => return Wish::Coded(Coding::Brotli),
            "identity" => return Wish::Plain,
            _ => {}
        }
    }
    let no_plain =
        |(name, weight): &(String, f32)| *weight == 0.0 && matches!(name.as_str(), "identity" | "*");
    if wishes.iter().any(no_plain) {
        Wish::Impossible
    } else {
        Wish::Plain
    }
}

/// A coding and its weight; none if it is malformed.
fn element(text: &str) -> Option<(String, f32)> {
    let (name, parameter) = match text.split_once(';') {
        None => (text.trim(), None),
        Some((name, parameter)) => (name.trim(), Some(parameter.trim())),
    };
    let weight = match parameter {
        None => 1.0,
        Some(parameter) => parameter.strip_prefix("q=")?.parse().ok()?,
    };
    let valid = !name.is_empty() && (0.0..=f32::MAX).contains(&weight);
    valid.then(|| (name.to_ascii_lowercase(), weight))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn wish_of(accept: &str) -> Wish {
        let value = HeaderValue::from_str(accept).unwrap();
        wish(&HeaderMap::from_iter([(ACCEPT_ENCODING, value)]))
    }

    #[test]
    fn the_highest_weight_wins_and_the_first_of_several() {
        for (accept, coding) in [
            ("gzip, deflate, br", Coding::Gzip),
            ("br, gzip", Coding::Brotli),
            ("gzip;q=0.5, br;q=0.8", Coding::Brotli),
            ("gzip; q=1.0, br", Coding::Gzip),
            ("zstd, GZIP", Coding::Gzip),
            ("identity;q=0.1, br;q=0.2", Coding::Brotli),
            ("br;q=0, gzip;q=0.1", Coding::Gzip),
            ("br;q=nan, gzip", Coding::Gzip),
        ] {
            assert_eq!(wish_of(accept), Wish::Coded(coding), "{accept}");
        }
    }

    #[test]
    fn who_wants_neither_gets_the_plain_content_if_it_may_be() {
        for (accept, wish) in [
            ("", Wish::Any),
            ("gzip;level=9", Wish::Any),
            ("identity, gzip;q=0.5", Wish::Plain),
            ("deflate", Wish::Plain),
            ("gzip;q=0", Wish::Plain),
            ("*;q=0", Wish::Impossible),
            ("deflate, identity;q=0", Wish::Impossible),
        ] {
            assert_eq!(wish_of(accept), wish, "{accept}");
        }
        assert_eq!(super::wish(&HeaderMap::new()), Wish::Any);
    }
}
