//! The esbuild we fetch when the machine has none: one version, and what its packages must hash to.
//!
//! To renew it, set `PINNED.version`, run this, and paste what it prints over the table below:
//!
//! ```sh
//! v=0.28.2; for p in linux-x64 linux-arm64 darwin-x64 darwin-arm64; do
//!   echo "    (\"$p\", \"$(npm view @esbuild/$p@$v dist.integrity)\"),"
//! done
//! ```

/// A version of esbuild and its packages' integrity, in npm's notation: `sha512-` and base64.
#[derive(Clone, Copy, Debug)]
pub(super) struct Pin {
    pub(super) version: &'static str,
    pub(super) packages: &'static [(&'static str, &'static str)],
}

/// The version this partyrs was tested with.
pub(super) const PINNED: Pin = Pin {
    version: "0.28.2",
    packages: INTEGRITY,
};

#[rustfmt::skip]
const INTEGRITY: &[(&str, &str)] = &[
    ("linux-x64", "sha512-4xTZr1FUmSoQW4XIWmit3tzQrUTZM+N3P0XV8xROKYF50XfI7xeO90+1bZvNwxIufQ9hDQVRJH5YhgPVF8A/HQ=="),
    ("linux-arm64", "sha512-pW4AC0P3it8c7do9MVM4p51FzHzdM/TZrerurgRcHJ2WTa1VQ1CIq18xncfpBJw4ojkiZZrKW2yIBWBP92j6Ug=="),
    ("darwin-x64", "sha512-uq6suIWYP37qzGddBKPw5QEQPi6HiLGsO7UmkpfyaYNQ3D+rN6w6WfwH+nuqcGXWvawGwxOEroO4YGnFh95azw=="),
    ("darwin-arm64", "sha512-n4KqkOQrraxHJcgjM1RvwbigfQKIKJVpM7xp+KsxiyUSrRdIXnt73VhrPAx0fV44hgfmIVKjxMN9J1t5jySVkw=="),
];

impl Pin {
    /// What the package for `platform` must hash to; `None` when none is pinned.
    pub(super) fn integrity(&self, platform: &str) -> Option<&'static str> {
        self.packages
            .iter()
            .find(|(name, _)| *name == platform)
            .map(|(_, integrity)| *integrity)
    }
}

/// The name npm's esbuild packages have for this machine; `None` where partyrs has no pinned package.
pub(super) fn platform() -> Option<&'static str> {
    match (std::env::consts::OS, std::env::consts::ARCH) {
        ("linux", "x86_64") => Some("linux-x64"),
        ("linux", "aarch64") => Some("linux-arm64"),
        ("macos", "x86_64") => Some("darwin-x64"),
        ("macos", "aarch64") => Some("darwin-arm64"),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use base64::Engine as _;

    use super::*;

    #[test]
    fn every_pin_is_a_whole_sha512() {
        for (platform, integrity) in PINNED.packages {
            let hash = integrity.strip_prefix("sha512-").expect(platform);
            let bytes = base64::engine::general_purpose::STANDARD
                .decode(hash)
                .expect(platform);
            assert_eq!(bytes.len(), 64, "{platform}");
        }
    }
}
