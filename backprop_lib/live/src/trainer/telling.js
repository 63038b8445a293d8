// What a page that trains tells its views: frames while it plays, else the whole moment.

/**
 * @param {{model: any, runs: any, trail: any, beside: () => any[]}} options `beside`: what the runs of
 *   the same clock reach
 */
export function makeTelling({ model, runs, trail, beside }) {
  const views = new Map(); // id -> how it is told
  const owing = new Set(); // views that have not painted the last frame yet
  const away = new Set(); // views that nobody sees
  let measured = null;
  let messages = 0;
  function measure() {
    const { training, batches, spec } = runs.now;
    measured = runs.now.measure(training) ?? measured; // what overflows leaves the last numbers
    const { number } = training;
    const now = { run: spec.run, number, epoch: batches.epoch, past: trail.has(number) };
    return { ...measured, content: { ...measured.content, ...now } };
  }
  function curve(whole) {
    const [content, losses] = runs.now.record.told(whole);
    return [{ ...content, beside: beside() }, losses];
  }
  function snapshot() {
    const { content: frame, numbers, picture } = measure();
    const [about, losses] = curve(true);
    return { frame, curve: about, losses, numbers, picture };
  }
  return {
    /** @returns {number} views that show it now */
    join(id, heard) {
      views.set(id, heard);
      return views.size;
    },
    leave(id) {
      views.delete(id);
      owing.delete(id);
      away.delete(id);
      return views.size;
    },
    painted: (id) => owing.delete(id),
    goes: (id) => away.add(id),
    comes: (id) => away.delete(id),
    /** Whether a view shows it that can be seen. */
    isSeen: () => away.size < views.size,
    owed: () => owing.size > 0,
    /** A frame to every view. */
    show() {
      const { content, numbers, picture } = measure();
      const [about, losses] = curve(false);
      messages += 1;
      for (const [id, heard] of views) {
        owing.add(id);
        heard({ message: messages, curve: about, frames: [content] }, [losses, numbers, picture]);
      }
    },
    snap: () => model.set("snapshot", snapshot()),
    /** Of another run: what the menus show, and the picture anew. */
    tell() {
      owing.clear();
      const { spec } = runs.now;
      const sample = Math.min(model.get("sample"), spec.samples - 1);
      model.set({ sample, spec, choices: runs.scenes.choices(runs.scene), snapshot: snapshot() });
    },
  };
}
