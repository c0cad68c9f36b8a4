//! Starting, resetting, reporting, critical sections and alarms.

use super::store::thrown;
use super::{Scope, define};
use crate::isolate::exception::Thrown;
use crate::web::bytes::Text;
use rquickjs::{Ctx, Object, Result, Value};
use std::sync::Arc;

pub(super) fn install<'js>(ctx: &Ctx<'js>, functions: &Object<'js>, scope: &Arc<Scope>) -> Result<()> {
    let s = scope.clone();
    define(ctx, functions, "ready", move |description: String| {
        s.actor.booted(Ok(description))
    })?;
    let s = scope.clone();
    define(
        ctx,
        functions,
        "bootFailed",
        move |ctx: Ctx<'js>, error: Value<'js>| {
            s.actor.booted(Err(Thrown::of(&ctx, &error)));
        },
    )?;
    let s = scope.clone();
    define(
        ctx,
        functions,
        "reportException",
        move |ctx: Ctx<'js>, error: Value<'js>, handler: String| {
            s.host.report_thrown(&Thrown::of(&ctx, &error), &handler);
        },
    )?;
    let s = scope.clone();
    define(ctx, functions, "noticeOnce", move |text: String| {
        s.desk.outside.notice_once(text)
    })?;
    let s = scope.clone();
    define(ctx, functions, "openSection", move |ctx: Ctx<'js>| {
        let opened = s.desk.open_section();
        thrown(&ctx, opened)
    })?;
    let s = scope.clone();
    define(ctx, functions, "endSection", move || s.desk.end_section())?;
    let s = scope.clone();
    define(ctx, functions, "reset", move |Text(reason): Text| {
        s.desk.request_reset(reason)
    })?;
    let s = scope.clone();
    define(ctx, functions, "alarmDone", move |succeeded: bool| {
        s.actor.finish_alarm(succeeded)
    })
}
