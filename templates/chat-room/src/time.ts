const clock = new Intl.DateTimeFormat(undefined, { hour: "2-digit", minute: "2-digit" });
const full = new Intl.DateTimeFormat(undefined, { dateStyle: "full", timeStyle: "short" });
const day = new Intl.DateTimeFormat(undefined, { weekday: "long", day: "numeric", month: "long" });

export const shortTime = (at: number) => clock.format(at);
export const longTime = (at: number) => full.format(at);

export function nameOfDay(at: number) {
  const yesterday = new Date();
  yesterday.setDate(yesterday.getDate() - 1);
  if (isSameDay(at, Date.now())) return "Today";
  if (isSameDay(at, yesterday.getTime())) return "Yesterday";
  return day.format(at);
}

export function isSameDay(a: number | undefined, b: number) {
  return a !== undefined && new Date(a).toDateString() === new Date(b).toDateString();
}
