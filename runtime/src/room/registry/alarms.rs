//! Waking rooms for their alarms. The room's file says whether the alarm still is what it was scheduled for.

use super::Registry;
use crate::clock::now_ms;
use crate::ids::{RoomId, RoomKey};
use crate::lock::lock;
use crate::room::mailbox::Event;
use crate::storage::StorageError;
use crate::storage::alarms::AlarmIndex;
use std::time::Duration;

impl Registry {
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

    pub(super) fn wake_at(&self, room: RoomKey, due_ms: Option<i64>) {
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

    /// Brings an alarm whose handler failed once more, to a room that may be forgotten meanwhile.
    pub(super) fn wake_again(&self, room: RoomKey, wait: Duration, tries: u32) {
        let (registry, stop) = (self.myself.clone(), self.options.stop.clone());
        self.tokio.spawn(async move {
            if stop.run_until_cancelled(tokio::time::sleep(wait)).await.is_some()
                && let Some(registry) = registry.upgrade()
            {
                registry.bring(&room, Event::Alarm(tries)).await;
            }
        });
    }

    /// Hands the index of the room's class and the room's object id to `change`.
    pub(super) fn with_index(
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
}
