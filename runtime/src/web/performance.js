// performance: a clock that only goes forward, when it began, and the marks and measures of User Timing, which stay
// until they are cleared. There is no timeline of requests: an isolate has no resources to time.
//
// Standards: High Resolution Time, Performance Timeline, User Timing.

import { brand } from "partyrs:brand";
import { EventTarget } from "partyrs:events";
import host from "partyrs:host";

const MAKING = Symbol("making an entry");

/** All that was marked and measured, by time. */
let timeline = [];

export class PerformanceEntry {
  #it;
  constructor(making, it) {
    if (making !== MAKING) throw new TypeError("Illegal constructor");
    this.#it = it;
  }
  get name() { return this.#it.name; }
  get entryType() { return this.#it.entryType; }
  get startTime() { return this.#it.startTime; }
  get duration() { return this.#it.duration; }
  get detail() { return this.#it.detail; }
  toJSON() {
    const { name, entryType, startTime, duration, detail } = this.#it;
    return { name, entryType, startTime, duration, detail };
  }
}

export class PerformanceMark extends PerformanceEntry {
  constructor(name, options) {
    if (arguments.length === 0) throw new TypeError("Failed to construct 'PerformanceMark': a name is required.");
    if (options !== undefined && options !== null && typeof options !== "object" && typeof options !== "function") {
      throw new TypeError("Failed to construct 'PerformanceMark': the options must be an object.");
    }
    const startTime = options?.startTime === undefined ? host.now() : Number(options.startTime);
    if (startTime < 0) throw new TypeError(`'${startTime}' is not a valid startTime: it is negative.`);
    const detail = cloned(options?.detail);
    super(MAKING, { name: String(name), entryType: "mark", startTime, duration: 0, detail });
  }
}

export class PerformanceMeasure extends PerformanceEntry {}

/** Nothing is timed by itself, so that there are none of these. */
export class PerformanceResourceTiming extends PerformanceEntry {}

const cloned = (detail) => (detail === undefined || detail === null ? null : structuredClone(detail));

/** The time of a mark by its name, or a time. */
function timeOf(mark) {
  if (typeof mark === "number") {
    if (mark < 0) throw new TypeError(`'${mark}' is not a valid time: it is negative.`);
    return mark;
  }
  const found = timeline.findLast((entry) => entry.entryType === "mark" && entry.name === String(mark));
  if (found) return found.startTime;
  throw new DOMException(`The mark '${mark}' does not exist.`, "SyntaxError");
}

/** `[start, end]` of a measure. */
function span(from, endMark) {
  if (from === null) return span(undefined, endMark);
  if (typeof from !== "object") {
    return [from === undefined ? 0 : timeOf(from), endMark === undefined ? host.now() : timeOf(endMark)];
  }
  const { start, end, duration, detail } = from;
  if ([start, end, duration, detail].every((one) => one === undefined)) return span(undefined, endMark);
  if (endMark !== undefined) throw new TypeError("A measure has either options or an end mark.");
  if (start === undefined && end === undefined) throw new TypeError("A measure needs a start or an end.");
  if (start !== undefined && end !== undefined && duration !== undefined) {
    throw new TypeError("A measure cannot have a start, an end and a duration.");
  }
  const last = end !== undefined ? timeOf(end) : duration !== undefined ? timeOf(start) + Number(duration) : host.now();
  if (start !== undefined) return [timeOf(start), last];
  return [duration === undefined ? 0 : last - Number(duration), last];
}

function add(entry) {
  const after = timeline.findIndex((other) => other.startTime > entry.startTime);
  timeline.splice(after < 0 ? timeline.length : after, 0, entry);
  for (const observer of observers) observer.take(entry);
  return entry;
}

const ofKind = (name, type) => (entry) =>
  (name === undefined || entry.name === String(name)) && (type === undefined || entry.entryType === String(type));

export class Performance extends EventTarget {
  constructor(making) {
    if (making !== MAKING) throw new TypeError("Illegal constructor");
    super();
  }

  get timeOrigin() { return host.timeOrigin; }
  now() { return host.now(); }

  mark(...args) { return add(new PerformanceMark(...args)); }

  measure(name, from, endMark) {
    if (arguments.length === 0) throw new TypeError("Failed to execute 'measure' on 'Performance': a name is required.");
    const [startTime, end] = span(from, endMark);
    const detail = cloned(from?.detail);
    const duration = end - startTime;
    return add(new PerformanceMeasure(MAKING, { name: String(name), entryType: "measure", startTime, duration, detail }));
  }

  clearMarks(name) { clear("mark", name); }
  clearMeasures(name) { clear("measure", name); }

  getEntries() { return timeline.slice(); }
  getEntriesByType(type) { return timeline.filter(ofKind(undefined, type)); }
  getEntriesByName(name, type) { return timeline.filter(ofKind(name, type)); }

  toJSON() { return { timeOrigin: host.timeOrigin }; }
}

function clear(type, name) {
  const goes = ofKind(name, type);
  timeline = timeline.filter((entry) => !goes(entry));
}

/** Those that observe. */
const observers = new Set();

export class PerformanceObserverEntryList {
  #entries;
  constructor(making, entries) {
    if (making !== MAKING) throw new TypeError("Illegal constructor");
    this.#entries = entries;
  }
  getEntries() { return this.#entries.slice(); }
  getEntriesByType(type) { return this.#entries.filter(ofKind(undefined, type)); }
  getEntriesByName(name, type) { return this.#entries.filter(ofKind(name, type)); }
}

export class PerformanceObserver {
  #callback;
  #types = new Set();
  #entries = [];
  #me = { take: (entry) => this.#take(entry) };

  constructor(callback) {
    if (typeof callback !== "function") throw new TypeError("A PerformanceObserver needs a function.");
    this.#callback = callback;
  }

  static get supportedEntryTypes() { return Object.freeze(["mark", "measure"]); }

  observe(options) {
    const { entryTypes, type, buffered } = options ?? {};
    if ((entryTypes === undefined) === (type === undefined)) {
      throw new TypeError("observe() takes either `entryTypes` or `type`.");
    }
    const supported = PerformanceObserver.supportedEntryTypes;
    const wanted = [...(entryTypes ?? [type])].map(String).filter((one) => supported.includes(one));
    if (wanted.length === 0) return;
    this.#types = entryTypes ? new Set(wanted) : this.#types.union(new Set(wanted));
    observers.add(this.#me);
    if (buffered && type !== undefined) for (const entry of timeline.filter(ofKind(undefined, type))) this.#take(entry);
  }

  disconnect() {
    observers.delete(this.#me);
    this.#types.clear();
    this.#entries = [];
  }

  takeRecords() { return this.#entries.splice(0); }

  #take(entry) {
    if (!this.#types.has(entry.entryType)) return;
    if (this.#entries.push(entry) > 1) return;
    setTimeout(() => {
      const entries = this.takeRecords();
      if (entries.length > 0) this.#callback.call(this, new PerformanceObserverEntryList(MAKING, entries), this);
    }, 0);
  }
}

brand(
  Performance, PerformanceEntry, PerformanceMark, PerformanceMeasure, PerformanceResourceTiming, PerformanceObserver,
  PerformanceObserverEntryList,
);

export const performance = new Performance(MAKING);
