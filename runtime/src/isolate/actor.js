// The actor of an isolate: a Durable Object of the bundle, or the bundle's stateless worker. Owns the doors through
// which the host brings events, and the platform objects that the bundle is given (state, env, context). Knows the
// Durable Object contract and nothing of PartyKit: that is the party layer's.

import host from "partyrs:host";
import { reportException } from "partyrs:events";
import { isUpgrade, requestFromHost, responseToHost } from "partyrs:http";
import { alone } from "partyrs:critical_section";
import { environment } from "partyrs:bindings";
import { forgetAll as forgetOps } from "partyrs:ops";
import { WebSocket } from "partyrs:websocket";
import { sendable } from "partyrs:websocket_arguments";

/** The Durable Object, or what stands for the worker; none while the room sleeps. */
let actor = null;
/** Makes the actor anew after an eviction. */
let construct = null;

/** Sets the actor up once the bundle's evaluation is over, then tells the host `ready` or `bootFailed`. */
export function boot(evaluation, namespace, facts) {
  evaluation
    .then(() => {
      const start = facts.className === null ? startWorker : startObject;
      return start(namespace, facts);
    })
    .then((description) => host.ready(description), (error) => host.bootFailed(error));
}

function startWorker(namespace, facts) {
  const env = environment(facts);
  const worker = namespace.default;
  actor = {
    fetch: (request) => worker.fetch(request, env, new ExecutionContext()),
    scheduled: (event) => worker.scheduled(event, env, new ExecutionContext()),
  };
  if (namespace.partyrs === undefined) throw new TypeError("the bundle has no `partyrs` export");
  return JSON.stringify(namespace.partyrs);
}

function startObject(namespace, facts) {
  const Class = namespace[facts.className];
  const env = environment(facts);
  construct = () => new Class(new DurableObjectState(facts), env);
  actor = construct();
  return "";
}

const awake = () => (actor ??= construct());

// --- doors: called by the host -------------------------------------------------------------------------------

/** The instance is over: what it had in memory and under way is gone, its sockets and its modules stay. */
export function evict() {
  actor = null;
  forgetOps();
  host.loaded.timers?.forgetAll();
  WebSocket.forgetAll();
}

export function request(reply, method, url, headers, body) {
  let response;
  try {
    response = awake().fetch(requestFromHost(method, url, headers, body));
  } catch (error) {
    return fail(reply, error);
  }
  if (response instanceof Response) return respond(reply, response);
  Promise.resolve(response).then((value) => respond(reply, value), (error) => fail(reply, error));
}

function respond(reply, response) {
  try {
    if (!(response instanceof Response)) {
      throw new TypeError("Incorrect type for Promise: the Promise did not resolve to 'Response'.");
    }
    const parts = responseToHost(response);
    const socket = parts[5];
    if (socket === null) return host.reply(reply, parts, 0, 0);
    const [near, far] = WebSocket.toHost(socket);
    host.reply(reply, parts, near, far);
  } catch (error) {
    fail(reply, error);
  }
}

function fail(reply, error) {
  host.replyFailed(reply, textOf(error));
}

/** What was thrown, in words. User code can throw what throws again when it is looked at. */
function textOf(thrown) {
  try {
    return String(thrown instanceof Error ? thrown.message : thrown);
  } catch {
    return "an error that cannot be shown";
  }
}

/** A cron is due; the reply says that its run has ended. */
export function scheduled(reply, cron, scheduledTime) {
  const finished = (async () => awake().scheduled({ cron, scheduledTime, noRetry() {} }))();
  finished.then(() => respond(reply, new Response("ok")), (error) => fail(reply, error));
}

export function message(id, data) {
  settled("webSocketMessage", () => WebSocket.deliver(id, data, awake()));
}

export function closed(id, code, reason, wasClean) {
  settled("webSocketClose", () => WebSocket.closed(id, code, reason, wasClean, awake()));
}

export function failed(id, text) {
  settled("webSocketError", () => WebSocket.failed(id, text, awake()));
}

export function alarm(retryCount) {
  const finished = (async () => awake().alarm({ retryCount, isRetry: retryCount > 0 }))();
  finished.then(
    () => host.alarmDone(true),
    (error) => {
      host.reportException(error, "onAlarm");
      host.alarmDone(false);
    },
  );
}

/** Runs a handler; what it throws or rejects with is reported and changes nothing else. */
function settled(handler, run) {
  try {
    const result = run();
    if (typeof result?.then === "function") result.then(undefined, (error) => reportException(error, handler));
  } catch (error) {
    reportException(error, handler);
  }
}

// --- what the bundle is given --------------------------------------------------------------------------------

const REPORTING = { report: (error, handler) => host.reportException(error, handler) };

class ExecutionContext {
  /** On the prototype, so that printing a context shows nothing of ours. */
  get partyrs() {
    return REPORTING;
  }
  waitUntil(promise) {
    Promise.resolve(promise).catch((error) => host.reportException(error, "waitUntil"));
  }
  passThroughOnException() {}
}

class DurableObjectId {
  #hex;
  constructor(hex, name) {
    this.#hex = hex;
    this.name = name;
  }
  toString() {
    return this.#hex;
  }
  equals(other) {
    return this.#hex === other.toString();
  }
}

class DurableObjectState {
  #storage = null;

  constructor(facts) {
    this.id = new DurableObjectId(facts.objectId, facts.name);
    this.partyrs = {
      join: (socket) => host.socketJoin(WebSocket.idOf(socket), true),
      leave: (socket) => host.socketJoin(WebSocket.idOf(socket), false),
      broadcast: (message, except) => host.broadcast(sendable(message), except.map((socket) => WebSocket.idOf(socket))),
      report: (error, handler) => host.reportException(error, handler),
      isUpgrade,
    };
  }

  /** Loaded when it is first touched: a room that only passes messages stores nothing. */
  get storage() {
    return (this.#storage ??= new (host.load("storage").DurableObjectStorage)());
  }

  waitUntil(promise) {
    Promise.resolve(promise).catch((error) => host.reportException(error, "waitUntil"));
  }

  async blockConcurrencyWhile(callback) {
    if (typeof callback !== "function") {
      throw new TypeError("Failed to execute 'blockConcurrencyWhile' on 'DurableObjectState': parameter 1 is not of type 'function'.");
    }
    try {
      return await alone(callback);
    } catch (error) {
      host.reset(textOf(error));
      throw error;
    }
  }

  acceptWebSocket(socket, tags = []) {
    WebSocket.acceptHibernating(socket, tags.map(String));
  }

  getWebSockets(tag) {
    return host.socketList(tag === undefined ? null : String(tag)).map((id) => WebSocket.handle(id));
  }

  getTags(socket) {
    return host.socketTags(WebSocket.idOf(socket));
  }

  abort(reason) {
    host.reset(reason === undefined ? "The Durable Object was aborted." : String(reason));
  }
}
