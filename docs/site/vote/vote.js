// One question of the bank, large, and votes counted by a tap or a key. Nothing is kept and nothing
// is sent: a new question, or a reload, begins at 0.

const $ = (id) => document.getElementById(id);
const bank = JSON.parse($("bank").textContent);
const find = (name) => bank.findIndex((question) => question.name === name);

let at = 0;
let votes = []; // letters, in the order of the taps
let before = null; // the counts of the first vote

const countOf = (letter) => votes.filter((vote) => vote === letter).length;

function element(tag, className, content = "") {
  const made = document.createElement(tag);
  made.className = className;
  made.innerHTML = content; // from the bank, as the builder wrote it
  return made;
}

function fillMenu() {
  const groups = new Map();
  for (const { name, title } of bank) {
    const lesson = name.split(".")[0];
    if (!groups.has(lesson))
      groups.set(lesson, Object.assign(document.createElement("optgroup"), { label: `Lesson ${lesson}` }));
    groups.get(lesson).append(new Option(title, name));
  }
  $("which").append(...groups.values());
}

/** Build what one question shows; `paint` then changes numbers alone. */
function show(index) {
  at = (index + bank.length) % bank.length;
  votes = [];
  before = null;
  const { name, text, options } = bank[at];
  $("which").value = name;
  $("text").innerHTML = text;
  $("options").className = "";
  $("options").replaceChildren(
    ...options.map(({ letter, text, right, reason }) => {
      const item = element("li", right ? "right" : "wrong");
      const button = element("button", "option");
      button.dataset.letter = letter;
      button.title = "one vote more";
      button.append(
        element("span", "letter", letter),
        element("span", "", text),
        element("span", "count"),
        element("span", "bar"),
      );
      button.firstChild.style.color = button.lastChild.style.color = `var(--${letter.toLowerCase()})`;
      item.append(button, element("p", "reason", reason));
      return item;
    }),
  );
  history.replaceState(null, "", `#${name}`);
  paint();
}

function paint() {
  const most = Math.max(1, ...bank[at].options.map(({ letter }) => countOf(letter)));
  for (const button of document.querySelectorAll(".option")) {
    const { letter } = button.dataset;
    const count = countOf(letter);
    const [, words, counted, bar] = button.children;
    counted.innerHTML = before ? `<span class="before">before ${before[letter]}</span> ${count}` : `${count}`;
    bar.style.width = `${(100 * count) / most}%`;
    button.setAttribute("aria-label", `${letter}: ${words.textContent}, ${count} ${count === 1 ? "vote" : "votes"}`);
  }
  $("total").textContent = `${votes.length} ${votes.length === 1 ? "vote" : "votes"}`;
  $("reveal").textContent = $("options").className ? "Hide" : "Reveal";
  $("undo").disabled = votes.length === 0;
}

const ACTS = {
  vote(letter) {
    votes.push(letter);
  },
  undo() {
    votes.pop();
  },
  reveal() {
    $("options").classList.toggle("shown");
  },
  again() {
    before = Object.fromEntries(bank[at].options.map(({ letter }) => [letter, countOf(letter)]));
    votes = [];
    $("options").className = "";
  },
};

function act(name, ...rest) {
  ACTS[name](...rest);
  paint();
}

$("options").addEventListener("click", (event) => {
  const button = event.target.closest(".option");
  if (button) act("vote", button.dataset.letter);
});
for (const name of ["reveal", "again", "undo"]) $(name).addEventListener("click", () => act(name));
$("back").addEventListener("click", () => show(at - 1));
$("next").addEventListener("click", () => show(at + 1));
$("which").addEventListener("change", () => show(find($("which").value)));

addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.target === $("which")) return;
  const letter = event.key.toUpperCase();
  if (bank[at].options.some((option) => option.letter === letter)) act("vote", letter);
  else if (event.key === "Enter" && !event.target.closest("button")) act("reveal");
  else if (letter === "V") act("again");
  else if (event.key === "Backspace") act("undo");
  else if (event.key === "ArrowRight") show(at + 1);
  else if (event.key === "ArrowLeft") show(at - 1);
  else return;
  event.preventDefault();
});

const asked = () => Math.max(0, find(decodeURIComponent(location.hash.slice(1))));
addEventListener("hashchange", () => show(asked()));
fillMenu();
show(asked());
