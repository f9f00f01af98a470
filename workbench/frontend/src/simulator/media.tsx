// Files in a conversation: pictures, sounds, films, documents. What does not load says so.

import { useState } from "react";
import { Icon } from "../parts/icon.tsx";
import { useWords, type Words } from "../words.ts";
import { Marked } from "./marked.tsx";
import type { Media } from "./told.ts";

const WORDS = {
  image: { es: "Imagen", en: "Image", pt: "Imagem" },
  audio: { es: "Audio", en: "Audio", pt: "Áudio" },
  video: { es: "Video", en: "Video", pt: "Vídeo" },
  document: { es: "Documento", en: "Document", pt: "Documento" },
  unseen: { es: "no se pudo cargar", en: "could not be loaded", pt: "não pôde ser carregado" },
} satisfies Words<string>;

export function MediaView({ media }: { media: Media }) {
  const words = useWords(WORDS);
  const [failed, setFailed] = useState(false);
  const kind = words(media.kind);
  const name = media.name || media.caption || kind;
  const fail = () => setFailed(true);
  return (
    <figure className="tw-media">
      {failed || media.kind === "document" ? (
        <a className="tw-media__file" href={media.url} target="_blank" rel="noopener noreferrer">
          <Icon name="file" />
          <span>
            {media.name || fileOf(media.url) || kind}
            <small>{failed ? `${kind}: ${words("unseen")}` : kind}</small>
          </span>
        </a>
      ) : media.kind === "image" ? (
        <img src={media.url} alt={name} loading="lazy" onError={fail} />
      ) : media.kind === "audio" ? (
        <audio src={media.url} controls preload="none" aria-label={name} onError={fail} />
      ) : (
        <video src={media.url} controls preload="metadata" aria-label={name} onError={fail} />
      )}
      {media.caption && <figcaption><Marked text={media.caption} /></figcaption>}
    </figure>
  );
}

function fileOf(url: string): string {
  if (url.startsWith("data:")) return "";
  return decodeURIComponent(url.split(/[?#]/)[0]!.split("/").pop() ?? "");
}
