import type { EditorView } from "@codemirror/view";
import { element, icon, type IconName } from "./element";
import { begin, surround } from "./formatting";
import type { Session } from "./session";

const isApple = /Mac|iP(hone|ad|od)/.test(navigator.platform);
const key = (letter: string) => (isApple ? `⌘${letter}` : `Ctrl+${letter}`);

/** Buttons for those who do not know Markdown, or have no keyboard; and how long the text is. */
export function showFooter(session: Session, editor: EditorView) {
  const button = (name: IconName, label: string, act: () => unknown) => {
    const made = element("button", { type: "button", title: label, "aria-label": label }, icon(name));
    // The cursor and a phone's keyboard stay where they are.
    made.onpointerdown = (event) => event.preventDefault();
    made.onclick = () => {
      act();
      editor.focus();
    };
    return made;
  };
  const undo = button("undo", `Undo (${key("Z")})`, () => session.undo.undo());
  const redo = button("redo", "Redo", () => session.undo.redo());
  const tools = element(
    "div",
    { className: "tools", role: "toolbar", "aria-label": "Formatting" },
    button("heading", "Heading", () => begin(editor, "# ")),
    button("bold", `Bold (${key("B")})`, () => surround(editor, "**")),
    button("italic", `Italic (${key("I")})`, () => surround(editor, "_")),
    button("list", "List", () => begin(editor, "- ")),
    button("quote", "Quote", () => begin(editor, "> ")),
    undo,
    redo,
  );
  const count = element("p", { className: "count" });
  session.watch(() => {
    const words = session.text.toString().match(/[\p{L}\p{N}]+(['’-][\p{L}\p{N}]+)*/gu)?.length ?? 0;
    count.textContent = words === 1 ? "1 word" : `${words} words`;
    undo.disabled = !session.undo.canUndo();
    redo.disabled = !session.undo.canRedo();
  });
  return element("footer", { className: "dock" }, tools, count);
}
