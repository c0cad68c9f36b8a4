import { useChat } from "../useChat";
import { useStickToEnd } from "../useStickToEnd";
import { Composer } from "./Composer";
import { Header } from "./Header";
import { ArrowDown } from "./icons";
import { MessageList } from "./MessageList";
import { People } from "./People";

export function ChatRoom({ room, onRoomChange }: { room: string; onRoomChange: (room: string) => void }) {
  const { status, me, messages, people, assistant, unsent, say, rename } = useChat(room);
  const last = messages.at(-1);
  // What makes the page longer: a new message, one of our own on its way, or the assistant writing on.
  const { scroller, onScroll, hasMore, toEnd } = useStickToEnd(`${last?.id} ${last?.text.length} ${unsent.length}`);

  return (
    <div className="room">
      <Header room={room} status={status} onRoomChange={onRoomChange} />
      <People me={me} people={people} onRename={rename} />
      <main className="scroller" tabIndex={0} ref={scroller} onScroll={onScroll}>
        <MessageList messages={messages} unsent={unsent} me={me} loading={status === "connecting"} />
      </main>
      <footer className="dock">
        {hasMore && (
          <button type="button" className="to-end" onClick={() => toEnd("smooth")}>
            New messages <ArrowDown />
          </button>
        )}
        <Composer
          assistant={assistant}
          onSay={(text) => {
            say(text);
            toEnd();
          }}
        />
      </footer>
    </div>
  );
}
