// Writes the topics of standard input canonically, for tests/workbench/test_canonical.py:
// {"catalogue": ..., "texts": [...]} in, a JSON list of texts out.

import { readFileSync } from "node:fs";
import { canonical } from "../src/lab/canonical.ts";
import { parse } from "../src/lab/numbers.ts";
import type { Catalogue, Topic } from "../src/types.ts";

const { catalogue, texts } = JSON.parse(readFileSync(0, "utf8")) as { catalogue: Catalogue; texts: string[] };
const written = texts.map((text) => {
  const { value, numbers } = parse(text);
  return canonical(value as Topic, catalogue, numbers);
});
process.stdout.write(JSON.stringify(written));
