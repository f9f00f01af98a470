// Whether the list of issues is open: as the person left it, else where something has to be mended.

import type { Issue } from "../types.ts";
import type { Desk } from "./desk.ts";

export function isOfBot({ location }: Issue, bot: string, topic: string | undefined): boolean {
  const isBots = !location?.bot || location.bot === bot;
  return isBots && (topic === undefined || location?.topic === topic);
}

export function areIssuesOpen({ doing, project, canvas }: Desk): boolean {
  const { issues } = doing.current;
  const isGrave = (issue: Issue) => issue.severity !== "advice" && isOfBot(issue, canvas.bot, canvas.topic);
  return issues ?? project.current.issues.some(isGrave);
}
