// What was chosen becomes one line of a table, in the page alone: nothing is sent anywhere.
const form = document.querySelector("form");
const [told, text] = [form.querySelector("[role=status]"), form.querySelector("textarea")];
form.addEventListener("submit", (event) => {
  event.preventDefault();
  const code = form.elements.code.value.trim();
  if (!code) {
    told.textContent = "Write your code first, at the top.";
    form.elements.code.focus();
    return;
  }
  const names = [...form.querySelectorAll("fieldset")].map((_, n) => `q${n + 1}`);
  const chosen = names.map((name) => form.elements[name].value);
  const cell = (value) => (/[",\n]/.test(value) ? `"${value.replaceAll('"', '""')}"` : value);
  const rows = [
    ["code", "when", "seed", ...names],
    [cell(code), form.dataset.when, form.dataset.seed, ...chosen],
  ];
  text.value = rows.map((row) => row.join(",")).join("\n");
  text.closest("p").hidden = false;
  const open = chosen.filter((letter) => !letter).length;
  told.textContent = open ? `Saved. ${open} left open.` : "Saved.";
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([`${text.value}\n`], { type: "text/csv" }));
  link.download = `${code.replace(/[^\p{L}\p{N}]+/gu, "-")}-${form.dataset.when}.csv`;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 1000);
});
