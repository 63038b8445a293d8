"""A place on a figure, read as a person writes it: "step 15", "15", "layer 1", "a[1][0]", "dW2"."""

import re

import numpy as np

STEP, NEURON, GRADIENT, LAYER = "a step", "a neuron", "a gradient", "a layer"
_WAYS = (
    (GRADIENT, re.compile(r"^(?:gradient)?(?:of)?(dw|db)\D*(\d+).*$")),
    (NEURON, re.compile(r"^(?:neuron)?[az]\W*(\d+)\D+(\d+)\D*$")),
    (NEURON, re.compile(r"^(?:hidden)?layer\D*(\d+)\D*(?:neuron|unit)\D*(\d+)\D*$")),
    ("neuron first", re.compile(r"^(?:neuron|unit)\D*(\d+)\D*layer\D*(\d+)\D*$")),
    (LAYER, re.compile(r"^(?:in|the|hidden|delta|a|z)*(?:layer|schicht)?\W*(\d+)\W*$")),
    (LAYER, re.compile(r"^(?:the)?(\d+)(?:st|nd|rd|th)(?:hidden)?layer$")),
)
_STEP = re.compile(r"^(?:at|from|after|in|the)*(?:step|epoch)s?\D*(\d+)(?:\.0*)?(?:on)?$")
_BARE = re.compile(r"^(\d+)(?:\.0*)?$")
_WORDS = {"first": "1st", "second": "2nd", "third": "3rd"}


def read(where):
    """What kind of place it is, and its name as the clinic writes it; None, "" for no place.

    Parameters
    ----------
    where : str or int
        A bare number is a step.
    """
    if isinstance(where, (int, float, np.integer, np.floating)) and not isinstance(where, bool):
        where = f"{where:g}"
    text = re.sub(r"\s", "", str(where)).lower().strip(".'\"")
    for word, number in _WORDS.items():
        text = text.replace(word, number)
    step = _STEP.match(text) or _BARE.match(text)
    if step:
        return STEP, f"step {int(step[1])}"
    for kind, way in _WAYS:
        found = way.match(text)
        if not found:
            continue
        if kind == GRADIENT:
            return kind, f"d{found[1][1].replace('w', 'W')}[{int(found[2])}]"
        if kind == LAYER:
            return kind, f"layer {int(found[1])}"
        l, j = found.groups() if kind == NEURON else found.groups()[::-1]
        return NEURON, f"a[{int(l)}][{int(j)}]"
    return None, ""


def kind_of(places):
    """The kind of place at which an illness shows itself."""
    return read(next(iter(places)))[0]


def there(where, places, recorded):
    """Does an illness that shows at `places` show at `where`, too?

    A layer is right where something in it is; a step between two that were recorded counts for
    the one before it.
    """
    kind, name = read(where)
    if kind == STEP and kind_of(places) == STEP:
        before = recorded[recorded <= int(name.split()[1])]
        return bool(before.size) and f"step {before[-1]}" in places
    if kind == LAYER:
        number = name.split()[1]
        return any(re.match(rf"\w+\[{number}\]", place) for place in places)
    return name in places


def choice(value, choices):
    """The one of `choices` that a person means, or that alone holds what was written; else None.

    Case, spaces, a plural do not matter.
    """
    given = _plain(value) if isinstance(value, str) else ""
    plain = {_plain(name): name for name in choices}
    found = [name for whole, name in plain.items() if given and given in whole]
    return plain.get(given, found[0] if len(found) == 1 else None)


def _plain(text):
    words = re.findall(r"[a-z]+", re.sub(r"relu", "relu ", text.lower()).replace("-", " "))
    joined = "".join(word.rstrip("s") for word in words if word != "the")
    return joined.replace("neuron", "unit")
