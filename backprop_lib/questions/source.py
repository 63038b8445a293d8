"""The form in which an author writes a question, in a lesson's source.

A fence that opens with `{question} NAME` holds it: lines of settings, the text, the options::

    ```{question} 1.blank
    :kind: number
    :given: net = Network.from_weights([[[2.0]]], [[0.0]], activations="sigmoid")
    :tolerance: 0.01

    **Predict.** The input is 0. What is the answer?

    - [x] net.forward([[0.0]]).output[0, 0]
      The sigmoid of 0 is one half.
    - [ ] 0
      {zero in, zero out} The weighted sum is 0, and the sigmoid of 0 is not 0.
    ```

An option's reason stands below it, indented; that of a wrong one begins with its misconception in
braces, a key of `misconceptions.MISCONCEPTIONS`.

choice   The default: one of the options is right ([x]).
several  Two or more are.
sign     A choice among up to three, shown as written: what rises, what falls, what stays.
number   The options are expressions, which the core computes: one right, the others known mistakes.
order    The lines that are needed, [x], as they belong; those that are not, [ ]. Lines of Python
         in backticks may be given in any order that computes the same (`lines.py`).
place    A choice of places in a picture, such as a[1][0] or W[2][0, 1]; `:network: 2-3-1` draws it.
free     A sentence; the one option is a model answer.

`:given:` (as many as needed) are statements in which np, Network, datasets and gradcheck are known.
`:draw: a = 0.5, 0.4` names a number that may be another one when the question comes back; the
lesson has the first, and what comes back never has the lesson's answer. Statements and options use
the name, and in the text and the reasons `{a}` or `{a * (1 - a):.2f}` is its place, so that all of
it is worked out anew.
`:aim: 2` says which of the lesson's aims it shows to be reached.
`:truth:` is an expression that proves the mark: its text is that of the right option, or its sign
is (the first option is above 0, the second below, the third 0). Of an order of lines of Python it
has to be true when they have run; tests/questions/test_lines.py runs every other order, too.
"""

import re

import numpy as np

from .. import datasets, gradcheck
from ..misconceptions import MISCONCEPTIONS
from ..network import Network
from .lines import with_order
from .question import KINDS, Option, Question

SETTING = re.compile(r":(\w+): *(.*)")
ITEM = re.compile(r"- \[([ x])\] +(.*)")
MISCONCEPTION = re.compile(r"\{([^}]*)\} *")
DRAW = re.compile(r"(\w+) *= *(.+)")
PLACE = re.compile(r"\{([^{}:]+)(?::([^{}]*))?\}")
SETTINGS = ("kind", "draw", "given", "truth", "tolerance", "network", "aim")
DIGITS = 6  # of a number: beyond, processors differ
DRAWS = 100  # until one has another answer than the lesson


def parse(name, body, part="lesson", seed=None):
    """The question that an author wrote.

    Parameters
    ----------
    name : str
        "1.blank".
    body : str
        What stands between the fences.
    part : {"warm-up", "lesson", "further", "exit"}
    seed : int, optional
        Draws its numbers; without one they are those of the lesson.

    Returns
    -------
    Question

    Raises
    ------
    ValueError
        If something is missing or contradicts itself; the message names the question.
    """
    try:
        return _question(name, body, part, seed)
    except Exception as error:  # an expression may fail in any way
        raise ValueError(f"question {name}: {error}") from error


def fresh(question, seed):
    """The same question with other numbers, its truth computed anew; as it is if it has no others.

    What was right in the lesson is wrong here: who kept the answer in mind has to work it out.

    Raises
    ------
    ValueError
        If whatever is drawn has the lesson's answer.

    Examples
    --------
    >>> from backprop_lib import questions
    >>> question = questions.get("2.exit-delta")
    >>> len({fresh(question, seed).right[0].value for seed in range(20)}) > 5
    True
    """
    if question.body is None:
        return question
    own = parse(question.name, question.body, question.part).right[0].value
    for other in range(seed, seed + DRAWS):
        found = parse(question.name, question.body, question.part, other)
        if abs(found.right[0].value - own) > question.tolerance:
            return found
    raise ValueError(f"question {question.name}: whatever is drawn, the answer stays {own:g}")


def _question(name, body, part, seed):
    if not re.fullmatch(r"\d+\.[a-z0-9-]+", name):
        raise ValueError("its name is not one like 3.twins")
    settings, text, items = _parts(body)
    kind = settings.get("kind", ["choice"])[0]
    if kind not in KINDS:
        raise ValueError(f"kind {kind!r} is none of {', '.join(KINDS)}")
    if not text:
        raise ValueError("it asks nothing")
    known = {"np": np, "Network": Network, "datasets": datasets, "gradcheck": gradcheck}
    drawn = _drawn(settings.get("draw", []), name, seed)
    if drawn and kind != "number":
        raise ValueError(f"a {kind} has a draw; only the answer to a number is worked out anew")
    known |= drawn
    for line in settings.get("given", []):
        exec(line, known)
    tolerance = float(settings["tolerance"][0]) if "tolerance" in settings else None
    network = settings.get("network", [None])[0]
    options = tuple(_option(kind, known, *item, drawn) for item in items)
    question = Question(
        name,
        kind,
        part,
        _filled(text, known) if drawn else text,
        with_order(options) if kind == "order" else options,
        tolerance,
        tuple(int(size) for size in network.split("-")) if network else None,
        int(settings["aim"][0]) if "aim" in settings else None,
        body if drawn else None,
    )
    _check(question)
    if "truth" in settings:
        for line in question.right if kind == "order" else ():
            exec(line.text.strip("`"), known)
        _prove(question, eval(settings["truth"][0], known))
    return question


def _parts(body):
    """Settings, text, and per option its mark, its text and its reason."""
    settings, text, items = {}, [], []
    for line in body.strip("\n").splitlines():
        if not items and not text and (found := SETTING.fullmatch(line)):
            if found[1] not in SETTINGS:
                raise ValueError(f":{found[1]}: is none of {', '.join(SETTINGS)}")
            settings.setdefault(found[1], []).append(found[2].strip())
        elif found := ITEM.fullmatch(line):
            items.append((found[1] == "x", found[2].strip(), []))
        elif items and line.startswith("  "):
            items[-1][2].append(line.strip())
        elif items and line.strip():
            raise ValueError(f"after the options stands {line!r}; indent it by two")
        elif text or line.strip():
            text.append(line)
    return settings, "\n".join(text).strip(), items


def _drawn(lines, name, seed):
    """By its name the number of each line."""
    draw = np.random.default_rng([seed, *name.encode()]) if seed is not None else None
    found = {}
    for line in lines:
        variable, values = DRAW.fullmatch(line).groups()
        values = [float(value) for value in values.split(",")]
        value = values[draw.integers(len(values)) if draw else 0]
        found[variable] = int(value) if value == int(value) else value
    return found


def _filled(text, known):
    """With the numbers, and the words that follow from them, in their places."""

    def written(place):
        value = eval(place[1], known)
        if isinstance(value, str):
            return value
        return format(value, place[2] or "g").replace("-", "−")

    return PLACE.sub(written, text)


def _option(kind, known, right, text, reason, drawn):
    reason = " ".join(reason)
    found = MISCONCEPTION.match(reason)
    if found and drawn and right:  # the reason of a right one may begin with a number
        found = None
    if found and found[1] not in MISCONCEPTIONS:
        raise ValueError(f"{found[1]!r} is no key of misconceptions.MISCONCEPTIONS")
    if found and right:
        raise ValueError(f"{text!r} is right and carries a misconception")
    value = None
    if kind == "number":
        value = float(f"{float(eval(text, known)):.{DIGITS}g}")
    reason = reason[found.end() :] if found else reason
    reason = _filled(reason, known) if drawn else reason
    return Option(text, right, reason, found and found[1], value)


def _check(question):
    options, right = question.options, len(question.right)
    needed = {"several": right >= 2, "order": right >= 3}.get(question.kind, right == 1)
    if not needed:
        raise ValueError(f"{right} options are marked as right")
    if question.kind == "free":
        if len(options) != 1:
            raise ValueError("a free question has one option, its model answer")
        return
    if len(options) < 2 and question.kind != "number":
        raise ValueError("it has one option")
    if len({option.text for option in options}) < len(options):
        raise ValueError("two options are the same")
    for option in options:
        if not option.reason:
            raise ValueError(f"{option.text!r} has no reason")
        if not option.right and not option.misconception:
            raise ValueError(f"{option.text!r} is wrong and names no misconception")
    for text in (question.text, *(o.text for o in options), *(o.reason for o in options)):
        if "$" in text:
            raise ValueError("no TeX here: a page and a screen reader read it as it stands")
    _check_kind(question)


def _check_kind(question):
    options = question.options
    if (question.kind == "number") != (question.tolerance is not None):
        raise ValueError("a number, and nothing else, has a tolerance")
    if (question.kind == "place") != (question.network is not None):
        raise ValueError("a place, and nothing else, has a network such as 2-3-1")
    if question.kind == "sign" and len(options) > 3:
        raise ValueError("a sign has three options at most")
    if question.kind == "number":
        true = question.right[0].value
        for option in options:
            if not option.right and abs(option.value - true) <= question.tolerance:
                raise ValueError(f"{option.text!r} is as near as the tolerance to the right one")
    if question.kind == "place":
        for option in options:
            _check_place(option.text, question.network)


def _check_place(name, sizes):
    found = re.fullmatch(r"(?:a\[(\d+)\]\[(\d+)\]|W\[(\d+)\]\[(\d+), (\d+)\])", name)
    if found:
        l, j, l_W, i, k = (int(n) if n else None for n in found.groups())
        if l is not None and l < len(sizes) and j < sizes[l]:
            return
        if l_W and l_W < len(sizes) and i < sizes[l_W - 1] and k < sizes[l_W]:
            return
    raise ValueError(f"{name} is no place in a network {'-'.join(map(str, sizes))}")


def _prove(question, truth):
    right = question.right[0]
    if question.kind == "order":
        if not truth:
            raise ValueError("its lines, as they are marked, do not make the truth true")
    elif question.kind == "sign":
        proven = question.options[0 if truth > 0 else 1 if truth < 0 else 2]
        if proven is not right:
            raise ValueError(f"{right.text!r} is marked, and the truth is {truth}")
    elif right.text.replace("`", "") != str(truth):
        raise ValueError(f"{right.text!r} is marked, and the truth is {truth}")
