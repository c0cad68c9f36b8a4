//! The end of an instance: rest, reload and reset. Sockets and storage belong to the actor and may outlive it.

use super::Actor;
use super::seat::{Phase, Reload, Seat};
use crate::limits;
use crate::options::ReloadRule;
use crate::room::mailbox::Order;
use crate::room::outbound::Outgoing;
use crate::room::socket::come_back;
use std::sync::atomic::Ordering;
use std::time::Duration;

/// How long requests under way may delay a reload.
const RELOAD_GRACE: Duration = Duration::from_secs(2);

impl Actor {
    /// Frees what is not needed, step by step: first the instance, then the isolate, then the whole actor if it has
    /// no sockets.
    pub(super) fn rest(&self, seat: &mut Seat) {
        let waiting = seat
            .running
            .as_ref()
            .is_some_and(|running| running.isolate.host().is_waiting());
        let busy = waiting || self.desk.is_answering() || self.desk.is_blocked();
        let idle = self.idle_for();
        if busy || idle < limits::INSTANCE_IDLE_MAX {
            return;
        }
        let (is_empty, can_sleep) = {
            let sockets = self.desk.sockets();
            (sockets.is_empty(), sockets.all_hibernate())
        };
        if !can_sleep || self.desk.commit().is_err() {
            return;
        }
        if idle < limits::ISOLATE_IDLE_MAX {
            return self.evict(seat);
        }
        self.drop_isolate(seat);
        self.desk.storage().close();
        // Data in memory lives as long as its actor.
        if is_empty && self.desk.storage().is_on_disk() && self.mailbox.retire_if_empty() {
            self.desk.outside.forget(&self.desk.origin);
        }
    }

    /// Drops the instance; the isolate stays for the next one.
    pub(super) fn evict(&self, seat: &mut Seat) {
        self.end_alarm();
        let Some(running) = seat
            .running
            .as_mut()
            .filter(|running| running.phase == Phase::Ready)
        else {
            return;
        };
        running.phase = Phase::Evicted;
        if running.isolate.evict().is_err() {
            self.drop_isolate(seat);
        }
        self.desk.storage().close();
    }

    pub(super) fn reload_later(&self) {
        let (actor, stop) = (self.myself.clone(), self.setting.stop.clone());
        self.setting.tokio.spawn(async move {
            if stop
                .run_until_cancelled(tokio::time::sleep(RELOAD_GRACE))
                .await
                .is_some()
                && let Some(actor) = actor.upgrade()
            {
                actor.order(Order::ReloadNow);
            }
        });
    }

    /// Takes the new build; what becomes of the sockets [`ReloadRule`] says.
    pub(super) fn reload(&self, seat: &mut Seat) {
        seat.reload = Reload::None;
        self.desk
            .end_requests("the room was reloaded before it had answered; try again");
        let mut sockets = self.desk.sockets();
        match (self.setting.reload, sockets.all_hibernate()) {
            (ReloadRule::Auto | ReloadRule::Keep, true) => {}
            (ReloadRule::Keep, false) => sockets.end_all(&Outgoing::Again),
            (ReloadRule::Auto, false) | (ReloadRule::Restart, _) => sockets.end_all(&come_back()),
        }
        drop(sockets);
        self.drop_isolate(seat);
    }

    /// Ends the instance: its requests fail with `reason`, its sockets drop, the next event starts a new one.
    pub(super) fn reset(&self, seat: &mut Seat, reason: &str) {
        self.desk.abandon(reason, &Outgoing::Abort);
        self.evict(seat);
    }

    pub(super) fn drop_isolate(&self, seat: &mut Seat) {
        if let Some(running) = seat.running.take() {
            running.gone.cancel();
        }
        self.awake.store(false, Ordering::Relaxed);
        self.end_alarm();
    }

    /// A handler whose instance ends has failed and is tried again.
    fn end_alarm(&self) {
        if self.desk.alarm().is_quiet() {
            return;
        }
        self.finish_alarm(false);
        // What this leaves undone the next commit reports.
        let _ = self.desk.commit();
    }
}
