//! The host half of `URL` and `URLSearchParams`: parsing, the setters' rules and form encoding of the URL
//! standard, by the crate `url`. Keeps nothing between calls: a URL's state is its parts in JavaScript.

use rquickjs::{Array, Ctx, Function, Object, Result};
use url::{Url, form_urlencoded, quirks};

/// Adds `urlParse`, `urlNormalise`, `urlSet`, `formDecode` and `formEncode`.
pub(crate) fn install<'js>(ctx: &Ctx<'js>, functions: &Object<'js>) -> Result<()> {
    functions.set("urlParse", Function::new(ctx.clone(), parse)?)?;
    functions.set("urlNormalise", Function::new(ctx.clone(), normalise)?)?;
    functions.set("urlSet", Function::new(ctx.clone(), set)?)?;
    functions.set("formDecode", Function::new(ctx.clone(), form_decode)?)?;
    functions.set("formEncode", Function::new(ctx.clone(), form_encode)?)
}

/// The parts of `url`, resolved against `base`; `undefined` when it does not parse.
fn parse<'js>(ctx: Ctx<'js>, url: String, base: Option<String>) -> Result<Option<Array<'js>>> {
    let base = match base.as_deref().map(Url::parse).transpose() {
        Ok(base) => base,
        Err(_) => return Ok(None),
    };
    match Url::options().base_url(base.as_ref()).parse(&url) {
        Ok(url) => parts(&ctx, &url).map(Some),
        Err(_) => Ok(None),
    }
}

/// The absolute `url` as the standard writes it; `undefined` when it does not parse.
fn normalise(url: String) -> Option<String> {
    Url::parse(&url).ok().map(String::from)
}

/// The parts of `href` after its setter `part` got `value`; a value the standard rejects changes nothing.
fn set<'js>(ctx: Ctx<'js>, href: String, part: String, value: String) -> Result<Option<Array<'js>>> {
    let Ok(mut url) = Url::parse(&href) else {
        return Ok(None);
    };
    // A setter that fails leaves the URL as it was, which is what the standard asks for.
    let _ = match part.as_str() {
        "protocol" => quirks::set_protocol(&mut url, &value),
        "username" => quirks::set_username(&mut url, &value),
        "password" => quirks::set_password(&mut url, &value),
        "host" => quirks::set_host(&mut url, &value),
        "hostname" => quirks::set_hostname(&mut url, &value),
        "port" => quirks::set_port(&mut url, &value),
        "pathname" => {
            quirks::set_pathname(&mut url, &value);
            Ok(())
        }
        "search" => {
            quirks::set_search(&mut url, &value);
            Ok(())
        }
        _ => {
            quirks::set_hash(&mut url, &value);
            Ok(())
        }
    };
    parts(&ctx, &url).map(Some)
}

/// In the order that `url.js` names.
fn parts<'js>(ctx: &Ctx<'js>, url: &Url) -> Result<Array<'js>> {
    let array = Array::new(ctx.clone())?;
    let texts = [
        quirks::href(url),
        quirks::protocol(url),
        quirks::username(url),
        quirks::password(url),
        quirks::host(url),
        quirks::hostname(url),
        quirks::port(url),
        quirks::pathname(url),
        quirks::search(url),
        quirks::hash(url),
    ];
    for (index, text) in texts.into_iter().enumerate() {
        array.set(index, text)?;
    }
    array.set(texts.len(), origin(url))?;
    Ok(array)
}

/// The serialized origin; of a blob URL that of the URL inside, if that is one of the web.
fn origin(url: &Url) -> String {
    let inner = || Url::parse(url.path()).ok();
    match url.scheme() {
        "blob" if inner().is_none_or(|inner| !matches!(inner.scheme(), "http" | "https")) => {
            "null".to_owned()
        }
        _ => quirks::origin(url),
    }
}

/// `a=b&c=d` as a flat list of names and values.
fn form_decode<'js>(ctx: Ctx<'js>, text: String) -> Result<Array<'js>> {
    let array = Array::new(ctx)?;
    let mut index = 0;
    for (name, value) in form_urlencoded::parse(text.as_bytes()) {
        array.set(index, name.as_ref())?;
        array.set(index + 1, value.as_ref())?;
        index += 2;
    }
    Ok(array)
}

/// The reverse of [`form_decode`].
fn form_encode(list: Vec<String>) -> String {
    let mut encoded = form_urlencoded::Serializer::new(String::new());
    for pair in list.chunks_exact(2) {
        encoded.append_pair(&pair[0], &pair[1]);
    }
    encoded.finish()
}
