"""The list of mistakes as an exercise knows them: each with words that say where to look."""

from ...activations import ACTIVATIONS
from ..judging.exercise import WrongAnswer
from . import pieces, wrong_pieces
from .mistakes import MISTAKES

SIGMOID = ACTIVATIONS["sigmoid"]
LOSSES = ("bce", "squared_error")  # those that fit a sigmoid output and differ in their delta
PIECES = {  # the equation of each piece of a backward pass
    "output_delta": "BP1",
    "hidden_delta": "BP2",
    "bias_gradient": "BP3",
    "weight_gradient": "BP4",
}
EQUATIONS = {
    "BP1": "BP1, the delta of the output",
    "BP2": "BP2, the delta of a hidden layer",
    "BP3": "BP3, the gradient of b",
    "BP4": "BP4, the gradient of W",
    "update": "the update of W and b",
}


def entry(equations, known, answers):
    """An entry of an exercise: what a learner reads says where to look and what shows it."""
    where = "; ".join(EQUATIONS[equation] for equation in equations)
    says = f"{known.sentence}\nWhere to look: {where}.\nWhat shows it: {known.shows}"
    return WrongAnswer(known.name, says, answers)


def of_a_piece(piece, signed):
    """The mistakes that can be made in one equation; not those made by several in concert."""
    equation = PIECES[piece]
    entries = []
    for known in MISTAKES.values():
        own = equation in known.equation
        answers = [
            signed(way[piece])
            for way in known.ways
            if way.get(piece, pieces.RIGHT[piece]) is not pieces.RIGHT[piece]
            and (own or len(way) == 1)
        ]
        if answers:
            entries.append(entry([equation], known, tuple(answers)))
    return tuple(entries)


def of_a_pass(known, signed):
    """One entry for each way of a mistake, which points to the equations of that way."""
    if known.whole:
        return [entry(known.equation.split(", "), known, (signed(known.whole),))]
    entries = []
    # Where two ways give equal numbers, the one that points to fewer equations is named.
    for way in sorted(known.ways, key=len):
        at = [equation for piece, equation in PIECES.items() if piece in way]
        at = [equation for equation in at if equation in known.equation] or at
        entries.append(entry(at, known, (signed(wrong_pieces.whole(way)),)))
    return entries
