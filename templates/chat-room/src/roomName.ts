import { useEffect, useState } from "react";

const DEFAULT_ROOM = "lobby";
const ROOM_LENGTH_MAX = 40;

/** The room is part of the address (`/#garden`), so a link to the page is a link to the room. */
export function useRoomName() {
  const [room, setRoom] = useState(readRoomName);
  useEffect(() => {
    const onHashChange = () => setRoom(readRoomName());
    addEventListener("hashchange", onHashChange);
    return () => removeEventListener("hashchange", onHashChange);
  }, []);
  const goTo = (name: string) => {
    location.hash = toRoomName(name);
  };
  return [room, goTo] as const;
}

export function roomLink(room: string) {
  return new URL(`/#${encodeURIComponent(room)}`, location.href).href;
}

function readRoomName() {
  const written = location.hash.slice(1) || new URLSearchParams(location.search).get("room") || "";
  try {
    return toRoomName(decodeURIComponent(written));
  } catch {
    return toRoomName(written);
  }
}

/** Letters and digits of any language, joined by dashes: `My Garden!` is `my-garden`. */
function toRoomName(text: string) {
  const dashed = text.normalize("NFC").toLowerCase().replace(/[^\p{L}\p{N}]+/gu, "-").slice(0, ROOM_LENGTH_MAX);
  return dashed.replace(/^-+|-+$/g, "") || DEFAULT_ROOM;
}
