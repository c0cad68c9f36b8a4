const DEFAULT_NAME = "notes";
const NAME_LENGTH_MAX = 40;

/** The document is part of the address (`/#garden`), so a link to the page is a link to the document. */
export function documentName() {
  const written = location.hash.slice(1);
  try {
    return toDocumentName(decodeURIComponent(written));
  } catch {
    return toDocumentName(written);
  }
}

export function goTo(name: string) {
  location.hash = toDocumentName(name);
}

export function documentLink(name: string) {
  return new URL(`/#${encodeURIComponent(name)}`, location.href).href;
}

/** Letters and digits of any language, joined by dashes: `My Garden!` is `my-garden`. */
function toDocumentName(text: string) {
  const dashed = text.normalize("NFC").toLowerCase().replace(/[^\p{L}\p{N}]+/gu, "-").slice(0, NAME_LENGTH_MAX);
  return dashed.replace(/^-+|-+$/g, "") || DEFAULT_NAME;
}
