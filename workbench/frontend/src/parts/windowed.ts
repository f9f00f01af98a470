// Long lists of rows of one height: only those in sight are drawn.

import { useCallback, useLayoutEffect, useRef, useState, type RefObject } from "react";

// Rows drawn above and below what is in sight, so that scrolling shows no gaps.
const SPARE = 12;

export interface Windowed {
  ref: RefObject<HTMLDivElement | null>;
  onScroll(): void;
  /** The first row to draw, and the one after the last. */
  from: number;
  to: number;
  /** Scrolls so that a row is in sight. */
  reveal(row: number): void;
}

/** `head` is how much of the box a head that stays covers. */
export function useWindowed(count: number, height: number, head = 0): Windowed {
  const ref = useRef<HTMLDivElement>(null);
  const [[from, to], setRange] = useState<[number, number]>([0, 60]);
  const measure = useCallback(() => {
    const box = ref.current;
    if (!box) return;
    const first = Math.max(0, Math.floor(box.scrollTop / height) - SPARE);
    const last = Math.min(count, Math.ceil((box.scrollTop + box.clientHeight) / height) + SPARE);
    setRange((now) => (now[0] === first && now[1] === last ? now : [first, last]));
  }, [count, height]);
  useLayoutEffect(() => {
    measure();
    const box = ref.current;
    if (!box) return;
    const observer = new ResizeObserver(measure);
    observer.observe(box);
    return () => observer.disconnect();
  }, [measure]);
  const reveal = useCallback((row: number) => {
    const box = ref.current;
    if (!box) return;
    const top = row * height;
    if (top < box.scrollTop) box.scrollTop = top;
    else if (top + height > box.scrollTop + box.clientHeight - head) box.scrollTop = top + height - box.clientHeight + head;
  }, [height, head]);
  return { ref, onScroll: measure, from: Math.min(from, count), to: Math.min(to, count), reveal };
}
