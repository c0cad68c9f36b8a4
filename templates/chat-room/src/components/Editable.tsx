import { useEffect, useRef, useState } from "react";
import { Pencil } from "./icons";

type Props = { value: string; label: string; action: string; maxLength: number; onChange: (value: string) => void };

/** A text that becomes an input when you press it. Enter keeps the change, Escape drops it. */
export function Editable({ value, label, action, maxLength, onChange }: Props) {
  const [draft, setDraft] = useState<string | null>(null);
  const button = useRef<HTMLButtonElement>(null);
  const input = useRef<HTMLInputElement>(null);
  const editing = draft !== null;

  useEffect(() => input.current?.select(), [editing]);

  function finish(keep: boolean) {
    if (keep && draft?.trim()) onChange(draft);
    setDraft(null);
    // After the input is gone, so that the keyboard goes on where it was.
    requestAnimationFrame(() => button.current?.focus());
  }

  if (!editing) {
    return (
      <button type="button" ref={button} className="editable" title={action} onClick={() => setDraft(value)}>
        <span>{value}</span> <Pencil />
        <span className="hidden">({action})</span>
      </button>
    );
  }
  return (
    <input
      ref={input}
      className="editable-input"
      aria-label={label}
      value={draft}
      maxLength={maxLength}
      size={Math.max(8, draft.length + 1)}
      autoComplete="off"
      enterKeyHint="done"
      onChange={(event) => setDraft(event.target.value)}
      onKeyDown={(event) => {
        if (event.nativeEvent.isComposing) return;
        if (event.key === "Enter") finish(true);
        if (event.key === "Escape") finish(false);
      }}
      onBlur={() => {
        if (draft.trim()) onChange(draft);
        setDraft(null);
      }}
    />
  );
}
