import type * as Party from "partykit/server";
import { onConnect, type YPartyKitOptions } from "y-partykit";
import { YPartyKitStorage } from "y-partykit/storage";
import { TEXT } from "./text";

// Every change is stored as it comes; when the last person leaves, they become one snapshot.
const OPTIONS: YPartyKitOptions = { persist: { mode: "snapshot" } };

/** A document. y-partykit brings people up to date, passes on what they type, and keeps it. */
export default class TextEditor implements Party.Server {
  constructor(readonly room: Party.Room) {}

  onConnect(connection: Party.Connection) {
    return onConnect(connection, this.room, OPTIONS);
  }

  /** `GET` reads the text. */
  async onRequest(request: Party.Request) {
    if (request.method !== "GET") {
      return new Response("Use GET to read the text.\n", { status: 405, headers: { allow: "GET" } });
    }
    const document = await new YPartyKitStorage(this.room.storage).getYDoc(this.room.id);
    return new Response(document.getText(TEXT).toString(), {
      headers: { "content-type": "text/markdown; charset=utf-8", "access-control-allow-origin": "*" },
    });
  }
}

TextEditor satisfies Party.Worker;
