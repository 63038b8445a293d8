"""Which mistake was it? Listed ones are looked up; of any other it is said what can be said.

From the surest to the weakest: a slip of the language, a listed wrong answer, a relation to the
right result, a function for one sample or for columns (found by running it so), a part that goes
wrong given the learner's own values, two mistakes at once. Each is tried on every case.
"""

from .in_parts import in_parts, in_parts_partly
from .related import compound, related, shape
from .tried_otherwise import for_one, only_for_one
from .two_at_once import two_at_once
from .wrong_answers import listed, slip


def diagnose(exercise, function, cases, found, right):
    """Name and sentence of what explains every case; None and "" if nothing does."""
    for find in (
        slip,
        listed,
        shape,
        in_parts,
        related,
        for_one,
        two_at_once,
        compound,
        in_parts_partly,
        only_for_one,
    ):
        name, says = find(exercise, function, cases, found, right)
        if name:
            return name, says
    return None, ""
