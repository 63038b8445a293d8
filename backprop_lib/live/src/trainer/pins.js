// Runs whose loss curves stay in the picture.

const MOST = 5; // that can be told apart

/** The pinned runs, and those of other data, which are no comparison. */
export function makePins(model, { label, record, compared }) {
  const shelf = new Map();
  return {
    pin() {
      if (!record().steps()) throw new RangeError("there is nothing to pin: no step was taken yet.");
      const others = model.get("pinned").filter((pin) => pin.label !== label());
      if (others.length >= MOST) {
        throw new RangeError(`${MOST} runs are pinned, as many as can be told apart. Unpin takes them away.`);
      }
      model.set("pinned", [...others, { label: label(), reach: record().reach(), ...record().packed() }]);
    },
    unpin: () => model.set("pinned", []),
    /** `act` sets another run up: its own pins come back. */
    around(act) {
      const before = compared();
      act();
      if (compared() === before) return;
      shelf.set(before, model.get("pinned"));
      model.set("pinned", shelf.get(compared()) ?? []);
    },
  };
}
