import { useState } from "react";
import { TEXT_LENGTH_MAX } from "../../party/protocol";
import { ArrowUp } from "./icons";

type Props = { assistant: boolean | undefined; onSay: (text: string) => void };

export function Composer({ assistant, onSay }: Props) {
  const [text, setText] = useState("");
  const left = TEXT_LENGTH_MAX - text.length;

  function submit() {
    if (!text.trim()) return;
    onSay(text);
    setText("");
  }

  return (
    <form
      className="composer"
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
    >
      <div className="composer-field">
        {/* The box repeats the text unseen, and so gives the textarea its height. */}
        <div className="growing" data-text={`${text}\n`}>
          <textarea
            aria-label="Message"
            value={text}
            rows={1}
            maxLength={TEXT_LENGTH_MAX}
            placeholder="Write a message"
            enterKeyHint="send"
            onChange={(event) => setText(event.target.value)}
            onKeyDown={(event) => {
              if (event.key !== "Enter" || event.shiftKey || event.nativeEvent.isComposing) return;
              event.preventDefault();
              submit();
            }}
          />
        </div>
        <button type="submit" aria-label="Send" disabled={!text.trim()}>
          <ArrowUp />
        </button>
      </div>
      <p className="hint">
        {left < 200 ? (
          `${left} characters left`
        ) : assistant === false ? (
          <>
            AI replies are off: add <code>OPENAI_API_KEY</code> to <code>.env</code>
          </>
        ) : assistant ? (
          <>
            Mention <mark>@ai</mark> and it will answer
          </>
        ) : (
          "\u00a0"
        )}
      </p>
    </form>
  );
}
