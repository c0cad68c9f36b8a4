//! What the tests share: a runtime with a bundle written by hand, and a client that shows every byte.

use partyrs_runtime::{
    AssetOptions, Bundle, Clock, ProjectOptions, ReloadRule, Reporter, Runtime, RuntimeOptions,
    StorageLocation,
};
use std::net::TcpListener;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

/// How long one answer may take, on a busy machine.
pub(crate) const DEADLINE: Duration = Duration::from_secs(20);

/// Starts a runtime whose worker has this `fetch(request)`, as a function's body, for HTTP and WebSockets.
pub(crate) async fn worker(fetch: &str, assets: Option<&Path>) -> Runtime {
    let methods = format!("async fetch(request) {{ {fetch} }}");
    let assets = assets.map(Path::to_owned);
    start(&methods, Arc::new(drop), |_, project| {
        project.assets = assets.map(|folder| AssetOptions {
            built: None,
            folder,
            single_page_app: false,
            live_reload: false,
        });
    })
    .await
}

/// Starts a runtime whose worker has these methods, with the options that `change` leaves.
pub(crate) async fn start(
    methods: &str,
    report: Reporter,
    change: impl FnOnce(&mut RuntimeOptions, &mut ProjectOptions),
) -> Runtime {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    listener.set_nonblocking(true).unwrap();
    let mut options = RuntimeOptions {
        listener,
        storage: StorageLocation::Memory,
        tls: None,
        reload: ReloadRule::Auto,
        clock: Clock::wall(),
    };
    let mut project = ProjectOptions {
        name: "test".to_owned(),
        parties: Vec::new(),
        vars: serde_json::Map::new(),
        process_env: Vec::new(),
        kv: Vec::new(),
        r2: Vec::new(),
        crons: Vec::new(),
        assets: None,
    };
    change(&mut options, &mut project);
    let bundle = Bundle {
        code: format!(
            "export const partyrs = {{ parties: {{}}, onFetch: true, onSocket: true, onCron: false }};
             export default {{ {methods} }}"
        ),
        ..Bundle::default()
    };
    Runtime::start(options, project, bundle, report).await.unwrap()
}

/// A response as it came over the wire.
pub(crate) struct Answer {
    pub(crate) status: u16,
    head: String,
    pub(crate) body: Vec<u8>,
}

impl Answer {
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        let prefix = format!("{name}: ");
        self.head
            .lines()
            .find_map(|line| line.strip_prefix(prefix.as_str()))
    }

    pub(crate) fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }
}

/// Asks for `path` with these headers, each ending in a line break.
pub(crate) async fn get(runtime: &Runtime, path: &str, headers: &str) -> Answer {
    let request = format!("GET {path} HTTP/1.1\r\nhost: test\r\nconnection: close\r\n{headers}\r\n");
    let exchange = async {
        let mut socket = TcpStream::connect(runtime.address()).await.unwrap();
        socket.write_all(request.as_bytes()).await.unwrap();
        let mut bytes = Vec::new();
        socket.read_to_end(&mut bytes).await.unwrap();
        bytes
    };
    let bytes = tokio::time::timeout(DEADLINE, exchange).await.unwrap();
    let end = bytes.windows(4).position(|window| window == b"\r\n\r\n").unwrap();
    let head = String::from_utf8(bytes[..end].to_vec())
        .unwrap()
        .to_ascii_lowercase();
    let status = head.split(' ').nth(1).unwrap().parse().unwrap();
    let rest = &bytes[end + 4..];
    let body = if head.contains("transfer-encoding: chunked") {
        chunks(rest)
    } else {
        rest.to_vec()
    };
    Answer { status, head, body }
}

fn chunks(mut rest: &[u8]) -> Vec<u8> {
    let mut body = Vec::new();
    loop {
        let line = rest.windows(2).position(|window| window == b"\r\n").unwrap();
        let size = usize::from_str_radix(std::str::from_utf8(&rest[..line]).unwrap(), 16).unwrap();
        if size == 0 {
            return body;
        }
        body.extend_from_slice(&rest[line + 2..line + 2 + size]);
        rest = &rest[line + 2 + size + 2..];
    }
}
