//! The Web platform of an isolate: one JavaScript module per Web API over a few host functions in Rust. This
//! file is the list: what exists, and what is installed. Modules import each other as `partyrs:<name>` and reach
//! the host functions through `partyrs:host`.

mod body;
pub(crate) mod bytes;
mod caches;
mod compression;
mod console;
mod crypto;
mod data_url;
mod encoding;
mod fetch;
mod formdata;
mod html_rewriter;
mod http;
mod intl;
mod process;
#[cfg(test)]
mod tests;
mod timers;
mod url;
mod urlpattern;
mod wasm;

pub(crate) use caches::Caches;
pub(crate) use crypto::{Hash, Labour, Seats, Weight, failure, pbkdf2};
pub(crate) use fetch::{FetchClient, head, received, send, start_abortable};
pub(crate) use http::{body_of, body_value, pairs, request_of, response_of, response_parts};

use crate::isolate::families::{Family, family};
use crate::isolate::ops::Host;
use crate::isolate::rejections;
use rquickjs::{Ctx, Object, Result};
use std::sync::Arc;

/// Every module: its name behind `partyrs:` and its source.
pub(crate) const MODULES: &[(&str, &str)] = &[
    ("abort", include_str!("web/abort.js")),
    ("atomics", include_str!("web/atomics.js")),
    ("blob", include_str!("web/blob.js")),
    ("body", include_str!("web/body.js")),
    ("brand", include_str!("web/brand.js")),
    ("byte_controller", include_str!("web/byte_controller.js")),
    ("bytes", include_str!("web/bytes.js")),
    ("caches", include_str!("web/caches.js")),
    ("clone_classes", include_str!("web/clone_classes.js")),
    ("compression", include_str!("web/compression.js")),
    ("console", include_str!("web/console.js")),
    ("crypto", include_str!("web/crypto.js")),
    ("crypto/aes", include_str!("web/crypto/aes.js")),
    ("crypto/curve25519", include_str!("web/crypto/curve25519.js")),
    ("crypto/derive", include_str!("web/crypto/derive.js")),
    (
        "crypto/digest_stream",
        include_str!("web/crypto/digest_stream.js"),
    ),
    ("crypto/elliptic", include_str!("web/crypto/elliptic.js")),
    ("crypto/hmac", include_str!("web/crypto/hmac.js")),
    ("crypto/jwk", include_str!("web/crypto/jwk.js")),
    ("crypto/key", include_str!("web/crypto/key.js")),
    ("crypto/rsa", include_str!("web/crypto/rsa.js")),
    ("crypto/subtle", include_str!("web/crypto/subtle.js")),
    ("encoding", include_str!("web/encoding.js")),
    ("event_kinds", include_str!("web/event_kinds.js")),
    ("event_source", include_str!("web/event_source.js")),
    ("errors", include_str!("web/errors.js")),
    ("events", include_str!("web/events.js")),
    ("fetch", include_str!("web/fetch.js")),
    ("formdata", include_str!("web/formdata.js")),
    ("globals", include_str!("web/globals.js")),
    ("header_list", include_str!("web/header_list.js")),
    ("headers", include_str!("web/headers.js")),
    ("host_stream", include_str!("web/host_stream.js")),
    ("html_rewriter", include_str!("web/html_rewriter.js")),
    ("html_tokens", include_str!("web/html_tokens.js")),
    ("http", include_str!("web/http.js")),
    ("inspect", include_str!("web/inspect.js")),
    ("inspect_shapes", include_str!("web/inspect_shapes.js")),
    ("inspect_text", include_str!("web/inspect_text.js")),
    ("intl", include_str!("web/intl.js")),
    ("intl/calendars", include_str!("web/intl/calendars.js")),
    ("intl/collator", include_str!("web/intl/collator.js")),
    ("intl/data", include_str!("web/intl/data.js")),
    ("intl/date_parts", include_str!("web/intl/date_parts.js")),
    ("intl/date_pattern", include_str!("web/intl/date_pattern.js")),
    ("intl/date_range", include_str!("web/intl/date_range.js")),
    ("intl/date_settings", include_str!("web/intl/date_settings.js")),
    (
        "intl/date_time_format",
        include_str!("web/intl/date_time_format.js"),
    ),
    ("intl/decimal", include_str!("web/intl/decimal.js")),
    ("intl/digit_options", include_str!("web/intl/digit_options.js")),
    ("intl/display_names", include_str!("web/intl/display_names.js")),
    ("intl/list_format", include_str!("web/intl/list_format.js")),
    ("intl/locale", include_str!("web/intl/locale.js")),
    ("intl/locale_tag", include_str!("web/intl/locale_tag.js")),
    ("intl/locales", include_str!("web/intl/locales.js")),
    ("intl/methods", include_str!("web/intl/methods.js")),
    ("intl/number_format", include_str!("web/intl/number_format.js")),
    ("intl/number_parts", include_str!("web/intl/number_parts.js")),
    ("intl/number_pattern", include_str!("web/intl/number_pattern.js")),
    ("intl/number_range", include_str!("web/intl/number_range.js")),
    ("intl/numbering", include_str!("web/intl/numbering.js")),
    ("intl/options", include_str!("web/intl/options.js")),
    (
        "intl/pattern_generator",
        include_str!("web/intl/pattern_generator.js"),
    ),
    ("intl/plural_rules", include_str!("web/intl/plural_rules.js")),
    (
        "intl/relative_time_format",
        include_str!("web/intl/relative_time_format.js"),
    ),
    ("intl/segmenter", include_str!("web/intl/segmenter.js")),
    ("intl/supported", include_str!("web/intl/supported.js")),
    ("intl/zone_names", include_str!("web/intl/zone_names.js")),
    ("intl_methods", include_str!("web/intl_methods.js")),
    ("iterators", include_str!("web/iterators.js")),
    ("message_channel", include_str!("web/message_channel.js")),
    ("navigator", include_str!("web/navigator.js")),
    ("performance", include_str!("web/performance.js")),
    ("pipe", include_str!("web/pipe.js")),
    ("process", include_str!("web/process.js")),
    ("queue", include_str!("web/queue.js")),
    ("readable", include_str!("web/readable.js")),
    ("readable_bytes", include_str!("web/readable_bytes.js")),
    ("readable_default", include_str!("web/readable_default.js")),
    ("reasons", include_str!("web/reasons.js")),
    ("report", include_str!("web/report.js")),
    ("request", include_str!("web/request.js")),
    ("response", include_str!("web/response.js")),
    ("streams", include_str!("web/streams.js")),
    ("structured_clone", include_str!("web/structured_clone.js")),
    ("table", include_str!("web/table.js")),
    ("tee", include_str!("web/tee.js")),
    ("text_streams", include_str!("web/text_streams.js")),
    ("timers", include_str!("web/timers.js")),
    ("transform", include_str!("web/transform.js")),
    ("url", include_str!("web/url.js")),
    ("urlpattern", include_str!("web/urlpattern.js")),
    ("wasm", include_str!("web/wasm.js")),
    ("webgpu", include_str!("web/webgpu.js")),
    ("worker_scope", include_str!("web/worker_scope.js")),
    ("writable", include_str!("web/writable.js")),
    ("writing", include_str!("web/writing.js")),
];

/// The host functions of all Web APIs.
pub(crate) fn families(host: &Arc<Host>, caches: &Arc<Caches>, labour: &Labour) -> Vec<Family> {
    type Plain = for<'js> fn(&Ctx<'js>, &Object<'js>) -> Result<()>;
    type Hosted = for<'js> fn(&Ctx<'js>, &Object<'js>, &Arc<Host>) -> Result<()>;
    let plain: [Plain; 8] = [
        crypto::install_random,
        data_url::install,
        formdata::install,
        intl::install,
        rejections::install,
        url::install,
        urlpattern::install,
        wasm::install,
    ];
    let hosted: [Hosted; 6] = [
        body::install,
        compression::install,
        console::install,
        encoding::install,
        html_rewriter::install,
        timers::install,
    ];
    let mut all: Vec<_> = plain.into_iter().map(|install| family(install)).collect();
    all.extend(hosted.into_iter().map(|install| {
        let host = host.clone();
        family(move |ctx, functions| install(ctx, functions, &host))
    }));
    let (caches, labour) = (caches.clone(), labour.clone());
    all.push(family(move |ctx, functions| {
        caches::install(ctx, functions, &caches)
    }));
    all.push(family(move |ctx, functions| {
        crypto::install(ctx, functions, &labour)
    }));
    all
}

/// The host functions that reach out of the isolate: its environment and the network.
pub(crate) fn outer_families(
    host: &Arc<Host>,
    process_env: &Arc<Vec<(String, String)>>,
    client: &Arc<FetchClient>,
) -> Vec<Family> {
    let (host, env, client) = (host.clone(), process_env.clone(), client.clone());
    vec![
        family(move |ctx, functions| process::install_process(ctx, functions, env.clone())),
        family(move |ctx, functions| fetch::install_fetch(ctx, functions, &host, client.clone())),
    ]
}
