// The text of a document in JupyterLab, which may be shared with others on the same server.

import type { DocumentRegistry } from "@jupyterlab/docregistry";
import type { File, Made } from "./flow_file.ts";
import { hunks } from "./hunks.ts";

export type Context = DocumentRegistry.IContext<DocumentRegistry.ICodeModel>;

/** As much as is used here of a list that is shared: Y.Array. */
interface SharedList {
  length: number;
  toArray(): Made[];
  push(items: Made[]): void;
  delete(index: number, length: number): void;
}

interface SharedDocument {
  getArray(name: string): SharedList;
}

/** Where edits are told to the others, beside the text. */
const MADE = "tertulia-edits";
/** So many edits are kept for those who have not heard them yet. */
const KEPT = 200;

export function sharedFile(context: Context): File {
  const { model } = context;
  // The shared model is put in place while the document is opened: it is asked for each time.
  const list = () => (model.sharedModel as unknown as { ydoc: SharedDocument }).ydoc.getArray(MADE);
  return {
    get path() {
      return context.path;
    },
    read: () => model.sharedModel.getSource(),
    write(text, made) {
      const shared = model.sharedModel;
      shared.transact(() => {
        // Only what differs: others may be writing elsewhere in the same text.
        for (const { start, end, value } of hunks(shared.getSource(), text)) shared.updateSource(start, end, value);
        if (made) add(list(), made);
      });
      model.dirty = true;
    },
    made: () => list().toArray(),
    onChange(listener) {
      model.contentChanged.connect(listener);
      return () => model.contentChanged.disconnect(listener);
    },
  };
}

function add(list: SharedList, made: Made): void {
  list.push([made]);
  if (list.length > 2 * KEPT) list.delete(0, KEPT);
}
