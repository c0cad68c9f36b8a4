// Crons: the schedule's event and the URL that runs one by hand. Invariant: `onCron` runs once per name whose
// expression matched, `unknown` if none did. It does not schedule; the host does.
import type { Edge, EdgeHandler } from "./edge";
import { report } from "./errors";
import type { CronEvent, EdgeContext } from "./host";
import { namedCron } from "./lobby";

const EVERY_MINUTE = "* * * * *";

export async function runScheduled(edge: Edge, event: CronEvent, context: EdgeContext): Promise<void> {
  const names = Object.entries(crons(edge)).filter(([, expression]) => expression === event.cron);
  const due = names.length > 0 ? names.map(([name]) => name) : ["unknown"];
  const ended = await Promise.allSettled(due.map((name) => run(edge, name, event, context)));
  const failed = ended.filter((end) => end.status === "rejected");
  for (const { reason } of failed) report(context, reason, "onCron");
  if (failed.length > 0) throw failed[0].reason;
}

/** `/__scheduled__?cron=<name>` */
export async function runByHand(edge: Edge, url: URL, context: EdgeContext): Promise<Response> {
  const name = url.searchParams.get("cron") || "unknown";
  const cron = Object.hasOwn(crons(edge), name) ? crons(edge)[name] : EVERY_MINUTE;
  await run(edge, name, { cron, scheduledTime: Date.now() }, context);
  return new Response(`ran cron ${name}: ${cron}`);
}

function crons(edge: Edge): Record<string, string> {
  return edge.options.crons ?? {};
}

async function run(edge: Edge, name: string, event: CronEvent, context: EdgeContext): Promise<void> {
  const { main } = edge;
  if (typeof main.onCron !== "function") return;
  await (main.onCron as EdgeHandler).call(main, namedCron(name, event), edge.lobby(), context);
}
