// Trains node-nlp on the sentences of a JSON file and answers the test: node node_nlp.js FILE.
// FILE: {language, train: [[text, intent], ...], test: [text, ...]}; the last line of the output:
// {intents, train_s, p50_us, p99_us}. The first half of the test warms it up, the second is timed:
// it keeps what it made of a text, so that no text may be asked twice.
const { readFileSync } = require("fs");
const { NlpManager } = require("node-nlp");

async function main(path) {
  const { language, train, test } = JSON.parse(readFileSync(path, "utf8"));
  const manager = new NlpManager({
    languages: [language],
    nlu: { useNoneFeature: false, log: false },
    ner: { builtins: [] },
    autoSave: false,
    autoLoad: false,
  });
  for (const [text, intent] of train) manager.addDocument(language, text, intent);
  const start = process.hrtime.bigint();
  await manager.train();
  const trainS = Number(process.hrtime.bigint() - start) / 1e9;
  const intents = [];
  const times = [];
  for (const [place, text] of test.entries()) {
    const before = process.cpuUsage();
    intents.push((await manager.process(language, text)).intent);
    const used = process.cpuUsage(before);
    if (place >= test.length / 2) times.push(used.user + used.system);
  }
  times.sort((one, other) => one - other);
  const at = (share) => times[Math.min(times.length - 1, Math.floor(times.length * share))] ?? 0;
  console.log(JSON.stringify({ intents, train_s: trainS, p50_us: at(0.5), p99_us: at(0.99) }));
}

main(process.argv[2]);
