import type { Item } from "../../party/protocol";

export function ListItem({ item, onToggle }: { item: Item; onToggle: () => void }) {
  return (
    <li>
      <label className="item">
        <input type="checkbox" checked={item.done} onChange={onToggle} />
        <span>{item.label}</span>
      </label>
    </li>
  );
}
