// What the host of a file says to people.

import type { Words } from "../words.ts";

export const SAID = {
  outside: {
    es: "Aquí está abierto solo este flujo; para cambiar el resto del bot, ábralo en el estudio.",
    en: "Only this flow is open here; to change the rest of the bot, open it in the studio.",
    pt: "Aqui só este fluxo está aberto; para alterar o resto do bot, abra-o no estúdio.",
  },
  changed: {
    es: "Otra persona lo cambió después; cámbielo a mano.",
    en: "Somebody else changed this since; change it by hand.",
    pt: "Outra pessoa alterou isso depois; altere à mão.",
  },
  strange: {
    es: "El archivo no es un flujo que se entienda aquí; puede ser de una versión más nueva.",
    en: "The file is no flow that is understood here; a newer version may have written it.",
    pt: "O arquivo não é um fluxo que se entenda aqui; pode ser de uma versão mais nova.",
  },
} satisfies Words<string>;
