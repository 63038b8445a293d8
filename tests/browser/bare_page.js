// A host of views without JupyterLab: models of plain numbers, no kernel, no ipywidgets' own views.
// `states` is what ipywidgets.embed.dependency_state gives; `kernel`: one seems to be there, and is
// silent until a test speaks for it.
async ([source, css, states, id, kernel]) => {
  const decode = (text) => new DataView(Uint8Array.from(atob(text), (one) => one.charCodeAt(0)).buffer);
  const modelOf = ({ state, buffers = [] }) => {
    const listeners = [];
    const values = structuredClone(state);
    for (const { path, data } of buffers) {
      const inside = path.slice(0, -1).reduce((at, key) => at[key], values);
      inside[path.at(-1)] = decode(data);
    }
    const model = {
      comm_live: kernel,
      get: (name) => values[name],
      set(name, value, options) {
        const changes = typeof name === "string" ? { [name]: value } : name;
        const changed = Object.keys(changes).filter((key) => values[key] !== changes[key]);
        Object.assign(values, changes);
        for (const key of changed) model.emit(`change:${key}`, model, values[key], typeof name === "string" ? options : value);
      },
      on: (name, act) => listeners.push([name, act]),
      off(name, act) {
        const at = listeners.findIndex(([other, one]) => other === name && one === act);
        if (at >= 0) listeners.splice(at, 1);
      },
      emit(name, ...args) {
        for (const [other, act] of [...listeners]) if (other === name) act(...args);
      },
      listening: () => listeners.length,
      save_changes() {},
      send() {},
    };
    return model;
  };
  const models = new Map(Object.entries(states).map(([name, one]) => [`IPY_MODEL_${name}`, modelOf(one)]));
  const style = document.createElement("style");
  style.textContent = css;
  document.head.append(style);
  const el = document.createElement("div");
  document.body.replaceChildren(el);
  const view = (await import(URL.createObjectURL(new Blob([source], { type: "text/javascript" })))).default;
  const model = models.get(`IPY_MODEL_${id}`);
  window.view = { model, models, el };
  window.view.unmount = await view.render({ model, el, host: { getModel: async (ref) => models.get(ref) } });
}
