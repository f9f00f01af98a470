// A dashboard on paper: drawn again in a frame of its own, because a host's boxes are as high as the
// window and would cut it off.

import { styles } from "../../styles.ts";

const PAPER = `
@page { size: landscape; margin: 12mm }
body { margin: 0 }
.tw { height: auto; background: none; -webkit-print-color-adjust: exact; print-color-adjust: exact }
.tw-boards__main { display: flex !important; padding: 0; overflow: visible }
.tw-tile__table { max-height: none; overflow: visible }
.tw-figure .svg-container { width: 100% !important }
.tw-figure .main-svg { width: 100%; height: 100% }
.tw-scope .tw-button .tw-icon, .tw-missed, .tw-tile > header .tw-menu, .tw-pagehead__actions, .tw-tile__tools { display: none }
[data-was="dark"] .main-svg { filter: invert(1) hue-rotate(180deg) }
`;
const LONGEST_MS = 600_000;

/** Opens the browser's sheet for printing with what `main` shows. */
export function printed(main: HTMLElement, title: string, theme: string): void {
  const frame = document.createElement("iframe");
  frame.style.cssText = "position: fixed; width: 1100px; height: 800px; inset: 0 auto auto -2000px; border: 0";
  frame.setAttribute("aria-hidden", "true");
  document.body.append(frame);
  const page = frame.contentDocument!;
  page.title = title;
  const style = page.createElement("style");
  style.textContent = styles + PAPER;
  page.head.append(style);
  const paper = page.createElement("div");
  paper.className = "tw";
  paper.dataset["theme"] = "light";
  paper.dataset["was"] = theme;
  paper.append(copyOf(main));
  page.body.append(paper);
  const end = () => frame.remove();
  frame.contentWindow!.addEventListener("afterprint", end);
  setTimeout(end, LONGEST_MS);
  frame.contentWindow!.print();
}

function copyOf(main: HTMLElement): Node {
  const copy = main.cloneNode(true) as HTMLElement;
  for (const drawn of copy.querySelectorAll(".main-svg")) {
    // So that a figure becomes as wide as the paper is.
    drawn.setAttribute("viewBox", `0 0 ${drawn.getAttribute("width")} ${drawn.getAttribute("height")}`);
  }
  return copy;
}
