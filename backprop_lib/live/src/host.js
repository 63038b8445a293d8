// The host of a page without a kernel: every widget whose state the page holds comes alive in it.
// The page may be of the site, one file, or an export of a learner's own notebook.

import { makeModel } from "./host/model.js";
import { makeSources } from "./host/sources.js";

const STATE = 'script[type="application/vnd.jupyter.widget-state+json"]';
const VIEW = 'script[type="application/vnd.jupyter.widget-view+json"]';
const NOTEBOOK = 'link[type="application/x-ipynb+json"]';
const BOXES = { HBoxModel: "row wrap", VBoxModel: "column nowrap", BoxModel: "row wrap" };
const PYTHON = ["Python draws this one, and no Python runs on this page: open ", " to move it."];
const idOf = (ref) => ref.replace("IPY_MODEL_", "");

/** @type {Map<string, any>} */
const models = new Map();
let sources = makeSources([]);

const host = {
  async getModel(ref) {
    const found = models.get(idOf(ref));
    if (!found) throw new Error(`the page holds no widget ${idOf(ref)}`);
    return found;
  },
  async getWidget(ref) {
    const model = await host.getModel(ref);
    const { exports } = await begun(model);
    return { exports, render: ({ el, signal }) => mount(model, el, signal) };
  },
};

/** A widget is initialized once, however often it is shown. */
function begun(model) {
  model.begun ??= (async () => {
    const widget = await sources.widgetOf(model);
    return { widget, exports: await widget.initialize?.({ model, host, signal: forever }) };
  })();
  return model.begun;
}
const forever = new AbortController().signal;

async function mount(model, el, signal = forever) {
  if (model.kind in BOXES) {
    el.style.cssText = `display: flex; flex-flow: ${BOXES[model.kind]}; gap: 10px`;
    for (const ref of model.get("children")) {
      const part = document.createElement("div");
      part.style.cssText = "flex: 1 1 380px; min-width: 0";
      el.append(part);
      await mount(await host.getModel(ref), part, signal);
    }
    return;
  }
  await stand(model, el, signal);
}

/** Show a view in its place, and anew there when it has been given something else to show. */
async function stand(model, el, signal) {
  const { widget } = await begun(model);
  const stop = new AbortController();
  signal.addEventListener("abort", () => stop.abort(), { signal: stop.signal });
  const cleanup = await widget.render({ model, el, host, signal: stop.signal });
  if (typeof cleanup === "function") stop.signal.addEventListener("abort", cleanup);
  const again = () => {
    stop.abort();
    el.replaceChildren();
    return stand(model, el, signal);
  };
  const beside = await sources.share();
  const id = beside && [...models.values()].filter(beside.isShared).length > 1 ? model.id : "";
  const say = beside?.share({ model, el, id, page, again, said: model.said });
  model.shown = { el, again, say };
}

/** What may be put into a view refers to other models and makes some. */
const page = {
  widget: (ref) => models.get(idOf(ref)),
  async add(state) {
    const id = `made-${models.size}`;
    models.set(id, await makeModel({ model_name: "FloatSliderModel", state }));
    return `IPY_MODEL_${id}`;
  },
};

/** To the view that the address told of, where it says what became of it. */
function goThere(model) {
  model?.shown?.say?.(model.said);
  model?.shown?.el.scrollIntoView({ block: "nearest" });
}

/** Of a view that the address tells of: a player's run begins when the player is shown. */
const isLate = async (model) => (await sources.share()).isPlayer(model);

/** What the address holds of a view is put into it; says which view that is. */
async function openAddress({ isEarly = false } = {}) {
  const beside = location.hash.length > 1 ? await sources.share() : null;
  if (!beside) return null;
  const { isShared, open, readAddress } = beside;
  const asked = readAddress(location.hash, models);
  const all = [...models.values()].filter(isShared);
  const model = all.find(({ id }) => asked?.id === id) ?? all[0];
  if (!asked || !model) return null;
  if (isEarly && (await isLate(model))) return model;
  try {
    await open(model, asked.state, page);
    model.said = "This is what the link holds.";
  } catch (error) {
    model.said = `The link could not be opened: ${error.message}. This is the start.`;
  }
  return model;
}

/**
 * One sentence below a picture; it may offer the notebook, by a link where the page has one.
 * @param {Element} mark
 * @param {string[]} words before the offer, and after it
 * @param {string} [role]
 */
function note(mark, [before, after], role) {
  const line = document.createElement("p");
  line.className = "bp-host-note";
  if (role) line.setAttribute("role", role);
  const notebook = document.querySelector(NOTEBOOK);
  const offer = document.createElement(notebook ? "a" : "span");
  if (notebook instanceof HTMLLinkElement) Object.assign(offer, { href: notebook.href, download: "" });
  offer.textContent = before.endsWith(". ") ? "The notebook" : "the notebook";
  line.append(before, offer, after);
  mark.after(line);
}

/** Else the view has said in its place what failed. */
const stands = (el) => !el.querySelector(".bp-failure:not(:empty)");

/** One view of many: its headings stand one below the page's, and its parts are no landmarks. */
function settle(el) {
  for (const part of el.querySelectorAll("section[aria-label]")) part.setAttribute("role", "group");
  let level = 1;
  for (const heading of document.querySelectorAll("h1, h2, h3, h4, h5, h6")) {
    if (el.contains(heading)) heading.ariaLevel = String(Math.min(level + 1, 6));
    else if (heading.compareDocumentPosition(el) & Node.DOCUMENT_POSITION_PRECEDING) return;
    else if (!heading.closest(".bp-host-view") && heading.checkVisibility()) level = Number(heading.tagName[1]);
  }
}

/** Bring one widget to life where its mark stands; until it does, its still picture stands there. */
async function show(mark) {
  const model = models.get(JSON.parse(mark.textContent).model_id);
  if (!model) return note(mark, PYTHON);
  const el = document.createElement("div");
  el.className = "bp-host-view";
  mark.after(el);
  try {
    await mount(model, el);
    if (!stands(el)) return;
    settle(el);
    for (const still of mark.parentElement.querySelectorAll(":scope > :is(img, .bp-wide)"))
      still.style.display = "none";
    el.dataset.live = "true";
  } catch (error) {
    el.remove();
    note(mark, [`This view could not start: ${error.message}. `, " has it, too."], "alert");
    reportError(error);
  }
}

/** Views look for JupyterLab's word on the theme: here the page's own switch says it. */
function followTheme() {
  const [page, { body }] = [document.documentElement, document];
  const say = () => {
    const theme = body.dataset.theme ?? page.dataset.theme;
    if (theme === "dark" || theme === "light") body.dataset.jpThemeLight = String(theme === "light");
    else delete body.dataset.jpThemeLight; // "auto": the system's
  };
  if (!(body.dataset.theme ?? page.dataset.theme)) return;
  for (const el of [page, body]) {
    new MutationObserver(say).observe(el, { attributes: true, attributeFilter: ["data-theme"] });
  }
  say();
}

async function start() {
  followTheme();
  sources = makeSources(/** @type {any} */ (globalThis).bpParts ?? []);
  for (const block of document.querySelectorAll(STATE)) {
    for (const [id, kept] of Object.entries(JSON.parse(block.textContent).state)) {
      models.set(id, Object.assign(await makeModel(kept), { id }));
    }
  }
  const linked = await openAddress({ isEarly: true });
  for (const mark of document.querySelectorAll(VIEW)) {
    await show(mark);
    await new Promise((done) => setTimeout(done)); // a hand that is already there comes first
  }
  if (linked) goThere((await isLate(linked)) ? await openAddress() : linked);
  addEventListener("hashchange", async () => {
    const model = await openAddress();
    if (model && !(await isLate(model))) await model.shown?.again();
    goThere(model);
  });
  document.documentElement.dataset.bpHost = "ready";
}

if (document.readyState === "loading") addEventListener("DOMContentLoaded", start);
else start();
