// The page of flows: topics and palette, canvas, issues, and on the right what others put there.

import { type ReactNode, useState } from "react";
import type { Project } from "../project.ts";
import type { Stage } from "../stage.ts";
import { CanvasView } from "./canvas.tsx";
import { Desk, DeskContext, useDoing } from "./desk.ts";
import { Middle } from "./middle.tsx";
import { Palette } from "./palette.tsx";
import { Topics } from "./topics.tsx";

interface Props {
  project: Project;
  stage: Stage;
  /** The right column: form, simulator, preview. */
  children?: ReactNode;
  /** Only the canvas, as in notebooks: one topic, no list of topics. */
  isAlone?: boolean;
}

export function Flows({ project, stage, children, isAlone = false }: Props) {
  const desk = Desk.of(project, stage);
  return (
    <DeskContext value={desk}>
      <div className="tw-flows-box">
        <div className={isAlone ? "tw-flows tw-flows--alone" : "tw-flows"}>
          <Left isAlone={isAlone} />
          <Middle>
            <CanvasView />
          </Middle>
          {children && <aside className="tw-flows-right">{children}</aside>}
        </div>
      </div>
    </DeskContext>
  );
}

/** Only the canvas, without what one draws with beside it; issues and map wait to be asked for. */
export function FlowDrawing({ project, stage }: Pick<Props, "project" | "stage">) {
  const desk = Desk.of(project, stage);
  useState(() => desk.doing.set({ issues: false, minimap: false }));
  return (
    <DeskContext value={desk}>
      <Middle>
        <CanvasView />
      </Middle>
    </DeskContext>
  );
}

/** A canvas to look at and to choose from: nothing on it can be changed. */
export function FlowPicture({ project, stage }: Pick<Props, "project" | "stage">) {
  const desk = Desk.of(project, stage);
  useState(() => {
    desk.isPicture = true;
    desk.doing.set({ minimap: false });
  });
  return (
    <DeskContext value={desk}>
      <CanvasView />
    </DeskContext>
  );
}

function Left({ isAlone }: { isAlone: boolean }) {
  const isOpen = useDoing(({ drawer }) => drawer);
  return (
    <aside className={isOpen ? "tw-flows-left tw-flows-left--open" : "tw-flows-left"}>
      {!isAlone && <Topics />}
      <Palette />
    </aside>
  );
}
