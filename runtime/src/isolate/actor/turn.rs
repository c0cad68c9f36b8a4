//! Turns: one after the other, an actor takes what waits and lets JavaScript handle it event by event; at the end it
//! commits, and what was said leaves.

use super::Actor;
use super::seat::{Phase, Reload, Seat};
use crate::clock::now_ms;
use crate::isolate::doors;
use crate::isolate::engine::{Failed, Isolate};
use crate::isolate::exception::Thrown;
use crate::lock::lock;
use crate::room::mailbox::{Event, Failure, Gate, Next, Order};
use crate::room::outbound::{CloseFrame, Outgoing};
use crate::room::socket::goodbye;
use std::time::{Duration, Instant};

/// How long a turn goes on taking events before others get their chance.
const TURN_MAX: Duration = Duration::from_millis(5);

impl Actor {
    pub(super) fn turn(&self) {
        let mut seat = lock(&self.seat);
        let begun = Instant::now();
        while begun.elapsed() < TURN_MAX {
            let gate = self.gate(&seat);
            let Some(next) = self.mailbox.take(gate) else {
                break;
            };
            self.handle(&mut seat, next);
            self.after_entry(&mut seat);
        }
        self.let_out(&mut seat);
        if seat.reload == Reload::Due && !self.desk.is_answering() {
            self.reload(&mut seat);
        }
        let gate = self.gate(&seat);
        drop(seat);
        let wake = self.mailbox.rest(gate);
        self.wake(wake);
    }

    pub(super) fn gate(&self, seat: &Seat) -> Gate {
        let booting = seat
            .running
            .as_ref()
            .is_some_and(|running| running.phase == Phase::Booting);
        let shut = booting || self.desk.is_blocked() || seat.reload == Reload::Due;
        if shut { Gate::Shut } else { Gate::Open }
    }

    pub(super) fn handle(&self, seat: &mut Seat, next: Next) {
        let result = match next {
            Next::Completion(isolate, completion) if isolate == seat.isolates => match &seat.running {
                Some(running) => running.isolate.complete(completion),
                None => Ok(()),
            },
            Next::Completion(..) => Ok(()),
            Next::Order(order) => {
                self.obey(seat, order);
                Ok(())
            }
            Next::Event(event) => {
                self.touch();
                self.handle_event(seat, event)
            }
        };
        if let Err(failed) = result {
            self.entry_failed(seat, failed);
        }
    }

    pub(super) fn handle_event(&self, seat: &mut Seat, event: Event) -> Result<(), Failed> {
        match self.running(seat) {
            Ok(Phase::Ready | Phase::Evicted) => {}
            Ok(Phase::Booting) => {
                self.mailbox.put_back(event);
                return Ok(());
            }
            Err(message) => {
                self.refuse(event, &message);
                return Ok(());
            }
        }
        let Some(running) = &mut seat.running else {
            return Ok(());
        };
        running.phase = Phase::Ready;
        let isolate = &running.isolate;
        match event {
            Event::Request(request, to) => {
                let reply = self.desk.expect_reply(to);
                isolate.door(
                    "request",
                    doors::Request {
                        reply,
                        request: *request,
                        host: isolate.host(),
                    },
                )
            }
            Event::Message(id, message) if self.desk.sockets().contains(id) => {
                isolate.door("message", doors::SocketMessage(id, message))
            }
            Event::Closed(id, closed) if self.desk.sockets().end(id) => {
                let echo = CloseFrame::new(closed.code, closed.reason.clone());
                let result = isolate.door("closed", doors::SocketClosed(id, closed));
                // Nothing happens to a socket that a handler has closed: the handshake has its answer.
                self.desk.sockets().send(id, Outgoing::Close(echo));
                self.desk.sockets().remove(id);
                result
            }
            Event::Failed(id, text) if self.desk.sockets().end(id) => {
                let result = isolate.door("failed", doors::SocketFailed(id, text));
                self.desk.sockets().remove(id);
                result
            }
            Event::Message(..) | Event::Closed(..) | Event::Failed(..) => Ok(()),
            Event::Scheduled(cron, time, to) => {
                let reply = self.desk.expect_reply(to);
                isolate.door("scheduled", doors::Scheduled { reply, cron, time })
            }
            Event::Alarm(tries) => self.alarm(isolate, tries),
        }
    }

    pub(super) fn alarm(&self, isolate: &Isolate, tries: u32) -> Result<(), Failed> {
        let due = self.desk.storage().alarm();
        let now = now_ms();
        if !self.desk.alarm().is_quiet() {
            // One handler at a time; when this one ends, storage is asked again.
            return Ok(());
        }
        match due {
            Ok(Some(due)) if due <= now => {
                self.desk.alarm().start(tries);
                isolate.door("alarm", doors::Alarm(tries))
            }
            Ok(_) => {
                // Set anew or deleted since it was scheduled: the index is put right.
                self.desk.alarm_changed();
                Ok(())
            }
            Err(error) => Err(Failed::Thrown(Thrown::engine(error.to_string()))),
        }
    }

    pub(super) fn obey(&self, seat: &mut Seat, order: Order) {
        match order {
            // Who gave the order waits for the outcome and reports it.
            Order::Start => drop(self.running(seat)),
            Order::Rest => self.rest(seat),
            Order::Reload => {
                seat.reload = Reload::Due;
                if self.desk.is_answering() {
                    self.reload_later();
                }
            }
            Order::ReloadNow if seat.reload == Reload::Due => self.reload(seat),
            Order::ReloadNow => {}
            Order::End(done) => {
                self.desk
                    .abandon("the server is shutting down", &goodbye(1001, "Server Shutdown"));
                self.drop_isolate(seat);
                self.desk.storage().close();
                let _ = done.send(());
            }
        }
    }

    /// What every entry into JavaScript may have left to do.
    pub(super) fn after_entry(&self, seat: &mut Seat) {
        if let Err(message) = self.take_boot_outcome(seat) {
            while let Some(event) = self.mailbox.take_event() {
                self.refuse(event, &message);
            }
        }
        if let Some(reason) = self.desk.take_reset() {
            self.reset(seat, &reason);
        }
    }

    pub(super) fn entry_failed(&self, seat: &mut Seat, failed: Failed) {
        match failed {
            Failed::Thrown(thrown) => {
                if let Some(running) = &seat.running {
                    running.isolate.host().report_thrown(&thrown, "an event");
                }
            }
            Failed::Broken(message) => {
                self.notice(&format!("The room was reset: {message}."));
                self.desk.abandon(&message, &Outgoing::Abort);
                self.drop_isolate(seat);
            }
        }
    }

    pub(super) fn let_out(&self, seat: &mut Seat) {
        if let Err(error) = self.desk.let_out() {
            let message = format!("{error}");
            self.notice(&format!(
                "Nothing of the last events was kept or sent: {message}."
            ));
            self.reset(seat, &message);
        }
    }

    /// Turns an event away: the actor cannot start.
    pub(super) fn refuse(&self, event: Event, message: &str) {
        match event {
            Event::Request(_, to) | Event::Scheduled(_, _, to) => {
                drop(to.send(Err(Failure(message.to_owned()))))
            }
            Event::Closed(id, _) | Event::Failed(id, _) => self.desk.sockets().remove(id),
            Event::Message(..) | Event::Alarm(_) => {}
        }
    }
}
