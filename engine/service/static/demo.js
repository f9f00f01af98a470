// The page at `/`: the bot's name, the line to paste, and the widget itself, open.
// Its address may choose: ?bot=clinic&language=es&theme=dark&colour=%230f766e

import { pickLanguage } from "./webchat/words.js";

const WORDS = {
  es: { embed: "Pon este chat en tu sitio", paste: "Pega esta línea antes del final de la página:", copy: "Copiar", copied: "Copiado" },
  en: { embed: "Put this chat on your site", paste: "Paste this line before the end of the page:", copy: "Copy", copied: "Copied" },
  pt: { embed: "Coloque este chat no seu site", paste: "Cole esta linha antes do fim da página:", copy: "Copiar", copied: "Copiado" },
};
const NAMES = { es: "Español", en: "English", pt: "Português" };
const CHOICES = ["bot", "language", "theme", "colour", "title"];

const query = new URLSearchParams(location.search);
const about = await (await fetch("/webchat/bots")).json();
const bot = about.bots.find((one) => one.id === query.get("bot")) ?? about.bots[0];
const language = pickLanguage(query.get("language"), bot.languages[0], navigator.languages);
const words = WORDS[language];
const byId = (id) => document.getElementById(id);

document.documentElement.lang = language;
document.title = bot.name;
byId("name").textContent = bot.name;
byId("description").textContent = bot.description;
for (const node of document.querySelectorAll("[data-word]")) node.textContent = words[node.dataset.word];

const chosen = Object.fromEntries(CHOICES.filter((name) => query.get(name)).map((name) => [name, query.get(name)]));
const settings = { language, ...(about.bots.length > 1 ? { bot: bot.id } : {}), ...chosen };

function dress() {
  const isDark = settings.theme === "dark" || (settings.theme !== "light" && matchMedia("(prefers-color-scheme: dark)").matches);
  document.documentElement.dataset.theme = isDark ? "dark" : "light";
}
dress();
matchMedia("(prefers-color-scheme: dark)").addEventListener("change", dress);

const script = document.createElement("script");
script.src = "/webchat.js";
Object.assign(script.dataset, settings);
const line = script.cloneNode();
line.src = new URL("/webchat.js", location.href).href;
line.async = true;
byId("snippet").textContent = line.outerHTML.replace(/ async=""/, " async");
byId("copy").addEventListener("click", async () => {
  await navigator.clipboard.writeText(byId("snippet").textContent);
  byId("copied").textContent = words.copied;
});
for (const code of bot.languages.filter((one) => one in NAMES)) {
  const link = document.createElement("a");
  const there = new URLSearchParams(query);
  there.set("language", code);
  link.href = `?${there}`;
  link.lang = code;
  link.textContent = NAMES[code];
  if (code === language) link.setAttribute("aria-current", "true");
  byId("languages").append(link);
}
byId("languages").hidden = byId("languages").childElementCount < 2;

script.dataset.target = "#chat";
document.body.append(script);
