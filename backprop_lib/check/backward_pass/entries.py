"""The list of mistakes as an exercise knows them: each with words that say where to look."""

from itertools import combinations

from ...activations import ACTIVATIONS
from ..judging.exercise import WrongAnswer
from . import pieces, rarer, wrong_pieces
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


def entry(equations, mistake, answers):
    """An entry of an exercise: what a learner reads says where to look and what shows it."""
    where = "; ".join(EQUATIONS[equation] for equation in equations)
    says = f"{mistake.sentence}\nWhere to look: {where}.\nWhat shows it: {mistake.shows}"
    return WrongAnswer(mistake.name, says, answers)


def of_a_piece(piece, as_answer):
    """The mistakes that can be made in one equation; not those made by several in concert."""
    equation = PIECES[piece]
    entries = []
    for mistake in MISTAKES.values():
        own = equation in mistake.equation
        answers = [
            as_answer(way[piece])
            for way in mistake.ways
            if way.get(piece, pieces.RIGHT[piece]) is not pieces.RIGHT[piece]
            and (own or len(way) == 1)
        ]
        if answers:
            entries.append(entry([equation], mistake, tuple(answers)))
    return tuple(entries)


def of_a_pass(mistake, as_answer):
    """One entry for each way of a mistake, which points to the equations of that way."""
    if mistake.run:
        return [entry(mistake.equation.split(", "), mistake, (as_answer(mistake.run),))]
    entries = []
    # Where two ways give equal numbers, the one that points to fewer equations is named.
    for way in sorted(mistake.ways, key=len):
        wrong = [p for p in PIECES if way.get(p, pieces.RIGHT[p]) is not pieces.RIGHT[p]]
        at = [PIECES[piece] for piece in wrong]
        at = [equation for equation in at if equation in mistake.equation] or at
        entries.append(entry(at, mistake, (as_answer(wrong_pieces.run_with(way)),)))
    return entries


def single_ways(also=()):
    """(mistake, way) for every way that changes one piece, and the first one of those in `also`.

    `also` has wrong answers beside the list: (wrong answer, ways).
    """
    return [
        *(
            (mistake, way)
            for mistake in MISTAKES.values()
            if not mistake.change and not mistake.run
            for way in mistake.ways
            if len(way) == 1
        ),
        *((made, ways[0]) for made, ways in also),
    ]


def pairs(as_answer, also=()):
    """Two pieces wrong at once, for `Exercise.pairs`."""
    also = [*also]
    ways = single_ways(also)
    for (one, way), (other, another) in combinations(ways, 2):
        if way.keys() != another.keys() and one.name != other.name:
            yield both(one, other), as_answer(wrong_pieces.run_with({**way, **another}))
    layer = MISTAKES["a of the wrong layer"]
    for made, way in [*ways, *((made, way) for made, ways in also for way in ways[1:])]:
        yield both(layer, made), as_answer(pieces.taking_a_of_the_wrong_layer(way))


def both(*made):
    """Mistakes of the list, or wrong answers beside it, as a pair of an exercise names them."""
    return [WrongAnswer(one.name, getattr(one, "sentence", "") or one.says, ()) for one in made]


RARER = (  # name, sentence, passes: beside the one list
    (
        "bias gradient with the input",
        "The gradient of b is made of the gradient of W, so the inputs are in it. The input of a\n"
        "bias is always 1: its gradient is made of delta alone.\n"
        "Where to look: BP3, the gradient of b.",
        rarer.bias_with_the_input,
    ),
    (
        "slope of the next layer",
        "The slope in a hidden delta is the one of the layer after it. A neuron's delta has the\n"
        "slope of its own activation, at its own z.\n"
        "Where to look: BP2, the delta of a hidden layer.",
        rarer.slope_of_the_next_layer,
    ),
    (
        "W of the wrong layer",
        "On its way back delta goes through the weights that lead into its layer. It has come\n"
        "through those that lead on from it: they belong to the next layer.\n"
        "Where to look: BP2, the delta of a hidden layer.",
        (rarer.weights_of_the_layer_itself,),
    ),
    (
        "gradient before the slope",
        "In the last layer the gradient is made before the slope comes in, and delta is handed\n"
        "back with it. Delta comes first; the gradients of its layer are made of it.\n"
        "Where to look: BP4, the gradient of W; BP3, the gradient of b.",
        (rarer.gradient_before_the_slope, rarer.gradient_before_the_slope_in_W),
    ),
)
