// A menu of files to take along: tables that Python writes, pictures that the browser draws.

import { save, saveBlob } from "../files.ts";
import { useTheme } from "../theme.ts";
import { useWords, type Words } from "../words.ts";
import { type Drawn, pictureOf } from "./figure.tsx";
import { Icon } from "./icon.tsx";
import { Menu } from "./menu.tsx";

const WORDS = {
  download: { es: "Descargar", en: "Download", pt: "Baixar" },
  csv: { es: "Tabla para todo programa (.csv)", en: "Table for any program (.csv)", pt: "Tabela para qualquer programa (.csv)" },
  xlsx: { es: "Hoja de cálculo (.xlsx)", en: "Spreadsheet (.xlsx)", pt: "Planilha (.xlsx)" },
  parquet: { es: "Tabla con tipos (.parquet)", en: "Table with types (.parquet)", pt: "Tabela com tipos (.parquet)" },
  png: { es: "Figura (.png)", en: "Figure (.png)", pt: "Figura (.png)" },
  svg: { es: "Figura que se puede ampliar (.svg)", en: "Figure that scales (.svg)", pt: "Figura que pode ser ampliada (.svg)" },
  ipynb: { es: "Cuaderno que la reproduce (.ipynb)", en: "Notebook that makes it again (.ipynb)", pt: "Caderno que a reproduz (.ipynb)" },
} satisfies Words<string>;

export type FileFormat = keyof Omit<typeof WORDS, "download">;

/** A file of Python's (workbench/downloads.py). */
export interface File {
  name: string;
  data: string;
}

interface Props {
  /** What the files are called, without an ending. */
  name: string;
  /** Those that Python writes, in order. */
  formats: readonly FileFormat[];
  /** Has Python write one. */
  make(format: FileFormat): Promise<File>;
  /** The figure, where there is one to draw. */
  figure?: Drawn | undefined;
  onTrouble(why: string): void;
  /** Only the icon is shown, as in the head of a card. */
  isIcon?: boolean;
}

export function Download({ name, formats, make, figure, onTrouble, isIcon = false }: Props) {
  const words = useWords(WORDS);
  const theme = useTheme();
  const pictures: FileFormat[] = figure ? ["png", "svg"] : [];
  const take = async (format: FileFormat) => {
    if (figure && (format === "png" || format === "svg")) return saveBlob(`${name}.${format}`, await pictureOf(figure, format, theme));
    const { name: file, data } = await make(format);
    save(file, data);
  };
  return (
    <Menu
      name={words("download")} className={isIcon ? "tw-iconbutton tw-menu__only" : "tw-button"} align="end"
      items={[...formats, ...pictures].map((format) => ({
        label: words(format), icon: format === "png" || format === "svg" ? "image" : "file",
        act: () => void take(format).catch((error: Error) => onTrouble(error.message)),
      }))}
    >
      {isIcon && <Icon name="download" size={15} />}
    </Menu>
  );
}
