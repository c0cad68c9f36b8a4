//! The start of an actor: its isolate, the bundle in it, and what the bundle said of itself.

use super::Actor;
use super::seat::{Phase, Running, Seat};
use crate::event::{Origin, RuntimeEvent};
use crate::isolate::doors::{self, Facts};
use crate::isolate::engine::{Code, DoorArguments, Failed, Isolate};
use crate::isolate::exception::Thrown;
use crate::isolate::functions::{self, Scope};
use crate::isolate::ops::{Completion, Inbox, Surroundings};
use crate::isolate::project::{Project, Shape};
use crate::lock::lock;
use std::sync::atomic::Ordering;
use std::sync::{Arc, Weak};
use tokio_util::sync::CancellationToken;

impl Actor {
    /// The phase of the isolate, which is made if there is none; or why there can be none.
    pub(super) fn running(&self, seat: &mut Seat) -> Result<Phase, String> {
        if seat.running.is_none() {
            self.boot(seat);
            self.take_boot_outcome(seat)?;
        }
        Ok(seat
            .running
            .as_ref()
            .map_or(Phase::Ready, |running| running.phase))
    }

    pub(super) fn boot(&self, seat: &mut Seat) {
        seat.isolates += 1;
        self.awake.store(true, Ordering::Relaxed);
        let project = self.pinned.clone().unwrap_or_else(|| self.desk.outside.project());
        let gone = self.setting.stop.child_token();
        let surroundings = self.surroundings(seat.isolates, &project, gone.clone());
        let (desk, actor) = (self.desk.clone(), self.myself.upgrade());
        let process_env = Arc::new(project.options.process_env.clone());
        let fetch = self.setting.fetch.clone();
        let code = Code {
            platform: project.platform.clone(),
            binary: project.binary.clone(),
            party_layer: project.party_layer(&self.desk.origin),
            async_contexts: project.async_contexts,
        };
        let made = Isolate::new(code, surroundings, |host| {
            let Some(actor) = actor else { return Vec::new() };
            let mut families = crate::web::outer_families(host, &process_env, &fetch);
            let host = host.clone();
            families.extend(functions::families(&Arc::new(Scope { actor, desk, host })));
            families
        });
        let started = made.and_then(|isolate| {
            let facts = self.facts(&project);
            let evaluated = evaluate(&isolate, &project, &facts);
            seat.running = Some(Running {
                isolate,
                project,
                phase: Phase::Booting,
                gone,
            });
            evaluated
        });
        match started {
            Ok(()) => {}
            Err(Failed::Thrown(thrown)) => self.booted(Err(thrown)),
            Err(Failed::Broken(message)) => self.booted(Err(Thrown::engine(message))),
        }
    }

    pub(super) fn surroundings(
        &self,
        isolate: u64,
        project: &Project,
        gone: CancellationToken,
    ) -> Surroundings {
        let (desk, outside) = (self.desk.clone(), self.desk.outside.clone());
        Surroundings {
            origin: self.desk.origin.clone(),
            tokio: self.setting.tokio.clone(),
            inbox: Arc::new(ActorInbox {
                actor: self.myself.clone(),
                isolate,
            }),
            gone,
            // A failing commit shows again, and is reported, at the end of the turn.
            before_output: Arc::new(move || drop(desk.commit())),
            report: Arc::new(move |event| outside.report(event)),
            map: project.source_map.clone(),
        }
    }

    pub(super) fn facts(&self, project: &Project) -> Facts {
        let namespaces = project.options.parties.iter().map(|party| {
            let class = party.class_name();
            vec![class.replacen("Party_", "PARTYRS_DO_", 1), class]
        });
        let room = match &self.desk.origin {
            Origin::Edge => None,
            Origin::Room(room) => Some(room),
        };
        Facts {
            class_name: room.map(|room| room.party.class_name()),
            object_id: room.map_or_else(String::new, |room| {
                project.unique_key(&room.party).object_id(room.id.as_str())
            }),
            name: room.map_or_else(String::new, |room| room.id.to_string()),
            vars: project.vars.clone(),
            namespaces: namespaces.collect(),
            kv: bindings("PARTYRS_KV_", &project.options.kv),
            r2: bindings("PARTYRS_R2_", &project.options.r2),
        }
    }

    /// Looks whether the start is over. The error is the message for those who wait.
    pub(super) fn take_boot_outcome(&self, seat: &mut Seat) -> Result<(), String> {
        let Some(outcome) = lock(&self.boot_outcome).take() else {
            return Ok(());
        };
        match outcome {
            Ok(description) => {
                if let Some(running) = &mut seat.running {
                    running.phase = Phase::Ready;
                    if let Ok(shape) = serde_json::from_str::<Shape>(&description) {
                        running.project.set_shape(shape);
                    }
                }
                for waiter in seat.boot_waiters.drain(..) {
                    let _ = waiter.send(Ok(()));
                }
                Ok(())
            }
            Err(thrown) => {
                let project = self.pinned.clone().unwrap_or_else(|| self.desk.outside.project());
                let exception = thrown.exception(&project.source_map, &self.desk.origin, "module top level");
                if seat.boot_waiters.is_empty() {
                    self.desk
                        .outside
                        .report(RuntimeEvent::Exception(exception.clone()));
                }
                for waiter in seat.boot_waiters.drain(..) {
                    let _ = waiter.send(Err(exception.clone()));
                }
                self.drop_isolate(seat);
                Err(thrown.message)
            }
        }
    }
}

/// Binding and name of each of `names`.
fn bindings(prefix: &str, names: &[String]) -> Vec<Vec<String>> {
    let binding = |name: &String| vec![format!("{prefix}{name}"), name.clone()];
    names.iter().map(binding).collect()
}

/// Evaluates the bundle and starts the actor in it.
fn evaluate(isolate: &Isolate, project: &Project, facts: &Facts) -> Result<(), Failed> {
    isolate.enter(|ctx| {
        let (module, evaluation) = project.code.load(ctx)?.eval()?;
        let boot = doors::Boot {
            evaluation,
            namespace: module.namespace()?,
            facts,
        };
        boot.call(ctx, &isolate.actor_function(ctx, "boot")?)
    })
}

/// Where the completions of one isolate go.
struct ActorInbox {
    actor: Weak<Actor>,
    isolate: u64,
}

impl Inbox for ActorInbox {
    fn post(&self, completion: Completion) {
        if let Some(actor) = self.actor.upgrade() {
            actor.touch();
            let wake = actor.mailbox.complete(self.isolate, completion);
            actor.wake(wake);
        }
    }
}
