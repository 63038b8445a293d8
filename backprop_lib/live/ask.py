"""ask: a question of the course, answered in place."""

from functools import cache

import anywidget
import traitlets
from matplotlib.figure import Figure

from .. import plots, questions
from ..plots import style
from ..questions import judging, kept
from ..questions.question import plain
from . import bundles

STILL = "○  Run this cell, and answer here."


class Ask(anywidget.AnyWidget):
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
    problem = traitlets.Dict({"message": "", "traceback": ""}).tag(sync=True)

    def __init__(self, name, *, seed=0):
        self.question = questions.get(name)
        super().__init__(spec=_spec(self.question, seed), tries=kept.read().get(name, []))
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

    def _answered(self, change):
        """Keep what was answered; where that fails, the learner has to know."""
        try:
            kept.write(self.question.name, change["new"])
        except OSError as error:
            message = f"Your answer is not kept: {error.filename}: {error.strerror}."
            self.problem = {"message": message, "traceback": ""}
        else:
            self.problem = {"message": "", "traceback": ""}

    def __repr__(self):
        return f"Question {self.question.name}"

    def _repr_mimebundle_(self, **kwargs):
        """The live view, and a still picture that gives nothing away."""
        bundle = super()._repr_mimebundle_(**kwargs)
        data, metadata = bundle if bundle is not None else ({}, {})
        still, alt = _still()
        return {**data, **still, "text/plain": repr(self)}, {**metadata, **alt}


def ask(name, *, seed=0):
    """The question of that name, to be answered here: see `Ask`.

    Examples
    --------
    >>> ask("1.blank")
    Question 1.blank
    """
    return Ask(name, seed=seed)


def _spec(question, seed):
    """What the page needs of a question."""
    lines = [option.text for option in question.right] if question.kind == "order" else []
    return {
        "name": question.name,
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
        | {"other": judging.OTHER},
        "palette": {"light": style.LIGHT, "dark": style.DARK},
    }


@cache
def _still():
    """The place where an answer goes, the same for every question: a sentence, and its picture."""
    with style.use():
        figure = Figure(figsize=(2.8, 0.3), dpi=100, facecolor="white")
        figure.text(0.01, 0.5, STILL, va="center", size=11)
    plots.describe(figure, STILL)
    still, alt = plots.picture(figure)
    return {**still, "text/html": f"<p>{STILL}</p>"}, alt  # there are many: no picture twice
