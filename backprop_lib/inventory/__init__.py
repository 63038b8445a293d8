"""An inventory of backpropagation: what a class believes, before and after.

``form(seed)`` makes a form of 24 items, ``score(table)`` says what a class answered. Each wrong
option is what a misconception of the course's list makes of the item's numbers.
"""

from .concepts import CONCEPTS
from .form import WHEN, Form, form
from .item import Item

__all__ = ["CONCEPTS", "WHEN", "Form", "Item", "form", "score"]


def score(table, seed=None):
    """What a class answered: see `inventory.scoring.score`."""
    from .scoring import score

    return score(table, seed)
