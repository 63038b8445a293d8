// What a lesson's page tells a learning platform, by SCORM 1.2: which questions were answered, whether
// rightly, and which misconception an answer shows; how many are solved; when all have been answered.
// Without a platform around the page it does nothing. It reads what `bpScorm` says of the questions.

(() => {
  const questions = /** @type {any} */ (globalThis).bpScorm;
  const opened = Date.now();

  /** The platform's interface: in this window, or in one around it, or in the one that opened it. */
  function find() {
    const places = [window, window.opener].filter(Boolean);
    for (let place of places) {
      for (let n = 0; n < 20; n++) {
        try {
          if (place.API) return place.API;
        } catch {
          break; // another site's window
        }
        if (place.parent === place) break;
        place = place.parent;
      }
    }
    return null;
  }

  const api = find();
  if (!api || api.LMSInitialize("") === "false") return;
  sayToLearner();
  const set = (name, value) => api.LMSSetValue(name, String(value).slice(0, 255));
  /** By the question's name: 1 once it was solved, 0 while it was only answered. */
  const done = kept();

  function sayToLearner() {
    const note = document.createElement("p");
    note.setAttribute("role", "note");
    note.textContent = "Your learning platform is told what you answer here, and whether it is right.";
    const heading = document.querySelector("h1");
    if (heading) heading.after(note);
    else document.body.prepend(note);
  }

  function kept() {
    try {
      return JSON.parse(api.LMSGetValue("cmi.suspend_data") || "{}");
    } catch {
      return {};
    }
  }

  const two = (n) => String(Math.floor(n)).padStart(2, "0");
  const clock = (ms) => `${two(ms / 3.6e6)}:${two((ms / 6e4) % 60)}:${two((ms / 1000) % 60)}`;
  const TYPES = { number: "numeric", free: "fill-in", order: "sequencing" };

  /** The answer as the standard writes it: letters of options, a number, words. */
  function response({ letters }, given) {
    if (!letters) return given;
    return [given].flat().map((text) => letters[text]).join(",");
  }

  /** One answer, as one interaction. */
  function tell({ name, given, right, reasons }) {
    const question = questions[name];
    if (!question) return;
    const at = `cmi.interactions.${Number(api.LMSGetValue("cmi.interactions._count")) || 0}`;
    set(`${at}.id`, name);
    const shown = reasons.map((reason) => question.shows[reason]).filter(Boolean);
    for (const [n, misconception] of [...new Set(shown)].entries()) {
      set(`${at}.objectives.${n}.id`, misconception.replaceAll(" ", "_"));
    }
    const now = new Date();
    set(`${at}.time`, [now.getHours(), now.getMinutes(), now.getSeconds()].map(two).join(":"));
    set(`${at}.type`, TYPES[question.kind] ?? "choice");
    if (question.right) set(`${at}.correct_responses.0.pattern`, question.right);
    set(`${at}.student_response`, response(question, given));
    set(`${at}.result`, right === null ? "neutral" : right ? "correct" : "wrong");
    done[name] = right === true || done[name] ? 1 : 0;
    state();
  }

  /** How far the learner is, and what is needed to go on another day. */
  function state() {
    const judged = Object.keys(questions).filter((name) => questions[name].kind !== "free");
    const solved = judged.filter((name) => done[name]).length;
    set("cmi.core.score.min", 0);
    set("cmi.core.score.max", 100);
    set("cmi.core.score.raw", Math.round((100 * solved) / judged.length));
    const all = Object.keys(questions).every((name) => name in done);
    set("cmi.core.lesson_status", all ? "completed" : "incomplete");
    api.LMSSetValue("cmi.suspend_data", JSON.stringify(done));
    api.LMSCommit("");
  }

  let open = true;
  function close() {
    if (!open) return;
    open = false;
    set("cmi.core.session_time", `00${clock(Date.now() - opened)}`);
    set("cmi.core.exit", "suspend");
    api.LMSFinish("");
  }

  if (!["completed", "passed"].includes(api.LMSGetValue("cmi.core.lesson_status"))) state();
  document.addEventListener("bp-answer", (event) => tell(/** @type {CustomEvent} */ (event).detail));
  addEventListener("pagehide", close);
})();
