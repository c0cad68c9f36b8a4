//! The host's end of `fetch`: one HTTP client for the whole process, redirects, and bodies that stream both ways,
//! each side waiting for the other. A request ends with its isolate, when it is aborted, or when nobody reads the
//! response any more. Follows no proxy's or cache's rules but the system's proxy settings.

mod client;
mod redirect;
#[cfg(test)]
mod tests;

pub(crate) use client::FetchClient;

use super::http::{request_of, response_parts};
use crate::body::{
    Body, BodyEncoding, BodyError, BodySender, BodyStream, HttpRequest, HttpResponse, channel,
};
use crate::isolate::ops::{Host, OpError, OpId, OpResult, OpValue};
use redirect::{Follow, Outgoing};
use reqwest::Response;
use reqwest::header::CONTENT_ENCODING;
use rquickjs::{Array, Ctx, Function, Object, Result};
use std::future::Future;
use std::sync::Arc;
use tokio_util::sync::CancellationToken;

/// What JavaScript holds to abort a request by.
struct Abortion(CancellationToken);

/// Adds `fetch([method, url, headers, body], redirect)`, which returns what aborts it and the operation's number,
/// `fetchAbort(it)` and `fetchForget(it)`.
pub(crate) fn install_fetch<'js>(
    ctx: &Ctx<'js>,
    functions: &Object<'js>,
    host: &Arc<Host>,
    client: Arc<FetchClient>,
) -> Result<()> {
    let owner = host.clone();
    let fetch = move |ctx: Ctx<'js>, request: Array<'js>, redirect: String| {
        let request = Outgoing {
            request: request_of(&ctx, &owner, &request)?,
            follow: Follow::named(&redirect),
        };
        let (host, client) = (owner.clone(), client.clone());
        let answer = async move { answer(&host, &client, request).await };
        Ok::<_, rquickjs::Error>(start_abortable(&owner, answer))
    };
    functions.set("fetch", Function::new(ctx.clone(), fetch)?)?;
    let owner = host.clone();
    let abort = move |id: u32| {
        if let Some(Abortion(token)) = owner.resources(|resources| resources.take(id)) {
            token.cancel();
        }
    };
    functions.set("fetchAbort", Function::new(ctx.clone(), abort)?)?;
    let owner = host.clone();
    let forget = move |id: u32| drop(owner.resources(|resources| resources.take::<Abortion>(id)));
    functions.set("fetchForget", Function::new(ctx.clone(), forget)?)
}

/// Starts `work` so that JavaScript may abort it: what it aborts by and the operation's number.
pub(crate) fn start_abortable<F>(host: &Host, work: F) -> Vec<OpId>
where
    F: Future<Output = OpResult> + Send + 'static,
{
    let aborted = CancellationToken::new();
    let abortion = host.resources(|resources| resources.add(Abortion(aborted.clone())));
    let operation = host.start(async move {
        match aborted.run_until_cancelled(work).await {
            Some(result) => result,
            None => Err(OpError::error("the request was aborted")),
        }
    });
    vec![abortion, operation]
}

/// `[status, statusText, headers, body, encodeBody, url, redirected]`
async fn answer(host: &Host, client: &FetchClient, request: Outgoing) -> OpResult {
    let client = client.get().map_err(OpError::type_error)?;
    let (response, redirected) = redirect::send(client, request).await?;
    let url = response.url().to_string();
    let mut parts = response_parts(host, received(response));
    parts.extend([OpValue::Text(url), OpValue::Bool(redirected)]);
    Ok(OpValue::List(parts))
}

/// Sends `request` for who needs the connection behind its response. Follows no redirect.
pub(crate) async fn send(
    client: &FetchClient,
    request: HttpRequest,
) -> std::result::Result<Response, OpError> {
    let client = client.get().map_err(OpError::type_error)?;
    let follow = Follow::No;
    let (response, _) = redirect::send(client, Outgoing { request, follow }).await?;
    Ok(response)
}

/// A response of the network, its body still on the way.
pub(crate) fn received(response: Response) -> HttpResponse {
    let head = head(&response);
    let body = match head.status {
        101 | 204 | 205 | 304 => Body::Empty,
        _ => Body::Stream(stream(response)),
    };
    HttpResponse { body, ..head }
}

/// A response without its body.
pub(crate) fn head(response: &Response) -> HttpResponse {
    let text = |bytes| String::from_utf8_lossy(bytes).into_owned();
    let headers = response
        .headers()
        .iter()
        .map(|(name, value)| (name.to_string(), text(value.as_bytes())));
    let reason = response.extensions().get::<hyper::ext::ReasonPhrase>();
    // The client decodes what it knows and drops the header; other encodings stay as they are.
    let encoding = match response.headers().contains_key(CONTENT_ENCODING) {
        true => BodyEncoding::Manual,
        false => BodyEncoding::Automatic,
    };
    HttpResponse {
        status: response.status().as_u16(),
        status_text: reason.map_or_else(String::new, |reason| text(reason.as_bytes())),
        headers: headers.collect(),
        body: Body::Empty,
        encoding,
    }
}

/// The response's body. The task that fills it belongs to the reader: it ends when that is dropped, at the latest
/// with the isolate's resources.
fn stream(response: Response) -> BodyStream {
    let (sender, reader) = channel();
    let reader = reader.promising(response.content_length());
    tokio::spawn(async move {
        let watch = sender.clone();
        tokio::select! {
            () = watch.reader_gone() => {}
            () = pump(sender, response) => {}
        }
    });
    reader
}

async fn pump(sender: BodySender, mut response: Response) {
    loop {
        match response.chunk().await {
            Ok(Some(chunk)) => {
                if sender.send(chunk).await.is_err() {
                    return;
                }
            }
            Ok(None) => return,
            Err(error) => return sender.fail(BodyError(redirect::cause(&error))).await,
        }
    }
}
