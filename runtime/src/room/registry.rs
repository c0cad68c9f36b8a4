//! Which actors exist: the rooms by their key and the one stateless worker. Makes a room when its first event comes,
//! forgets it when it is retired, wakes rooms for their alarms. Holds the project that new isolates run.

mod alarms;
mod outside;

use super::mailbox::{Event, Failure, Order, Reply, Retired};
use crate::body::{HttpRequest, HttpResponse};
use crate::event::{Exception, Origin, RuntimeEvent};
use crate::ids::RoomKey;
use crate::isolate::actor::{Actor, Setting};
use crate::isolate::desk::Boxed;
use crate::isolate::pool::Pool;
use crate::isolate::project::Project;
use crate::limits::INSTANCE_IDLE_MAX;
use crate::lock::lock;
use crate::memory;
use crate::options::{ReloadRule, StorageLocation};
use crate::runtime::{Reloaded, Reporter};
use crate::storage::alarms::AlarmIndex;
use crate::storage::database::RoomFile;
use crate::storage::room::RoomStorage;
use crate::storage::stores::Stores;
use crate::web::FetchClient;
use std::collections::{HashMap, HashSet};
use std::path::PathBuf;
use std::sync::{Arc, Mutex, Weak};
use std::time::Duration;
use tokio::sync::{Notify, oneshot};
use tokio_util::sync::CancellationToken;

/// How often idle rooms are looked for.
const SWEEP_EVERY: Duration = Duration::from_secs(1);

/// Looks a static file up.
pub(crate) type AssetLookup = Arc<dyn Fn(HttpRequest) -> Boxed<HttpResponse> + Send + Sync>;

/// Opens a WebSocket to the outside.
pub(crate) type Connect = Arc<dyn Fn(HttpRequest) -> Boxed<Result<Reply, Failure>> + Send + Sync>;

/// What a registry is made with.
pub(crate) struct RegistryOptions {
    /// Where rooms keep their data.
    pub(crate) storage: StorageLocation,
    /// Runs the isolates.
    pub(crate) pool: Arc<Pool>,
    /// Where runtime events go.
    pub(crate) report: Reporter,
    /// The project's files.
    pub(crate) assets: AssetLookup,
    /// Opens WebSockets to the outside.
    pub(crate) connect: Connect,
    /// Fetches for all rooms.
    pub(crate) fetch: Arc<FetchClient>,
    /// What becomes of sockets at a reload.
    pub(crate) reload: ReloadRule,
    /// Cancelled when the runtime stops.
    pub(crate) stop: CancellationToken,
}

/// See the file's comment.
pub(crate) struct Registry {
    options: RegistryOptions,
    tokio: tokio::runtime::Handle,
    project: Mutex<Arc<Project>>,
    worker: Mutex<Option<Arc<Actor>>>,
    rooms: Mutex<HashMap<RoomKey, Arc<Actor>>>,
    alarm_indexes: Mutex<HashMap<String, AlarmIndex>>,
    alarms: Mutex<HashMap<RoomKey, CancellationToken>>,
    stores: Arc<Stores>,
    changed: Arc<Notify>,
    /// Notices that are given once only.
    told: Mutex<HashSet<String>>,
    myself: Weak<Self>,
}

impl Registry {
    /// No rooms yet, running `project`. Must be called within a tokio runtime.
    pub(crate) fn new(options: RegistryOptions, project: Arc<Project>) -> Arc<Self> {
        let stores = Arc::new(Stores::new(options.storage.clone()));
        let registry = Arc::new_cyclic(|myself| Self {
            stores,
            changed: Arc::default(),
            told: Mutex::default(),
            options,
            tokio: tokio::runtime::Handle::current(),
            project: Mutex::new(project),
            worker: Mutex::default(),
            rooms: Mutex::default(),
            alarm_indexes: Mutex::default(),
            alarms: Mutex::default(),
            myself: myself.clone(),
        });
        registry
            .tokio
            .spawn(sweep(Arc::downgrade(&registry), registry.options.stop.clone()));
        registry
    }

    /// Starts the stateless worker of `project`; when it starts, it and the project replace the ones before.
    pub(crate) async fn start_worker(&self, project: Arc<Project>) -> Result<(), Exception> {
        let storage = RoomStorage::new(RoomFile::InMemory);
        let Some(setting) = self.setting() else {
            return Ok(());
        };
        let worker = Actor::new(Origin::Edge, storage, setting, Some(project.clone()));
        worker.start().await?;
        *lock(&self.project) = project;
        self.changed.notify_one();
        let before = lock(&self.worker).replace(worker);
        if let Some(before) = before {
            before.order(Order::Reload);
        }
        Ok(())
    }

    /// Has every room take the current project; what becomes of their sockets.
    pub(crate) fn reload_rooms(&self) -> Reloaded {
        let mut reloaded = Reloaded::default();
        for room in self.all_rooms() {
            let sockets = room.desk.sockets();
            match (sockets.is_empty(), self.options.reload) {
                (true, _) => {}
                (false, ReloadRule::Keep) => reloaded.rooms_kept += 1,
                (false, ReloadRule::Auto) if sockets.all_hibernate() => reloaded.rooms_kept += 1,
                (false, ReloadRule::Auto | ReloadRule::Restart) => reloaded.rooms_closed += 1,
            }
            drop(sockets);
            room.order(Order::Reload);
        }
        reloaded
    }

    /// The project that new isolates run.
    pub(crate) fn current_project(&self) -> Arc<Project> {
        lock(&self.project).clone()
    }

    /// Sends `request` to the worker.
    pub(crate) async fn worker_request(&self, request: HttpRequest) -> Result<Reply, Failure> {
        let worker = lock(&self.worker).clone();
        let Some(worker) = worker else {
            return Err(Failure("the worker is not started".to_owned()));
        };
        let (to, reply) = oneshot::channel();
        worker.deliver(Event::Request(Box::new(request), to)).await;
        answer(reply).await
    }

    /// Has the worker run what the cron `expression` is for, as if it were `time` (milliseconds since 1970).
    pub(crate) async fn scheduled(&self, expression: String, time: i64) -> Result<(), Failure> {
        let worker = lock(&self.worker).clone();
        let Some(worker) = worker else {
            return Err(Failure("the worker is not started".to_owned()));
        };
        let (to, reply) = oneshot::channel();
        worker.deliver(Event::Scheduled(expression, time, to)).await;
        answer(reply).await.map(drop)
    }

    /// What becomes of sockets at a reload.
    pub(crate) fn reload_rule(&self) -> ReloadRule {
        self.options.reload
    }

    /// Notified when another project runs; for one waiter.
    pub(crate) fn project_changed(&self) -> Arc<Notify> {
        self.changed.clone()
    }

    /// Reports `event`.
    pub(crate) fn tell(&self, event: RuntimeEvent) {
        (self.options.report)(event);
    }

    /// Sends `request` to a room.
    pub(crate) async fn request(&self, room: RoomKey, request: HttpRequest) -> Result<Reply, Failure> {
        let (to, reply) = oneshot::channel();
        self.bring(&room, Event::Request(Box::new(request), to)).await;
        answer(reply).await
    }

    /// Brings an event to a room, which is made if need be.
    async fn bring(&self, room: &RoomKey, mut event: Event) {
        while let Some(actor) = self.room(room) {
            match actor.bring(event).await {
                Ok(()) => return,
                Err(Retired(back)) => event = back,
            }
            self.remove(room, &actor);
        }
    }

    fn room(&self, key: &RoomKey) -> Option<Arc<Actor>> {
        if let Some(actor) = lock(&self.rooms).get(key) {
            return Some(actor.clone());
        }
        let setting = self.setting()?;
        let file = self.file(key);
        let mut rooms = lock(&self.rooms);
        let made = || Actor::new(Origin::Room(key.clone()), RoomStorage::new(file), setting, None);
        Some(rooms.entry(key.clone()).or_insert_with(made).clone())
    }

    /// The rooms of this moment. Nobody calls a room while holding the table.
    fn all_rooms(&self) -> Vec<Arc<Actor>> {
        lock(&self.rooms).values().cloned().collect()
    }

    fn remove(&self, key: &RoomKey, actor: &Arc<Actor>) {
        let mut rooms = lock(&self.rooms);
        if rooms.get(key).is_some_and(|current| Arc::ptr_eq(current, actor)) {
            rooms.remove(key);
        }
    }

    fn setting(&self) -> Option<Setting> {
        Some(Setting {
            pool: self.options.pool.clone(),
            tokio: self.tokio.clone(),
            fetch: self.options.fetch.clone(),
            reload: self.options.reload,
            outside: self.myself.upgrade()?,
            stop: self.options.stop.clone(),
        })
    }

    fn file(&self, key: &RoomKey) -> RoomFile {
        let unique_key = lock(&self.project).unique_key(&key.party);
        match self.class_folder(unique_key.as_str()) {
            Some(folder) => {
                let id = unique_key.object_id(key.id.as_str());
                RoomFile::OnDisk(folder.join(format!("{id}.sqlite")))
            }
            None => RoomFile::InMemory,
        }
    }

    fn class_folder(&self, unique_key: &str) -> Option<PathBuf> {
        match &self.options.storage {
            StorageLocation::Folder(folder) => Some(folder.join(unique_key)),
            StorageLocation::Memory => None,
        }
    }

    /// Ends every actor: sockets are closed with 1001, storage is closed.
    pub(crate) async fn shut_down(&self) {
        let mut actors: Vec<_> = lock(&self.rooms).drain().map(|(_, room)| room).collect();
        actors.extend(lock(&self.worker).take());
        let ended: Vec<_> = actors.iter().map(|actor| actor.end()).collect();
        for end in ended {
            // An actor that is gone already has nothing to close.
            let _ = end.await;
        }
    }
}

async fn answer(reply: oneshot::Receiver<Result<Reply, Failure>>) -> Result<Reply, Failure> {
    reply
        .await
        .unwrap_or_else(|_| Err(Failure("the room has stopped".to_owned())))
}

/// Tells idle actors to rest, once a second, and returns the memory of those that sleep.
async fn sweep(registry: Weak<Registry>, stop: CancellationToken) {
    let mut ticks = tokio::time::interval(SWEEP_EVERY);
    let mut awake_before = 0;
    while stop.run_until_cancelled(ticks.tick()).await.is_some() {
        let Some(registry) = registry.upgrade() else {
            return;
        };
        let rooms = registry.all_rooms();
        let awake = rooms.iter().filter(|room| room.is_awake()).count();
        if awake < awake_before {
            // Its end matters to nobody.
            drop(tokio::task::spawn_blocking(memory::give_back));
        }
        awake_before = awake;
        for room in rooms {
            if room.idle_for() >= INSTANCE_IDLE_MAX && room.holds_more_than_sockets() {
                room.order(Order::Rest);
            }
        }
    }
}
