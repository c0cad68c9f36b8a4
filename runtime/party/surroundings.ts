// What the host hands in through `env`, sorted for user code: variables, bindings, assets, analytics, and the
// namespaces of the parties. Invariant: keys starting with PARTYRS_ are ours and never shown. It reads `env` lazily
// and writes nothing.
import { Assets } from "./assets";
import type { Env, Fetcher, Namespace } from "./host";
import type { ProjectOptions } from "./index";

const OURS = "PARTYRS_";

export interface Analytics {
  writeDataPoint(point?: unknown): void;
}

export class Surroundings {
  readonly assets: { fetch(path: string): Promise<Response | null> };
  readonly files: Assets;
  readonly bindings: { r2: Record<string, unknown>; kv: Record<string, unknown> };
  readonly analytics: Analytics;
  readonly ai: unknown;
  readonly vectorize: Record<string, object>;

  constructor(
    private readonly env: Env,
    { ai, assets, bindings, vectorize = [] }: ProjectOptions,
  ) {
    const files = new Assets(env.PARTYRS_ASSETS as Fetcher | undefined, assets ?? {});
    this.files = files;
    this.assets = { fetch: (path) => files.fetch(path) };
    this.bindings = { r2: named(env, bindings?.r2), kv: named(env, bindings?.kv) };
    this.analytics = (env.PARTYRS_ANALYTICS as Analytics | undefined) ?? noAnalytics;
    this.ai = ai ?? undefined;
    this.vectorize = Object.fromEntries(vectorize.map((name) => [name, noIndex(name)]));
  }

  /** A fresh copy of the variables, JSON types kept; PARTYRS_VARS carries them for hosts that know strings only. */
  variables(): Record<string, unknown> {
    const variables: Record<string, unknown> = {};
    for (const key in this.env) if (!key.startsWith(OURS)) variables[key] = this.env[key];
    const packed = this.env.PARTYRS_VARS;
    return typeof packed === "string" ? Object.assign(variables, JSON.parse(packed)) : variables;
  }

  namespace(binding: string): Namespace {
    return this.env[binding] as Namespace;
  }

  /** The origin rooms are called by before any request has shown it. */
  get origin(): string {
    return `http://${this.env.PARTYRS_HOST ?? "localhost"}`;
  }
}

function named(env: Env, bindings: Record<string, string> = {}): Record<string, unknown> {
  return Object.fromEntries(Object.entries(bindings).map(([name, binding]) => [name, env[binding]]));
}

const INDEX_METHODS = ["describe", "query", "insert", "upsert", "deleteByIds", "getByIds"];

/** A vector index that says that there is none. */
function noIndex(name: string): object {
  const refuse = async () => {
    throw new Error(`context.vectorize.${name}: vector indexes exist on PartyKit's platform only; call a vector database with fetch instead`);
  };
  return Object.fromEntries(INDEX_METHODS.map((method) => [method, refuse]));
}

let told = false;
const noAnalytics: Analytics = {
  writeDataPoint() {
    if (!told) console.log("analytics.writeDataPoint does nothing on this host");
    told = true;
  },
};
