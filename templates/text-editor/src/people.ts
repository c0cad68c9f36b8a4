import { hueOf } from "./colors";
import { editable } from "./editable";
import { element } from "./element";
import { NAME_LENGTH_MAX, type Person } from "./me";
import type { Session } from "./session";

/** Everybody who has the document open. */
export function showPeople(session: Session) {
  const list = element("ul");
  let shown = "";
  session.watch(() => {
    const people = session.people;
    // Cursors move with every key; people rarely come and go.
    const now = JSON.stringify(people);
    if (now === shown) return;
    shown = now;
    list.replaceChildren(...people.map((person) => showPerson(person, person.id === session.me.id && session)));
  });
  return element("section", { className: "people", "aria-label": "Who is here" }, list);
}

function showPerson(person: Person, mine: Session | false) {
  const change = (name: string) => mine && mine.rename(name);
  const name = mine
    ? editable(person.name, { label: "Your name", action: "Change your name", maxLength: NAME_LENGTH_MAX, change })
    : element("span", {}, person.name);
  const avatar = element("span", { className: "avatar", "aria-hidden": "true" }, initials(person.name));
  avatar.style.setProperty("--hue", String(hueOf(person)));
  return element("li", { className: mine ? "person person-me" : "person" }, avatar, name);
}

function initials(name: string) {
  const words = name.split(" ").map((word) => [...word][0] ?? "");
  return (words.length > 1 ? `${words[0]}${words.at(-1)}` : (words[0] ?? "")).toUpperCase();
}
