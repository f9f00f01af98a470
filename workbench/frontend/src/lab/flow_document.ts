// A flow's document in JupyterLab: its text is the context's model, its view the canvas.

import { PathExt } from "@jupyterlab/coreutils";
import { ABCWidgetFactory, DocumentWidget, type DocumentRegistry } from "@jupyterlab/docregistry";
import { Widget } from "@lumino/widgets";
import type * as Workbench from "../index.tsx";
import type { File, FileHost } from "./file_host.ts";
import { hunks } from "./hunks.ts";
import { jupyterServer } from "./jupyter_server.ts";
import type * as Files from "./open_file.ts";

type Context = DocumentRegistry.IContext<DocumentRegistry.ICodeModel>;

export class FlowDocument extends DocumentWidget<FlowPanel, DocumentRegistry.ICodeModel> {}

export class FlowFactory extends ABCWidgetFactory<FlowDocument, DocumentRegistry.ICodeModel> {
  protected createNewWidget(context: Context): FlowDocument {
    return new FlowDocument({ content: new FlowPanel(context), context });
  }
}

/** The element in which the canvas lives. */
export class FlowPanel extends Widget {
  private readonly context: Context;
  private host: FileHost | undefined;
  private leave: (() => void) | undefined;

  constructor(context: Context) {
    super();
    this.context = context;
    this.addClass("tertulia-flow");
    // JupyterLab's own keys stay with JupyterLab, ours with the canvas.
    this.node.dataset["lmSuppressShortcuts"] = "false";
    void this.open();
  }

  override dispose(): void {
    this.leave?.();
    this.host?.close();
    super.dispose();
  }

  private async open(): Promise<void> {
    await this.context.ready;
    const [{ mount }, { openFile }] = await load();
    if (this.isDisposed) return;
    const language = (["es", "en", "pt"] as const).find((one) => navigator.language.startsWith(one)) ?? "en";
    this.host = openFile(fileOf(this.context), jupyterServer, language);
    const isDark = document.body.dataset["jpThemeLight"] === "false";
    const topic = PathExt.basename(this.context.path).replace(/\.flow\.json$/, "");
    const settings = { theme: isDark ? "dark" : "light", topic };
    this.leave = mount({ view: "canvas", settings, host: this.host, el: this.node });
  }
}

/** The bundles beside this one (build.mjs), whose types are those of their sources. */
function load(): Promise<[typeof Workbench, typeof Files]> {
  return Promise.all([import("./workbench.js" as string), import("./file_host.js" as string)]);
}

function fileOf(context: Context): File {
  const { model } = context;
  return {
    path: context.path,
    read: () => model.sharedModel.getSource(),
    write(text) {
      const shared = model.sharedModel;
      // Only what differs: others may be writing elsewhere in the same text.
      for (const { start, end, value } of hunks(shared.getSource(), text)) shared.updateSource(start, end, value);
      model.dirty = true;
    },
    onChange(listener) {
      model.contentChanged.connect(listener);
      return () => model.contentChanged.disconnect(listener);
    },
  };
}
