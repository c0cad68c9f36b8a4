//! The host half of bodies: JavaScript reads a [`BodyStream`] and writes a [`BodySender`] by number. Both ends wait
//! for each other, so a body never holds more than the channel's few chunks.

use super::bytes::{self, ByteArray, Text};
use crate::body::{BodyError, BodySender, BodyStream, channel};
use crate::isolate::ops::{Host, OpError, OpResult, OpValue};
use ::bytes::{Bytes, BytesMut};
use rquickjs::{Ctx, Function, Object, Result};
use std::sync::Arc;
use tokio::sync::Mutex;
use tokio_util::sync::CancellationToken;

/// A body being read chunk by chunk. An untouched one is held as the [`BodyStream`] itself.
#[derive(Clone)]
struct Reading(Arc<Mutex<BodyStream>>);

/// A body being written. `ended` is cancelled when JavaScript has no more to say.
#[derive(Clone)]
struct Writing {
    sender: BodySender,
    ended: CancellationToken,
}

/// Adds the functions of `body.js` and `streams.js` that read and write host streams.
pub(crate) fn install<'js>(ctx: &Ctx<'js>, functions: &Object<'js>, host: &Arc<Host>) -> Result<()> {
    install_reading(ctx, functions, host)?;
    install_writing(ctx, functions, host)
}

fn install_reading<'js>(ctx: &Ctx<'js>, functions: &Object<'js>, host: &Arc<Host>) -> Result<()> {
    let owner = host.clone();
    let open = move |id: u32| {
        owner.resources(|resources| {
            let stream = resources.take::<BodyStream>(id)?;
            Some(resources.add(Reading(Arc::new(Mutex::new(stream)))))
        })
    };
    functions.set("bodyOpen", Function::new(ctx.clone(), open)?)?;
    let owner = host.clone();
    let read = move |id: u32| {
        let reading = owner.resources(|resources| resources.get::<Reading>(id).cloned());
        owner.start(next_chunk(reading))
    };
    functions.set("bodyRead", Function::new(ctx.clone(), read)?)?;
    let owner = host.clone();
    let read_all = move |id: u32| {
        let stream = owner.resources(|resources| resources.take::<BodyStream>(id));
        owner.start(whole(stream))
    };
    functions.set("bodyReadAll", Function::new(ctx.clone(), read_all)?)?;
    let owner = host.clone();
    let cancel = move |id: u32| {
        owner.resources(|resources| {
            drop(resources.take::<Reading>(id));
            drop(resources.take::<BodyStream>(id));
        });
    };
    functions.set("bodyCancel", Function::new(ctx.clone(), cancel)?)
}

fn install_writing<'js>(ctx: &Ctx<'js>, functions: &Object<'js>, host: &Arc<Host>) -> Result<()> {
    let owner = host.clone();
    let create = move |length: Option<f64>| {
        let (sender, stream) = channel();
        let stream = stream.promising(length.map(|length| length as u64));
        let ended = CancellationToken::new();
        owner.resources(|resources| {
            let sender = resources.add(Writing { sender, ended });
            vec![sender, resources.add(stream)]
        })
    };
    functions.set("bodyCreate", Function::new(ctx.clone(), create)?)?;
    let owner = host.clone();
    let write = move |ctx: Ctx<'js>, id: u32, array: ByteArray<'js>| {
        let chunk = bytes::copy(&ctx, &array)?;
        let writing = owner.resources(|resources| resources.get::<Writing>(id).cloned());
        Ok::<_, rquickjs::Error>(owner.start(write_chunk(writing, chunk)))
    };
    functions.set("bodyWrite", Function::new(ctx.clone(), write)?)?;
    let owner = host.clone();
    let close = move |id: u32| {
        if let Some(writing) = owner.resources(|resources| resources.take::<Writing>(id)) {
            writing.ended.cancel();
        }
    };
    functions.set("bodyClose", Function::new(ctx.clone(), close)?)?;
    let owner = host.clone();
    let fail = move |id: u32, Text(message): Text| {
        let writing = owner.resources(|resources| resources.take::<Writing>(id));
        owner.start(break_off(writing, message))
    };
    functions.set("bodyFail", Function::new(ctx.clone(), fail)?)?;
    let owner = host.clone();
    let reader_gone = move |id: u32| {
        let writing = owner.resources(|resources| resources.get::<Writing>(id).cloned());
        owner.start(wait_for_reader(writing))
    };
    functions.set("bodyReaderGone", Function::new(ctx.clone(), reader_gone)?)
}

/// The next chunk; `null` at the end.
async fn next_chunk(reading: Option<Reading>) -> OpResult {
    let Some(Reading(stream)) = reading else {
        return Ok(OpValue::Null);
    };
    match stream.lock().await.next().await {
        Some(Ok(chunk)) => Ok(OpValue::Bytes(chunk)),
        Some(Err(error)) => Err(OpError::error(error.to_string())),
        None => Ok(OpValue::Null),
    }
}

/// All that is left of the body.
async fn whole(stream: Option<BodyStream>) -> OpResult {
    let mut collected = BytesMut::new();
    let Some(mut stream) = stream else {
        return Ok(OpValue::Bytes(Bytes::new()));
    };
    while let Some(chunk) = stream.next().await {
        let chunk = chunk.map_err(|error| OpError::error(error.to_string()))?;
        collected.extend_from_slice(&chunk);
    }
    Ok(OpValue::Bytes(collected.freeze()))
}

async fn write_chunk(writing: Option<Writing>, chunk: Bytes) -> OpResult {
    let gone = || OpError::error("The client disconnected.");
    let Some(writing) = writing else {
        return Err(gone());
    };
    writing.sender.send(chunk).await.map_err(|_| gone())?;
    Ok(OpValue::Undefined)
}

async fn break_off(writing: Option<Writing>, message: String) -> OpResult {
    if let Some(Writing { sender, ended }) = writing {
        sender.fail(BodyError(message)).await;
        ended.cancel();
    }
    Ok(OpValue::Undefined)
}

/// Whether the reader went away before the body ended.
async fn wait_for_reader(writing: Option<Writing>) -> OpResult {
    let Some(Writing { sender, ended }) = writing else {
        return Ok(OpValue::Bool(false));
    };
    let gone = tokio::select! {
        () = ended.cancelled() => false,
        () = sender.reader_gone() => true,
    };
    Ok(OpValue::Bool(gone))
}
