//! The variables of `process.env`: what the project's `.env` files say, never the host's own environment.

use rquickjs::{Ctx, Function, Object, Result};
use std::sync::Arc;

/// Adds `processEnv()`: an object of `env`'s pairs, the user's to change.
pub(crate) fn install_process<'js>(
    ctx: &Ctx<'js>,
    functions: &Object<'js>,
    env: Arc<Vec<(String, String)>>,
) -> Result<()> {
    let process_env = Function::new(ctx.clone(), move |ctx: Ctx<'js>| {
        let object = Object::new(ctx)?;
        for (name, value) in env.iter() {
            object.set(name.as_str(), value.as_str())?;
        }
        Ok::<_, rquickjs::Error>(object)
    })?;
    functions.set("processEnv", process_env)
}

#[cfg(test)]
mod tests;
