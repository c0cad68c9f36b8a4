import { usePartySocket } from "partysocket/react";
import { useEffect, useRef, useState } from "react";
import { cleanName, cleanText, type Message, type Person, type ToClient, type ToServer } from "../party/protocol";
import { loadMe, randomId, saveMe } from "./me";

export type Status = "connecting" | "online" | "reconnecting";

/** A message that the server has not confirmed yet. */
export type Unsent = { nonce: string; text: string; at: number };

/** One room, live: what was said, who is here, and the means to take part. */
export function useChat(room: string) {
  const [status, setStatus] = useState<Status>("connecting");
  const [me, setMe] = useState(loadMe);
  const [messages, setMessages] = useState<Message[]>([]);
  const [people, setPeople] = useState<Person[]>([]);
  const [assistant, setAssistant] = useState<boolean>();
  const [unsent, setUnsent] = useState<Unsent[]>([]);

  // The socket asks for the query at every reconnect, so it must see the latest name and the latest unsent list.
  const latest = useRef({ me, unsent });
  latest.current = { me, unsent };

  const socket = usePartySocket({
    room: encodeURIComponent(room),
    query: () => ({ user: latest.current.me.id, name: latest.current.me.name }),
    onOpen: () => setStatus("online"),
    onClose: () => setStatus((before) => (before === "connecting" ? before : "reconnecting")),
    onMessage: (event) => receive(JSON.parse(event.data)),
  });

  function receive(data: ToClient) {
    switch (data.type) {
      case "welcome":
        setMessages(data.messages);
        setPeople(data.people);
        setAssistant(data.assistant);
        // What was under way when the connection broke may be lost. The server drops what it already has.
        for (const { text, nonce } of latest.current.unsent) send({ type: "say", text, nonce });
        return confirm(data.messages);
      case "assistant":
        return setAssistant(data.assistant);
      case "message":
        setMessages((before) => upsert(before, data.message));
        return confirm([data.message]);
      case "append":
        return setMessages((before) =>
          before.map((message) => (message.id === data.id ? { ...message, text: message.text + data.text } : message)),
        );
      case "people":
        return setPeople(data.people);
    }
  }

  // Who has put a key into .env comes back to a page that has stayed connected.
  useEffect(() => {
    if (assistant !== false) return;
    const look = () => socket.readyState === socket.OPEN && socket.send(JSON.stringify({ type: "look" }));
    addEventListener("focus", look);
    return () => removeEventListener("focus", look);
  }, [assistant, socket]);

  function confirm(arrived: Message[]) {
    const nonces = new Set(arrived.map(({ nonce }) => nonce));
    setUnsent((before) => before.filter(({ nonce }) => !nonces.has(nonce)));
  }

  /** While the socket is down it keeps what it is given, and sends it when it is up again. */
  function send(message: ToServer) {
    socket.send(JSON.stringify(message));
  }

  function say(draft: string) {
    const text = cleanText(draft);
    if (!text) return;
    const nonce = randomId();
    setUnsent((before) => [...before, { nonce, text, at: Date.now() }]);
    send({ type: "say", text, nonce });
  }

  function rename(draft: string) {
    const name = cleanName(draft);
    if (!name || name === me.name) return;
    setMe(saveMe({ ...me, name }));
    send({ type: "rename", name });
  }

  return { status, me, messages, people, assistant, unsent, say, rename };
}

function upsert(messages: Message[], message: Message) {
  const known = messages.some(({ id }) => id === message.id);
  return known ? messages.map((before) => (before.id === message.id ? message : before)) : [...messages, message];
}
