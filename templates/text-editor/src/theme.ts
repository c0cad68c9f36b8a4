import { HighlightStyle, syntaxHighlighting } from "@codemirror/language";
import { EditorView } from "@codemirror/view";
import { tags } from "@lezer/highlight";

// CodeMirror brings its own styles, so these are given to it; the colours are those of styles.css.
const theme = EditorView.theme({
  "&": { minHeight: "0", color: "var(--ink)", fontSize: "1.0625rem" },
  "&.cm-focused": { outline: "none" },
  ".cm-scroller": { fontFamily: "var(--sans)", lineHeight: "1.7", overflowX: "hidden", overscrollBehavior: "contain" },
  ".cm-content": {
    maxWidth: "calc(var(--column) + 2 * var(--edge))",
    minHeight: "100%",
    margin: "0 auto",
    // Names stand above their cursors: the first line needs room for that.
    padding: "1.75rem var(--edge) 40vh",
    caretColor: "var(--accent)",
  },
  ".cm-line": { padding: "0" },
  ".cm-cursor, .cm-dropCursor": { borderLeft: "2px solid var(--accent)", marginLeft: "-1px" },
  "&.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground, .cm-selectionBackground": {
    background: "var(--selection)",
  },
  ".cm-placeholder": { color: "var(--muted)" },
  ".cm-ySelectionCaret": { borderWidth: "0 1px" },
  ".cm-ySelectionCaretDot": { display: "none" },
  ".cm-ySelectionInfo": {
    top: "auto",
    bottom: "100%",
    left: "-1px",
    opacity: "1",
    maxWidth: "12rem",
    overflow: "hidden",
    textOverflow: "ellipsis",
    borderRadius: "0.375rem 0.375rem 0.375rem 0",
    padding: "0.125rem 0.4rem",
    color: "var(--on-color)",
    font: "600 0.6875rem/1.2 var(--sans)",
    pointerEvents: "none",
  },
});

const heading = { fontFamily: "var(--serif)", fontWeight: "600", lineHeight: "1.3" };

/** The text stays plain Markdown; this shows what its marks mean. */
const highlighting = HighlightStyle.define([
  { tag: tags.heading1, ...heading, fontSize: "1.75em" },
  { tag: tags.heading2, ...heading, fontSize: "1.4em" },
  { tag: tags.heading3, ...heading, fontSize: "1.2em" },
  { tag: tags.heading, ...heading },
  { tag: tags.strong, fontWeight: "700" },
  { tag: tags.emphasis, fontStyle: "italic" },
  { tag: tags.strikethrough, textDecoration: "line-through" },
  { tag: tags.link, color: "var(--accent)", textDecoration: "underline", textUnderlineOffset: "0.2em" },
  { tag: tags.url, color: "var(--muted)" },
  { tag: tags.monospace, fontFamily: "var(--mono)", fontSize: "0.9em" },
  { tag: tags.quote, color: "var(--muted)", fontStyle: "italic" },
  { tag: [tags.processingInstruction, tags.contentSeparator], color: "var(--warm)", fontWeight: "400" },
]);

export const appearance = [theme, syntaxHighlighting(highlighting)];
