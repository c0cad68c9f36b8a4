// performance: a clock that only goes forward and when it began. Marks and measures are not kept.
//
// Standard: High Resolution Time.

import host from "partyrs:host";

export const performance = Object.freeze({
  [Symbol.toStringTag]: "Performance",
  timeOrigin: host.timeOrigin,
  now: host.now,
  toJSON: () => ({ timeOrigin: host.timeOrigin }),
});
