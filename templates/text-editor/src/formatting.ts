import { EditorSelection, type ChangeSpec } from "@codemirror/state";
import type { EditorView } from "@codemirror/view";

/** Puts `mark` on both sides of what is selected, or takes it away if it is there. */
export function surround(view: EditorView, mark: string) {
  const { state } = view;
  const change = state.changeByRange(({ from, to }) => {
    const before = state.sliceDoc(from - mark.length, from);
    const after = state.sliceDoc(to, to + mark.length);
    if (before === mark && after === mark) {
      const range = EditorSelection.range(from - mark.length, to - mark.length);
      return { changes: [{ from: from - mark.length, to: from }, { from: to, to: to + mark.length }], range };
    }
    const range = EditorSelection.range(from + mark.length, to + mark.length);
    return { changes: [{ from, insert: mark }, { from: to, insert: mark }], range };
  });
  view.dispatch(state.update(change, { userEvent: "input", scrollIntoView: true }));
  return true;
}

/** Puts `mark` before every selected line, or takes it away if all have it. */
export function begin(view: EditorView, mark: string) {
  const { state } = view;
  const { from, to } = state.selection.main;
  const lines = [];
  for (let number = state.doc.lineAt(from).number; number <= state.doc.lineAt(to).number; number += 1) {
    lines.push(state.doc.line(number));
  }
  const marked = lines.every(({ text }) => text.startsWith(mark));
  const changes: ChangeSpec[] = lines.map((line) =>
    marked ? { from: line.from, to: line.from + mark.length } : { from: line.from, insert: mark },
  );
  view.dispatch({ changes, userEvent: "input", scrollIntoView: true });
  return true;
}
