const LINK_OR_MENTION = /(https?:\/\/[^\s<>"]*[^\s<>".,;:!?)\]}'])|((?<![\w@])@ai\b)/gi;

/** Text with its links made clickable, and `@ai` marked. */
export function MessageText({ text }: { text: string }) {
  const parts = [];
  let end = 0;
  for (const match of text.matchAll(LINK_OR_MENTION)) {
    parts.push(text.slice(end, match.index));
    parts.push(
      match[1] ? (
        <a key={match.index} href={match[1]} target="_blank" rel="noreferrer">
          {match[1].replace(/^https?:\/\//, "")}
        </a>
      ) : (
        <mark key={match.index}>{match[0]}</mark>
      ),
    );
    end = match.index + match[0].length;
  }
  return [...parts, text.slice(end)];
}
