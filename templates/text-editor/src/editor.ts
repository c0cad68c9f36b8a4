import { defaultKeymap } from "@codemirror/commands";
import { markdown, markdownLanguage } from "@codemirror/lang-markdown";
import { EditorState } from "@codemirror/state";
import { drawSelection, EditorView, keymap, placeholder } from "@codemirror/view";
import { yCollab, yUndoManagerKeymap } from "y-codemirror.next";
import { surround } from "./formatting";
import type { Session } from "./session";
import { appearance } from "./theme";

const ATTRIBUTES = { "aria-label": "Text", spellcheck: "true", autocorrect: "on", autocapitalize: "sentences" };

/** CodeMirror, bound to the document: what others type appears in it, with their cursors. */
export function createEditor(session: Session) {
  const { text, awareness, undo } = session;
  return new EditorView({
    state: EditorState.create({
      doc: text.toString(),
      extensions: [
        keymap.of([
          { key: "Mod-b", run: (view) => surround(view, "**") },
          { key: "Mod-i", run: (view) => surround(view, "_") },
          ...yUndoManagerKeymap,
          ...defaultKeymap,
        ]),
        markdown({ base: markdownLanguage }),
        EditorView.lineWrapping,
        EditorView.contentAttributes.of(ATTRIBUTES),
        drawSelection(),
        placeholder("Write something. Whoever has the link writes with you."),
        appearance,
        // Undo takes back what you did, never what somebody else did.
        yCollab(text, awareness, { undoManager: undo }),
      ],
    }),
  });
}
