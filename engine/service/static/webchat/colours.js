// A company's colour made readable: the ink on it, and the shade of it that reads on paper.

const AA = 4.5;
const PAPERS = { light: "#ffffff", dark: "#1c2028" };
const INKS = ["#ffffff", "#14171d"];

/** The CSS variables that a brand colour gives in a theme; none for a colour nobody knows. */
export function brandColours(colour, theme) {
  const brand = rgbOf(colour);
  if (!brand) return {};
  const paper = rgbOf(PAPERS[theme]);
  const fill = theme === "dark" ? readable(brand, paper, 3) : brand;
  const ink = INKS.find((candidate) => contrast(rgbOf(candidate), fill) >= AA) ?? INKS[1];
  return { "--brand": css(fill), "--on-brand": ink, "--brand-ink": css(readable(brand, paper, AA)) };
}

// Any CSS colour: a canvas knows them all, and answers in #rrggbb when it is opaque.
function rgbOf(colour) {
  if (!CSS.supports("color", colour)) return null;
  const pen = document.createElement("canvas").getContext("2d");
  pen.fillStyle = colour;
  const hex = /^#([\da-f]{2})([\da-f]{2})([\da-f]{2})$/i.exec(pen.fillStyle);
  return hex && hex.slice(1).map((pair) => Number.parseInt(pair, 16));
}

function readable(colour, paper, wanted) {
  const towards = luminance(paper) > 0.5 ? 0 : 255;
  let shade = colour;
  for (let i = 0; i < 40 && contrast(shade, paper) < wanted; i += 1) {
    shade = shade.map((part) => Math.round(part + (towards - part) * 0.08));
  }
  return shade;
}

function luminance(colour) {
  const [r, g, b] = colour.map((part) => {
    const x = part / 255;
    return x <= 0.03928 ? x / 12.92 : ((x + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

function contrast(a, b) {
  const [dark, light] = [luminance(a), luminance(b)].sort((x, y) => x - y);
  return (light + 0.05) / (dark + 0.05);
}

function css(colour) {
  return `rgb(${colour.join(" ")})`;
}
