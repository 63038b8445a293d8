"""What a check returns: a verdict that shows itself as plain text."""

import sys
from dataclasses import dataclass, field
from types import MappingProxyType

import numpy as np

from .beliefs import beliefs_of

INDENT = "  "


@dataclass(frozen=True, eq=False)
class Report:
    """What a check found. It shows itself; `print` it, or leave it last in a cell.

    Attributes
    ----------
    exercise : str
        Name of the exercise.
    passed : bool
    mistake : str or None
        Short name of the mistake that was recognized.
    text : str
        All that the report says.
    yours, true : mapping from name to ndarray
        The results in the first case that failed (if all passed, in the last case). `yours`
        is empty where the function returned nothing to compare.
    largest_difference : float or None
        Largest |yours - true| over all cases; None where shapes do not allow one.
    """

    exercise: str
    passed: bool
    text: str
    mistake: str | None = None
    yours: MappingProxyType = field(default_factory=lambda: MappingProxyType({}))
    true: MappingProxyType = field(default_factory=lambda: MappingProxyType({}))
    largest_difference: float | None = None

    @property
    def misconceptions(self):
        """What the mistake shows: keys of `misconceptions.MISCONCEPTIONS`, as a question has them.

        Empty where nothing was recognized, or where only the numbers' relation was.
        """
        return beliefs_of(self.mistake)

    def __repr__(self):
        return printable(self.text, getattr(sys.stdout, "encoding", None))


PLAIN = {  # what to write where a terminal does not know a sign
    "σ": "sigma",
    "δ": "delta",
    "χ": "chi",
    "∂": "d",
    "′": "'",
    "−": "-",
    "✓": "[x]",
    "✗": "[ ]",
    "≠": "!=",
    "≤": "<=",
    "≥": ">=",
    "·": "*",
    "…": "...",
    "–": "-",
}


def printable(text, encoding):
    """`text` in signs that `encoding` has: a Windows terminal may not know σ or ✓."""
    try:
        text.encode(encoding or "utf-8")
    except UnicodeEncodeError:
        for sign, plain in PLAIN.items():
            try:
                sign.encode(encoding)
            except UnicodeEncodeError:
                text = text.replace(sign, plain)
        text = text.encode(encoding, "replace").decode(encoding)
    except LookupError:  # an encoding that Python does not know
        pass
    return text


def shapes(named):
    """Such as ``"x (1, 2), W (2, 3), b (3,)"``; of a plain number its value."""
    return ", ".join(f"{name} {np.shape(value) or value}" for name, value in named.items())


def rows(named):
    """One line for each array (more for a matrix), its values aligned beneath each other."""
    width = max(map(len, named))
    return "\n".join(
        f"{INDENT}{name:<{width}} = {_digits(array, len(INDENT) + width + 3)}"
        for name, array in named.items()
    )


def comparison(yours, true):
    """Yours above true for each result, with the largest difference."""
    lines = []
    for name, right in true.items():
        mine = yours.get(name)
        label = f"{name} " if len(true) > 1 else ""
        if mine is None:
            lines.append(f"{INDENT}{label}yours is missing")
            continue
        lines.append(rows({f"{label}yours": mine, f"{label}true": right}))
        if mine.shape == right.shape:
            lines.append(f"{INDENT}{label}largest difference: {amount(abs(mine - right).max())}")
        else:
            lines.append(f"{INDENT}{label}shapes: yours {mine.shape}, true {right.shape}")
    return "\n".join(lines)


def amount(difference):
    """A difference in words: below 1e-12 its digits are rounding, which differs by machine."""
    return "less than 1e-12" if difference < 1e-12 else f"{difference:.3g}"


def _digits(array, indent):
    text = np.array2string(
        np.asarray(array, float) + 0.0,  # + 0.0: no "-0."
        precision=4,
        suppress_small=True,
        separator=", ",
        threshold=50,
        max_line_width=90 - indent,
        floatmode="maxprec",
    )
    return text.replace("\n", "\n" + " " * indent)
