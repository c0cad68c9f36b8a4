import { usePartySocket } from "partysocket/react";
import { useState } from "react";
import type { Item, ToClient, ToServer } from "../party/protocol";

/** The room's list, live, and the means to change it. */
export function useSharedList(room: string) {
  const [items, setItems] = useState<Item[]>();
  const [people, setPeople] = useState(0);
  const [status, setStatus] = useState("Connecting…");

  // Connects while the component is on the page, and again whenever the connection breaks.
  const socket = usePartySocket({
    room,
    onOpen: () => setStatus("Online"),
    onClose: () => setStatus("Reconnecting…"),
    onMessage: (event) => {
      const message: ToClient = JSON.parse(event.data);
      setItems(message.items);
      setPeople(message.people);
    },
  });

  const send = (message: ToServer) => socket.send(JSON.stringify(message));
  return { items, people, status, send };
}
