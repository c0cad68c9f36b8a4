import { NAME_LENGTH_MAX, type Person } from "../../party/protocol";
import { Avatar } from "./Avatar";
import { Editable } from "./Editable";

type Props = { me: Person; people: Person[]; onRename: (name: string) => void };

export function People({ me, people, onRename }: Props) {
  const others = people.filter(({ id }) => id !== me.id);
  const company =
    others.length === 0 ? "just you" : others.length === 1 ? "you and 1 other" : `you and ${others.length} others`;
  return (
    <section className="people" aria-label="Who is here">
      <ul>
        <li className="person person-me">
          <Avatar person={me} />
          <Editable
            value={me.name}
            label="Your name"
            action="Change your name"
            maxLength={NAME_LENGTH_MAX}
            onChange={onRename}
          />
        </li>
        {others.map((person) => (
          <li key={person.id} className="person">
            <Avatar person={person} />
            <span>{person.name}</span>
          </li>
        ))}
      </ul>
      <p className="hidden" aria-live="polite">
        Here now: {company}
      </p>
    </section>
  );
}
