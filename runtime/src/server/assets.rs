//! Static files: which file a path means and how it is answered. A path matches exactly or not at all: no redirect,
//! no guessed extension; dotfiles and `node_modules` do not exist. Ranges, validators and dates are tower-http's.

use super::encoding;
use super::live_reload;
use super::outgoing::{ServerResponse, failed, text, whole};
use crate::body::{Body, BodyEncoding, HttpRequest, HttpResponse};
use crate::client_build::ClientBuild;
use crate::options::AssetOptions;
use bytes::Bytes;
use http::header::{ACCESS_CONTROL_ALLOW_ORIGIN, CACHE_CONTROL, CONTENT_TYPE};
use http::{HeaderMap, HeaderValue, Method, Request, StatusCode};
use http_body_util::BodyExt;
use http_body_util::Empty;
use std::path::{Path, PathBuf};
use std::sync::{PoisonError, RwLock};
use tower_http::services::ServeFile;

/// What a path means.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Found {
    /// This file.
    File(PathBuf),
    /// Nothing.
    Nothing,
    /// The path's escapes are broken.
    Malformed,
}

/// The project's files as they are now.
#[derive(Default)]
pub(crate) struct Assets {
    state: RwLock<State>,
}

#[derive(Clone, Default)]
struct State {
    options: Option<AssetOptions>,
    /// Why the browser's files are not to be had.
    broken: Option<String>,
}

impl Assets {
    /// Serves what `options` say.
    pub(crate) fn set_options(&self, options: Option<AssetOptions>) {
        self.state.write().unwrap_or_else(PoisonError::into_inner).options = options;
    }

    /// Takes note of a client build.
    pub(crate) fn client_built(&self, build: &ClientBuild) {
        let broken = match build {
            ClientBuild::Good(_) => None,
            ClientBuild::Broken(broken) => Some(broken.text.clone()),
        };
        self.state.write().unwrap_or_else(PoisonError::into_inner).broken = broken;
    }

    fn state(&self) -> State {
        self.state.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Whether browsers may listen for client builds.
    pub(crate) fn has_live_reload(&self) -> bool {
        self.state().options.is_some_and(|options| options.live_reload)
    }

    /// The answer to a request for a file of a client build that has failed before it wrote any.
    pub(crate) fn unbuilt(&self, path: &str, asked: &HeaderMap) -> Option<ServerResponse> {
        let State { options, broken } = self.state();
        let built = options.and_then(|options| options.built)?;
        broken
            .filter(|_| path.starts_with(&built.url))
            .map(|message| live_reload::in_place_of(&message, asked))
    }

    /// What `path` of a URL means.
    pub(crate) fn find(&self, path: &str) -> Found {
        let Some(decoded) = decode(path) else {
            return Found::Malformed;
        };
        let Some(options) = self.state().options else {
            return Found::Nothing;
        };
        options.file(&decoded).map_or(Found::Nothing, Found::File)
    }

    /// The page for a navigation that matches nothing, in a single-page app.
    pub(crate) fn app_page(&self, headers: &HeaderMap) -> Option<PathBuf> {
        let options = self.state().options.filter(|options| options.single_page_app)?;
        let navigates = headers
            .get("sec-fetch-mode")
            .is_some_and(|mode| mode.as_bytes() == b"navigate");
        navigates.then(|| options.file("/index.html")).flatten()
    }

    /// Answers with `path`.
    pub(crate) async fn serve(&self, path: &Path, method: &Method, asked: &HeaderMap) -> ServerResponse {
        let State { options, broken } = self.state();
        if let Some(message) = broken {
            return match options.is_some_and(|options| options.live_reload) {
                true => live_reload::in_place_of(&message, asked),
                false => text(StatusCode::SERVICE_UNAVAILABLE, &message),
            };
        }
        let mut request = Request::new(Empty::<Bytes>::new());
        *request.method_mut() = method.clone();
        *request.headers_mut() = asked.clone();
        let response = match ServeFile::new(path).try_call(request).await {
            Ok(response) => response,
            Err(error) => return failed(&format!("cannot read the file: {error}")),
        };
        let mut response = response.map(BodyExt::boxed_unsync);
        let headers = response.headers_mut();
        if headers.contains_key(CONTENT_TYPE) {
            headers.insert(CONTENT_TYPE, content_type(path));
        }
        headers.insert(ACCESS_CONTROL_ALLOW_ORIGIN, HeaderValue::from_static("*"));
        // Files change while one develops: a browser keeps them, but asks each time.
        headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-cache"));
        encoding::negotiated(response, asked)
    }

    /// What nothing else answered: `404.html` or a line of text.
    pub(crate) async fn not_found(&self, headers: &HeaderMap) -> ServerResponse {
        let page = self
            .state()
            .options
            .and_then(|options| file(&options.folder, "/404.html"));
        let content = match &page {
            Some(page) => tokio::fs::read(page)
                .await
                .ok()
                .map(|content| (content_type(page), content)),
            None => None,
        };
        let Some((content_type, content)) = content else {
            return text(StatusCode::NOT_FOUND, "Not found");
        };
        let mut response = ServerResponse::new(whole(content.into()));
        *response.status_mut() = StatusCode::NOT_FOUND;
        response.headers_mut().insert(CONTENT_TYPE, content_type);
        response
            .headers_mut()
            .insert(ACCESS_CONTROL_ALLOW_ORIGIN, HeaderValue::from_static("*"));
        encoding::negotiated(response, headers)
    }

    /// The answer to user code that asks for a file.
    pub(crate) async fn fetch(&self, request: HttpRequest) -> HttpResponse {
        let path = url::Url::parse(&request.url)
            .map(|url| url.path().to_owned())
            .unwrap_or_default();
        let content = match self.find(&path) {
            Found::File(file) => tokio::fs::read(&file).await.ok().map(|content| (file, content)),
            Found::Nothing | Found::Malformed => None,
        };
        let answer = |status, headers, body| HttpResponse {
            status,
            status_text: String::new(),
            headers,
            body,
            encoding: BodyEncoding::Automatic,
        };
        let Some((file, content)) = content else {
            return answer(404, Vec::new(), Body::Empty);
        };
        let content_type = content_type(&file).to_str().unwrap_or_default().to_owned();
        let headers = vec![
            ("content-type".to_owned(), content_type),
            ("access-control-allow-origin".to_owned(), "*".to_owned()),
        ];
        answer(200, headers, Body::Whole(content.into()))
    }
}

/// The percent-decoded path, as `decodeURIComponent` has it.
fn decode(path: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(path.len());
    let mut rest = path.as_bytes();
    while let Some((&byte, after)) = rest.split_first() {
        rest = after;
        if byte != b'%' {
            bytes.push(byte);
            continue;
        }
        let (digits, after) = rest.split_at_checked(2)?;
        let valid = digits.iter().all(u8::is_ascii_hexdigit);
        let digits = std::str::from_utf8(digits).ok().filter(|_| valid)?;
        bytes.push(u8::from_str_radix(digits, 16).ok()?);
        rest = after;
    }
    String::from_utf8(bytes).ok()
}

impl AssetOptions {
    /// The file of the decoded `path`: one that the client build has written before any other.
    fn file(&self, path: &str) -> Option<PathBuf> {
        let built = self.built.as_ref().and_then(|built| {
            let rest = path.strip_prefix(&built.url)?;
            file(&built.folder, &format!("/{rest}"))
        });
        built.or_else(|| file(&self.folder, path))
    }
}

/// The file below `folder` that the decoded `path` names.
fn file(folder: &Path, path: &str) -> Option<PathBuf> {
    let index = if path.ends_with('/') { "index.html" } else { "" };
    let relative = format!("{}{index}", path.strip_prefix('/').unwrap_or(path));
    let mut file = folder.to_owned();
    for name in relative.split('/') {
        if name.is_empty() || name.starts_with('.') || name == "node_modules" || name.contains(['\\', '\0']) {
            return None;
        }
        file.push(name);
    }
    file.is_file().then_some(file)
}

/// The content type of a file's extension.
fn content_type(path: &Path) -> HeaderValue {
    let extension = path
        .extension()
        .unwrap_or_default()
        .to_string_lossy()
        .to_ascii_lowercase();
    let name = match extension.as_str() {
        // The registry knows `.ts` as a video and `.map` not at all.
        "ts" | "tsx" | "mts" | "cts" => "text/typescript".to_owned(),
        "map" => "application/json".to_owned(),
        // The registry's names for these are historical (conformance A07a).
        "mjs" | "cjs" => "text/javascript".to_owned(),
        "otf" | "sfnt" | "woff" => format!("font/{extension}"),
        _ => mime_guess::from_ext(&extension)
            .first_raw()
            .unwrap_or("application/octet-stream")
            .to_owned(),
    };
    let is_text =
        name.starts_with("text/") || ["application/json", "application/xhtml+xml"].contains(&name.as_str());
    let name = if is_text {
        format!("{name}; charset=utf-8")
    } else {
        name
    };
    HeaderValue::try_from(name).unwrap_or(HeaderValue::from_static("application/octet-stream"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn site(files: &[&str]) -> (tempfile::TempDir, Assets) {
        let folder = tempfile::tempdir().unwrap();
        for file in files {
            let path = folder.path().join(file);
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            std::fs::write(path, file).unwrap();
        }
        let assets = Assets::default();
        assets.set_options(Some(AssetOptions {
            folder: folder.path().to_owned(),
            single_page_app: false,
            live_reload: false,
            built: None,
        }));
        (folder, assets)
    }

    #[test]
    fn paths_match_exactly_or_not_at_all() {
        let (folder, assets) = site(&["index.html", "sub/index.html", "a b.txt", "100%.txt"]);
        let file = |name: &str| Found::File(folder.path().join(name));
        assert_eq!(assets.find("/"), file("index.html"));
        assert_eq!(assets.find("/sub/"), file("sub/index.html"));
        assert_eq!(assets.find("/a%20b.txt"), file("a b.txt"));
        assert_eq!(assets.find("/100%25.txt"), file("100%.txt"));
        for path in ["/sub", "//index.html", "/toString", "/index"] {
            assert_eq!(assets.find(path), Found::Nothing, "{path}");
        }
    }

    #[test]
    fn hidden_files_and_paths_out_of_the_folder_do_not_exist() {
        let (_folder, assets) = site(&[".env", ".git/config", "node_modules/x.js", "a.txt"]);
        for path in [
            "/.env",
            "/.git/config",
            "/node_modules/x.js",
            "/%2e%2e/a.txt",
            "/..%2fa.txt",
            "/a.txt%00",
        ] {
            assert_eq!(assets.find(path), Found::Nothing, "{path}");
        }
    }

    #[test]
    fn broken_escapes_are_malformed() {
        let (_folder, assets) = site(&["a.txt"]);
        for path in ["/%zz", "/%", "/%4", "/%ff", "/%+1"] {
            assert_eq!(assets.find(path), Found::Malformed, "{path}");
        }
    }
}
