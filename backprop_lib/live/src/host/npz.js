// A file that `Network.save` wrote: a zip of stored arrays. Nothing of it is run; names, sizes and
// types are compared before any array is read. Python reads it in storage.py.

import { nameOf, places } from "../core/numbers.js";
import { checkMade, checkValues, count, fits, named } from "./situation.js";

const FORMAT = "backprop_lib network 1";
const MOST = 1 << 24; // bytes of a file
const [ENTRY, END] = [0x02014b50, 0x06054b50]; // marks of a zip's list and of its end
const IMAGE = 64; // inputs of a digit, 8 by 8
const TYPES = {
  "<f8": [8, (at, view) => view.getFloat64(at, true)],
  "<f4": [4, (at, view) => view.getFloat32(at, true)],
  "<i8": [8, (at, view) => Number(view.getBigInt64(at, true))],
  "<i4": [4, (at, view) => view.getInt32(at, true)],
  "|b1": [1, (at, view) => view.getUint8(at) === 1],
};

function must(holds, why) {
  if (!holds) throw new Error(`this is not a network that network.save wrote: ${why}`);
}

/** Where each stored file of a zip lies, by its name. @param {DataView} view */
function entriesOf(view) {
  let end = view.byteLength - 22;
  while (end > 0 && view.getUint32(end, true) !== END) end--;
  must(end > 0, "it is no .npz file");
  const found = new Map();
  let at = view.getUint32(end + 16, true);
  for (let n = view.getUint16(end + 10, true); n > 0; n--) {
    must(view.getUint32(at, true) === ENTRY, "its list of arrays is broken");
    must(view.getUint16(at + 10, true) === 0, "it is compressed");
    const [size, stored] = [view.getUint32(at + 20, true), view.getUint32(at + 24, true)];
    const [long, extra, comment] = [28, 30, 32].map((part) => view.getUint16(at + part, true));
    const name = text(view, at + 46, long);
    const head = view.getUint32(at + 42, true);
    const from = head + 30 + view.getUint16(head + 26, true) + view.getUint16(head + 28, true);
    must(size === stored && from + size <= view.byteLength, `${name} is cut off`);
    must(crc(view, from, size) === view.getUint32(at + 16, true), `${name} has been changed`);
    found.set(name, new DataView(view.buffer, from, size));
    at += 46 + long + extra + comment;
  }
  return found;
}

const text = (view, from, long) => String.fromCharCode(...new Uint8Array(view.buffer, view.byteOffset + from, long));

/** The checksum of a zip. */
function crc(view, from, size) {
  let sum = ~0;
  for (let n = from; n < from + size; n++) {
    sum ^= view.getUint8(n);
    for (let bit = 0; bit < 8; bit++) sum = (sum >>> 1) ^ (sum & 1 ? 0xedb88320 : 0);
  }
  return ~sum >>> 0;
}

/** One array: its shape and its values in a flat list. */
function arrayOf(entries, name) {
  const view = entries.get(`${name}.npy`);
  must(view, `it holds no ${name}`);
  must(text(view, 0, 6) === "\x93NUMPY" && view.getUint8(6) === 1, `${name} is no array`);
  const from = 10 + view.getUint16(8, true);
  const head = text(view, 10, from - 10);
  const type = head.match(/'descr': '([^']*)'/)?.[1] ?? "";
  const shape = (head.match(/'shape': \(([\d, ]*)\)/)?.[1] ?? "-").split(",").filter((one) => one.trim());
  const total = shape.reduce((product, one) => product * Number(one), 1);
  const letters = Number(type.match(/^<U(\d+)$/)?.[1] ?? 0);
  must(letters || TYPES[type], `${name} holds something else than numbers or names`);
  const size = letters ? 4 * letters : TYPES[type][0];
  must(
    head.includes("'fortran_order': False") && total * size === view.byteLength - from,
    `${name} has another length`,
  );
  const one = letters ? wordAt : TYPES[type][1];
  return Array.from({ length: total }, (_, n) => one(from + n * size, view, letters));
}

function wordAt(at, view, letters) {
  const codes = Array.from({ length: letters }, (_, n) => view.getUint32(at + 4 * n, true));
  must(
    codes.every((code) => code < 128),
    "a name has odd letters",
  );
  return String.fromCharCode(...codes.filter((code) => code));
}

/** The parts of the network in a file's bytes, checked. */
function networkIn(bytes) {
  const entries = entriesOf(new DataView(bytes));
  const [format] = arrayOf(entries, "format");
  must(format === FORMAT, `its format is ${String(format).slice(0, 40)}, expected ${FORMAT}`);
  const [sizes, activations, params] = ["sizes", "activations", "params"].map((name) => arrayOf(entries, name));
  const L = sizes.length - 1;
  const more = entries.has("normalization.npy");
  const settings = more ? arrayOf(entries, "normalization") : [];
  const [epsilon, momentum] = [0, 1].map((k) => Array.from({ length: L }, (_, l) => settings[2 * l + k] || null));
  const residual = more ? arrayOf(entries, "residual") : Array.from({ length: L }, () => false);
  return { sizes, activations, epsilon, momentum, residual, running: more ? arrayOf(entries, "running") : [], params };
}

/** A loss for it: the view's own where that fits. */
function lossOf(made, own) {
  return [own, "cross_entropy", "bce", "squared_error"].find((loss) => fits(loss, made));
}

/**
 * A situation for a view: the network of a file, with the view's x and y where they fit.
 * @param {File} file
 */
export async function fromFile(file, spec, start) {
  must(file.size <= MOST, `it is larger than ${MOST >> 20} MB`);
  let parts;
  try {
    parts = networkIn(await file.arrayBuffer());
  } catch (error) {
    if (error instanceof RangeError) must(false, "it is cut off"); // read beyond its end
    throw error;
  }
  const { params, ...network } = parts;
  const checked = checkMade({ ...network, loss: lossOf(network, spec.loss) }, params.length);
  const made = { ...checked, momentum: network.momentum };
  must(params.length === count(made), `it holds ${params.length} numbers for ${named(made)}, expected ${count(made)}`);
  const [inputs, outputs] = [made.sizes[0], made.sizes.at(-1)];
  const values = start.slice(count(spec));
  const [x, y] = [values.slice(0, spec.sizes[0]), values.slice(spec.sizes[0])];
  const [keepX, keepY] = [x.length === inputs, y.length === outputs && made.loss === spec.loss];
  const all = [
    ...params,
    ...(keepX ? x : Array.from({ length: inputs }, () => 0.5)),
    ...(keepY ? y : Array.from({ length: outputs }, (_, k) => Number(k === 0))),
  ];
  checkValues(made, all);
  return {
    situation: {
      ...{ made, values: all, deltas: true, controls: null, more: {} },
      selected: nameOf(places(made.sizes, made.epsilon)[0]),
      image: keepX ? spec.image_shape : inputs === IMAGE ? [8, 8] : null,
    },
    said: `${file.name}: your ${named(made)}, loss ${made.loss}. ${keptSaid(keepX, keepY)}`,
  };
}

function keptSaid(keepX, keepY) {
  if (keepX && keepY) return "x and y are those that stood here.";
  const made = [...(keepX ? [] : ["x is 0.5 everywhere"]), ...(keepY ? [] : ["y is 1 for the first output"])];
  return `A file holds no sample: ${made.join(", ")}; move them.`;
}
