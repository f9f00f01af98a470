// Edits as data, applied by a pure function that also gives the exact inverse: the twin of
// workbench/edits.py. Both are held together by tests/workbench/edits.json.

import type { Json } from "./types.ts";

export type Step = string | number;
export type Steps = Step[];

/** One change at a path: see Op in workbench/edits.py. */
export interface Op {
  path: Steps;
  value?: Json;
  insert?: boolean;
  at?: number;
}

export class EditError extends Error {}

type Tree = Json | undefined;
type Fields = { [key: string]: Json };

/** The tree after the changes, and the changes that undo them. What did not change is shared. */
export function apply(tree: Json, ops: readonly Op[]): [Json, Op[]] {
  const inverse: Op[] = [];
  for (const op of ops) {
    if (op.path.length === 0) throw new EditError("an edit has to name what it changes; give it a path");
    const [after, undo] = applyAt(tree, op, 0);
    tree = after;
    inverse.unshift(undo);
  }
  return [tree, inverse];
}

/** What stands at a path, undefined where nothing does. */
export function valueAt(tree: Tree, path: readonly Step[]): Tree {
  for (const step of path) {
    if (Array.isArray(tree) && typeof step === "number") tree = tree[step];
    else if (isFields(tree) && typeof step === "string" && Object.hasOwn(tree, step)) tree = tree[step];
    else return undefined;
  }
  return tree;
}

function applyAt(tree: Json, op: Op, depth: number): [Json, Op] {
  const step = op.path[depth]!;
  const last = depth === op.path.length - 1;
  if (Array.isArray(tree)) return inList(tree, op, depth, step, last);
  if (!isFields(tree) || typeof step !== "string") {
    throw new EditError(`${spoken(op.path.slice(0, depth + 1))}: there is nothing that could hold this`);
  }
  if (last) return inFields(tree, op, step);
  if (Object.hasOwn(tree, step)) {
    const [child, undo] = applyAt(tree[step]!, op, depth + 1);
    return [{ ...tree, [step]: child }, undo];
  }
  if (op.value === undefined) throw new EditError(`${spoken(op.path)}: it is not there any more`);
  const [child] = applyAt({}, op, depth + 1);
  return [{ ...tree, [step]: child }, { path: op.path.slice(0, depth + 1) }];
}

function inFields(tree: Fields, op: Op, step: string): [Json, Op] {
  const has = Object.hasOwn(tree, step);
  if (op.value === undefined) {
    if (!has) throw new EditError(`${spoken(op.path)}: it is not there any more`);
    const place = Object.keys(tree).indexOf(step);
    const { [step]: gone, ...rest } = tree;
    const undo: Op = { path: op.path, value: gone! };
    if (place < Object.keys(rest).length) undo.at = place;
    return [rest, undo];
  }
  if (has) return [{ ...tree, [step]: op.value }, { path: op.path, value: tree[step]! }];
  if (op.at === undefined || op.at >= Object.keys(tree).length) {
    return [{ ...tree, [step]: op.value }, { path: op.path }];
  }
  const items: [string, Json][] = Object.entries(tree);
  items.splice(op.at, 0, [step, op.value]);
  return [Object.fromEntries(items), { path: op.path }];
}

function inList(tree: Json[], op: Op, depth: number, step: Step, last: boolean): [Json, Op] {
  const room = last && op.insert ? tree.length : tree.length - 1;
  if (typeof step !== "number" || step < 0 || step > room) {
    throw new EditError(`${spoken(op.path.slice(0, depth + 1))}: the list has ${tree.length} items`);
  }
  if (!last) {
    const [child, undo] = applyAt(tree[step]!, op, depth + 1);
    return [tree.with(step, child), undo];
  }
  if (op.value === undefined) {
    return [tree.toSpliced(step, 1), { path: op.path, value: tree[step]!, insert: true }];
  }
  if (op.insert) return [tree.toSpliced(step, 0, op.value), { path: op.path }];
  return [tree.with(step, op.value), { path: op.path, value: tree[step]! }];
}

function isFields(tree: Tree): tree is Fields {
  return typeof tree === "object" && tree !== null && !Array.isArray(tree);
}

function spoken(path: readonly Step[]): string {
  return path.join(" > ");
}
