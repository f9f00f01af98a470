// Sending what is no text: a file by its address or a sample, or a place.

import { useState } from "react";
import { Icon } from "../parts/icon.tsx";
import { Menu } from "../parts/menu.tsx";
import { useWords, type Words } from "../words.ts";
import { useScene } from "./scene.ts";
import type { Media, MediaKind } from "./told.ts";

const WORDS = {
  attach: { es: "Adjuntar", en: "Attach", pt: "Anexar" },
  image: { es: "Imagen", en: "Image", pt: "Imagem" },
  audio: { es: "Audio", en: "Audio", pt: "Áudio" },
  video: { es: "Video", en: "Video", pt: "Vídeo" },
  document: { es: "Documento", en: "Document", pt: "Documento" },
  place: { es: "Ubicación", en: "Place", pt: "Localização" },
  url: { es: "Dirección (vacía: una muestra)", en: "Address (empty: a sample)", pt: "Endereço (vazio: uma amostra)" },
  name: { es: "Nombre", en: "Name", pt: "Nome" },
  latitude: { es: "Latitud", en: "Latitude", pt: "Latitude" },
  longitude: { es: "Longitud", en: "Longitude", pt: "Longitude" },
  send: { es: "Enviar", en: "Send", pt: "Enviar" },
  cancel: { es: "Cancelar", en: "Cancel", pt: "Cancelar" },
} satisfies Words<string>;

type What = MediaKind | "place";
const ICONS: Record<What, string> = { image: "image", audio: "audio", video: "play", document: "file", place: "pin" };

const PICTURE = "<svg xmlns='http://www.w3.org/2000/svg' width='160' height='100'><rect width='160' height='100' fill='#cfd8e3'/><circle cx='120' cy='28' r='12' fill='#f4c95d'/><path d='M0 100l52-56 34 36 20-18 54 38z' fill='#6b8f71'/></svg>";

export const SAMPLES: Record<MediaKind, Media> = {
  image: { kind: "image", url: `data:image/svg+xml,${encodeURIComponent(PICTURE)}`, name: "sample.svg", mime: "image/svg+xml" },
  audio: { kind: "audio", url: "https://example.org/sample.ogg", name: "sample.ogg", mime: "audio/ogg" },
  video: { kind: "video", url: "https://example.org/sample.mp4", name: "sample.mp4", mime: "video/mp4" },
  document: { kind: "document", url: "https://example.org/sample.pdf", name: "sample.pdf", mime: "application/pdf" },
};

export function Attach() {
  const words = useWords(WORDS);
  const { session } = useScene();
  const [what, setWhat] = useState<What>();
  const kinds = Object.keys(ICONS) as What[];
  return (
    <>
      <Menu
        name={words("attach")} side="above" className="tw-iconbutton tw-attach"
        items={kinds.map((kind) => ({ label: words(kind), icon: ICONS[kind], act: () => setWhat(kind) }))}
      >
        <Icon name="clip" />
      </Menu>
      {what && (
        <form
          className="tw-attach__form" aria-label={words(what)}
          onKeyDown={(event) => event.key === "Escape" && setWhat(undefined)}
          onSubmit={(event) => {
            event.preventDefault();
            const given = new FormData(event.currentTarget);
            session.do(what === "place" ? placeMove(given) : { type: "say", media: [mediaOf(what, String(given.get("url")).trim())] });
            setWhat(undefined);
          }}
        >
          <strong>{words(what)}</strong>
          {what === "place" ? (
            <>
              <Field name="latitude" label={words("latitude")} value="-0.18" />
              <Field name="longitude" label={words("longitude")} value="-78.48" />
              <Field name="name" label={words("name")} value="" />
            </>
          ) : (
            <Field name="url" label={words("url")} value="" />
          )}
          <div className="tw-row">
            <button type="submit" className="tw-button tw-button--primary">{words("send")}</button>
            <button type="button" className="tw-button tw-button--plain" onClick={() => setWhat(undefined)}>{words("cancel")}</button>
          </div>
        </form>
      )}
    </>
  );
}

function Field({ name, label, value }: { name: string; label: string; value: string }) {
  const isNumber = name === "latitude" || name === "longitude";
  return (
    <label>
      <span>{label}</span>
      <input
        className="tw-input" name={name} defaultValue={value} type={isNumber ? "number" : "text"} step="any"
        autoFocus={name === "url" || name === "latitude"} required={isNumber} min={name === "latitude" ? -90 : -180} max={name === "latitude" ? 90 : 180}
      />
    </label>
  );
}

function mediaOf(kind: MediaKind, url: string): Media {
  return url ? { kind, url } : SAMPLES[kind];
}

function placeMove(given: FormData) {
  const [latitude, longitude] = [Number(given.get("latitude")), Number(given.get("longitude"))];
  const name = String(given.get("name") ?? "").trim();
  return { type: "say" as const, place: { latitude, longitude, ...(name ? { name } : {}) } };
}
