//! The host's end of `fetch`: one HTTP client for the whole process, redirects, and bodies that stream both ways,
//! each side waiting for the other. A request ends with its isolate, when it is aborted, or when nobody reads the
//! response any more. Follows no proxy's or cache's rules but the system's proxy settings.

mod client;
mod redirect;
#[cfg(test)]
mod tests;

pub(crate) use client::FetchClient;

use super::bytes::{self, ByteArray};
use crate::body::{Body, BodyError, BodySender, channel};
use crate::isolate::ops::{Host, OpError, OpId, OpResult, OpValue};
use redirect::{Follow, Outgoing};
use reqwest::Response;
use rquickjs::{Ctx, FromJs, Function, Object, Result, Value};
use std::sync::Arc;
use tokio_util::sync::CancellationToken;

/// What JavaScript holds to abort a request by.
struct Abortion(CancellationToken);

/// Adds `fetch(method, url, headers, body, redirect)`, which returns what aborts it and the operation's number,
/// `fetchAbort(it)` and `fetchForget(it)`.
pub(crate) fn install_fetch<'js>(
    ctx: &Ctx<'js>,
    functions: &Object<'js>,
    host: &Arc<Host>,
    client: Arc<FetchClient>,
) -> Result<()> {
    let owner = host.clone();
    let fetch = move |ctx: Ctx<'js>, method, url, headers, body: Value<'js>, redirect: String| {
        let request = Outgoing {
            method,
            url,
            headers,
            body: body_from_js(&ctx, &owner, body)?,
            follow: Follow::named(&redirect),
        };
        Ok::<_, rquickjs::Error>(start(&owner, client.clone(), request))
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

/// A body as `bodyToHost` makes it: null, a string, bytes, or the number of a stream.
fn body_from_js<'js>(ctx: &Ctx<'js>, host: &Host, body: Value<'js>) -> Result<Body> {
    if body.is_null() {
        return Ok(Body::Empty);
    }
    if let Some(number) = body.as_number() {
        let stream = host.resources(|resources| resources.take(number as u32));
        return Ok(stream.map_or(Body::Empty, Body::Stream));
    }
    if body.is_string() {
        let text = rquickjs::Coerced::<String>::from_js(ctx, body)?;
        return Ok(Body::Whole(text.0.into()));
    }
    Ok(Body::Whole(bytes::copy(ctx, &ByteArray::from_js(ctx, body)?)?))
}

fn start(host: &Arc<Host>, client: Arc<FetchClient>, request: Outgoing) -> Vec<OpId> {
    let aborted = CancellationToken::new();
    let abortion = host.resources(|resources| resources.add(Abortion(aborted.clone())));
    let owner = host.clone();
    let operation = host.start(async move {
        let answer = async move { answer(&owner, &client, request).await };
        match aborted.run_until_cancelled(answer).await {
            Some(result) => result,
            None => Err(OpError::error("the request was aborted")),
        }
    });
    vec![abortion, operation]
}

/// The response's head, with the number of its body.
async fn answer(host: &Host, client: &FetchClient, request: Outgoing) -> OpResult {
    let client = client.get().map_err(OpError::type_error)?;
    let (response, redirected) = redirect::send(client, request).await?;
    let status = response.status();
    let url = response.url().to_string();
    let headers = response.headers().iter().flat_map(|(name, value)| {
        let value = String::from_utf8_lossy(value.as_bytes()).into_owned();
        [OpValue::Text(name.to_string()), OpValue::Text(value)]
    });
    let headers = OpValue::List(headers.collect());
    let reason = response.extensions().get::<hyper::ext::ReasonPhrase>();
    let reason = reason.map_or_else(String::new, |it| {
        String::from_utf8_lossy(it.as_bytes()).into_owned()
    });
    let body = if matches!(status.as_u16(), 101 | 204 | 205 | 304) {
        OpValue::Null
    } else {
        OpValue::Number(f64::from(stream(host, response)))
    };
    Ok(OpValue::List(vec![
        OpValue::Number(f64::from(status.as_u16())),
        OpValue::Text(reason),
        headers,
        body,
        OpValue::Text(url),
        OpValue::Bool(redirected),
    ]))
}

/// The number of the response's body. The task that fills it belongs to the reader: it ends when that is dropped,
/// at the latest with the isolate's resources.
fn stream(host: &Host, response: Response) -> u32 {
    let (sender, reader) = channel();
    let id = host.resources(|resources| resources.add(reader));
    tokio::spawn(async move {
        let watch = sender.clone();
        tokio::select! {
            () = watch.reader_gone() => {}
            () = pump(sender, response) => {}
        }
    });
    id
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
