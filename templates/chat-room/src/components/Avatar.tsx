import type { CSSProperties } from "react";
import type { Person } from "../../party/protocol";
import { Spark } from "./icons";

export function Avatar({ person }: { person: Person }) {
  if (person.id === "assistant") {
    return (
      <span className="avatar avatar-assistant" aria-hidden="true">
        <Spark />
      </span>
    );
  }
  return (
    <span className="avatar" style={hueOf(person)} aria-hidden="true">
      {initials(person.name)}
    </span>
  );
}

/** Everybody's own colour: the same on all screens, whatever the name is. */
export function hueOf(person: Person) {
  let hash = 0;
  for (const character of person.id) hash = (hash * 31 + character.codePointAt(0)!) >>> 0;
  return { "--hue": hash % 360 } as CSSProperties;
}

function initials(name: string) {
  const words = name.split(" ").map((word) => [...word][0] ?? "");
  return (words.length > 1 ? `${words[0]}${words.at(-1)}` : (words[0] ?? "")).toUpperCase();
}
