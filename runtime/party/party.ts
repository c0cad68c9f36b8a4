// One configured party: its export recognised and checked, its flags, its servers. Invariant: a Party that exists has
// valid handlers; a wrong export throws while the project is defined. It does not route or serve.
import { ClassServer, type PartyClass } from "./class-server";
import { ObjectServer, type PartyObject } from "./object-server";
import type { Room } from "./room";
import type { PartyServer } from "./server";

const ROOM_HANDLERS = ["onConnect", "onRequest", "onMessage", "onClose", "onError", "onAlarm"];
const EDGE_HANDLERS = ["unstable_onFetch", "onFetch", "onBeforeConnect", "onBeforeRequest"];

/** The handlers that run at the edge; for a class, its statics. */
export interface EdgeHandlers {
  onBeforeRequest?: unknown;
  onBeforeConnect?: unknown;
  onFetch?: unknown;
  unstable_onFetch?: unknown;
  onSocket?: unknown;
  onCron?: unknown;
}

export class Party {
  readonly className: string;
  readonly edge: EdgeHandlers;
  readonly servesRequests: boolean;
  readonly warnings: string[] = [];
  private readonly create: (room: Room) => PartyServer;

  constructor(
    readonly name: string,
    readonly binding: string,
    handler: unknown,
  ) {
    if (handler === null || (typeof handler !== "function" && typeof handler !== "object")) {
      throw new TypeError(`party \`${name}\`: the default export must be a class or an object, not ${String(handler)}`);
    }
    const isClass = isPartyClass(handler);
    const methods: object = isClass ? handler.prototype : handler;
    this.className = `Party_${name.replaceAll("-", "__")}`;
    this.edge = handler;
    this.servesRequests = "onRequest" in methods;
    this.create = isClass ? (room) => new ClassServer(handler, room) : (room) => new ObjectServer(handler as PartyObject, room);
    checkFunctions(handler, ROOM_HANDLERS);
    checkFunctions(methods, EDGE_HANDLERS);
    if (isClass) this.warnings = EDGE_HANDLERS.filter((key) => key in methods).map(shouldBeStatic);
  }

  /** Constructs the user's server for one room; throws what its constructor throws. */
  serve(room: Room): PartyServer {
    return this.create(room);
  }
}

/** Functions without a prototype object (arrows, async functions) count as objects without handlers. */
function isPartyClass(handler: unknown): handler is PartyClass {
  return typeof handler === "function" && handler.prototype instanceof Object;
}

function checkFunctions(target: object, keys: string[]): void {
  for (const key of keys) {
    const value = (target as Record<string, unknown>)[key];
    if (value !== undefined && typeof value !== "function") throw new TypeError(`.${key} should be a function`);
  }
}

function shouldBeStatic(key: string): string {
  return `.${key} is present on the class instance, but it should be defined as a static method`;
}
