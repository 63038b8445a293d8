"""ask: a question of the course, answered in place; and what was answered, asked again and told."""

from datetime import date
from functools import cache
from pathlib import Path

import traitlets
from IPython.display import Markdown, display
from matplotlib.figure import Figure

from .. import plots, questions
from ..plots import style
from ..questions import again, judging, kept, printing, source
from ..questions.question import plain
from . import bundles
from .view import View

FIRST_DAY = "Nothing is due yet: what goes wrong comes back at once, what is right after two days."
NOTHING = (
    "Questions come back here: those that went wrong, and those of two and of seven days ago.\n"
    "They need the answers that `make lab` keeps, and this cell has found none."
)
NO_AIMS = (
    "Here stands, aim by aim, which of its questions you have answered rightly.\n"
    "It needs the answers that `make lab` keeps, and this cell has found none."
)
STILL = "○  Run this cell, and answer here."


class Ask(View):
    """A question of the course: choose, and read why it is right, or what tempts about it.

    The question itself stands in the cell above; here its options can be chosen, by mouse, touch
    or keyboard. Only the reason of what was chosen is shown, and one may try again. Nothing waits
    for an answer: a notebook that runs without a person runs through.

    Parameters
    ----------
    name : str
        The lesson's number and a word: "3.twins" (`questions.names` lists them all).
    seed : int, default 0
        Decides the order of the options; with 0 it is that of the cell above.
    numbers : int, optional
        Draws the question's numbers anew, where it has others; its truth is computed anew, too.
    again : bool, default False
        Ask as if it had not been answered: what was is kept, and not shown.

    Attributes
    ----------
    question : questions.Question
    tries : list of dict
        What was answered, oldest first: ``{"given": answer, "right": True, False or None}``.

    Raises
    ------
    ValueError
        If there is no such question.

    Examples
    --------
    >>> asked = Ask("1.blank")
    >>> asked.answer(0.5).right
    True
    >>> asked
    Question 1.blank
    """

    _esm = bundles.script("ask")
    _css = bundles.style("ask")

    spec = traitlets.Dict().tag(sync=True)
    tries = traitlets.List().tag(sync=True)
    own = traitlets.Unicode().tag(
        sync=True
    )  # itself: by it the page knows whether a kernel is there
    problem = traitlets.Dict({"message": "", "traceback": ""}).tag(sync=True)

    def __init__(self, name, *, seed=0, numbers=None, again=False):
        question = questions.get(name)
        self.question = question if numbers is None else source.fresh(question, numbers)
        # An answer belongs to the numbers that it was given to.
        self._numbers = {"numbers": numbers} if self.question.text != question.text else {}
        tries = [one for one in kept.read().get(name, []) if self._is_own(one) and not again]
        self._kept = len(tries)  # of its tries, from the first
        super().__init__(spec=_spec(self.question, seed, self._numbers), tries=tries)
        self.own = f"IPY_MODEL_{self._model_id}"
        self.observe(self._answered, "tries")

    def answer(self, given):
        """Answer, as a hand would.

        Parameters
        ----------
        given : str, float or list of str
            An option's text; those of several, or of the lines in order; a number; a sentence.

        Returns
        -------
        questions.Verdict
            Whether it is right, and the reason of what was chosen.

        Raises
        ------
        ValueError
            If it is no answer to such a question.
        """
        verdict = questions.judge(self.question, given)
        self.tries = [*self.tries, {"given": given, "right": verdict.right}]
        return verdict

    def _is_own(self, one):
        """Was it given to this question, as it is asked now: its words, its numbers?"""
        if one.get("numbers") != self._numbers.get("numbers"):
            return False
        try:
            questions.judge(self.question, one["given"])
        except (
            ValueError
        ):  # a newer course has other options: what was chosen stands no longer here
            return False
        return True

    def _answered(self, change):
        """Keep what was answered; where that fails, the learner has to know."""
        name = self.question.name
        new = [{**one, **self._numbers} for one in change["new"][self._kept :]]
        try:
            kept.write(name, [*kept.read().get(name, []), *new])
        except OSError as error:
            message = f"Your answer is not kept: {error.filename}: {error.strerror}."
            self.problem = {"message": message, "traceback": ""}
        else:
            self._kept = len(change["new"])
            self.problem = {"message": "", "traceback": ""}

    def __repr__(self):
        return f"Question {self.question.name}"

    @staticmethod
    @cache
    def _still():
        """Where an answer goes, the same for every question: a sentence, and its picture."""
        with style.use():
            figure = Figure(figsize=(2.8, 0.3), dpi=100, facecolor="white")
            figure.text(0.01, 0.5, STILL, va="center", size=11)
        plots.describe(figure, STILL)
        still, alt = plots.picture(figure)
        return {**still, "text/html": f"<p>{STILL}</p>"}, alt  # there are many: no picture twice


def ask(name, *, seed=0, numbers=None):
    """The question of that name, to be answered here: see `Ask`.

    `ask.due()` asks again what is due, `ask.aims(1)` says which aims of a lesson are reached,
    `ask.export()` is all that was answered, as a text.

    Examples
    --------
    >>> ask("1.blank")
    Question 1.blank
    """
    return Ask(name, seed=seed, numbers=numbers)


def due(*, today=None, most=5):
    """Show the questions that are due again (`questions.again.due`), some with other numbers.

    Parameters
    ----------
    today : datetime.date, optional
    most : int, default 5
    """
    if not (answers := kept.read()):
        print(FIRST_DAY if kept.path() else NOTHING)
        return
    today = today or date.today()
    names = again.due(answers, today)
    if not names:
        print("Nothing is due again today.")
    else:
        more = f" Here are the first {most}; once they are right, run this again."
        print(f"Due again: {len(names)}." + more * (len(names) > most))
    for name in names[:most]:
        asked = Ask(name, numbers=today.toordinal(), again=True)
        display(Markdown(printing.asked(asked.question)), asked)


def aims(lesson):
    """Say, aim by aim, which of a lesson's questions were answered rightly the last time.

    Parameters
    ----------
    lesson : int
    """
    answers = kept.read()
    if not answers and not kept.path():
        print(NO_AIMS)
        return
    for number, aim in again.reached(lesson, answers).items():
        right, all_of_it = len(aim["right"]), len(aim["right"]) + len(aim["left"])
        more = [f"; {kind}: {', '.join(aim[kind])}" for kind in ("left", "further") if aim[kind]]
        print(f"Aim {number}: {right} of {all_of_it} questions right{''.join(more)}.")


class Text(str):
    """A text that a cell shows as it is."""

    __repr__ = str.__str__


def export(file=None):
    """All that was answered, as a text in Markdown, for whom you choose to give it.

    Parameters
    ----------
    file : path, optional
        Where to write it, too: ``ask.export("my answers.md")``.

    Returns
    -------
    str
    """
    text = again.told(kept.read())
    if file is not None:
        Path(file).write_text(text + "\n", encoding="utf-8")
    return Text(text)


ask.due, ask.aims, ask.export = due, aims, export


def _spec(question, seed, numbers):
    """What the page needs of a question."""
    lines = [option.text for option in question.right] if question.kind == "order" else []
    return {
        "name": question.name,
        "key": " ".join([question.name, *map(str, numbers.values())]),
        "kind": question.kind,
        "label": plain(question.text),
        "options": [
            {
                "text": option.text,
                "right": option.right,
                "reason": option.reason,
                "value": option.value,
                "after": option.after,
            }
            for option in question.shown(seed)
        ],
        "lines": lines,
        "tolerance": question.tolerance,
        "network": list(question.network or ()),
        "words": {"more": judging.MORE, "mores": judging.MORES, "short": judging.SHORT}
        | {"sign": judging.SIGN, "point": judging.POINT, "near": judging.NEAR}
        | {"other": judging.OTHER, "turned": judging.TURNED}
        | {"large": judging.LARGE, "small": judging.SMALL},
        "palette": {"light": style.LIGHT, "dark": style.DARK},
    }
