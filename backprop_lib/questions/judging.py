"""What an answer is worth. `live/src/ask/judge.js` says the same in the page; a test holds both."""

import math
from dataclasses import dataclass

from .. import validation
from .question import CHOSEN

MORE = "So far right; there is one more."
MORES = "So far right; there are more."
SHORT = "So far right; lines are missing."
SIGN = "As large as it should be, with the other sign."
POINT = "The right digits, but the point stands in another place."
NEAR = "Near, but not near enough. Keep one digit more on the way, or count once more."
OTHER = "Not one of the numbers that we expected. Go through it once more."
TURNED = "Its sign should be the other one, and its size is not right. Go through it once more."
LARGE = "More than ten times too large. Go through it once more."
SMALL = "Less than a tenth of what it should be. Go through it once more."
POWERS = (0.001, 0.01, 0.1, 10, 100, 1000)  # by which a point is in another place


@dataclass(frozen=True)
class Verdict:
    """Attributes
    ----------
    right : bool or None
        None of a free sentence, which the learner compares.
    reasons : tuple of str
        Of what was chosen, and of nothing else.
    misconceptions : tuple of str
        Which what was chosen shows.
    """

    right: bool | None
    reasons: tuple
    misconceptions: tuple = ()


def judge(question, given):
    """What an answer to a question is worth.

    Parameters
    ----------
    question : Question
    given : str, float or list of str
        The text of an option; those of several, or of the lines in order; a number; a sentence.

    Returns
    -------
    Verdict

    Raises
    ------
    ValueError
        If it is no answer to such a question.

    Examples
    --------
    >>> from backprop_lib import questions
    >>> question = questions.get("1.blank")
    >>> questions.judge(question, 0.5).right
    True
    """
    if question.kind == "number":
        return _number(question, given)
    if question.kind == "free":
        return _free(question, given)
    texts = [given] if question.kind in CHOSEN else given
    if not isinstance(texts, (list, tuple)) or not texts:
        raise ValueError(f"the answer is {given!r}; expected a list of options.")
    by_text = {option.text: option for option in question.options}
    chosen = [by_text[validation.known(text, "option", tuple(by_text))] for text in texts]
    if len(set(texts)) < len(texts):
        raise ValueError(f"the answer is {given!r}; expected each option once.")
    return _order(question, chosen) if question.kind == "order" else _set(question, chosen)


def _set(question, chosen):
    wrong = [option for option in chosen if not option.right]
    missing = len(question.right) - len(chosen) + len(wrong)
    if wrong:
        return _verdict(False, wrong)
    if missing:
        return Verdict(False, (MORE if missing == 1 else MORES,))
    return _verdict(True, chosen)


def _order(question, chosen):
    """The first line that stands where it does not belong tells."""
    before = set()
    for n, option in enumerate(chosen, start=1):
        if not option.right:
            return _verdict(False, [option])
        for text, says in option.after:
            if text not in before:
                return Verdict(False, (f"Line {n} {says}. {option.reason}".strip(),))
        before.add(option.text)
    if len(chosen) < len(question.right):
        return Verdict(False, (SHORT,))
    return Verdict(True, tuple(option.reason for option in chosen if option.reason))


def _number(question, given):
    if isinstance(given, bool) or not isinstance(given, (int, float)) or not math.isfinite(given):
        raise ValueError(f"the answer is {given!r}; expected a number.")
    near = [o for o in question.options if abs(given - o.value) <= question.tolerance * (1 + 1e-9)]
    near.sort(key=lambda option: (not option.right, abs(given - option.value)))
    return _verdict(near[0].right, near[:1]) if near else _unnamed(question, given)


def _unnamed(question, given):
    """A number that no option has: what it has in common with the right one."""
    right, tolerance = question.right[0].value, question.tolerance
    if abs(right) > tolerance >= abs(given + right):
        return Verdict(False, (SIGN,), ("sign turned",))
    part = abs(right) / 100
    if any(abs(given * power - right) <= min(tolerance, part) for power in POWERS):
        return Verdict(False, (POINT,), ("slip",))
    near = abs(given - right) <= min(3 * tolerance, 10 * part)
    return Verdict(False, (NEAR if near else _how_far(right, tolerance, given),))


def _how_far(right, tolerance, given):
    """What is wrong with the sign or with the order of magnitude, where that tells something."""
    times = given / right if abs(right) > tolerance else 1
    return TURNED if times < 0 else LARGE if times > 10 else SMALL if times < 0.1 else OTHER


def _free(question, given):
    if not isinstance(given, str) or not given.strip():
        raise ValueError(f"the answer is {given!r}; expected a sentence.")
    return Verdict(None, (question.options[0].text,))


def _verdict(right, options):
    shown = {option.misconception: None for option in options if option.misconception}
    return Verdict(right, tuple(option.reason for option in options), tuple(shown))
