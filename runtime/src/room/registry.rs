//! Which actors exist: the rooms by their key and the one stateless worker. Makes a room when its first event comes,
//! forgets it when it is retired, wakes rooms for their alarms. Holds the project that new isolates run.

use super::mailbox::{Event, Failure, Order, Reply, Retired};
use crate::body::{HttpRequest, HttpResponse};
use crate::clock::now_ms;
use crate::event::{Exception, Origin, RuntimeEvent};
use crate::ids::{RoomId, RoomKey};
use crate::isolate::actor::{Actor, Setting};
use crate::isolate::desk::{Boxed, Outside};
use crate::isolate::pool::Pool;
use crate::isolate::project::Project;
use crate::limits::INSTANCE_IDLE_MAX;
use crate::lock::lock;
use crate::memory;
use crate::options::StorageLocation;
use crate::runtime::{Reloaded, Reporter};
use crate::storage::StorageError;
use crate::storage::alarms::AlarmIndex;
use crate::storage::database::RoomFile;
use crate::storage::room::RoomStorage;
use crate::web::FetchClient;
use std::collections::HashMap;
use std::path::PathBuf;
use std::sync::{Arc, Mutex, Weak};
use std::time::Duration;
use tokio::sync::oneshot;
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
    myself: Weak<Self>,
}

impl Registry {
    /// No rooms yet, running `project`. Must be called within a tokio runtime.
    pub(crate) fn new(options: RegistryOptions, project: Arc<Project>) -> Arc<Self> {
        let registry = Arc::new_cyclic(|myself| Self {
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
            if !sockets.is_empty() && sockets.all_hibernate() {
                reloaded.rooms_kept += 1;
            } else if !sockets.is_empty() {
                reloaded.rooms_closed += 1;
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

    /// Schedules the alarms that were set when the process ended; overdue ones fire at once.
    pub(crate) fn resume_alarms(&self) -> Result<(), StorageError> {
        let project = lock(&self.project).clone();
        for party in &project.options.parties {
            let unique_key = project.unique_key(party);
            let mut index = AlarmIndex::new(self.class_folder(unique_key.as_str()));
            for alarm in index.pending()? {
                let room = RoomKey::new(party.clone(), RoomId::new(&alarm.room));
                self.wake_at(room, Some(alarm.due_ms));
            }
        }
        Ok(())
    }

    /// Hands the index of the room's class and the room's object id to `change`.
    fn with_index(
        &self,
        room: &RoomKey,
        change: impl FnOnce(&mut AlarmIndex, &str) -> Result<(), StorageError>,
    ) -> Result<(), StorageError> {
        let unique_key = lock(&self.project).unique_key(&room.party);
        let object_id = unique_key.object_id(room.id.as_str());
        let mut indexes = lock(&self.alarm_indexes);
        let index = indexes
            .entry(unique_key.as_str().to_owned())
            .or_insert_with(|| AlarmIndex::new(self.class_folder(unique_key.as_str())));
        change(index, &object_id)
    }

    fn wake_at(&self, room: RoomKey, due_ms: Option<i64>) {
        let token = self.options.stop.child_token();
        let mut alarms = lock(&self.alarms);
        if let Some(before) = alarms.remove(&room) {
            before.cancel();
        }
        let (Some(due_ms), Some(registry)) = (due_ms, self.myself.upgrade()) else {
            return;
        };
        alarms.insert(room.clone(), token.clone());
        let wait = u64::try_from(due_ms - now_ms()).unwrap_or(0);
        self.tokio.spawn(async move {
            let sleep = tokio::time::sleep(Duration::from_millis(wait));
            if token.run_until_cancelled(sleep).await.is_some() {
                registry.bring(&room, Event::Alarm(0)).await;
            }
        });
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

impl Outside for Registry {
    fn room_request(&self, class: &str, id: &str, request: HttpRequest) -> Boxed<Result<Reply, Failure>> {
        let party = lock(&self.project).party_of_class(class).cloned();
        let (registry, class, id) = (self.myself.upgrade(), class.to_owned(), RoomId::new(id));
        Box::pin(async move {
            let Some(party) = party else {
                return Err(Failure(format!("there is no class `{class}`")));
            };
            let Some(registry) = registry else {
                return Err(Failure("the runtime has stopped".to_owned()));
            };
            registry.request(RoomKey::new(party, id), request).await
        })
    }

    fn asset(&self, request: HttpRequest) -> Boxed<HttpResponse> {
        (self.options.assets)(request)
    }

    fn connect(&self, request: HttpRequest) -> Boxed<Result<Reply, Failure>> {
        (self.options.connect)(request)
    }

    fn schedule(&self, room: &RoomKey, due_ms: Option<i64>) -> Result<(), StorageError> {
        self.with_index(room, |index, id| index.set(id, room.id.as_str(), due_ms))?;
        self.wake_at(room.clone(), due_ms);
        Ok(())
    }

    fn promise(&self, room: &RoomKey, due_ms: i64) -> Result<(), StorageError> {
        self.with_index(room, |index, id| index.promise(id, room.id.as_str(), due_ms))
    }

    /// The registry wakes the room, which may be forgotten meanwhile.
    fn retry_alarm(&self, room: &RoomKey, wait: Duration, tries: u32) {
        let (room, registry, stop) = (room.clone(), self.myself.clone(), self.options.stop.clone());
        self.tokio.spawn(async move {
            if stop.run_until_cancelled(tokio::time::sleep(wait)).await.is_some()
                && let Some(registry) = registry.upgrade()
            {
                registry.bring(&room, Event::Alarm(tries)).await;
            }
        });
    }

    fn forget(&self, who: &Origin) {
        if let Origin::Room(room) = who {
            lock(&self.rooms).remove(room);
        }
    }

    fn project(&self) -> Arc<Project> {
        self.current_project()
    }

    fn report(&self, event: RuntimeEvent) {
        (self.options.report)(event);
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
