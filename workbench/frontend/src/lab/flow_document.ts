// A flow's document in JupyterLab: its text is the context's model, its view the canvas.

import { PathExt } from "@jupyterlab/coreutils";
import { ABCWidgetFactory, DocumentWidget, type DocumentRegistry } from "@jupyterlab/docregistry";
import { Widget } from "@lumino/widgets";
import type * as Workbench from "../index.tsx";
import type { FileHost } from "./file_host.ts";
import { jupyterServer } from "./jupyter_server.ts";
import type * as Files from "./open_file.ts";
import { sharedFile, type Context } from "./shared_file.ts";

export class FlowDocument extends DocumentWidget<FlowPanel, DocumentRegistry.ICodeModel> {}

export class FlowFactory extends ABCWidgetFactory<FlowDocument, DocumentRegistry.ICodeModel> {
  protected createNewWidget(context: Context): FlowDocument {
    return new FlowDocument({ content: new FlowPanel(context), context });
  }
}

/** The element in which the canvas lives. */
export class FlowPanel extends Widget {
  private readonly context: Context;
  private leave: (() => void) | undefined;

  constructor(context: Context) {
    super();
    this.context = context;
    this.addClass("tertulia-flow");
    void this.open();
  }

  override dispose(): void {
    this.leave?.();
    super.dispose();
  }

  private async open(): Promise<void> {
    await this.context.ready;
    const [{ mount }, { openFile }] = await load();
    if (this.isDisposed) return;
    const host = hostOf(this.context, openFile);
    const topic = PathExt.basename(this.context.path).replace(/\.flow\.json$/, "");
    this.leave = mount({ view: "canvas", settings: { topic }, host, el: this.node });
  }

  protected override onActivateRequest(): void {
    this.node.querySelector<HTMLElement>(".tw-canvas")?.focus({ preventScroll: true });
  }
}

/** The bundles beside this one (build.mjs), whose types are those of their sources. */
function load(): Promise<[typeof Workbench, typeof Files]> {
  return Promise.all([import("./workbench.js" as string), import("./file_host.js" as string)]);
}

const hosts = new WeakMap<Context, FileHost>();

/** The host of a document: one, however many views show it, so that they undo together. */
function hostOf(context: Context, openFile: typeof Files.openFile): FileHost {
  const known = hosts.get(context);
  if (known) return known;
  const language = (["es", "en", "pt"] as const).find((one) => navigator.language.startsWith(one)) ?? "en";
  const host = openFile(sharedFile(context), jupyterServer, language);
  hosts.set(context, host);
  const { model } = context;
  model.stateChanged.connect((_, { name, newValue }) => {
    if (name === "dirty" && newValue === false) host.saved();
  });
  context.pathChanged.connect(() => void host.moved());
  context.disposed.connect(() => host.close());
  return host;
}
