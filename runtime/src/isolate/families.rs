//! The host functions of an isolate, in families. A family is made when one of its functions is first asked for, so
//! that a room pays for what it uses. What a function does is its family's business.

use super::modules::Platform;
use rquickjs::{Ctx, Function, Object, Result, Value};
use std::collections::HashMap;
use std::sync::Arc;

/// Adds the functions of one family to an object. They share what they keep, so it is called once per isolate.
pub(crate) type Family = Box<dyn for<'js> Fn(&Ctx<'js>, &Object<'js>) -> Result<()> + Send>;

/// Which place in the list of families each function's name has.
pub(crate) type Places = HashMap<String, usize>;

/// `install` as a family.
pub(crate) fn family<F>(install: F) -> Family
where
    F: for<'js> Fn(&Ctx<'js>, &Object<'js>) -> Result<()> + Send + 'static,
{
    Box::new(install)
}

/// Adds `supply(functions, name)` to `functions`: the function `name` of whichever of `families` has it, after the
/// whole family was added to `functions`; undefined when none has. `partyrs:host` asks for what is missing.
pub(super) fn offer<'js>(
    ctx: &Ctx<'js>,
    functions: &Object<'js>,
    families: Vec<Family>,
    platform: &Arc<Platform>,
) -> Result<()> {
    if platform.families.get().is_none() {
        let places = places(ctx, &families)?;
        // Another isolate may have been faster, with the same outcome.
        let _ = platform.families.set(places);
    }
    let platform = platform.clone();
    let supply = move |ctx: Ctx<'js>, functions: Object<'js>, name: Value<'js>| {
        let name = match name.as_string() {
            Some(name) => name.to_string()?,
            None => return Ok(Value::new_undefined(ctx)),
        };
        let place = platform.families.get().and_then(|places| places.get(&name));
        let Some(add) = place.and_then(|place| families.get(*place)) else {
            return Ok(Value::new_undefined(ctx));
        };
        add(&ctx, &functions)?;
        functions.get(name)
    };
    functions.set("supply", Function::new(ctx.clone(), supply)?)
}

/// Learns the names from the families themselves, once per process: no list to keep in step with them.
fn places(ctx: &Ctx<'_>, families: &[Family]) -> Result<Places> {
    let mut places = Places::new();
    for (place, add) in families.iter().enumerate() {
        let functions = Object::new(ctx.clone())?;
        add(ctx, &functions)?;
        for name in functions.keys::<String>() {
            let other = places.insert(name?, place);
            debug_assert!(other.is_none(), "two families have a function of the same name");
        }
    }
    Ok(places)
}

#[cfg(test)]
mod tests {
    use crate::isolate::engine::tests::run;

    #[test]
    fn a_family_is_made_when_one_of_its_functions_is_first_asked_for() {
        assert_eq!(
            run("const host = __load('host').default;
                 const made = () => ['urlParse', 'urlSet', 'digest'].map((name) => Object.hasOwn(host, name));
                 const before = made();
                 new URL('http://room/');
                 return [before, made(), host.nobodyHasThis === undefined, String(host[Symbol.iterator])]"),
            "[[false,false,false],[true,true,false],true,\"undefined\"]"
        );
    }

    #[test]
    fn a_request_that_came_in_is_looked_at_without_its_headers_and_its_body() {
        assert_eq!(
            run("const { requestFromHost, isUpgrade } = __load('http');
                 const loaded = () => Object.keys(__load('host').default.loaded).filter((name) => name !== 'host' && name !== 'globals').join();
                 const request = requestFromHost('GET', 'http://room/', ['upgrade', 'WebSocket'], null);
                 const upgrade = [isUpgrade(request), isUpgrade(requestFromHost('GET', 'http://room/', [], null))];
                 new Response(null, { status: 101, webSocket: {} });
                 const before = loaded();
                 return [upgrade, before, request.headers.get('upgrade'), request.cf.colo, request.cf === request.cf, loaded()]"),
            "[[true,false],\"http\",\"WebSocket\",\"DFW\",true,\"http,headers,cf\"]"
        );
    }
}
