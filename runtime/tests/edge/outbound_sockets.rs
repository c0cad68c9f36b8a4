//! WebSockets that user code opens, against a server that is not ours.

use crate::support::{DEADLINE, get, worker};
use futures_util::{SinkExt, StreamExt};
use partyrs_runtime::Runtime;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio_tungstenite::tungstenite::handshake::server::{ErrorResponse, Request, Response};
use tokio_tungstenite::tungstenite::http::StatusCode;
use tokio_tungstenite::tungstenite::protocol::CloseFrame;
use tokio_tungstenite::tungstenite::{Bytes, Message};
use tokio_tungstenite::{WebSocketStream, accept_hdr_async};

/// Serves what the path says, from any number of connections; its port.
async fn server() -> u16 {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = listener.local_addr().unwrap().port();
    tokio::spawn(async move {
        while let Ok((socket, _)) = listener.accept().await {
            tokio::spawn(serve(socket));
        }
    });
    port
}

async fn serve(mut socket: TcpStream) {
    let mut start = [0; 10];
    while socket.peek(&mut start).await.unwrap() < start.len() {}
    match &start {
        b"GET /wrong" => return answer_wrongly(&mut socket).await,
        b"GET /hang " => return drop(socket.read_to_end(&mut Vec::new()).await),
        _ => {}
    }
    let mut seen = (String::new(), String::new());
    #[expect(clippy::result_large_err, reason = "the handshake's own type")]
    let shake = |request: &Request, mut response: Response| {
        let header = |name| request.headers().get(name).map(|value| value.to_str().unwrap());
        seen = (
            request.uri().path().to_owned(),
            format!(
                "{:?}",
                ["x-own", "sec-websocket-protocol", "sec-websocket-extensions"].map(header)
            ),
        );
        if seen.0 == "/missing" {
            let mut refusal = ErrorResponse::new(Some("nothing here".to_owned()));
            *refusal.status_mut() = StatusCode::NOT_FOUND;
            return Err(refusal);
        }
        if let Some(offered) = header("sec-websocket-protocol") {
            let chosen = offered.split(", ").last().unwrap().parse().unwrap();
            response.headers_mut().insert("sec-websocket-protocol", chosen);
        }
        Ok(response)
    };
    let Ok(socket) = accept_hdr_async(socket, shake).await else {
        return;
    };
    converse(socket, &seen.0, seen.1).await;
}

/// A 101 that does not answer the client's key.
async fn answer_wrongly(socket: &mut TcpStream) {
    let head = "HTTP/1.1 101 Switching Protocols\r\nconnection: upgrade\r\nupgrade: websocket\r\nsec-websocket-accept: no\r\n\r\n";
    let _ = socket.write_all(head.as_bytes()).await;
    let _ = socket.read_to_end(&mut Vec::new()).await;
}

async fn converse(mut socket: WebSocketStream<TcpStream>, path: &str, headers: String) {
    match path {
        "/drop" => return,
        "/bye" => {
            let frame = CloseFrame {
                code: 4001.into(),
                reason: "bye".into(),
            };
            let _ = socket.close(Some(frame)).await;
        }
        "/large" => {
            let _ = socket.send(Message::Binary(vec![0; 1_048_577].into())).await;
        }
        "/headers" => {
            let _ = socket.send(Message::text(headers)).await;
        }
        "/ping" => {
            socket
                .send(Message::Ping(Bytes::from_static(b"p")))
                .await
                .unwrap();
            let pong = socket.next().await.unwrap().unwrap();
            let _ = socket.send(Message::text(format!("{pong:?}"))).await;
        }
        _ => {}
    }
    // The server's own end of a closing handshake is the library's.
    while let Some(Ok(message)) = socket.next().await {
        match message {
            Message::Text(_) | Message::Binary(_) => {
                let _ = socket.send(message).await;
            }
            _ => {}
        }
    }
}

/// What `script`, an async function's body, returns, as JSON. It has the server's address as `base` (`ws:`), and
/// `events(socket)`: all events until the last.
async fn run(script: &str) -> String {
    let port = server().await;
    let runtime = worker(
        &format!(
            "const base = 'ws://127.0.0.1:{port}';
             const show = (e) => e.type === 'message' ? [typeof e.data === 'string' ? e.data : [...new Uint8Array(e.data)]]
               : e.type === 'close' ? ['close', e.code, e.reason, e.wasClean, e.target.readyState]
               : e.type === 'error' ? ['error', e.message.replace(/\\d{{4,}}/g, '0'), e.error instanceof Error, e.target.readyState]
               : [e.type, e.target.readyState];
             const events = (socket, last = 'close') => new Promise((resolve) => {{
               const all = [];
               for (const type of ['open', 'message', 'close', 'error']) {{
                 socket.addEventListener(type, (e) => {{ all.push(show(e)); if (type === last) resolve(all); }});
               }}
             }});
             return Response.json(await (async () => {{ {script} }})())"
        ),
        None,
    )
    .await;
    let text = get(&runtime, "/", "").await.text();
    runtime.shutdown().await;
    text
}

#[tokio::test(flavor = "multi_thread")]
async fn messages_go_both_ways_and_the_close_is_answered() {
    let result = run(
        "const socket = new WebSocket(base + '/echo?q', ['a', 'b']);
         const before = [socket.url.slice(base.length), socket.readyState, socket.protocol, socket.extensions];
         let early; try { socket.send('early') } catch (e) { early = e.name }
         socket.onopen = () => { socket.send('h\\u00e9'); socket.send(new Uint8Array([1, 2, 3]).subarray(1)); };
         let heard = 0;
         socket.onmessage = () => { if (++heard === 2) socket.close(4005, 'done') };
         const all = await events(socket);
         return [before, early, socket.protocol, all, socket.readyState]",
    )
    .await;
    assert_eq!(
        result,
        r#"[["/echo?q",0,"",""],"TypeError","b",[["open",1],["hé"],[[2,3]],["close",4005,"done",true,3]],3]"#
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn the_server_may_close_drop_or_send_too_much() {
    let result = run(
        "return [await events(new WebSocket(base + '/bye')), await events(new WebSocket(base + '/drop')),
           await events(new WebSocket(base + '/large'), 'error')]",
    )
    .await;
    assert_eq!(
        result,
        r#"[[["open",1],["close",4001,"bye",true,2]],[["open",1],["close",1006,"WebSocket disconnected without sending Close frame.",false,3]],[["open",1],["error","internal error",true,3]]]"#
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_connection_that_fails_is_an_error_then_a_close() {
    let result = run(
        "const failed = (url) => events(new WebSocket(url));
         return [await failed(base + '/missing'), await failed(base + '/wrong'), await failed('ws://127.0.0.1:1/')]",
    )
    .await;
    let close = r#"["close",1006,"Failed to establish websocket connection",false,3]"#;
    let refused = "Network connection lost. fetch failed: `127.0.0.1`: Connection refused (os error 111)";
    let messages = [
        "TypeError: Failed to establish the WebSocket connection: expected server to reply with HTTP status code 101 (switching protocols), but received 404 instead.",
        "Error: Failed to establish the WebSocket connection: incorrect Sec-WebSocket-Accept header value.",
        &format!("Error: {refused}"),
    ];
    let events = messages.map(|message| format!(r#"[["error","Uncaught {message}",true,3],{close}]"#));
    assert_eq!(result, format!("[{}]", events.join(",")));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_close_while_connecting_gives_the_connection_up() {
    let result = run("const socket = new WebSocket(base + '/hang');
         const all = events(socket);
         socket.close();
         return [socket.readyState, await all]")
    .await;
    assert_eq!(
        result,
        r#"[3,[["error","Uncaught Error: Network connection lost.",true,3],["close",1006,"Failed to establish websocket connection",false,3]]]"#
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_ping_is_answered_unseen() {
    let result = run("return events(new WebSocket(base + '/ping'), 'message')").await;
    assert_eq!(result, r#"[["open",1],["Pong(b\"p\")"]]"#);
}

#[tokio::test(flavor = "multi_thread")]
async fn arguments_that_make_no_sense_are_refused() {
    let result = run(
        "return [['ftp://x/'], ['x'], [base + '/#f'], [base, 'a b'], [base, ['a', 'A']], [base, []], []].map((args) => {
           try { return new WebSocket(...args).url } catch (e) { return `${e.constructor.name} ${e.name}: ${e.message}` }
         })",
    )
    .await;
    let syntax = |why| format!("DOMException SyntaxError: WebSocket Constructor: {why}");
    let expected = [
        syntax("The url scheme must be ws or wss."),
        syntax("The url is invalid."),
        syntax("The url fragment must be empty."),
        syntax("The protocol header token is invalid."),
        syntax("The protocols header cannot have repeating values."),
        syntax("The protocols array cannot be empty."),
        "TypeError TypeError: Failed to construct 'WebSocket': constructor parameter 1 is not of type 'string'.".to_owned(),
    ];
    assert_eq!(serde_json::from_str::<Vec<String>>(&result).unwrap(), expected);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_fetch_may_ask_for_a_websocket() {
    let result = run(
        "const headers = { Upgrade: 'websocket', 'Sec-WebSocket-Protocol': 'q', 'X-Own': '1', 'Sec-WebSocket-Extensions': 'permessage-deflate' };
         const response = await fetch(base.replace('ws', 'http') + '/headers', { headers });
         const socket = response.webSocket;
         let early; try { socket.send('early') } catch (e) { early = e.message }
         socket.accept();
         const all = events(socket, 'message');
         return [response.status, response.statusText, response.headers.get('sec-websocket-protocol'), socket.url, early, await all]",
    )
    .await;
    assert_eq!(
        result,
        r#"[101,"Switching Protocols","q",null,"You must call one of accept() or state.acceptWebSocket() on this WebSocket before sending messages.",[["[Some(\"1\"), Some(\"q\"), None]"]]]"#
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_fetch_for_a_websocket_may_be_answered_otherwise_or_aborted() {
    let result = run(
        "const http = base.replace('ws', 'http'), headers = { upgrade: 'websocket' };
         const refused = await fetch(http + '/missing', { headers });
         const late = fetch(http + '/hang', { headers, signal: AbortSignal.timeout(20) });
         return [refused.status, refused.webSocket, await refused.text(), await late.catch((e) => e.name)]",
    )
    .await;
    assert_eq!(result, r#"[404,null,"nothing here","TimeoutError"]"#);
}

async fn connect(runtime: &Runtime) -> WebSocketStream<TcpStream> {
    let socket = TcpStream::connect(runtime.address()).await.unwrap();
    let url = format!("ws://{}/", runtime.address());
    let shake = tokio_tungstenite::client_async(url, socket);
    tokio::time::timeout(DEADLINE, shake).await.unwrap().unwrap().0
}

#[tokio::test(flavor = "multi_thread")]
async fn a_worker_may_pass_a_websocket_of_the_outside_on() {
    let port = server().await;
    let runtime = worker(
        &format!("return fetch('http://127.0.0.1:{port}/echo', request)"),
        None,
    )
    .await;
    let mut client = connect(&runtime).await;
    client.send(Message::text("through")).await.unwrap();
    let answer = tokio::time::timeout(DEADLINE, client.next()).await.unwrap();
    assert_eq!(answer.unwrap().unwrap(), Message::text("through"));
    let frame = CloseFrame {
        code: 4007.into(),
        reason: "enough".into(),
    };
    client.close(Some(frame.clone())).await.unwrap();
    let end = tokio::time::timeout(DEADLINE, client.next()).await.unwrap();
    assert_eq!(end.unwrap().unwrap(), Message::Close(Some(frame)));
    runtime.shutdown().await;
}
