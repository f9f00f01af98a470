// A text of a bot with its light markup, as elements. Nothing of a text becomes HTML.

import { marksOf, type Mark } from "./marks.ts";

export function Marked({ text }: { text: string }) {
  return <span className="tw-marked" dir="auto"><Marks marks={marksOf(text)} /></span>;
}

function Marks({ marks }: { marks: Mark[] }) {
  return marks.map((mark, index) => <One key={index} mark={mark} />);
}

function One({ mark }: { mark: Mark }) {
  switch (mark.kind) {
    case "text":
      return mark.text;
    case "code":
      return <code>{mark.text}</code>;
    case "link":
      return <a href={mark.href} target="_blank" rel="noopener noreferrer"><Marks marks={mark.inside} /></a>;
    case "strong":
      return <strong><Marks marks={mark.inside} /></strong>;
    case "em":
      return <em><Marks marks={mark.inside} /></em>;
  }
}
