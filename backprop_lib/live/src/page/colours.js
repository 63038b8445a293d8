// The course's palette (sent by Python) as colours of values, for the light and the dark theme.

export const rgb = (hex) => [1, 3, 5].map((at) => parseInt(hex.slice(at, at + 2), 16));

/** Colour between two hex colours, t from 0 to 1. */
export function mix(from, to, t) {
  const [a, b] = [rgb(from), rgb(to)];
  return `#${a
    .map((v, n) =>
      Math.round(v + (b[n] - v) * t)
        .toString(16)
        .padStart(2, "0"),
    )
    .join("")}`;
}

function luminance(hex) {
  const [r, g, b] = rgb(hex).map((v) => {
    const s = v / 255;
    return s <= 0.03928 ? s / 12.92 : ((s + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

/** WCAG contrast of two hex colours. */
export function contrast(one, other) {
  const [high, low] = [luminance(one), luminance(other)].sort((p, q) => q - p);
  return (high + 0.05) / (low + 0.05);
}

/** Fill and text colour of a neuron: amber says a from 0 to 1 whatever the function, as in still figures. */
export function neuronColours(palette, a) {
  const t = Math.min(1, Math.max(0, a)) || 0;
  const fill = mix(palette.activation_low, palette.activation_high, t);
  const inks = ["#111111", "#ffffff"];
  return { fill, ink: contrast(fill, inks[0]) >= contrast(fill, inks[1]) ? inks[0] : inks[1] };
}

const DARK = "(prefers-color-scheme: dark)";
const FORCED = "(forced-colors: active)"; // such as Windows' contrast themes: black or white grounds

/** Is the page dark? JupyterLab says it on the body; elsewhere, and where it forces colours, the system. */
function isDark() {
  const lab = matchMedia(FORCED).matches ? undefined : document.body.dataset.jpThemeLight;
  return lab === undefined ? matchMedia(DARK).matches : lab === "false";
}

/** Give a view the palette of the page's theme, as CSS variables; returns it. */
export function wearTheme(root, { palette }) {
  const dark = isDark();
  const ground = matchMedia(FORCED).matches ? { paper: dark ? "#000000" : "#ffffff" } : {};
  const worn = { ...palette[dark ? "dark" : "light"], ...ground };
  for (const [name, colour] of Object.entries(worn))
    root.style.setProperty(`--bp-${name.replaceAll("_", "-")}`, colour);
  root.style.colorScheme = dark ? "dark" : "light"; // of the browser's own parts: a radio button, a scroll bar
  return worn;
}

/** Call `changed` when the theme changes, until the signal aborts. */
export function watchTheme(changed, signal) {
  const seen = new MutationObserver(changed);
  seen.observe(document.body, { attributes: true, attributeFilter: ["data-jp-theme-light"] });
  for (const query of [DARK, FORCED]) matchMedia(query).addEventListener("change", changed, { signal });
  signal.addEventListener("abort", () => seen.disconnect());
}
