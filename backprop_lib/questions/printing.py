"""Questions as Markdown: with their options, as a lesson prints them, and with their answers."""

from html import escape
from string import ascii_lowercase

from .question import CHOSEN, plain

ASKS = {
    "several": "Two or more are right.",
    "number": "The answer is a number; {tolerance:g} more or less is right, too.",
    "order": "Put these lines in order.",
    "free": "Answer with a sentence of your own.",
}
LEAD = 60  # letters of a question's text in the title of its answer


def lettered(question, seed=0):
    """(letter, option) for each option as it is shown."""
    return list(zip(ascii_lowercase, question.shown(seed), strict=False))


def asked(question, seed=0):
    """The question with its options."""
    lines = question.text.splitlines()
    ask = ASKS.get(question.kind, "").format(tolerance=question.tolerance)
    if question.kind == "order" and len(question.right) < len(question.options):
        ask = ask.replace(".", "; not all of them are needed.")
    if ask:
        lines += ["", f"*{ask}*"]
    if question.kind not in ("number", "free"):
        lines += ["", *(f"- ({letter}) {o.text}" for letter, o in lettered(question, seed))]
    return quoted("\n".join(lines))


def quoted(text):
    """A text as a quotation."""
    return "\n".join(f"> {line}".rstrip() for line in text.splitlines())


def shortened(text, most):
    """Its first words, so many letters at most.

    >>> shortened("which of them will rise?", 14)
    'which of them …'
    """
    return text if len(text) <= most else f"{text[:most].rsplit(' ', 1)[0]} …"


def answered(question, seed=0):
    """The answer with all reasons, folded."""
    lead = shortened(plain(question.text).removeprefix("Predict. "), LEAD)
    body = "\n".join(_answers(question, seed))
    summary = f"<summary>{question.name}: {escape(lead)}</summary>"
    return f"<details>{summary}\n\n{body}\n\n</details>"


def _answers(question, seed):
    if question.kind == "free":
        return [f"For example: {question.options[0].text}"]
    if question.kind == "number":
        right, wrong = question.right[0], [o for o in question.options if not o.right]
        return [
            f"**{right.value:.4g}.** {right.reason}",
            "",
            *(f"- {option.value:.4g}: {option.reason}" for option in wrong),
        ]
    letters = {option: f"({letter})" for letter, option in lettered(question, seed)}
    wrong = [f"- {letters[o]} {o.text}: {o.reason}" for o in letters if not o.right]
    if question.kind in CHOSEN:
        right = question.right[0]
        return [f"**{letters[right]} {_ended(right.text)}** {right.reason}", "", *wrong]
    mark = "1." if question.kind == "order" else "-"
    right = [f"{mark} **{letters[o]} {_ended(o.text)}** {o.reason}" for o in question.right]
    return [*right, "", *wrong]


def _ended(text):
    """With one full stop, or the sign that ends it already."""
    return text if text.endswith((".", "?", "!", "…")) else f"{text}."
