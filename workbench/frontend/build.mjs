// One ES module for all hosts: Panel, notebooks and JupyterLab load the same file.
import { build, context } from "esbuild";

const settings = {
  entryPoints: ["src/index.tsx"],
  bundle: true,
  format: "esm",
  target: "es2022",
  minify: true,
  jsx: "automatic",
  loader: { ".css": "text" },
  define: { "process.env.NODE_ENV": '"production"' },
  legalComments: "external",
  outfile: "../widgets/static/workbench.js",
  logLevel: "info",
};

if (process.argv.includes("--watch")) {
  await (await context({ ...settings, minify: false, sourcemap: "inline" })).watch();
} else {
  await build(settings);
}
