import type * as Party from "partykit/server";
import { AssistantError, assistantOptions, mentionsAssistant, streamReply } from "./assistant";
import { History } from "./history";
import {
  cleanName,
  cleanText,
  parseJson,
  parseToServer,
  TEXT_LENGTH_MAX,
  type Message,
  type Person,
  type ToClient,
} from "./protocol";

const ASSISTANT: Person = { id: "assistant", name: "AI" };
const REPLY_LENGTH_MAX = 8000;
const BODY_LENGTH_MAX = 16_384;

export default class ChatRoom implements Party.Server {
  // An idle room leaves memory while its sockets stay open. So what must last is kept in two places only:
  // messages in storage, and who somebody is in the state of their connection.
  readonly options: Party.ServerOptions = { hibernate: true };

  readonly history: History;
  #replying = false;
  #askedAgain = false;

  constructor(readonly room: Party.Room) {
    this.history = new History(room.storage);
  }

  async onStart() {
    await this.history.load();
  }

  onConnect(connection: Party.Connection<Person>, { request }: Party.ConnectionContext) {
    const query = new URL(request.url).searchParams;
    connection.setState({
      id: query.get("user")?.slice(0, 64) || connection.id,
      name: cleanName(query.get("name")) || "Guest",
    });
    this.#send(connection, {
      type: "welcome",
      messages: this.history.messages,
      people: this.#people(),
      assistant: this.#hasAssistant(),
    });
    this.#broadcast({ type: "people", people: this.#people() }, [connection.id]);
  }

  async onMessage(raw: string | ArrayBuffer | ArrayBufferView, sender: Party.Connection<Person>) {
    const message = parseToServer(raw);
    if (!message || !sender.state) return;
    if (message.type === "look") return this.#send(sender, { type: "assistant", assistant: this.#hasAssistant() });
    if (message.type === "rename") return this.#rename(sender.state.id, message.name);
    // After a reconnect the client repeats what it has not seen confirmed.
    if (this.history.has(message.nonce, sender.state.id)) return;
    await this.#say(sender.state, message.text, message.nonce);
  }

  onClose() {
    this.#broadcast({ type: "people", people: this.#people() });
  }

  onError() {
    this.onClose();
  }

  /** `GET` reads the messages, `POST {"text": "…", "name": "…"}` adds one. */
  async onRequest(request: Party.Request) {
    if (request.method === "GET") return Response.json({ messages: this.history.messages });
    if (request.method !== "POST") return refuse(405, "Use GET to read the messages, or POST to add one.");

    const body = await request.text();
    if (body.length > BODY_LENGTH_MAX) return refuse(413, "The body is too long.");
    const data = parseJson(body);
    if (!data) return refuse(400, 'The body must be a JSON object such as {"text": "Hello", "name": "Robot"}.');
    const text = cleanText(data.text);
    if (!text) return refuse(400, `"text" must be a string of 1 to ${TEXT_LENGTH_MAX} characters.`);
    const name = data.name === undefined ? "Visitor" : cleanName(data.name);
    if (!name) return refuse(400, '"name" must be a string, and not empty.');

    return Response.json(await this.#say({ id: `http:${name}`, name }, text), { status: 201 });
  }

  async #say(author: Person, text: string, nonce?: string): Promise<Message> {
    const message: Message = { ...this.history.next(), kind: "chat", author: { ...author }, text, nonce };
    await this.history.save(message);
    this.#broadcast({ type: "message", message });
    if (mentionsAssistant(text)) void this.#reply();
    return message;
  }

  /** Lets the assistant answer. Who asks meanwhile gets one answer together, after this one. */
  async #reply() {
    const options = assistantOptions(this.room.env);
    if (!options) return this.#notice("There is no AI here yet: put OPENAI_API_KEY into .env.");
    this.#askedAgain = true;
    if (this.#replying) return;
    this.#replying = true;
    try {
      while (this.#askedAgain) {
        this.#askedAgain = false;
        await this.#streamOneReply(options);
      }
    } finally {
      this.#replying = false;
    }
  }

  async #streamOneReply(options: NonNullable<ReturnType<typeof assistantOptions>>) {
    const reply: Message = { ...this.history.next(), kind: "assistant", author: ASSISTANT, text: "", unfinished: true };
    const question = [...this.history.messages];
    this.history.hold(reply);
    this.#broadcast({ type: "message", message: reply });
    try {
      for await (const text of streamReply(options, question)) {
        reply.text += text;
        this.#broadcast({ type: "append", id: reply.id, text });
        if (reply.text.length > REPLY_LENGTH_MAX) break;
      }
      if (!reply.text) throw new AssistantError("The AI had nothing to say. Please ask again.");
    } catch (error) {
      console.error("the assistant failed:", error);
      const reason = error instanceof AssistantError ? error.message : "The AI service cannot be reached right now.";
      if (reply.text) this.#notice(reason);
      else Object.assign(reply, { kind: "notice", text: reason });
    }
    reply.unfinished = undefined;
    await this.history.save(reply);
    this.#broadcast({ type: "message", message: reply });
  }

  /** Said to those who are here, and not kept. */
  #notice(text: string) {
    this.#broadcast({ type: "message", message: { ...this.history.next(), kind: "notice", author: ASSISTANT, text } });
  }

  #hasAssistant() {
    return assistantOptions(this.room.env) !== null;
  }

  /** Somebody may be here with several tabs. */
  #rename(personId: string, name: string) {
    for (const connection of this.room.getConnections<Person>()) {
      if (connection.state?.id === personId) connection.setState({ id: personId, name });
    }
    this.#broadcast({ type: "people", people: this.#people() });
  }

  #people(): Person[] {
    const people = new Map<string, Person>();
    for (const { state } of this.room.getConnections<Person>()) {
      if (state) people.set(state.id, { ...state });
    }
    return [...people.values()].sort((a, b) => a.name.localeCompare(b.name));
  }

  #send(connection: Party.Connection, message: ToClient) {
    connection.send(JSON.stringify(message));
  }

  #broadcast(message: ToClient, without: string[] = []) {
    this.room.broadcast(JSON.stringify(message), without);
  }
}

function refuse(status: number, error: string) {
  const headers = status === 405 ? { allow: "GET, POST" } : undefined;
  return Response.json({ error }, { status, headers });
}

ChatRoom satisfies Party.Worker;
