import { useState } from "react";
import { roomLink } from "../roomName";
import type { Status } from "../useChat";
import { Editable } from "./Editable";
import { Check, Link } from "./icons";

const STATUS_TEXT: Record<Status, string> = {
  connecting: "Connecting…",
  online: "Online",
  reconnecting: "Reconnecting…",
};

type Props = { room: string; status: Status; onRoomChange: (room: string) => void };

export function Header({ room, status, onRoomChange }: Props) {
  return (
    <header className="header">
      <div className="header-title">
        <h1>
          <Editable value={room} label="Room" action="Go to another room" maxLength={40} onChange={onRoomChange} />
        </h1>
        <p className={`status status-${status}`} role="status" aria-label="Connection">
          {STATUS_TEXT[status]}
        </p>
      </div>
      <ShareButton room={room} />
    </header>
  );
}

function ShareButton({ room }: { room: string }) {
  const [copied, setCopied] = useState(false);

  async function share() {
    const url = roomLink(room);
    try {
      await navigator.clipboard.writeText(url);
      setCopied(true);
      setTimeout(() => setCopied(false), 2000);
    } catch {
      // No clipboard without https, or not allowed: let people copy it by hand.
      prompt("The link to this room", url);
    }
  }

  return (
    <button type="button" className="share" onClick={share}>
      {copied ? <Check /> : <Link />}
      <span aria-live="polite">{copied ? "Link copied" : "Share room"}</span>
    </button>
  );
}
