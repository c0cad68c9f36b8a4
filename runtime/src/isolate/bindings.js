// What an isolate finds in `env`: variables, the namespaces of other Durable Objects, KV namespaces and R2 buckets,
// and the project's assets. Does not know which binding means what to the party layer.

import host from "partyrs:host";
import { op } from "partyrs:ops";
import { requestToHost, responseFromHost } from "partyrs:http";
import { WebSocket } from "partyrs:websocket";

const NO_ANALYTICS = "analytics.writeDataPoint does nothing here: data points are kept on PartyKit's platform only";

/** The `env` object: variables with their JSON types, and the bindings. */
export function environment(facts) {
  const env = JSON.parse(facts.vars);
  for (const [binding, className] of facts.namespaces) env[binding] = new DurableObjectNamespace(className);
  // Loaded only where they are used: most projects have neither.
  for (const [binding, name] of facts.kv) env[binding] = host.load("kv").kvNamespace(name);
  for (const [binding, name] of facts.r2) env[binding] = host.load("r2").r2Bucket(name);
  env.PARTYRS_ASSETS = new AssetFetcher();
  env.PARTYRS_ANALYTICS = { writeDataPoint: () => host.noticeOnce(NO_ANALYTICS) };
  return env;
}

class ObjectId {
  constructor(name) {
    this.name = name;
  }
}

class DurableObjectNamespace {
  #className;
  constructor(className) {
    this.#className = className;
  }

  idFromName(name) {
    return new ObjectId(String(name));
  }

  get(id) {
    return new DurableObjectStub(this.#className, id);
  }

  getByName(name) {
    return this.get(this.idFromName(name));
  }
}

class DurableObjectStub {
  #className;
  constructor(className, id) {
    this.#className = className;
    this.id = id;
  }

  get name() {
    return this.id.name;
  }

  async fetch(input, init) {
    const request = input instanceof Request && init === undefined ? input : new Request(input, init);
    const parts = requestToHost(request);
    parts[1] = parts[1].replace(/#.*/s, ""); // a fragment is not sent
    return responseOf(await op(host.objectFetch(this.#className, this.id.name, parts)), request.url);
  }
}

class AssetFetcher {
  async fetch(input, init) {
    const request = input instanceof Request && init === undefined ? input : new Request(input, init);
    const [method, url, headers] = requestToHost(request);
    return responseOf(await op(host.assetFetch(method, url, headers)), url);
  }
}

function responseOf(parts, url) {
  const socket = parts[5];
  return responseFromHost(parts, url, socket === 0 ? null : WebSocket.fromHost(socket));
}
