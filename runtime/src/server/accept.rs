//! The listening socket and its connections, with or without TLS.

use super::dispatch::Service;
use super::outgoing::ServerResponse;
use http::Request;
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use std::convert::Infallible;
use std::sync::Arc;
use std::time::Duration;
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::{TcpListener, TcpStream};
use tokio_rustls::TlsAcceptor;
use tokio_util::sync::CancellationToken;

/// How long a client may take for the TLS handshake, and to send its request's head.
const HEAD_WAIT: Duration = Duration::from_secs(60);

/// How long to wait when the system has no more connections to give.
const ACCEPT_PAUSE: Duration = Duration::from_millis(50);

/// Where connections come in, and how they are secured.
pub(crate) struct Door {
    pub(crate) listener: TcpListener,
    pub(crate) tls: Option<Arc<rustls::ServerConfig>>,
}

impl Door {
    /// The next connection; a client that is gone already, or a system out of file descriptors, keeps none from
    /// the others.
    async fn next(&self) -> TcpStream {
        loop {
            match self.listener.accept().await {
                Ok((stream, _)) => return stream,
                Err(_) => tokio::time::sleep(ACCEPT_PAUSE).await,
            }
        }
    }
}

/// Accepts connections until `stop`; each runs as a task of the service.
pub(crate) async fn run(door: Door, service: Arc<Service>, stop: CancellationToken) {
    while let Some(stream) = stop.run_until_cancelled(door.next()).await {
        let (answering, tls, stop) = (service.clone(), door.tls.clone(), stop.clone());
        service.tasks.spawn(serve(stream, tls, stop, move |request| {
            let service = answering.clone();
            async move { service.handle(request).await }
        }));
    }
}

/// Accepts connections for ever and answers everything with what `answer` gives.
pub(super) async fn answer_with(
    door: Door,
    answer: impl Fn() -> ServerResponse + Clone + Send + Sync + 'static,
) {
    let mut connections = tokio::task::JoinSet::new();
    loop {
        let stream = door.next().await;
        let answer = answer.clone();
        let never = CancellationToken::new();
        connections.spawn(serve(stream, door.tls.clone(), never, move |_request| {
            let response = answer();
            async move { response }
        }));
        while connections.try_join_next().is_some() {}
    }
}

async fn serve<F>(
    stream: TcpStream,
    tls: Option<Arc<rustls::ServerConfig>>,
    stop: CancellationToken,
    answer: impl Fn(Request<Incoming>) -> F,
) where
    F: Future<Output = ServerResponse>,
{
    // Small messages must not wait for bigger ones; a socket without the option still works.
    let _ = stream.set_nodelay(true);
    let Some(tls) = tls else {
        return talk(stream, stop, answer).await;
    };
    let handshake = tokio::time::timeout(HEAD_WAIT, TlsAcceptor::from(tls).accept(stream));
    // A client that does not speak TLS, or does not trust the certificate, sees it by itself.
    if let Some(Ok(Ok(stream))) = stop.run_until_cancelled(handshake).await {
        talk(stream, stop, answer).await;
    }
}

async fn talk<S, F>(stream: S, stop: CancellationToken, answer: impl Fn(Request<Incoming>) -> F)
where
    S: AsyncRead + AsyncWrite + Unpin + Send + 'static,
    F: Future<Output = ServerResponse>,
{
    let handler = service_fn(|request| {
        let response = answer(request);
        async move { Ok::<_, Infallible>(response.await) }
    });
    let connection = http1::Builder::new()
        .auto_date_header(false)
        .timer(TokioTimer::new())
        .header_read_timeout(HEAD_WAIT)
        .serve_connection(TokioIo::new(stream), handler)
        .with_upgrades();
    tokio::pin!(connection);
    // What goes wrong on one connection is the client's business: it sees it.
    tokio::select! {
        _ = connection.as_mut() => {}
        () = stop.cancelled() => {
            connection.as_mut().graceful_shutdown();
            let _ = connection.await;
        }
    }
}
