//! A version of esbuild, as far as choosing one needs it: three numbers, in order.

use std::fmt;
use std::path::Path;

/// `major.minor.patch`. esbuild publishes no pre-releases; what follows a dash is ignored.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Version(pub(crate) u32, pub(crate) u32, pub(crate) u32);

/// The oldest version that does all we ask for. The youngest of it is CSS modules: `local-css` came with 0.18.14
/// and `composes` with 0.18.19.
pub(super) const OLDEST: Version = Version(0, 19, 0);

impl Version {
    /// Reads `0.28.2`, with or without white space around it.
    pub(super) fn parse(text: &str) -> Option<Self> {
        let numbers = text.trim().split(['-', '+']).next()?;
        let mut parts = numbers.split('.').map(|part| part.parse::<u32>().ok());
        let version = Self(parts.next()??, parts.next()??, parts.next()??);
        parts.next().is_none().then_some(version)
    }

    /// The version in the `package.json` of the package folder `package`; `None` when there is none or it
    /// belongs to something other than esbuild.
    pub(super) fn of_package(package: &Path) -> Option<Self> {
        let text = std::fs::read_to_string(package.join("package.json")).ok()?;
        let json: serde_json::Value = serde_json::from_str(&text).ok()?;
        let name = json.get("name")?.as_str()?;
        if name != "esbuild" && !name.starts_with("@esbuild/") {
            return None;
        }
        Self::parse(json.get("version")?.as_str()?)
    }
}

impl fmt::Display for Version {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self(major, minor, patch) = self;
        write!(f, "{major}.{minor}.{patch}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions_are_read_and_ordered_by_number() {
        assert_eq!(Version::parse("0.28.2\n"), Some(Version(0, 28, 2)));
        assert_eq!(Version::parse("1.2.3-beta.1"), Some(Version(1, 2, 3)));
        assert_eq!(Version::parse("0.19"), None);
        assert_eq!(Version::parse("0.19.1.2"), None);
        assert_eq!(Version::parse("latest"), None);
        assert!(Version(0, 19, 0) > Version(0, 9, 7));
    }
}
