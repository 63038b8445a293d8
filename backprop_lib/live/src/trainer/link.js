// A run that a page trains as a header and numbers, for its link, and back: live/player_state.py in the
// page. What comes in was written by anybody: all of it is checked before the run is another one.

const OWN = "own";
const WHOLE = ["rows", "number", "epoch", "steps", "width", "seed", "sample"];
const SETTINGS = { learning_rate: "learning rate", momentum: "momentum", weight_decay: "weight decay", speed: "speed" };
const isOf = (value, low, high) => typeof value === "number" && low <= value && value <= high;

function must(holds, what) {
  if (!holds) throw new Error(`it holds no run that can be shown here: ${what}`);
}

/** Header and values of a run. @param {{scene, now, placed, settings, sample: number}} options */
export function headerOf({ scene, now, placed, settings, sample }) {
  const { spec, data, training, batches, record } = now;
  const { sizes, activations, epsilon, momentum, residual, loss, extent } = spec;
  const isOwn = Boolean(placed) || scene.dataset === OWN;
  const { rate, kind, ...others } = settings.optimizer;
  const curve = record.now();
  const { dataset, activation, noise, seed, init } = scene;
  const isPlain = epsilon.every((one) => one === null) && !residual.includes(true);
  const normalization = epsilon.map((one, m) => one && [one, momentum[m]]);
  return {
    header: {
      ...{ sizes, activations, loss },
      ...(isPlain ? {} : { normalization, residual, running: [...training.running] }),
      player: {
        ...{ dataset, activation, noise, seed, init },
        optimizer: { kind, learning_rate: rate, ...others },
        ...{ batch_size: settings.batch, speed: settings.speed(), sample, number: training.number },
        ...{ epoch: batches.epoch, extent, rows: isOwn ? data.X.length : 0, steps: curve.steps, width: curve.width },
      },
    },
    values: [
      ...training.params(),
      ...(isOwn ? [...data.X.flat(), ...data.y.flat()] : []),
      ...Float32Array.from([...curve.low, ...curve.high]),
    ],
  };
}

/** What its settings would be. */
function settingsOf(told, { optimizer, ranges }) {
  must(
    told.optimizer && told.optimizer.kind === optimizer.kind,
    `it trains with another optimizer than ${optimizer.kind}`,
  );
  const found = { ...told.optimizer, speed: told.speed };
  const values = {};
  for (const [name, label] of Object.entries(SETTINGS)) {
    if (!ranges[label]) continue;
    must(isOf(found[name], ...ranges[label]), `its ${label}`);
    values[label] = found[name];
  }
  return values;
}

/**
 * What a text tells of a run, checked.
 * @param {any} made its layers, checked by the host, and how many numbers they have: `count`
 * @param {any} told @param {number[]} values
 * @param {{optimizer: {kind: string}, ranges: Record<string, number[]>, datasets: string[], activations: string[]}} here
 */
export function readRun(made, told, values, here) {
  must(told && typeof told === "object", "it is the state of another view");
  for (const name of WHOLE) must(Number.isInteger(told[name]) && told[name] >= 0, `its ${name}`);
  must(values.every(Number.isFinite), "a number is not finite");
  const [inputs, outputs] = [made.sizes[0], made.sizes.at(-1)];
  const points = Math.ceil(told.steps / Math.max(1, told.width));
  const parts = [made.count, told.rows * inputs, told.rows * outputs, points, points];
  must(parts.reduce((sum, n) => sum + n, 0) === values.length && points <= 1024, "it has another number of numbers");
  const from = (n) => parts.slice(0, n).reduce((sum, one) => sum + one, 0);
  const [params, X, y, low, high] = parts.map((n, part) => values.slice(from(part), from(part) + n));
  const table = (flat, width) => Array.from({ length: told.rows }, (_, s) => flat.slice(s * width, (s + 1) * width));
  must(here.datasets.includes(told.dataset), "its data set is not on this page");
  must(told.rows > 0 || told.dataset !== OWN, "it has no data");
  const data = told.rows ? { X: table(X, inputs), y: table(y, outputs) } : null;
  const isClass = made.loss === "bce" || made.loss === "cross_entropy";
  must(!data || !isClass || y.every((one) => one >= 0 && one <= 1), "a target is outside 0 … 1");
  must(told.batch_size === null || (Number.isInteger(told.batch_size) && told.batch_size > 0), "its batch size");
  must(told.noise === null || isOf(told.noise, 0, 1e3), "its noise");
  must(here.activations.includes(told.activation) && typeof told.init === "string", "its choices");
  must(Array.isArray(told.extent) && told.extent.every(Number.isFinite), "its map");
  const { running, count, ...layers } = made;
  return {
    ...{ layers, running, params, data, told },
    settings: settingsOf(told, here),
    curve: { steps: told.steps, width: told.width, low, high },
  };
}
