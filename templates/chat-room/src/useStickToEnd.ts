import { useEffect, useLayoutEffect, useRef, useState } from "react";

const NEAR_END_PX = 80;

/**
 * Keeps a scrolling element at its end while its content grows, unless the reader has scrolled up to read; then
 * `hasMore` says that something new waits below.
 */
export function useStickToEnd(content: unknown) {
  const scroller = useRef<HTMLDivElement>(null);
  const atEnd = useRef(true);
  const [hasMore, setHasMore] = useState(false);

  const toEnd = (behavior: ScrollBehavior = "instant") => {
    atEnd.current = true;
    setHasMore(false);
    scroller.current?.scrollTo({ top: scroller.current.scrollHeight, behavior });
  };

  useLayoutEffect(() => {
    if (atEnd.current) toEnd();
    else setHasMore(true);
  }, [content]);

  // A phone's keyboard makes the element smaller: what was at the end should stay there.
  useEffect(() => {
    const element = scroller.current;
    if (!element) return;
    const observer = new ResizeObserver(() => atEnd.current && toEnd());
    observer.observe(element);
    return () => observer.disconnect();
  }, []);

  const onScroll = () => {
    const element = scroller.current;
    if (!element) return;
    atEnd.current = element.scrollHeight - element.scrollTop - element.clientHeight < NEAR_END_PX;
    if (atEnd.current) setHasMore(false);
  };

  return { scroller, onScroll, hasMore, toEnd };
}
