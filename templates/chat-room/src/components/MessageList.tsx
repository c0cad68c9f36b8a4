import { Fragment } from "react";
import type { Message, Person } from "../../party/protocol";
import type { Unsent } from "../useChat";
import { Avatar, hueOf } from "./Avatar";
import { MessageText } from "./MessageText";
import { isSameDay, longTime, nameOfDay, shortTime } from "../time";

const GROUP_MS = 5 * 60_000;

type Props = { messages: Message[]; unsent: Unsent[]; me: Person; loading: boolean };

export function MessageList({ messages, unsent, me, loading }: Props) {
  const isEmpty = messages.length + unsent.length === 0;
  return (
    <div className="messages" role="log" aria-label="Messages" aria-relevant="additions">
      {isEmpty && !loading && <Quiet />}
      {messages.map((message, index) => {
        const previous = messages[index - 1];
        return (
          <Fragment key={message.id}>
            {!isSameDay(previous?.at, message.at) && <p className="day">{nameOfDay(message.at)}</p>}
            <MessageRow message={message} mine={message.author.id === me.id} continues={continues(previous, message)} />
          </Fragment>
        );
      })}
      {unsent.map(({ nonce, text, at }) => (
        <article key={nonce} className="message mine waiting">
          <p className="byline">
            <span className="hidden">You</span> <time dateTime={new Date(at).toISOString()}>sending…</time>
          </p>
          <p className="text">
            <MessageText text={text} />
          </p>
        </article>
      ))}
    </div>
  );
}

function MessageRow({ message, mine, continues }: { message: Message; mine: boolean; continues: boolean }) {
  const { kind, author, text, at, unfinished } = message;
  if (kind === "notice") return <p className="notice">{text}</p>;
  const classes = ["message", kind, mine && "mine", continues && "continues", unfinished && "unfinished"];
  return (
    <article className={classes.filter(Boolean).join(" ")} style={hueOf(author)} aria-busy={unfinished}>
      {!mine && <Avatar person={author} />}
      <p className="byline">
        <b className={mine ? "hidden" : "author"}>{mine ? "You" : author.name}</b>{" "}
        <time dateTime={new Date(at).toISOString()} title={longTime(at)}>
          {shortTime(at)}
        </time>
      </p>
      <p className="text" title={longTime(at)}>
        <MessageText text={text} />
      </p>
    </article>
  );
}

/** Whether a message belongs to the one before it and needs no byline of its own. */
function continues(previous: Message | undefined, message: Message) {
  return (
    previous?.kind === message.kind &&
    previous.author.id === message.author.id &&
    previous.author.name === message.author.name &&
    isSameDay(previous.at, message.at) &&
    message.at - previous.at < GROUP_MS
  );
}

function Quiet() {
  return (
    <div className="quiet">
      <svg viewBox="0 0 120 84" width="120" height="84" fill="none" aria-hidden="true">
        <path className="quiet-back" d="M38 8h46a22 22 0 0 1 0 44H70L56 64V52H38a22 22 0 0 1 0-44Z" />
        <path className="quiet-front" d="M62 30h34a18 18 0 0 1 0 36h-4v12L78 66H62a18 18 0 0 1 0-36Z" />
        <path className="quiet-dots" d="M64 48h.01M79 48h.01M94 48h.01" />
      </svg>
      <h2>It is quiet in here</h2>
      <p>Say hello, or share the room with somebody.</p>
    </div>
  );
}
