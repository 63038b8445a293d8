// A widget's model on a page without a kernel: its state, and who listens; what it sends goes nowhere.

/** An array that the page keeps as text; a packed one is unpacked. */
async function decode({ data, encoding }) {
  const bytes = Uint8Array.from(atob(data), (one) => one.charCodeAt(0));
  if (encoding !== "gzip") return new DataView(bytes.buffer);
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"));
  return new DataView(await new Response(stream).arrayBuffer());
}

/**
 * A model as anywidget publishes it to a view.
 * @param {{model_name: string, state: Record<string, any>, buffers?: {path: any[], data: string, encoding: string}[]}} kept
 */
export async function makeModel({ model_name, state, buffers = [] }) {
  /** @type {[string, (...args: any[]) => void][]} */
  let listeners = [];
  for (const buffer of buffers) {
    const { path } = buffer;
    const inside = path.slice(0, -1).reduce((at, key) => at[key], state);
    inside[path.at(-1)] = await decode(buffer);
  }
  const emit = (name, ...args) => {
    for (const [other, act] of [...listeners]) if (other === name) act(...args);
  };
  const model = {
    kind: model_name,
    get: (name) => state[name],
    set(name, value, options = {}) {
      const isOne = typeof name === "string";
      const changes = isOne ? { [name]: value } : name;
      const said = isOne ? options : (value ?? {});
      const changed = Object.keys(changes).filter((key) => state[key] !== changes[key]);
      Object.assign(state, changes);
      for (const key of changed) emit(`change:${key}`, model, state[key], said);
      if (changed.length) emit("change", model, said);
    },
    on(names, act) {
      for (const name of names.split(" ")) listeners.push([name, act]);
    },
    /** Without a name all names, without `act` whoever listens to them. */
    off(names, act) {
      const of = names?.split(" ");
      listeners = listeners.filter(([name, one]) => (of && !of.includes(name)) || (act && act !== one));
    },
    save_changes() {},
    send() {},
  };
  return model;
}
