//! A fetch that fails: what is said, and that nothing is left behind.

use super::fetch::{cached, fetch, left_in_cache, package};
use super::server::Server;
use super::*;

#[tokio::test]
async fn another_package_than_the_pinned_one_is_refused_loudly_and_not_kept() {
    for (body, words) in [
        (&package()[1..], "not even an archive"),
        (&[0x1f, 0x8b, 0], "NOT the one"),
    ] {
        let place = Place::new();
        let server = Server::answering("200 OK", "", body).await;
        let error = fetch(&place, &[("npm_config_registry", &server.url())])
            .await
            .unwrap_err();
        assert!(error.message.contains(words), "{error}");
        assert!(error.message.contains("nothing of it was kept"), "{error}");
        assert_eq!(left_in_cache(&place), [] as [PathBuf; 0]);
        assert_eq!(
            server.requests().len(),
            1,
            "a wrong package is not asked for again"
        );
    }
}

#[tokio::test]
async fn a_proxy_that_wants_a_login_or_refuses_the_way_is_told() {
    for (status, words) in [
        (
            "407 Proxy Authentication Required",
            "asks for a name and a password",
        ),
        ("403 Forbidden", "does not let the connection through"),
    ] {
        let place = Place::new();
        let proxy = Server::answering(status, "", b"").await;
        let address = format!("http://{}", proxy.address);
        let env = [
            ("npm_config_registry", "https://registry.invalid/"),
            ("HTTPS_PROXY", &*address),
        ];
        let error = fetch(&place, &env).await.unwrap_err();
        let told = format!("the proxy `{}` {words}", proxy.address);
        assert!(error.message.contains(&told), "{error}");
        assert!(error.hint.unwrap().contains("https-proxy"));
    }
}

#[tokio::test]
async fn each_refusal_of_the_registry_has_its_own_way_out() {
    for (status, npmrc, hint) in [
        ("401 Unauthorized", "", "has none for it: run `npm login`"),
        ("403 Forbidden", "_authToken=x", "is not accepted"),
        ("404 Not Found", "", "does not carry this package"),
    ] {
        let place = Place::new();
        let server = Server::answering(status, "", b"").await;
        place.write("home/.npmrc", format!("//{}/:{npmrc}\n", server.address));
        let error = fetch(&place, &[("npm_config_registry", &server.url())])
            .await
            .unwrap_err();
        assert!(
            error.message.contains(&format!("the registry answered {status}")),
            "{error}"
        );
        assert!(error.hint.as_ref().unwrap().contains(hint), "{:?}", error.hint);
        assert_eq!(server.requests().len(), 1);
    }
}

#[tokio::test]
async fn a_failing_network_is_tried_twice() {
    let place = Place::new();
    let cut = b"HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\nshort".to_vec();
    let cutting = Server::raw(cut).await;
    let error = fetch(&place, &[("npm_config_registry", &cutting.url())])
        .await
        .unwrap_err();
    assert!(
        error.message.contains("failed: talking to the registry"),
        "{error}"
    );
    assert_eq!(cutting.requests().len(), 2);
    let busy = Server::answering("503 Service Unavailable", "", b"").await;
    fetch(&place, &[("npm_config_registry", &busy.url())])
        .await
        .unwrap_err();
    assert_eq!(busy.requests().len(), 2);
}

#[tokio::test]
async fn without_a_network_one_message_says_where_it_looked_and_what_to_do() {
    let place = Place::new();
    let closed = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = closed.local_addr().unwrap();
    drop(closed);
    let registry = format!("http://{address}/");
    let env = [("npm_config_registry", &*registry), ("PATH", "/nowhere")];
    let error = fetch(&place, &env).await.unwrap_err();
    let root = place.path("").display().to_string();
    let told = error
        .message
        .replace(root.trim_end_matches('/'), "[place]")
        .replace(&address.to_string(), "[registry]")
        .replace(platform(), "[platform]");
    assert_eq!(
        told,
        "esbuild was not found, and fetching it failed: the registry `[registry]` refuses connections\n\
         looked for it in\n  \
         `[place]/project/node_modules` and the folders above it: no usable one\n  \
         the folders on the `PATH`: no usable one\n  \
         `[place]/cache/partyrs/esbuild-9.9.9/esbuild`: not there\n  \
         `http://[registry]/@esbuild/[platform]/-/[platform]-9.9.9.tgz`: not to be had"
    );
    let hint = error.hint.unwrap();
    for way in [
        "`npm i -D esbuild`",
        "`--esbuild PATH`",
        "`PARTYRS_ESBUILD`",
        "`registry`",
        "`HTTPS_PROXY`",
    ] {
        assert!(hint.contains(way), "{hint}");
    }
    assert_eq!(left_in_cache(&place), [] as [PathBuf; 0]);
}

#[tokio::test]
async fn a_name_that_does_not_resolve_is_told_as_that() {
    let place = Place::new();
    let error = fetch(&place, &[("npm_config_registry", "http://registry.invalid/")])
        .await
        .unwrap_err();
    let told = "the name of the registry `registry.invalid` does not resolve";
    assert!(error.message.contains(told), "{error}");
}

#[tokio::test]
async fn a_cache_that_cannot_be_written_is_told() {
    let place = Place::new();
    let server = Server::answering("200 OK", "", &package()).await;
    place.write("cache", "a file where the folder should be");
    let error = fetch(&place, &[("npm_config_registry", &server.url())])
        .await
        .unwrap_err();
    let told = format!("failed: `{}` cannot be written", cached(&place).display());
    assert!(error.message.contains(&told), "{error}");
    assert!(error.hint.unwrap().contains("PARTYRS_CACHE"));
}
