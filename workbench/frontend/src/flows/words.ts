// What the canvas says of what was done: labels of edits, and the live region.

import type { Words } from "../words.ts";

export const DONE = {
  connected: { es: "Conectar «{from}» con «{to}»", en: "Connect “{from}” to “{to}”", pt: "Conectar «{from}» a «{to}»" },
  disconnected: { es: "Quitar una conexión", en: "Remove a connection", pt: "Remover uma conexão" },
  reconnected: { es: "Cambiar una conexión", en: "Change a connection", pt: "Mudar uma conexão" },
  added: { es: "Agregar «{title}»", en: "Add “{title}”", pt: "Adicionar «{title}»" },
  deletedOne: { es: "Borrar «{title}»", en: "Delete “{title}”", pt: "Apagar «{title}»" },
  deleted: { es: "Borrar {n} nodos", en: "Delete {n} nodes", pt: "Apagar {n} nós" },
  movedOne: { es: "Mover «{title}»", en: "Move “{title}”", pt: "Mover «{title}»" },
  moved: { es: "Mover {n} nodos", en: "Move {n} nodes", pt: "Mover {n} nós" },
  arranged: { es: "Ordenar el lienzo", en: "Tidy the canvas", pt: "Organizar o quadro" },
  aligned: { es: "Alinear {n} nodos", en: "Align {n} nodes", pt: "Alinhar {n} nós" },
  spread: { es: "Distribuir {n} nodos", en: "Distribute {n} nodes", pt: "Distribuir {n} nós" },
  pasted: { es: "Pegar {n} {n|nodo|nodos}", en: "Paste {n} {n|node|nodes}", pt: "Colar {n} {n|nó|nós}" },
  cut: { es: "Cortar {n} {n|nodo|nodos}", en: "Cut {n} {n|node|nodes}", pt: "Recortar {n} {n|nó|nós}" },
  duplicated: { es: "Duplicar {n} {n|nodo|nodos}", en: "Duplicate {n} {n|node|nodes}", pt: "Duplicar {n} {n|nó|nós}" },
  wrote: { es: "Escribir en «{title}»", en: "Write in “{title}”", pt: "Escrever em «{title}»" },
  renamed: { es: "Cambiar el id «{from}» por «{to}»", en: "Change the id “{from}” to “{to}”", pt: "Mudar o id «{from}» para «{to}»" },
  noted: { es: "Agregar un comentario", en: "Add a comment", pt: "Adicionar um comentário" },
  wroteNote: { es: "Escribir un comentario", en: "Write a comment", pt: "Escrever um comentário" },
  movedNote: { es: "Mover un comentario", en: "Move a comment", pt: "Mover um comentário" },
  deletedNote: { es: "Borrar un comentario", en: "Delete a comment", pt: "Apagar um comentário" },
  topicAdded: { es: "Crear el tema «{title}»", en: "Create the topic “{title}”", pt: "Criar o tópico «{title}»" },
  topicRenamed: { es: "Cambiar el título del tema a «{title}»", en: "Title the topic “{title}”", pt: "Mudar o título do tópico para «{title}»" },
  topicCopied: { es: "Duplicar el tema «{title}»", en: "Duplicate the topic “{title}”", pt: "Duplicar o tópico «{title}»" },
  topicDeleted: { es: "Borrar el tema «{title}»", en: "Delete the topic “{title}”", pt: "Apagar o tópico «{title}»" },
  toTopic: { es: "Mover {n} {n|nodo|nodos} a «{title}»", en: "Move {n} {n|node|nodes} to “{title}”", pt: "Mover {n} {n|nó|nós} para «{title}»" },
  repaired: { es: "Reparar: {what}", en: "Repair: {what}", pt: "Reparar: {what}" },
  copied: { es: "Copiado: {n}", en: "Copied: {n}", pt: "Copiado: {n}" },
  nothingToPaste: { es: "No hay nodos de Tertulia en el portapapeles.", en: "There are no Tertulia nodes on the clipboard.", pt: "Não há nós do Tertulia na área de transferência." },
  unseen: { es: "Nada más allá por ahí", en: "Nothing further that way", pt: "Nada mais por ali" },
  selected: { es: "{n} {n|nodo seleccionado|nodos seleccionados}", en: "{n} {n|node selected|nodes selected}", pt: "{n} {n|nó selecionado|nós selecionados}" },
} satisfies Words<string>;

export type Done = keyof typeof DONE;
