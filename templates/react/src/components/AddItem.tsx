import { useState } from "react";
import { LABEL_LENGTH_MAX } from "../../party/protocol";

export function AddItem({ onAdd }: { onAdd: (label: string) => void }) {
  const [label, setLabel] = useState("");

  return (
    <form
      className="add"
      onSubmit={(event) => {
        event.preventDefault();
        if (!label.trim()) return;
        onAdd(label);
        setLabel("");
      }}
    >
      <input
        aria-label="New item"
        placeholder="Bread, candles, a kite …"
        value={label}
        maxLength={LABEL_LENGTH_MAX}
        autoComplete="off"
        onChange={(event) => setLabel(event.target.value)}
      />
      <button type="submit" disabled={!label.trim()}>
        Add
      </button>
    </form>
  );
}
