// What the classes of the platform have in common: their name as tag, and that a structured clone of one would be an
// empty shell and is refused (isolate/clone.rs).
//
// Standard: Web IDL §3.7.6 (the tag).

const UNCLONEABLE = Symbol.for("partyrs.uncloneable");

/** Makes `classes` classes of the platform; those of users that extend them are not cloned either. */
export function brand(...classes) {
  for (const { prototype, name } of classes) {
    Object.defineProperty(prototype, Symbol.toStringTag, { value: name, configurable: true });
    Object.defineProperty(prototype, UNCLONEABLE, { value: true });
  }
}
