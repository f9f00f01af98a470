// Our extension of Jupyter's server (workbench/jupyter.py).

import { URLExt } from "@jupyterlab/coreutils";
import { ServerConnection } from "@jupyterlab/services";
import type { Around, Checked, Server } from "./flow_file.ts";

export const jupyterServer: Server = {
  around: (path, text, language) => post<Around>("around", { path, text, language }),
  check: (path, text, language) => post<Checked>("check", { path, text, language }),
  keep: async (path, text) => (await post<{ path: string }>("keep", { path, text })).path,
};

/** Makes a bot in a folder; gives the path of its first flow. */
export async function newBot(folder: string, name: string): Promise<string> {
  const { path } = await post<{ path: string }>("new", { folder, name, language: navigator.language.slice(0, 2) });
  return path;
}

async function post<T>(name: string, given: object): Promise<T> {
  const settings = ServerConnection.makeSettings();
  const url = URLExt.join(settings.baseUrl, "tertulia", name);
  const response = await ServerConnection.makeRequest(url, { method: "POST", body: JSON.stringify(given) }, settings);
  if (!response.ok) throw await ServerConnection.ResponseError.create(response);
  return (await response.json()) as T;
}
