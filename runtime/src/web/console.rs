//! The host's end of the console: each call becomes a [`RuntimeEvent::Console`] with the place in user code it
//! came from. Formats nothing; that is `console.js`.

use crate::event::{ConsoleLevel, RuntimeEvent};
use crate::isolate::ops::Host;
use crate::web::bytes::Text;
use rquickjs::promise::PromiseState;
use rquickjs::{Ctx, Function, Object, Promise, Result, Value};
use std::sync::Arc;

/// A console call as JavaScript made it.
#[derive(Debug, PartialEq, Eq)]
struct ConsoleCall {
    level: ConsoleLevel,
    text: String,
    /// `file:line:column` of the caller in the bundle, unmapped.
    frame: Option<String>,
}

/// Adds `console(level, text, stack)`, `userStack(stack)` and `promiseState(promise)`.
pub(crate) fn install<'js>(ctx: &Ctx<'js>, functions: &Object<'js>, host: &Arc<Host>) -> Result<()> {
    let owner = host.clone();
    let console = Function::new(
        ctx.clone(),
        move |level: String, Text(text): Text, Text(stack): Text| {
            let call = ConsoleCall {
                level: level_named(&level),
                text,
                frame: caller_frame(&stack),
            };
            owner.report(event(call, &owner));
        },
    )?;
    functions.set("console", console)?;
    let stacks = host.clone();
    let user_stack = Function::new(ctx.clone(), move |Text(stack): Text| stacks.user_stack(&stack))?;
    functions.set("userStack", user_stack)?;
    functions.set("promiseState", Function::new(ctx.clone(), promise_state)?)
}

fn event(call: ConsoleCall, host: &Host) -> RuntimeEvent {
    RuntimeEvent::Console {
        origin: host.origin().clone(),
        level: call.level,
        text: call.text,
        position: call.frame.and_then(|frame| host.position(&frame)),
    }
}

fn level_named(name: &str) -> ConsoleLevel {
    match name {
        "debug" => ConsoleLevel::Debug,
        "warn" => ConsoleLevel::Warn,
        "error" => ConsoleLevel::Error,
        _ => ConsoleLevel::Log,
    }
}

/// The innermost frame of `stack` outside our own modules: what stands in its parentheses. The headline is no frame.
fn caller_frame(stack: &str) -> Option<String> {
    // Modules that keep no source have no name in a stack.
    let ours = ["partyrs:", "(native)", "(<null>:"];
    let frame = stack
        .lines()
        .filter(|line| line.trim_start().starts_with("at "))
        .find(|line| !ours.iter().any(|name| line.contains(name)))?;
    let inside = match (frame.find('('), frame.rfind(')')) {
        (Some(open), Some(close)) if open < close => &frame[open + 1..close],
        _ => frame.trim().trim_start_matches("at "),
    };
    (!inside.is_empty()).then(|| inside.to_owned())
}

/// A promise's state by name, and what it holds.
fn promise_state<'js>(ctx: Ctx<'js>, promise: Promise<'js>) -> Result<Vec<Value<'js>>> {
    let name = match promise.state() {
        PromiseState::Pending => "pending",
        PromiseState::Resolved => "fulfilled",
        PromiseState::Rejected => "rejected",
    };
    let result = match promise.result::<Value>() {
        None => Value::new_undefined(ctx.clone()),
        Some(Ok(value)) => value,
        Some(Err(_)) => ctx.catch(),
    };
    Ok(vec![rquickjs::IntoJs::into_js(name, &ctx)?, result])
}

#[cfg(test)]
mod tests;
