// A situation as one line of text, and back: the page's twin of live/state.py. What comes in was
// written by anybody: it is read as numbers and names, within a size, and nothing in it is run.

export const PREFIX = "bp1.";
const MOST = 1 << 22; // bytes, unpacked
const WRONG = "this is no whole state";
const CHANGED = `${WRONG}: part of it is missing or changed`;

/** What a stream brings, up to `most` bytes. */
export async function gather(stream, most) {
  const reader = stream.getReader();
  const parts = [];
  for (let size = 0; ; ) {
    const { done, value } = await reader.read();
    if (done) return new Uint8Array(await new Blob(parts).arrayBuffer());
    size += value.length;
    if (size > most) {
      reader.cancel();
      throw new Error(`${WRONG}: it unpacks to more than ${MOST >> 20} MB`);
    }
    parts.push(value);
  }
}

const through = (bytes, way) => gather(new Blob([bytes]).stream().pipeThrough(way), MOST);

/** A header (plain values) and float64 values as text that `from_state` reads, too. */
export async function encode(header, values) {
  const head = new TextEncoder().encode(`${JSON.stringify(header)}\n`);
  const body = new Uint8Array(await new Blob([head, Float64Array.from(values)]).arrayBuffer());
  if (body.length > MOST) throw new Error("this network is too large for a link");
  let text = "";
  for (const one of await through(body, new CompressionStream("deflate"))) text += String.fromCharCode(one);
  return PREFIX + btoa(text).replaceAll("+", "-").replaceAll("/", "_");
}

/** @returns {Promise<{header: any, values: number[]}>} */
export async function decode(text) {
  const packed = text.replace(/\s/g, "");
  if (!packed.startsWith(PREFIX)) throw new Error(`${WRONG}: it begins with ${PREFIX}`);
  if (packed.length > 2 * MOST) throw new Error(`${WRONG}: it is too long`);
  const letters = packed.slice(PREFIX.length);
  if (!/^[\w-]+={0,2}$/.test(letters)) throw new Error(CHANGED);
  try {
    const raw = atob(letters.replaceAll("-", "+").replaceAll("_", "/"));
    const bytes = Uint8Array.from(raw, (one) => one.charCodeAt(0));
    const body = await through(bytes, new DecompressionStream("deflate"));
    const end = body.indexOf(10);
    const header = JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(body.subarray(0, end)));
    const values = Array.from(new Float64Array(body.slice(end + 1).buffer)); // whole numbers alone
    if (end < 0 || Object.prototype.toString.call(header) !== "[object Object]") throw new Error(CHANGED);
    return { header, values };
  } catch (error) {
    throw new Error(error instanceof Error && error.message.startsWith(WRONG) ? error.message : CHANGED);
  }
}
