// The room's storage: the platform's own object. Invariant: `deleteAll` keeps the alarm, as PartyKit documents, on
// platforms that began to drop it (2026-02-24). It writes nothing of ours into the user's storage.
import type { RoomState, Storage } from "./host";

export function roomStorage({ storage, partyrs }: RoomState): Storage {
  if (partyrs) return storage;
  const deleteAll = storage.deleteAll.bind(storage);
  const keepingAlarm = async (options?: object) => {
    const [alarm] = await Promise.all([storage.getAlarm(), deleteAll(options)]);
    if (alarm !== null && (await storage.getAlarm()) === null) await storage.setAlarm(alarm);
  };
  Object.defineProperty(storage, "deleteAll", { value: keepingAlarm, configurable: true });
  return storage;
}
