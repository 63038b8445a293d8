// What an answer is worth, as backprop_lib/questions/judging.py says it.

/**
 * @param {any} spec of the question
 * @param {any} given
 * @returns {{right: boolean | null, reasons: string[]}} only of what was chosen
 */
export function judge(spec, given) {
  const { kind, options, tolerance } = spec;
  if (kind === "free") return { right: null, reasons: [options[0].text] };
  if (kind === "number") {
    const off = (option) => Math.abs(given - option.value);
    const near = options
      .filter((option) => off(option) <= tolerance * (1 + 1e-9))
      .sort((p, q) => Number(q.right) - Number(p.right) || off(p) - off(q));
    return near.length ? told(near[0].right, [near[0]]) : { right: false, reasons: [unnamed(spec, given)] };
  }
  const chosen = (Array.isArray(given) ? given : [given]).map((text) => options.find((one) => one.text === text));
  return kind === "order" ? ofOrder(spec, chosen) : ofSet(spec, chosen);
}

/** Is it an answer to the question as it is now? A newer course may have other options. */
export function fits({ kind, options }, given) {
  if (kind === "free") return typeof given === "string";
  if (kind === "number") return Number.isFinite(given);
  return (Array.isArray(given) ? given : [given]).every((text) => options.some((one) => one.text === text));
}

const POWERS = [0.001, 0.01, 0.1, 10, 100, 1000]; // by which a point is in another place

/** Of a number that no option has: what it has in common with the right one. */
function unnamed({ options, tolerance, words }, given) {
  const right = options.find((option) => option.right).value;
  const size = Math.abs(right);
  if (size > tolerance && Math.abs(given + right) <= tolerance) return words.sign;
  const isNear = (number, room) => Math.abs(number - right) <= room;
  if (POWERS.some((power) => isNear(given * power, Math.min(tolerance, size / 100)))) return words.point;
  if (isNear(given, Math.min(3 * tolerance, size / 10))) return words.near;
  const times = size > tolerance ? given / right : 1;
  return words[times < 0 ? "turned" : times > 10 ? "large" : times < 0.1 ? "small" : "other"];
}

const told = (right, options) => ({ right, reasons: options.map(({ reason }) => reason).filter(Boolean) });

function ofSet({ options, words }, chosen) {
  const wrong = chosen.filter(({ right }) => !right);
  if (wrong.length) return told(false, wrong);
  const missing = options.filter(({ right }) => right).length - chosen.length;
  if (missing) return { right: false, reasons: [missing === 1 ? words.more : words.mores] };
  return told(true, chosen);
}

/** The first line that stands where it does not belong tells. */
function ofOrder({ lines, words }, chosen) {
  const before = new Set();
  for (const option of chosen) {
    if (!option.right) return told(false, [option]);
    const missing = option.after.find(([text]) => !before.has(text));
    const said = missing && `Line ${before.size + 1} ${missing[1]}. ${option.reason}`.trim();
    if (said) return { right: false, reasons: [said] };
    before.add(option.text);
  }
  return chosen.length < lines.length ? { right: false, reasons: [words.short] } : told(true, chosen);
}
