// One message of the bot as its channel shows it: text, files, place, cards, buttons.

import { memo } from "react";
import { Icon } from "../parts/icon.tsx";
import { useWords, type Words } from "../words.ts";
import { Carousel } from "./carousel.tsx";
import { Marked } from "./marked.tsx";
import { MediaView } from "./media.tsx";
import { Options } from "./options.tsx";
import { PlaceView } from "./place.tsx";
import type { Option, Shown } from "./told.ts";

const WORDS = {
  template: { es: "Plantilla", en: "Template", pt: "Modelo" },
  location: { es: "Pide una ubicación", en: "Asks for a location", pt: "Pede uma localização" },
  file: { es: "Pide un archivo", en: "Asks for a file", pt: "Pede um arquivo" },
} satisfies Words<string>;

interface Props {
  shown: Shown;
  press?: (option: Option) => void;
}

export const MessageView = memo(function MessageView({ shown, press }: Props) {
  const words = useWords(WORDS);
  const { text, media, place, template, cards, options, wants } = shown.message;
  const bubble = text || media?.length || place || template;
  return (
    <>
      {bubble && (
        <div className="tw-bubble">
          {media?.map((one, index) => <MediaView key={index} media={one} />)}
          {text && <p><Marked text={text} /></p>}
          {place && <PlaceView place={place} />}
          {template && (
            <p className="tw-bubble__template">
              <span className="tw-tagged">{words("template")}</span> {template.name}
              {template.parameters?.map((value, index) => <code key={index} dir="auto">{value}</code>)}
            </p>
          )}
        </div>
      )}
      {cards && cards.length > 0 && <Carousel cards={cards} press={press} />}
      <Options options={options ?? []} as={shown.options_as ?? ""} press={press} />
      {(wants === "location" || wants === "file") && (
        <p className="tw-aside">
          <Icon name={wants === "file" ? "clip" : "pin"} size={12} /> {words(wants)}
        </p>
      )}
    </>
  );
});
