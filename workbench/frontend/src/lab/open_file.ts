// A file's host with the catalogue that is built into the package.

import type { Catalogue, Language } from "../types.ts";
import catalogue from "./catalogue.json" with { type: "json" };
import type { File, Server } from "./flow_file.ts";
import { FileHost } from "./file_host.ts";

export function openFile(file: File, server: Server, language: Language): FileHost {
  return new FileHost(file, server, catalogue as unknown as Catalogue, language);
}
