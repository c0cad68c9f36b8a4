// Guards the listeners that user code puts on a connection, for platforms where one that throws kills the socket
// without a Close frame. Invariant: whatever a listener throws is reported and nothing else (C53). It does not touch
// the `on…` properties.
import type { ServerSocket } from "./host";

type Listener = EventListenerOrEventListenerObject;

export function guardListeners(socket: ServerSocket, report: (error: unknown) => void): void {
  const guards = new WeakMap<Listener, Listener>();
  const guarded = (listener: Listener): Listener => {
    const known = guards.get(listener);
    if (known) return known;
    const guard = (event: Event) => {
      try {
        return typeof listener === "function" ? listener.call(socket, event) : listener.handleEvent(event);
      } catch (error) {
        report(error);
      }
    };
    guards.set(listener, guard);
    return guard;
  };
  for (const name of ["addEventListener", "removeEventListener"] as const) {
    const native = socket[name].bind(socket);
    const value = (type: string, listener: Listener | null, options?: AddEventListenerOptions) =>
      native(type, listener ? guarded(listener) : (listener as never), options);
    Object.defineProperty(socket, name, { value, configurable: true, writable: true });
  }
}
