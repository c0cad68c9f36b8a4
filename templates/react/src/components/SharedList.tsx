import { useSharedList } from "../useSharedList";
import { AddItem } from "./AddItem";
import { ListItem } from "./ListItem";

export function SharedList({ room }: { room: string }) {
  const { items, people, status, send } = useSharedList(room);
  const done = items?.filter((item) => item.done).length ?? 0;

  return (
    <main>
      <header>
        <h1>Our list</h1>
        <p className="facts">
          <span role="status" aria-label="Connection">
            {status}
          </span>
          {people > 0 && ` · ${people === 1 ? "just you" : `${people} people here`}`}
        </p>
      </header>
      <AddItem onAdd={(label) => send({ type: "add", label })} />
      {items?.length === 0 && <p className="empty">Nothing yet. Add something, and open a second window to watch.</p>}
      <ul aria-label="Items">
        {items?.map((item) => (
          <ListItem key={item.id} item={item} onToggle={() => send({ type: "toggle", id: item.id })} />
        ))}
      </ul>
      {done > 0 && (
        <button type="button" className="clear" onClick={() => send({ type: "clear" })}>
          Clear {done} done
        </button>
      )}
    </main>
  );
}
