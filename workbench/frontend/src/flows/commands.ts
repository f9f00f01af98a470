// Everything that can be done on the canvas, by name: the toolbar, the keys, the help and the
// command palette all show this one table.

import type { Language } from "../types.ts";
import type { Desk } from "./desk.ts";
import { arrange, align, spread, type Side } from "./arranging.ts";
import { copy, cut, duplicate, paste } from "./copying.ts";
import { removeSelected, removeNow } from "./removing.ts";
import { fold, unfoldAll } from "./folding.ts";
import { addComment } from "./noting.ts";
import { follow } from "./following.ts";
import { areIssuesOpen } from "./issues_open.ts";
import { startJoining } from "./joining.ts";
import { fitAll } from "./viewport.ts";
import { startWriting } from "./writing.ts";
import { freePlace } from "./dropping.ts";

export type Section = "edit" | "draw" | "see" | "go";

export interface Command {
  name: string;
  section: Section;
  title: Record<Language, string>;
  /** As `Mod+Shift+Z`; Mod is Ctrl, and Cmd on a Mac. */
  keys: readonly string[];
  /** Whether it changes the topic: not to be had where that is read-only. */
  changes?: boolean;
  isPossible?(desk: Desk): boolean;
  run(desk: Desk): void;
}

const some = (desk: Desk) => desk.chosen.length > 0;
const one = (desk: Desk) => desk.selection.length === 1;
const several = (desk: Desk) => desk.selection.length > 1;
const side = (which: Side) => (desk: Desk) => align(desk, which);

export const COMMANDS: readonly Command[] = [
  { name: "undo", section: "edit", keys: ["Mod+Z"], title: { es: "Deshacer", en: "Undo", pt: "Desfazer" }, isPossible: ({ project }) => project.current.undo !== null || project.current.pending > 0, run: ({ project }) => void project.undo() },
  { name: "redo", section: "edit", keys: ["Mod+Shift+Z", "Mod+Y"], title: { es: "Rehacer", en: "Redo", pt: "Refazer" }, isPossible: ({ project }) => project.current.redo !== null, run: ({ project }) => void project.redo() },
  { name: "copy", section: "edit", keys: ["Mod+C"], title: { es: "Copiar", en: "Copy", pt: "Copiar" }, isPossible: some, run: copy },
  { name: "cut", section: "edit", keys: ["Mod+X"], changes: true, title: { es: "Cortar", en: "Cut", pt: "Recortar" }, isPossible: some, run: cut },
  { name: "paste", section: "edit", keys: ["Mod+V"], changes: true, title: { es: "Pegar", en: "Paste", pt: "Colar" }, run: (desk) => void paste(desk) },
  { name: "duplicate", section: "edit", keys: ["Mod+D"], changes: true, title: { es: "Duplicar", en: "Duplicate", pt: "Duplicar" }, isPossible: some, run: duplicate },
  { name: "delete", section: "edit", keys: ["Delete", "Backspace"], changes: true, title: { es: "Borrar", en: "Delete", pt: "Apagar" }, isPossible: (desk) => some(desk) || desk.wires.size > 0, run: removeSelected },
  { name: "dissolve", section: "edit", keys: ["Shift+Delete"], changes: true, title: { es: "Borrar y unir lo de antes con lo de después", en: "Delete, and join what came before to what follows", pt: "Apagar e unir o anterior ao seguinte" }, isPossible: some, run: (desk) => removeNow(desk, desk.chosen, true) },
  { name: "selectAll", section: "edit", keys: ["Mod+A"], title: { es: "Seleccionar todo", en: "Select all", pt: "Selecionar tudo" }, run: (desk) => desk.select(Object.keys(desk.nodes)) },
  { name: "write", section: "draw", keys: ["Enter"], changes: true, title: { es: "Escribir en el nodo", en: "Write in the node", pt: "Escrever no nó" }, isPossible: some, run: (desk) => startWriting(desk, desk.chosen.at(-1)!) },
  { name: "title", section: "draw", keys: ["F2"], changes: true, title: { es: "Cambiar el título", en: "Change the title", pt: "Mudar o título" }, isPossible: one, run: (desk) => desk.doing.set({ editing: { node: desk.selection[0]!, path: ["title"] } }) },
  { name: "rename", section: "draw", keys: ["Shift+F2"], changes: true, title: { es: "Cambiar el id", en: "Change the id", pt: "Mudar o id" }, isPossible: one, run: ({ doing }) => doing.set({ panel: "rename" }) },
  { name: "add", section: "draw", keys: ["N"], changes: true, title: { es: "Agregar un nodo", en: "Add a node", pt: "Adicionar um nó" }, run: openOffer },
  { name: "connect", section: "draw", keys: ["C"], changes: true, title: { es: "Conectar", en: "Connect", pt: "Conectar" }, isPossible: one, run: startJoining },
  { name: "comment", section: "draw", keys: ["M"], changes: true, title: { es: "Agregar un comentario", en: "Add a comment", pt: "Adicionar um comentário" }, run: addComment },
  { name: "moveTo", section: "draw", keys: ["Mod+Shift+M"], changes: true, title: { es: "Mover a otro tema", en: "Move to another topic", pt: "Mover para outro tópico" }, isPossible: (desk) => desk.selection.length > 0, run: ({ doing }) => doing.set({ panel: "move" }) },
  { name: "arrange", section: "draw", keys: ["Shift+L"], changes: true, title: { es: "Ordenar", en: "Tidy", pt: "Organizar" }, run: arrange },
  { name: "alignLeft", section: "draw", keys: ["Alt+Shift+ArrowLeft"], changes: true, title: { es: "Alinear a la izquierda", en: "Align left", pt: "Alinhar à esquerda" }, isPossible: several, run: side("left") },
  { name: "alignTop", section: "draw", keys: ["Alt+Shift+ArrowUp"], changes: true, title: { es: "Alinear arriba", en: "Align top", pt: "Alinhar acima" }, isPossible: several, run: side("top") },
  { name: "alignMiddle", section: "draw", keys: [], changes: true, title: { es: "Centrar en una columna", en: "Centre in a column", pt: "Centrar em coluna" }, isPossible: several, run: side("center") },
  { name: "spreadX", section: "draw", keys: [], changes: true, title: { es: "Distribuir en horizontal", en: "Distribute across", pt: "Distribuir na horizontal" }, isPossible: (desk) => desk.selection.length > 2, run: (desk) => spread(desk, "x") },
  { name: "spreadY", section: "draw", keys: [], changes: true, title: { es: "Distribuir en vertical", en: "Distribute down", pt: "Distribuir na vertical" }, isPossible: (desk) => desk.selection.length > 2, run: (desk) => spread(desk, "y") },
  { name: "fit", section: "see", keys: ["1"], title: { es: "Ver todo", en: "See all", pt: "Ver tudo" }, run: (desk) => fitAll(desk) },
  { name: "fitSelection", section: "see", keys: ["2"], title: { es: "Ver lo seleccionado", en: "See the selection", pt: "Ver a seleção" }, isPossible: some, run: (desk) => fitAll(desk, desk.chosen) },
  { name: "zoomIn", section: "see", keys: ["+", "="], title: { es: "Acercar", en: "Zoom in", pt: "Aproximar" }, run: ({ flow }) => void flow?.zoomIn() },
  { name: "zoomOut", section: "see", keys: ["-"], title: { es: "Alejar", en: "Zoom out", pt: "Afastar" }, run: ({ flow }) => void flow?.zoomOut() },
  { name: "fold", section: "see", keys: ["F"], title: { es: "Plegar lo que sigue", en: "Fold what follows", pt: "Dobrar o que segue" }, isPossible: one, run: fold },
  { name: "unfold", section: "see", keys: ["Shift+F"], title: { es: "Desplegar todo", en: "Unfold all", pt: "Desdobrar tudo" }, run: unfoldAll },
  { name: "minimap", section: "see", keys: ["Shift+M"], title: { es: "Mapa", en: "Map", pt: "Mapa" }, run: ({ doing }) => doing.set({ minimap: !doing.current.minimap }) },
  { name: "issues", section: "see", keys: ["Shift+I"], title: { es: "Avisos", en: "Issues", pt: "Avisos" }, run: (desk) => desk.doing.set({ issues: !areIssuesOpen(desk) }) },
  { name: "follow", section: "go", keys: ["G"], title: { es: "Ir adonde lleva", en: "Go where it leads", pt: "Ir aonde leva" }, isPossible: one, run: follow },
  { name: "back", section: "go", keys: ["Alt+ArrowLeft", "B"], title: { es: "Volver", en: "Back", pt: "Voltar" }, isPossible: ({ stage }) => stage.current.back.length > 0, run: ({ stage }) => stage.goBack() },
  { name: "form", section: "go", keys: ["E"], title: { es: "Ajustes del nodo", en: "Settings of the node", pt: "Ajustes do nó" }, run: ({ stage }) => stage.set({ aside: "form" }) },
  { name: "simulate", section: "go", keys: ["S"], title: { es: "Simular", en: "Simulate", pt: "Simular" }, run: ({ stage }) => stage.set({ aside: "simulator" }) },
  { name: "preview", section: "go", keys: ["P"], title: { es: "Ver en cada canal", en: "See on every channel", pt: "Ver em cada canal" }, run: ({ stage }) => stage.set({ aside: "preview" }) },
  { name: "find", section: "go", keys: ["Mod+F"], title: { es: "Buscar", en: "Find", pt: "Buscar" }, run: ({ stage }) => stage.set({ sheet: "find" }) },
  { name: "commands", section: "go", keys: ["Mod+K"], title: { es: "Órdenes y temas", en: "Commands and topics", pt: "Comandos e tópicos" }, run: ({ stage }) => stage.set({ sheet: "palette" }) },
  { name: "help", section: "go", keys: ["?"], title: { es: "Teclas", en: "Keys", pt: "Teclas" }, run: ({ doing }) => doing.set({ panel: "help" }) },
];

export const BY_NAME: ReadonlyMap<string, Command> = new Map(COMMANDS.map((command) => [command.name, command]));

export function canRun(desk: Desk, { changes, isPossible }: Command): boolean {
  return !(changes && desk.locked) && (isPossible?.(desk) ?? true);
}

/** Runs a command, if it is possible now. */
export function run(desk: Desk, name: string): void {
  const command = BY_NAME.get(name);
  if (command && canRun(desk, command)) command.run(desk);
}

function openOffer(desk: Desk): void {
  const at = freePlace(desk);
  const screen = desk.flow?.flowToScreenPosition(at) ?? desk.pointer;
  const last = desk.selection.length === 1 ? desk.scene?.cards.get(desk.selection[0]!)?.card : undefined;
  const free = last?.rows.find(({ to }) => to === undefined);
  desk.doing.set({ offer: { screen, at, after: last && free ? { node: last.id, port: free.port } : undefined } });
}
