// The JupyterLab extension: `*.flow.json` opens as the canvas, with a launcher card and a command
// for a new bot. The canvas itself is loaded with the first flow that is opened.

import type { JupyterFrontEnd, JupyterFrontEndPlugin } from "@jupyterlab/application";
import { ILayoutRestorer } from "@jupyterlab/application";
import { Dialog, InputDialog, showErrorMessage, WidgetTracker } from "@jupyterlab/apputils";
import type { DocumentRegistry } from "@jupyterlab/docregistry";
import { PathExt } from "@jupyterlab/coreutils";
import { IDefaultFileBrowser } from "@jupyterlab/filebrowser";
import { ILauncher } from "@jupyterlab/launcher";
import { LabIcon } from "@jupyterlab/ui-components";
import { FlowFactory, type FlowDocument } from "./flow_document.ts";
import { flowIcon } from "./flow_icon.ts";
import { newBot } from "./jupyter_server.ts";

const FACTORY = "Flow";
const FILE_TYPE = "tertulia-flow";
const NEW_BOT = "tertulia:new-bot";

const icon = new LabIcon({ name: "tertulia:flow", svgstr: flowIcon });

const plugin: JupyterFrontEndPlugin<void> = {
  id: "tertulia-workbench:flow",
  description: "Opens flows of bots as a canvas.",
  autoStart: true,
  optional: [ILauncher, ILayoutRestorer, IDefaultFileBrowser],
  activate(app: JupyterFrontEnd, launcher: ILauncher | null, restorer: ILayoutRestorer | null, files: IDefaultFileBrowser | null) {
    const { docRegistry, commands } = app;
    docRegistry.addFileType({
      name: FILE_TYPE, displayName: "Flow", extensions: [".flow.json"], mimeTypes: ["application/json"], fileFormat: "text", contentType: "file", icon,
    });
    const factory = new FlowFactory({ name: FACTORY, label: "Flow", modelName: "text", fileTypes: [FILE_TYPE], defaultFor: [FILE_TYPE] });
    // Without this, a flow is not shared where several people work on one server.
    if (app.hasPlugin("@jupyter/docprovider-extension:yfile")) factory.contentProviderId = "rtc";
    // Their types differ from their own base class in one optional property.
    docRegistry.addWidgetFactory(factory as DocumentRegistry.WidgetFactory);

    const tracker = new WidgetTracker<FlowDocument>({ namespace: "tertulia-flow" });
    factory.widgetCreated.connect((_, document) => {
      document.title.icon = icon;
      // The canvas has its own.
      document.toolbar.hide();
      document.context.pathChanged.connect(() => void tracker.save(document));
      void tracker.add(document);
    });
    void restorer?.restore(tracker, {
      command: "docmanager:open",
      args: ({ context }) => ({ path: context.path, factory: FACTORY }),
      name: ({ context }) => context.path,
    });

    commands.addCommand(NEW_BOT, {
      label: "New bot", caption: "Make a bot's folder and open its first flow", icon,
      execute: async (args) => {
        const { value: name } = await InputDialog.getText({ title: "New bot", label: "Name", okLabel: "Make it", placeholder: "bakery" });
        if (!name) return;
        const folder = String(args["cwd"] ?? files?.model.path ?? "");
        try {
          const path = await newBot(folder, name);
          await files?.model.refresh();
          await commands.execute("docmanager:open", { path, factory: FACTORY });
        } catch (error) {
          await showErrorMessage(`${PathExt.join(folder, name)} was not made`, error as Error, [Dialog.okButton()]);
        }
      },
    });
    launcher?.add({ command: NEW_BOT, category: "Other", rank: 1 });
  },
};

export default plugin;
