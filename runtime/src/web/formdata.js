// FormData of the XHR standard, and its two forms on the wire: multipart/form-data and
// application/x-www-form-urlencoded. Entries keep their order; a Blob becomes a File when it is added.

import { brand } from "partyrs:brand";
import host from "partyrs:host";
import { concat } from "partyrs:bytes";
import { Blob, File, blobBytes, blobOf } from "partyrs:blob";
import { encode, decode, TextDecoder } from "partyrs:encoding";

/** In a form a byte order mark is a character like any other. */
const withBom = new TextDecoder("utf-8", { ignoreBOM: true });

const text = (value) => (typeof value === "string" ? value : String(value)).toWellFormed();

export class FormData {
  #entries = []; // [name, string or File]

  append(name, value, filename) {
    this.#entries.push(entry(name, value, filename));
  }

  delete(name) {
    name = text(name);
    this.#entries = this.#entries.filter((one) => one[0] !== name);
  }

  get(name) {
    name = text(name);
    return this.#entries.find((one) => one[0] === name)?.[1] ?? null;
  }

  getAll(name) {
    name = text(name);
    return this.#entries.filter((one) => one[0] === name).map((one) => one[1]);
  }

  has(name) {
    name = text(name);
    return this.#entries.some((one) => one[0] === name);
  }

  set(name, value, filename) {
    const made = entry(name, value, filename);
    const first = this.#entries.findIndex((one) => one[0] === made[0]);
    if (first < 0) {
      this.#entries.push(made);
      return;
    }
    this.#entries[first] = made;
    this.#entries = this.#entries.filter((one, i) => i <= first || one[0] !== made[0]);
  }

  forEach(callback, self) {
    for (const [name, value] of this.entries()) callback.call(self, value, name, this);
  }

  // By position, since the entries may change meanwhile.
  *keys() { for (let i = 0; i < this.#entries.length; i++) yield this.#entries[i][0]; }
  *values() { for (let i = 0; i < this.#entries.length; i++) yield this.#entries[i][1]; }
  *entries() { for (let i = 0; i < this.#entries.length; i++) yield [...this.#entries[i]]; }
}

Object.defineProperty(FormData.prototype, Symbol.iterator, {
  value: FormData.prototype.entries,
  writable: true,
  configurable: true,
});
brand(FormData);

function entry(name, value, filename) {
  if (!(value instanceof Blob)) return [text(name), text(value)];
  if (value instanceof File && filename === undefined) return [text(name), value];
  const { type, lastModified } = value;
  // A Blob without a file name gets the entry's name, as in workerd (the standard says "blob").
  return [text(name), new File([value], text(filename ?? name), { type, lastModified })];
}

/** The form as `{ content, type }`: its bytes and its content type. */
export function serialize(form) {
  const boundary = host.formBoundary();
  const chunks = [];
  for (const [name, value] of form) {
    const head = `--${boundary}\r\nContent-Disposition: form-data; name="${escape(name)}"`;
    if (typeof value === "string") {
      chunks.push(encode(`${head}\r\n\r\n${value}\r\n`));
    } else {
      const type = value.type || "application/octet-stream";
      chunks.push(encode(`${head}; filename="${escape(value.name)}"\r\nContent-Type: ${type}\r\n\r\n`));
      chunks.push(blobBytes(value), encode("\r\n"));
    }
  }
  chunks.push(encode(`--${boundary}--`));
  return { content: concat(chunks), type: `multipart/form-data; boundary=${boundary}` };
}

const ESCAPES = { '"': "%22", "\r": "%0D", "\n": "%0A" };
const escape = (name) => name.replace(/["\r\n]/g, (char) => ESCAPES[char]);

/** The form that `bytes` of the content type `type` hold. */
export function parse(bytes, type) {
  if (!type) throw new TypeError("Parsing a Body as FormData requires a Content-Type header.");
  const kind = type.split(";", 1)[0].trim().toLowerCase();
  if (kind === "application/x-www-form-urlencoded") return parseUrlencoded(withBom.decode(bytes));
  if (kind === "multipart/form-data") return parseMultipart(bytes, type);
  throw new TypeError(
    "Unrecognized Content-Type header value. FormData can only parse the following MIME types: " +
      "multipart/form-data, application/x-www-form-urlencoded",
  );
}

function parseUrlencoded(body) {
  const form = new FormData();
  const list = host.formDecode(body);
  for (let i = 0; i < list.length; i += 2) form.append(list[i], list[i + 1]);
  return form;
}

function parseMultipart(bytes, type) {
  const boundary = /;\s*boundary=(?:"([^"]*)"|([^;\s]*))/i.exec(type);
  if (!boundary) {
    throw new TypeError(
      "No boundary string in Content-Type header. The multipart/form-data MIME type requires a boundary parameter, " +
        "e.g. 'Content-Type: multipart/form-data; boundary=\"abcd\"'. See RFC 7578, section 4.",
    );
  }
  const parts = host.multipartSplit(bytes, boundary[1] ?? boundary[2]);
  if (typeof parts === "string") throw new TypeError(parts);
  const form = new FormData();
  for (let i = 0; i < parts.length; i += 3) addPart(form, parts[i], bytes.subarray(parts[i + 1], parts[i + 2]));
  return form;
}

function addPart(form, head, body) {
  const disposition = /^content-disposition:\s*form-data(.*)$/im.exec(head)?.[1];
  const name = disposition === undefined ? null : parameter(disposition, "name");
  if (name === null) throw new TypeError("Content-Disposition header in FormData part is missing a name.");
  const filename = parameter(disposition, "filename");
  if (!filename) {
    form.append(name, decode(body));
    return;
  }
  const type = /^content-type:\s*(.*?)\s*$/im.exec(head)?.[1] ?? "";
  form.append(name, new File([blobOf(body, "")], filename, { type }));
}

function parameter(disposition, name) {
  const found = new RegExp(`;\\s*${name}=(?:"((?:[^"\\\\]|\\\\.)*)"|([^;\\s]*))`, "i").exec(disposition);
  if (!found) return null;
  const value = found[1] ?? found[2];
  return value.replace(/\\(["\\])/g, "$1").replace(/%(22|0D|0A)/gi, (_, hex) => String.fromCharCode(parseInt(hex, 16)));
}
