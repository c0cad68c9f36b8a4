//! Fetching from a registry: what is sent and what is kept.

use base64::Engine as _;
use sha2::Digest as _;

use super::server::Server;
use super::*;

/// A package with this machine's binary, as the registry has it.
pub(super) fn package() -> Vec<u8> {
    let mut archive = tar::Builder::new(flate2::write::GzEncoder::new(
        Vec::new(),
        flate2::Compression::fast(),
    ));
    let files: [(&str, Vec<u8>); 2] = [
        ("package/package.json", b"{}".to_vec()),
        ("package/bin/esbuild", binary::tests::native_head()),
    ];
    for (path, content) in files {
        let mut header = tar::Header::new_gnu();
        header.set_size(content.len() as u64);
        header.set_mode(0o644);
        archive
            .append_data(&mut header, path, content.as_slice())
            .unwrap();
    }
    archive.into_inner().unwrap().finish().unwrap()
}

/// The pin that `package` fulfils. Pins are static; a test leaks a hundred bytes.
pub(super) fn pin(package: &[u8]) -> Pin {
    let hash = base64::engine::general_purpose::STANDARD.encode(sha2::Sha512::digest(package));
    let integrity: &'static str = format!("sha512-{hash}").leak();
    Pin {
        version: "9.9.9",
        packages: vec![(platform(), integrity)].leak(),
    }
}

pub(super) async fn fetch(place: &Place, env: &[(&str, &str)]) -> Result<Esbuild, Error> {
    locate_or_fetch(&place.options(env), pin(&package()), &|_| ()).await
}

pub(super) fn cached(place: &Place) -> PathBuf {
    place.path("cache/partyrs/esbuild-9.9.9/esbuild")
}

/// Everything in the cache, so that nothing is left behind unseen.
pub(super) fn left_in_cache(place: &Place) -> Vec<PathBuf> {
    let mut folders = vec![place.path("cache")];
    let mut files = Vec::new();
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).into_iter().flatten() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path)
            } else {
                files.push(path)
            }
        }
    }
    files
}

#[tokio::test]
async fn the_pinned_package_is_fetched_once_and_then_cached() {
    let place = Place::new();
    let server = Server::answering("200 OK", "content-encoding: gzip\r\n", &package()).await;
    place.write("project/package.json", "{}");
    place.write("project/.npmrc", format!("registry={}npm\n", server.url()));
    let told = Told::default();
    let found = locate_or_fetch(&place.options(&[]), pin(&package()), &told.listen())
        .await
        .unwrap();
    assert_eq!(found.path, cached(&place));
    assert_eq!(Kind::of(&found.path), Kind::Native);
    assert_eq!(left_in_cache(&place), [cached(&place)]);
    assert!(matches!(
        told.all()[..],
        [
            Progress::Downloading { version: "9.9.9" },
            Progress::Downloaded { .. }
        ]
    ));
    assert_eq!(fetch(&place, &[]).await.unwrap(), found);
    let requests = server.requests();
    assert_eq!(requests.len(), 1, "{requests:?}");
    let line = format!("get /npm/@esbuild/{0}/-/{0}-9.9.9.tgz http/1.1\r\n", platform());
    assert!(requests[0].starts_with(&line), "{requests:?}");
    assert!(!requests[0].contains("authorization"), "{requests:?}");
}

#[tokio::test]
async fn the_login_and_the_scopes_registry_are_used() {
    let place = Place::new();
    let server = Server::answering("200 OK", "", &package()).await;
    let npmrc = format!(
        "registry=http://127.0.0.1:1/\n@esbuild:registry={}\n//{}/:_authToken=${{TOKEN}}\n",
        server.url(),
        server.address
    );
    place.write("home/.npmrc", npmrc);
    fetch(&place, &[("TOKEN", "s3cret")]).await.unwrap();
    let requests = server.requests();
    assert!(
        requests[0].contains("\r\nauthorization: bearer s3cret\r\n"),
        "{requests:?}"
    );
}

#[tokio::test]
async fn the_login_is_not_sent_where_the_registry_sends_us_on_to() {
    let place = Place::new();
    let store = Server::answering("200 OK", "", &package()).await;
    let location = format!("location: {}there\r\n", store.url());
    let server = Server::answering("302 Found", &location, b"").await;
    place.write(
        "home/.npmrc",
        format!("//{}/:_authToken=s3cret\n", server.address),
    );
    fetch(&place, &[("npm_config_registry", &server.url())])
        .await
        .unwrap();
    assert!(server.requests()[0].contains("s3cret"));
    assert!(!store.requests()[0].contains("s3cret"), "{:?}", store.requests());
}

#[tokio::test]
async fn the_proxy_is_asked_with_its_login() {
    let place = Place::new();
    let proxy = Server::answering("200 OK", "", &package()).await;
    let address = format!("http://me:pw@{}", proxy.address);
    let env = [
        ("npm_config_registry", "http://registry.invalid/"),
        ("HTTP_PROXY", &*address),
    ];
    fetch(&place, &env).await.unwrap();
    let requests = proxy.requests();
    assert!(
        requests[0].starts_with("get http://registry.invalid/@esbuild/"),
        "{requests:?}"
    );
    assert!(
        requests[0].contains("\r\nproxy-authorization: basic "),
        "{requests:?}"
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn starts_at_the_same_time_do_not_disturb_each_other() {
    let place = Place::new();
    let server = Server::answering("200 OK", "", &package()).await;
    let url = server.url();
    let mut starts = tokio::task::JoinSet::new();
    for _ in 0..8 {
        let options = place.options(&[("npm_config_registry", &url)]);
        starts.spawn(async move { locate_or_fetch(&options, pin(&package()), &|_| ()).await });
    }
    while let Some(found) = starts.join_next().await {
        let found = found.unwrap().unwrap();
        assert_eq!(std::fs::read(found.path).unwrap(), binary::tests::native_head());
    }
    assert_eq!(left_in_cache(&place), [cached(&place)]);
}

#[tokio::test]
async fn a_broken_cache_is_replaced() {
    let place = Place::new();
    let server = Server::answering("200 OK", "", &package()).await;
    place.write("cache/partyrs/esbuild-9.9.9/esbuild", "");
    let found = fetch(&place, &[("npm_config_registry", &server.url())])
        .await
        .unwrap();
    assert_eq!(Kind::of(&found.path), Kind::Native);
}
