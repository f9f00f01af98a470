// A comment: a note for people, on the canvas.

import type { NodeProps } from "@xyflow/react";
import { type KeyboardEvent, memo, useRef } from "react";
import { writeRemark } from "../graph/remarks.ts";
import { useWords, type Words } from "../words.ts";
import { useDesk, useDoing } from "./desk.ts";
import type { RemarkNode } from "./nodes.ts";

const WORDS = {
  comment: { es: "Comentario", en: "Comment", pt: "Comentário" },
} satisfies Words<string>;

export const RemarkCard = memo(function RemarkCard({ id, data, selected }: NodeProps<RemarkNode>) {
  const say = useWords(WORDS);
  const isWritten = useDoing(({ editing }) => editing?.node === id);
  const { remark, index } = data;
  return (
    <div
      className={selected ? "tw-remark tw-remark--selected" : "tw-remark"} id={`tw-at-${id}`} role="group" dir="auto"
      aria-label={`${say("comment")}: ${remark.text}`}
    >
      {isWritten ? <RemarkText index={index} text={remark.text} /> : remark.text}
    </div>
  );
});

function RemarkText({ index, text }: { index: number; text: string }) {
  const desk = useDesk();
  const say = useWords(WORDS);
  const isOver = useRef(false);
  const end = (value?: string) => {
    if (isOver.current) return;
    isOver.current = true;
    if (value !== undefined) desk.edit(writeRemark(desk.tree, desk.canvas, index, value), "wroteNote");
    desk.doing.set({ editing: undefined });
  };
  const onKeyDown = (event: KeyboardEvent<HTMLTextAreaElement>) => {
    event.stopPropagation();
    if (event.key !== "Escape" && !(event.key === "Enter" && !event.shiftKey)) return;
    event.preventDefault();
    end(event.key === "Enter" ? event.currentTarget.value : undefined);
    desk.focus();
  };
  return (
    <textarea
      className="tw-inline nodrag nopan nowheel" aria-label={say("comment")} defaultValue={text} autoFocus dir="auto"
      onFocus={({ target }) => target.select()} onKeyDown={onKeyDown} onBlur={({ target }) => end(target.value)}
    />
  );
}
