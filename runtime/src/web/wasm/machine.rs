//! The store of one isolate and what is in it, by number. Nothing leaves it before the isolate goes.

use super::described::{Described, describe, letters};
use super::quota::Quota;
use rquickjs::{Ctx, Exception, Result as JsResult, Value};
use std::collections::HashMap;
use std::fmt;
use wasmi::errors::HostError;
use wasmi::{
    Config, CustomFuelCosts, Engine, Error, Extern, ExternType, Func, FuncType, Instance, Module,
    ResumableCall, ResumableCallHostTrap, ResumableCallOutOfFuel, Store, Val, ValType,
};

pub(super) type Outcome<T> = Result<T, String>;

pub(super) struct Machine {
    pub(super) store: Store<Quota>,
    modules: Vec<Module>,
    pub(super) externs: Vec<Extern>,
    /// Their numbers by the text of their handle, which is all that tells two of them apart.
    numbers: HashMap<String, usize>,
    /// Calls that wait for an imported function or for fuel, innermost last.
    pending: Vec<Pending>,
}

struct Pending {
    call: Waiting,
    results: usize,
}

enum Waiting {
    Host(ResumableCallHostTrap),
    Fuel(ResumableCallOutOfFuel),
}

/// Where a call has got to.
pub(super) enum Step {
    /// It returned.
    Done(Vec<Val>),
    /// It calls the JavaScript function `callback`.
    Host {
        callback: u32,
        results: String,
        arguments: Vec<Val>,
    },
    /// It has more to do.
    Again,
}

/// The "error" by which an imported function suspends the call.
#[derive(Debug)]
struct HostCall {
    callback: u32,
    arguments: Vec<Val>,
}

impl fmt::Display for HostCall {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a start function cannot call imported JavaScript functions in the embedded runtime; `--runtime workerd` has it")
    }
}

impl HostError for HostCall {}

pub(super) fn text(error: impl fmt::Display) -> String {
    error.to_string()
}

/// Proposals that the interpreter does not have are named by it.
fn not_compiled(error: Error) -> String {
    let message = text(error);
    if message.contains("not enabled") {
        return format!("{message}: the embedded runtime does not have it, `--runtime workerd` has it");
    }
    message
}

impl Machine {
    pub(super) fn new() -> Self {
        let mut config = Config::default();
        config.consume_fuel(true);
        // A function is translated when it is first called. A call that runs out of fuel in the middle of that cannot go
        // on afterwards, so translating is free; the size of the module bounds it.
        config.fuel_cost(CustomFuelCosts {
            bytes_copied_per_fuel: 64,
            fuel_per_bytes_translated: 0,
            fuel_per_bytes_validated: 0,
        });
        let mut store = Store::new(&Engine::new(&config), Quota::new());
        store.limiter(|quota| quota);
        Self {
            store,
            modules: Vec::new(),
            externs: Vec::new(),
            numbers: HashMap::new(),
            pending: Vec::new(),
        }
    }

    fn module(&self, id: usize) -> Outcome<&Module> {
        self.modules.get(id).ok_or_else(|| format!("no module {id}"))
    }

    pub(super) fn compile(&mut self, code: &[u8]) -> Outcome<usize> {
        self.modules
            .push(Module::new(self.store.engine(), code).map_err(not_compiled)?);
        Ok(self.modules.len() - 1)
    }

    /// The imports and the exports of a module.
    pub(super) fn describe(&self, module: usize) -> Outcome<Vec<Vec<Described>>> {
        let module = self.module(module)?;
        let imports = module
            .imports()
            .map(|import| describe(import.module(), import.name(), import.ty()));
        let exports = module
            .exports()
            .map(|export| describe("", export.name(), export.ty()));
        Ok(vec![imports.collect(), exports.collect()])
    }

    pub(super) fn custom_sections(&self, module: usize, name: &str) -> Outcome<Vec<Vec<u8>>> {
        let sections = self.module(module)?.custom_sections();
        Ok(sections
            .filter(|section| section.name() == name)
            .map(|section| section.data().to_vec())
            .collect())
    }

    /// The function that stands for the JavaScript function `callback` as the import at `import`.
    pub(super) fn host_function(&mut self, module: usize, import: usize, callback: u32) -> Outcome<usize> {
        let Some(ExternType::Func(kind)) = self
            .module(module)?
            .imports()
            .nth(import)
            .map(|import| import.ty().clone())
        else {
            return Err(format!("import {import} is no function"));
        };
        let suspend = move |_: wasmi::Caller<'_, Quota>, arguments: &[Val], _: &mut [Val]| {
            let arguments = arguments.to_vec();
            Err(Error::host(HostCall { callback, arguments }))
        };
        let function = Func::new(&mut self.store, kind, suspend);
        Ok(self.add(Extern::Func(function)))
    }

    /// The numbers of the new instance's exports, in the module's order.
    pub(super) fn instantiate(&mut self, module: usize, imports: &[usize]) -> Outcome<Vec<usize>> {
        let module = self.module(module)?.clone();
        let imports: Vec<Extern> = imports
            .iter()
            .filter_map(|id| self.externs.get(*id).copied())
            .collect();
        self.store.set_fuel(u64::MAX).map_err(text)?;
        let instance = Instance::new(&mut self.store, &module, &imports).map_err(text)?;
        let exports: Vec<Extern> = module
            .exports()
            .filter_map(|export| instance.get_export(&self.store, export.name()))
            .collect();
        Ok(exports.into_iter().map(|one| self.add(one)).collect())
    }

    pub(super) fn add(&mut self, item: Extern) -> usize {
        let next = self.externs.len();
        let id = *self.numbers.entry(format!("{item:?}")).or_insert(next);
        if id == next {
            self.externs.push(item);
        }
        id
    }

    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "a number given out here"
    )]
    pub(super) fn function_at(&self, id: f64) -> Option<Func> {
        self.externs.get(id as usize).copied().and_then(Extern::into_func)
    }

    fn signature(&self, function: usize) -> Outcome<(Func, FuncType)> {
        match self.externs.get(function).copied() {
            Some(Extern::Func(found)) => Ok((found, found.ty(&self.store))),
            _ => Err(format!("no function {function}")),
        }
    }

    /// The types of a function, `parameters:results`.
    pub(super) fn types(&self, function: usize) -> Outcome<String> {
        let (_, kind) = self.signature(function)?;
        Ok(format!("{}:{}", letters(kind.params()), letters(kind.results())))
    }

    fn values<'js>(&mut self, ctx: &Ctx<'js>, kinds: &[ValType], given: &[Value<'js>]) -> JsResult<Vec<Val>> {
        let missing = Value::new_undefined(ctx.clone());
        let pairs = kinds.iter().enumerate();
        pairs
            .map(|(index, kind)| self.value_from_js(ctx, *kind, given.get(index).unwrap_or(&missing)))
            .collect()
    }

    /// The arguments of a call.
    pub(super) fn arguments<'js>(
        &mut self,
        ctx: &Ctx<'js>,
        function: usize,
        given: &[Value<'js>],
    ) -> JsResult<Vec<Val>> {
        let (_, kind) = super::or_throw(ctx, self.signature(function))?;
        self.values(ctx, kind.params(), given)
    }

    /// What the imported function that the innermost call waits for has returned.
    pub(super) fn host_results<'js>(&mut self, ctx: &Ctx<'js>, given: &[Value<'js>]) -> JsResult<Vec<Val>> {
        match self.pending.last().map(|pending| &pending.call) {
            Some(Waiting::Host(trap)) => {
                let kind = trap.host_func().ty(&self.store);
                self.values(ctx, kind.results(), given)
            }
            Some(Waiting::Fuel(_)) => Ok(Vec::new()),
            None => Err(Exception::throw_internal(ctx, "no call waits")),
        }
    }

    pub(super) fn call(&mut self, function: usize, inputs: &[Val], fuel: u64) -> Outcome<Step> {
        let (function, kind) = self.signature(function)?;
        self.store.set_fuel(fuel).map_err(text)?;
        let mut outputs = vec![Val::I32(0); kind.results().len()];
        let outcome = function.call_resumable(&mut self.store, inputs, &mut outputs);
        self.step(outcome, outputs)
    }

    pub(super) fn resume(&mut self, inputs: &[Val], fuel: u64) -> Outcome<Step> {
        let Pending { call, results } = self.pending.pop().ok_or("no call waits")?;
        let mut outputs = vec![Val::I32(0); results];
        let outcome = match call {
            Waiting::Host(trap) => {
                self.store.set_fuel(fuel).map_err(text)?;
                trap.resume(&mut self.store, inputs, &mut outputs)
            }
            Waiting::Fuel(call) => {
                let enough = fuel.max(call.required_fuel());
                self.store.set_fuel(enough).map_err(text)?;
                call.resume(&mut self.store, &mut outputs)
            }
        };
        self.step(outcome, outputs)
    }

    fn step(&mut self, outcome: Result<ResumableCall, Error>, outputs: Vec<Val>) -> Outcome<Step> {
        let results = outputs.len();
        match outcome.map_err(text)? {
            ResumableCall::Finished => Ok(Step::Done(outputs)),
            ResumableCall::OutOfFuel(call) => {
                let call = Waiting::Fuel(call);
                self.pending.push(Pending { call, results });
                Ok(Step::Again)
            }
            ResumableCall::HostTrap(trap) => {
                let Some(host) = trap.host_error().downcast_ref::<HostCall>() else {
                    return Err(text(trap.into_host_error()));
                };
                let step = Step::Host {
                    callback: host.callback,
                    results: letters(trap.host_func().ty(&self.store).results()),
                    arguments: host.arguments.clone(),
                };
                let call = Waiting::Host(trap);
                self.pending.push(Pending { call, results });
                Ok(step)
            }
        }
    }

    /// The innermost call will not go on: what it called threw.
    pub(super) fn abandon(&mut self) {
        self.pending.pop();
    }
}
