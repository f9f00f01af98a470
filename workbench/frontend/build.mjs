// One ES module for all hosts: Panel, notebooks and JupyterLab load the same file. Beside it, the
// parts of the JupyterLab extension, which loads that file with the first flow that is opened.
import { copyFile } from "node:fs/promises";
import { build, context } from "esbuild";

const STATIC = "../widgets/static";
const shared = { bundle: true, format: "esm", target: "es2022", minify: true, jsx: "automatic", legalComments: "external", logLevel: "info" };
const workbench = {
  ...shared,
  entryPoints: ["src/index.tsx"],
  loader: { ".css": "text" },
  define: { "process.env.NODE_ENV": '"production"' },
  outfile: `${STATIC}/workbench.js`,
};

if (process.argv.includes("--watch")) {
  await (await context({ ...workbench, minify: false, sourcemap: "inline" })).watch();
} else {
  await build(workbench);
  await build({ ...shared, entryPoints: { file_host: "src/lab/open_file.ts" }, outdir: "lib" });
  await build({ ...shared, entryPoints: ["src/lab/lab.ts"], external: ["@jupyterlab/*", "@lumino/*", "./workbench.js", "./file_host.js"], outdir: "lib" });
  await copyFile(`${STATIC}/workbench.js`, "lib/workbench.js");
}
