import YPartyKitProvider from "y-partykit/provider";
import { Doc, UndoManager, type Text, type Transaction } from "yjs";
import { TEXT } from "../party/text";
import { colorsOf } from "./colors";
import { loadMe, saveMe, type Person } from "./me";

export type Status = "connecting" | "online" | "offline";

/**
 * One document, live. What is typed goes into `text` at once, whether or not there is a connection; Yjs merges it
 * with what others typed meanwhile.
 */
export class Session {
  readonly text: Text;
  readonly undo: UndoManager;
  status: Status = "connecting";
  me: Person = loadMe();
  #doc = new Doc();
  #provider: YPartyKitProvider;
  #listeners = new Set<() => void>();
  #unsent = false;

  constructor(name: string) {
    this.text = this.#doc.getText(TEXT);
    this.undo = new UndoManager(this.text);
    this.#provider = new YPartyKitProvider(location.host, encodeURIComponent(name), this.#doc, {
      protocol: location.protocol === "https:" ? "wss" : "ws",
    });
    this.#provider.on("synced", (synced: boolean) => this.#become(synced ? "online" : this.status));
    this.#provider.on("status", ({ status }: { status: string }) => {
      if (status === "disconnected" && this.status === "online") this.#become("offline");
    });
    this.#provider.awareness.on("change", () => this.#tell());
    this.#doc.on("update", (_update: Uint8Array, _origin: unknown, _doc: Doc, { local }: Transaction) => {
      if (local && this.status !== "online") this.#unsent = true;
      this.#tell();
    });
    addEventListener("beforeunload", this.#beforeUnload);
    this.rename(this.me.name);
  }

  get awareness() {
    return this.#provider.awareness;
  }

  /** Everybody who has this document open, me first, each once, however many tabs they have. */
  get people(): Person[] {
    const people = new Map([[this.me.id, this.me]]);
    for (const { user } of this.awareness.getStates().values()) {
      if (user && !people.has(user.id)) people.set(user.id, { id: user.id, name: user.name });
    }
    return [...people.values()];
  }

  rename(name: string) {
    this.me = saveMe({ ...this.me, name });
    this.awareness.setLocalStateField("user", { ...this.me, ...colorsOf(this.me) });
    this.#tell();
  }

  /** Calls `show` now, and whenever the text, the people or the status change. */
  watch(show: () => void) {
    this.#listeners.add(show);
    show();
  }

  close() {
    removeEventListener("beforeunload", this.#beforeUnload);
    this.#listeners.clear();
    this.#provider.destroy();
    this.#doc.destroy();
  }

  #become(status: Status) {
    this.status = status;
    if (status === "online") this.#unsent = false;
    this.#tell();
  }

  #tell() {
    for (const show of this.#listeners) show();
  }

  /** What is not sent yet lives in this page alone: ask before it goes. */
  #beforeUnload = (event: BeforeUnloadEvent) => {
    if (this.#unsent) event.preventDefault();
  };
}
