// What may be passed to a bucket, as the host takes it. Words the errors as workerd does.

import host from "partyrs:host";
import { bodyToHost } from "partyrs:body";
import { bytesOf } from "partyrs:bytes";
import { Response } from "partyrs:http";

/** Sizes in bytes. */
const HASHES = { md5: 16, sha1: 20, sha256: 32, sha384: 48, sha512: 64 };
const NAMES = { md5: "MD5", sha1: "SHA-1", sha256: "SHA-256", sha384: "SHA-384", sha512: "SHA-512" };
const STORAGE_CLASSES = ["Standard", "InfrequentAccess"];
const INCLUDES = ["httpMetadata", "customMetadata"];
const LIST_LIMIT = 1000;
export const VALUE = "ReadableStream or ArrayBuffer or ArrayBufferView or string or Blob";
const NO_LENGTH =
  "Provided readable stream must have a known length (request/response body or readable half of FixedLengthStream)";

/** Fields of HTTP metadata and their headers, in workerd's order. */
export const HTTP_FIELDS = {
  contentType: "content-type",
  contentLanguage: "content-language",
  contentDisposition: "content-disposition",
  contentEncoding: "content-encoding",
  cacheControl: "cache-control",
  cacheExpiry: "expires",
};

export const wrongParameter = (method, parameter, type, on = "R2Bucket") =>
  new TypeError(`Failed to execute '${method}' on '${on}': parameter ${parameter} is not of type '${type}'.`);

const wrongField = (field, on, type) =>
  new TypeError(`Incorrect type for the '${field}' field on '${on}': the provided value is not of type '${type}'.`);

export const keyOf = (key) => String(key).toWellFormed();

/** A value as the host takes bodies. */
export function bodyOf(method, parameter, value, on) {
  if (value === null || value === undefined) return null;
  if (typeof value === "string") return value.toWellFormed();
  const bytes = bytesOf(value);
  if (bytes !== null) return bytes;
  switch (value?.[Symbol.toStringTag]) {
    case "Blob":
    case "File":
      return host.load("blob").blobBytes(value);
    case "ReadableStream":
      if (!host.load("streams").hasKnownLength(value)) throw new TypeError(NO_LENGTH);
      return bodyToHost(new Response(value));
    default:
      throw wrongParameter(method, parameter, VALUE, on);
  }
}

/** `httpMetadata` and `customMetadata`; the storage class is checked. */
export function metadataOf(on, options) {
  const { httpMetadata, customMetadata, storageClass } = options ?? {};
  if (storageClass !== undefined && !STORAGE_CLASSES.includes(String(storageClass))) {
    throw new TypeError(`Unsupported storage class ${storageClass}: there are ${STORAGE_CLASSES.join(" and ")}.`);
  }
  return { httpMetadata: httpMetadataOf(on, httpMetadata), customMetadata: customMetadataOf(on, customMetadata) };
}

function httpMetadataOf(on, given) {
  if (given === undefined || given === null) return {};
  if (typeof given !== "object") throw wrongField("httpMetadata", on, "HttpMetadata or Headers");
  const metadata = {};
  const isHeaders = given[Symbol.toStringTag] === "Headers";
  for (const [field, header] of Object.entries(HTTP_FIELDS)) {
    const value = isHeaders ? given.get(header) : given[field];
    if (value === undefined || value === null) continue;
    if (field !== "cacheExpiry") {
      metadata[field] = String(value).toWellFormed();
      continue;
    }
    const time = isHeaders ? Date.parse(value) : timeOf(value);
    if (Number.isNaN(time)) throw wrongField("cacheExpiry", "HttpMetadata", "date");
    metadata[field] = time;
  }
  return metadata;
}

function customMetadataOf(on, given) {
  if (given === undefined || given === null) return {};
  if (typeof given !== "object") throw wrongField("customMetadata", on, "object");
  return Object.fromEntries(Object.entries(given).map(([name, value]) => [keyOf(name), keyOf(value)]));
}

/** `[function, hex]` of the one hash that is given. */
export function digestOf(options) {
  const given = Object.keys(HASHES).filter((name) => options?.[name] !== undefined && options[name] !== null);
  if (given.length === 0) return null;
  if (given.length > 1) throw new TypeError("You cannot specify multiple hashing algorithms.");
  const [name] = given;
  const digest = options[name];
  const size = HASHES[name];
  if (typeof digest === "string") {
    if (digest.length !== size * 2) throw new TypeError(`${NAMES[name]} is ${size * 2} hex characters, not ${digest.length}`);
    if (!/^[\da-f]*$/i.test(digest)) throw new TypeError(`Provided ${NAMES[name]} wasn't a valid hex string`);
    return [name, digest.toLowerCase()];
  }
  const bytes = bytesOf(digest);
  if (bytes === null) throw wrongField(name, "PutOptions", "ArrayBuffer or ArrayBufferView or string");
  if (bytes.length !== size) throw new TypeError(`${NAMES[name]} is ${size} bytes, not ${bytes.length}`);
  return [name, Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("")];
}

/** `range` or `rangeHeader`. */
export function rangeOf(given) {
  if (given === undefined || given === null) return {};
  if (given[Symbol.toStringTag] === "Headers") return { rangeHeader: given.get("range") };
  const { offset, length, suffix } = given;
  if (suffix !== undefined && offset !== undefined) throw new TypeError("Suffix is incompatible with offset.");
  if (suffix !== undefined && length !== undefined) throw new TypeError("Suffix is incompatible with length.");
  return {
    range: {
      offset: count(offset, "Invalid range. Starting offset"),
      length: count(length, "Invalid range. Length"),
      suffix: count(suffix, "Invalid suffix. Suffix"),
    },
  };
}

function count(value, what) {
  if (value === undefined || value === null) return null;
  const number = Number(value);
  if (number < 0) throw new RangeError(`${what} (${number}) must be greater than or equal to 0.`);
  if (!Number.isSafeInteger(number)) throw new RangeError(`${what} (${number}) must be an integer, not floating point.`);
  return number;
}

/** A condition as the host tests it. */
export function conditionOf(given) {
  if (given === undefined || given === null) return null;
  if (given[Symbol.toStringTag] === "Headers") return conditionOfHeaders(given);
  const { etagMatches, etagDoesNotMatch, uploadedBefore, uploadedAfter, secondsGranularity } = given;
  return {
    etagMatches: strong(etagMatches),
    etagDoesNotMatch: strong(etagDoesNotMatch),
    uploadedBefore: date(uploadedBefore, "uploadedBefore"),
    uploadedAfter: date(uploadedAfter, "uploadedAfter"),
    inSeconds: Boolean(secondsGranularity),
  };
}

function strong(etag) {
  if (etag === undefined || etag === null) return null;
  const text = keyOf(etag);
  if (/^".*"$/s.test(text)) throw new TypeError(`Conditional ETag should not be wrapped in quotes (${text}).`);
  return [{ strong: text }];
}

function date(value, field) {
  if (value === undefined || value === null) return null;
  const time = timeOf(value);
  if (Number.isNaN(time)) throw wrongField(field, "Conditional", "date");
  return time;
}

const timeOf = (value) => Math.trunc(value instanceof Date || typeof value === "number" ? Number(value) : NaN);

/** RFC 9110 §13.1; a date that is none counts as absent. */
function conditionOfHeaders(headers) {
  const time = (name) => {
    const parsed = Date.parse(headers.get(name) ?? "");
    return Number.isNaN(parsed) ? null : parsed;
  };
  return {
    etagMatches: etags(headers.get("if-match")),
    etagDoesNotMatch: etags(headers.get("if-none-match")),
    uploadedBefore: time("if-unmodified-since"),
    uploadedAfter: time("if-modified-since"),
    inSeconds: true,
  };
}

function etags(header) {
  if (header === null) return null;
  if (header.trim() === "*") return ["any"];
  if (!/^\s*(W\/)?"[^"]*"\s*(,\s*(W\/)?"[^"]*"\s*)*$/.test(header)) {
    throw new TypeError(`Invalid ETag in a conditional header (${header}): ETags stand in quotes.`);
  }
  return [...header.matchAll(/(W\/)?"([^"]*)"/g)].map(([, weak, tag]) => (weak ? { weak: tag } : { strong: tag }));
}

export function listingOf(options, include) {
  for (const name of include) if (!INCLUDES.includes(name)) throw new RangeError(`Unsupported include value ${name}`);
  const { prefix, limit, cursor, delimiter, startAfter } = options ?? {};
  const text = (value) => (value === undefined || value === null ? null : keyOf(value));
  return {
    prefix: text(prefix) ?? "",
    limit: limit === undefined || limit === null ? LIST_LIMIT : Math.max(0, Math.trunc(Number(limit)) || 0),
    cursor: text(cursor),
    delimiter: text(delimiter),
    after: text(startAfter),
  };
}
