// What a page offers beside a view: a link that holds what it shows, and a place for a network of
// one's own. The link is the page's address and, after #, the text that `from_state` reads. The host
// loads it as it loads a view, so it computes by the modules that the views share.

import { html } from "../page/dom.js";
import { fromFile } from "./npz.js";
import { PLACES } from "./places.js";
import { count, layersOf, put, read, take } from "./situation.js";
import { decode, encode } from "./state_text.js";

const OPENS = ["network_view", "nudge_test", "backward_stepper", "paths_view", "bug_lab"]; // a file, too
const SHARED = [...OPENS, "predict", "training_player", ...Object.keys(PLACES)];
const LONG = 8000; // characters that a mail or a messenger may cut

/** Whether a model's view has a state, so that a link can hold it. */
const isShared = (model) => SHARED.includes(model.get("_view"));

/** Of a player that this page trains, who does: there the run is. It begins when the player is shown. */
const trainerOf = (model, page) =>
  /** @type {any} */ (globalThis).bpTrainers?.get(page.widget(model.get("_sliders")[0]));

const isPlayer = (model) => model.get("_view") === "training_player";

/** What stands after #: which view, if it is said, and its text; null: an ordinary address. */
function readAddress(hash, ids) {
  let text = hash.slice(1);
  try {
    text = decodeURIComponent(text); // some programs write = and line breaks so
  } catch {
    // it stays as it is
  }
  const [, id, state] = text.match(/^(?:([\w-]+)=)?(bp\d+\..*)$/s) ?? text.match(/^(\w+)=(.*)$/s) ?? [];
  return state !== undefined && (state.startsWith("bp") || ids.has(id)) ? { id, state } : null;
}

/** Put what a text holds into a view's model. It throws a sentence, and then nothing has changed. */
async function open(model, text, page) {
  const { header, values } = await decode(text);
  const place = PLACES[model.get("_view")];
  if (place) return place.put(model, page.widget, header);
  if (!isPlayer(model)) return put(read(header, values), { model, ...page });
  const trainer = trainerOf(model, page);
  if (!trainer) throw new Error("this player trains in the notebook alone");
  const made = layersOf(header, values.length);
  trainer.open({ ...made, count: count(made) }, header.player, values);
}

/** Copied, or false where the browser does not let a page copy. */
async function copy(text, box) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    box.hidden = false;
    box.value = text;
    box.focus();
    box.select();
    return document.execCommand("copy");
  }
}

function makeWords(toolbar) {
  const said = html("p", { class: "bp-note bp-link-said", role: "status" });
  const box = html("input", { class: "bp-box bp-link", readonly: "", "aria-label": "the link", hidden: "" });
  toolbar.after(said, box);
  return { said, box };
}

const tool = (text, title) => html("button", { type: "button", class: "bp-button", title, tabindex: -1 }, text);

/**
 * The buttons of one view that stands on the page, in its own toolbar.
 * @param {{model, el: HTMLElement, id: string, page: {widget, add}, again: () => Promise<void>, said?: string}}
 *   options `id` in the link, "" where the page has no other; `again` mounts it anew; `said` of a link
 */
function share({ model, el, id, page, again, said = "" }) {
  const kernel = el.querySelector(".bp-toolbar .bp-kernel, .bp-scrub-foot .bp-kernel");
  const toolbar = kernel?.parentElement;
  const view = model.get("_view");
  const trainer = isPlayer(model) ? trainerOf(model, page) : null;
  const say = (text) => {
    words.said.textContent = text;
  };
  if (!toolbar || !isShared(model) || (isPlayer(model) && !trainer)) return () => {};
  const words = makeWords(toolbar);
  words.said.textContent = said;
  const link = tool("Copy link", "copy an address that opens this page with exactly these numbers");
  const file = tool(
    "Open .npz",
    "show a network of your own: a file that network.save wrote; it stays on this machine",
  );
  const input = html("input", { type: "file", accept: ".npz", hidden: "", "aria-label": "a file of a network" });
  if (toolbar.role !== "toolbar") link.removeAttribute("tabindex"); // its own stop
  kernel.before(link);

  const taken = () =>
    PLACES[view] ? { header: PLACES[view].take(model, page.widget), values: [] } : take(model, page.widget);
  link.addEventListener("click", async () => {
    const { header, values } = trainer ? trainer.take() : taken();
    const state = await encode(header, values);
    history.replaceState(null, "", `#${id && `${id}=`}${state}`);
    const done = await copy(location.href, words.box);
    const long = state.length > LONG ? ` It has ${location.href.length} characters, which some programs cut.` : "";
    words.said.textContent = `${done ? "The link is copied" : "Copy the link below"}; it is in the address, too.${long}`;
  });

  if (!OPENS.includes(view)) return say;
  link.after(file, input);

  async function take_in(chosen) {
    try {
      const found = await fromFile(chosen, model.get("spec"), model.get("start"));
      await put(found.situation, { model, ...page });
      model.said = found.said;
    } catch (error) {
      words.said.textContent = `${chosen.name}: ${error.message}. The picture stays as it was.`;
      return;
    }
    await again();
    const same = el.querySelector(`.bp-toolbar [title="${file.title}"]`);
    if (same instanceof HTMLElement) same.focus();
  }
  file.addEventListener("click", () => input.click());
  input.addEventListener("change", () => input.files.length && take_in(input.files[0]));
  const root = /** @type {HTMLElement} */ (el.querySelector(".bp-root"));
  root.addEventListener("dragover", (event) => {
    if (event.dataTransfer.types.includes("Files")) event.preventDefault();
  });
  root.addEventListener("drop", (event) => {
    if (!event.dataTransfer.files.length) return;
    event.preventDefault();
    take_in(event.dataTransfer.files[0]);
  });
  return say;
}

export default { isShared, isPlayer, readAddress, open, share };
