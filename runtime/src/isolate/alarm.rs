//! The alarm of one room while it runs. The time stays in storage until the handler has succeeded, so that a crash
//! fires it again; user code meanwhile sees no alarm, or the one it set anew.

use std::time::Duration;

/// How often a failing alarm is tried again.
const RETRIES_MAX: u32 = 6;

/// The wait before the first retry; each further one doubles it.
const FIRST_RETRY: Duration = Duration::from_secs(2);

/// Where the alarm stands.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum AlarmState {
    /// No handler runs.
    #[default]
    Quiet,
    /// The handler runs; how often it failed before.
    Running(u32),
    /// The handler runs and user code has set or deleted the alarm meanwhile.
    Replaced(u32),
}

/// What follows a handler's end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum AfterAlarm {
    /// Nothing: the alarm in storage is a new one.
    Keep,
    /// The alarm is over: clear it.
    Clear,
    /// Try again after this time.
    Retry(Duration, u32),
}

impl AlarmState {
    /// The handler starts; it failed `tries` times before.
    pub(crate) fn start(&mut self, tries: u32) {
        *self = Self::Running(tries);
    }

    /// User code set or deleted the alarm.
    pub(crate) fn replaced(&mut self) {
        if let Self::Running(tries) = *self {
            *self = Self::Replaced(tries);
        }
    }

    /// Whether the time in storage is that of the running handler: user code sees none.
    pub(crate) fn is_hidden(self) -> bool {
        matches!(self, Self::Running(_))
    }

    /// Whether no handler runs.
    pub(crate) fn is_quiet(self) -> bool {
        self == Self::Quiet
    }

    /// The handler ended.
    pub(crate) fn finish(&mut self, succeeded: bool) -> AfterAlarm {
        match std::mem::take(self) {
            Self::Quiet | Self::Replaced(_) => AfterAlarm::Keep,
            Self::Running(_) if succeeded => AfterAlarm::Clear,
            Self::Running(tries) if tries >= RETRIES_MAX => AfterAlarm::Clear,
            Self::Running(tries) => AfterAlarm::Retry(FIRST_RETRY * 2_u32.pow(tries), tries + 1),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_failing_alarm_is_retried_six_times_with_doubling_waits() {
        let mut tries = 0;
        let mut waits = Vec::new();
        loop {
            let mut alarm = AlarmState::default();
            alarm.start(tries);
            match alarm.finish(false) {
                AfterAlarm::Retry(wait, next) => {
                    waits.push(wait.as_secs());
                    tries = next;
                }
                after => {
                    assert_eq!(after, AfterAlarm::Clear);
                    break;
                }
            }
        }
        assert_eq!(waits, [2, 4, 8, 16, 32, 64]);
    }

    #[test]
    fn an_alarm_set_by_its_own_handler_stays() {
        let mut alarm = AlarmState::default();
        alarm.start(0);
        assert!(alarm.is_hidden());
        alarm.replaced();
        assert!(!alarm.is_hidden());
        assert_eq!(alarm.finish(true), AfterAlarm::Keep);
    }
}
