//! What npm's settings mean for the one request we make.

use super::*;

struct Project(tempfile::TempDir);

impl Project {
    fn with(npmrc: &str) -> Self {
        let place = tempfile::tempdir().unwrap();
        std::fs::write(place.path().join("package.json"), "{}").unwrap();
        std::fs::write(place.path().join(".npmrc"), npmrc).unwrap();
        Self(place)
    }

    fn registry(&self, env: &[(&str, &str)]) -> Result<Registry, Failure> {
        Registry::configured(&env.iter().copied().collect(), self.0.path())
    }
}

fn configured(npmrc: &str, env: &[(&str, &str)]) -> Registry {
    Project::with(npmrc).registry(env).unwrap()
}

#[test]
fn the_default_is_npms_and_a_path_is_kept() {
    let url = configured("", &[]).tarball("linux-x64", "1.2.3").unwrap();
    assert_eq!(
        url.as_str(),
        format!("{DEFAULT}@esbuild/linux-x64/-/linux-x64-1.2.3.tgz")
    );
    let url = configured("registry=https://one.invalid/npm/all", &[])
        .tarball("linux-x64", "1.2.3")
        .unwrap();
    assert_eq!(
        url.as_str(),
        "https://one.invalid/npm/all/@esbuild/linux-x64/-/linux-x64-1.2.3.tgz"
    );
}

#[test]
fn the_scopes_registry_beats_the_general_one() {
    let npmrc = "registry=https://one.invalid/\n@esbuild:registry=https://two.invalid/\n";
    let registry = configured(npmrc, &[("npm_config_registry", "https://three.invalid/")]);
    assert_eq!(registry.peer(), "the registry `two.invalid`");
}

#[test]
fn the_login_is_the_one_for_the_longest_part_of_the_address() {
    let npmrc = "registry=https://one.invalid:8443/npm/all/\n\
                 //one.invalid/:_authToken=other-port\n\
                 //one.invalid:8443/:_authToken=host\n\
                 //one.invalid:8443/npm/:_authToken=${TOKEN}\n";
    let registry = configured(npmrc, &[("TOKEN", "folder")]);
    assert_eq!(registry.authorization.as_deref(), Some("Bearer folder"));
    let elsewhere = configured("//one.invalid/:_authToken=x", &[]);
    assert_eq!(elsewhere.authorization, None);
}

#[test]
fn a_login_may_be_a_name_and_a_password_or_both_in_one() {
    let base = "registry=https://one.invalid/\n";
    let parts = format!(
        "{base}//one.invalid/:username=me\n//one.invalid/:_password={}\n",
        BASE64.encode("pass")
    );
    let basic = format!("Basic {}", BASE64.encode("me:pass"));
    assert_eq!(configured(&parts, &[]).authorization, Some(basic.clone()));
    let both = format!("{base}//one.invalid/:_auth={}\n", BASE64.encode("me:pass"));
    assert_eq!(configured(&both, &[]).authorization, Some(basic));
}

#[test]
fn the_proxy_is_npms_then_the_environments() {
    let env = [
        ("HTTPS_PROXY", "http://variable.invalid:1"),
        ("NO_PROXY", "one.invalid"),
    ];
    let peer = |npmrc: &str| configured(npmrc, &env).peer();
    assert_eq!(
        peer("https-proxy=me:pw@npm.invalid:2"),
        "the proxy `npm.invalid:2`"
    );
    assert_eq!(
        peer("registry=https://two.invalid"),
        "the proxy `variable.invalid:1`"
    );
    assert_eq!(
        peer("registry=https://sub.one.invalid"),
        "the registry `sub.one.invalid`"
    );
    assert_eq!(
        peer("registry=https://two.invalid\nproxy=false"),
        "the registry `two.invalid`"
    );
    assert_eq!(
        peer("registry=https://one.invalid\nnoproxy=x"),
        "the proxy `variable.invalid:1`"
    );
}

#[test]
fn certificates_come_from_all_settings_and_a_missing_file_is_told() {
    let project = Project::with("cafile=ca.pem\nca=a\\nb\n");
    std::fs::write(project.0.path().join("ca.pem"), "file").unwrap();
    let trust = project.registry(&[]).unwrap().trust;
    assert_eq!(trust, Trust::SystemAnd(vec![b"file".to_vec(), b"a\nb".to_vec()]));
    assert_eq!(configured("strict-ssl=false", &[]).trust, Trust::Anything);
    let missing = Project::with("cafile=/nowhere/ca.pem").registry(&[]).unwrap_err();
    assert!(
        missing
            .words()
            .starts_with("`/nowhere/ca.pem`, named by `cafile`, cannot be read"),
        "{}",
        missing.words()
    );
}

#[test]
fn an_address_that_is_none_is_told_by_its_setting() {
    let error = Project::with("registry=ftp://one.invalid")
        .registry(&[])
        .unwrap_err();
    assert_eq!(
        error.words(),
        "npm's `registry` does not start with `https://` or `http://`"
    );
    let error = Project::with("@esbuild:registry=nonsense")
        .registry(&[])
        .unwrap_err();
    assert!(
        error
            .words()
            .starts_with("npm's `@esbuild:registry` is not the address"),
        "{}",
        error.words()
    );
}

#[test]
fn nothing_that_is_shown_has_a_password() {
    let registry = configured(
        "registry=https://me:secret@one.invalid/\nproxy=http://me:secret@p.invalid",
        &[],
    );
    let url = registry.tarball("linux-x64", "1.2.3").unwrap();
    let shown = format!("{} {} {registry:?}", registry.asked(&url), registry.peer());
    assert!(!shown.contains("secret"), "{shown}");
}
