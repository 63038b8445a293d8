"""The list of mistakes: the checks diagnose with it, the bug laboratory computes with it.

``MISTAKES[name]`` is a `BackwardMistake`; the order is that of the equations. Two uses:

    mistake = check.MISTAKES["W not transposed"]
    mistake.sentence, mistake.equation, mistake.shows    # what is wrong, where, what reveals it
    delta, dW, db = mistake.backward(network, forward, y, loss)     # dicts by layer number

    memory = None                                        # training with the mistake
    for _ in range(steps):
        network, memory = mistake.step(network, X, y, loss, learning_rate=0.5, memory=memory)

`backward` is right for the mistakes that are made later, in the update: their `equation` is
"update". What happens is NumPy's affair, as in a learner's own code. Where shapes do not fit,
`backward` and `step` raise ValueError (W not transposed and not square); a result can have a wrong
shape (a bias gradient that is not summed), and then `step` raises ValueError. When the weights
leave the finite numbers, `step` raises ValueError or OverflowError: training diverged.
"""

from types import MappingProxyType

from . import backward_mistake, pieces
from . import wrong_pieces as wrong
from .backward_mistake import BackwardMistake
from .pieces import RIGHT

_ALL = (
    BackwardMistake(
        "sign flipped",
        "sign turned",
        "The sign is flipped: every slope points the other way, and a step with it makes the loss\n"
        "rise. Where a difference is taken, which of the two comes first?",
        "BP1",
        "Any input.",
        (
            {"output_delta": wrong.flipped(RIGHT["output_delta"])},
            {"hidden_delta": wrong.flipped(RIGHT["hidden_delta"])},
            *wrong.both(
                wrong.flipped(RIGHT["weight_gradient"]), wrong.flipped(RIGHT["bias_gradient"])
            ),
        ),
    ),
    BackwardMistake(
        "slope too many",
        "slope at the wrong place",
        "The output's delta has a slope f′ too many. With this loss the slope of the output\n"
        "cancels against what the loss's own derivative divides by.",
        "BP1",
        "Losses that cancel the slope (bce, cross_entropy); most where the output saturates.",
        (
            {"output_delta": wrong.one_slope_more},
            {"output_delta": wrong.one_slope_more_at_a},
            {"output_delta": wrong.one_slope_more_from_z},
        ),
    ),
    BackwardMistake(
        "z for a",
        "path cut short",
        "The output's z is compared with y. What the network answers is a, after the activation.",
        "BP1",
        "Any output but identity.",
        (
            {"output_delta": wrong.z_for_a},
            {"output_delta": wrong.z_for_a_in_the_slope_too},
        ),
    ),
    BackwardMistake(
        "broadcast by accident",
        "batch mixed up",
        "Shapes broadcast by accident: (n,) against (n, 1) is (n, n), so that every sample meets\n"
        "every target. Averaged again, it pulls each output to the mean of all targets.",
        "BP1",
        "Two samples or more; one sample hides it.",
        (
            {"output_delta": wrong.target_mean},
            {"output_delta": wrong.flat_y},
            {"output_delta": wrong.flat_a},
            {"output_delta": wrong.flat_difference},
            {"output_delta": wrong.flat_slope},
        ),
    ),
    BackwardMistake(
        "slope forgotten",
        "slope forgotten",
        "The slope f′ is forgotten: delta is the loss's slope along z, and on the way from z to\n"
        "the loss stands the activation.",
        "BP1, BP2",
        "A hidden layer that is not identity; in the output a loss that does not cancel it.",
        wrong.slope_ways(wrong.one),
    ),
    BackwardMistake(
        "slope at a",
        "slope at the wrong place",
        "The slope f′ is taken at a. It is the slope of the curve where the neuron stands, and\n"
        "the neuron stands at z.",
        "BP1, BP2",
        "Sigmoid or tanh; ReLU hides it, as a > 0 wherever z > 0.",
        wrong.slope_ways(wrong.at_a),
    ),
    BackwardMistake(
        "slope's formula given z",
        "slope at the wrong place",
        "The short formula for the slope is written in a, and here it is given z.",
        "BP1, BP2",
        "Sigmoid or tanh; the slope of ReLU is not written in a.",
        wrong.slope_ways(wrong.from_z),
    ),
    BackwardMistake(
        "W not transposed",
        "wrong weights back",
        "W is not transposed on the way back. W[i, j] leads from i to j; delta comes from j and\n"
        "goes to i, so the sum runs over j, the columns.",
        "BP2",
        "Two hidden neurons or more. A square W gives wrong numbers, any other an error;\n"
        "a W of one number, or a symmetric one, hides it.",
        ({"hidden_delta": wrong.at(wrong.right_slope, lambda delta, W: delta @ W)},),
    ),
    BackwardMistake(
        "columns for rows",
        "shapes swapped",
        "This is the formula for column vectors, and here each sample is a row: with rows delta\n"
        "comes first, and W after it.",
        "BP2, BP4",
        "Anything larger than one sample and one neuron; mostly an error.",
        (
            {"hidden_delta": wrong.at(wrong.right_slope, lambda delta, W: W.T @ delta)},
            {"hidden_delta": wrong.at(wrong.right_slope, lambda delta, W: W @ delta)},
            {"hidden_delta": wrong.at(wrong.right_slope, lambda delta, W: W @ delta.T)},
            {"hidden_delta": wrong.at(wrong.right_slope, lambda delta, W: W.T @ delta.T)},
            {"weight_gradient": lambda a, delta: delta @ a.T / len(delta)},
            {"weight_gradient": lambda a, delta: a @ delta.T / len(delta)},
            {"weight_gradient": lambda a, delta: a @ delta / len(delta)},
        ),
    ),
    BackwardMistake(
        "* instead of @",
        "one path only",
        "`*` multiplies number by number and sums nothing. On the way back to a neuron the paths\n"
        "to all neurons of the next layer add up; in a gradient of W the samples do.",
        "BP2, BP4",
        "Anything larger than one sample and one neuron; mostly an error.",
        (
            {"hidden_delta": wrong.at(wrong.right_slope, lambda delta, W: delta * W.T)},
            {"hidden_delta": wrong.at(wrong.right_slope, lambda delta, W: delta * W)},
            {"weight_gradient": lambda a, delta: a * delta / len(delta)},
            {"weight_gradient": lambda a, delta: a.T * delta / len(delta)},
        ),
    ),
    BackwardMistake(
        "updated W used",
        "backward is undoing",
        "The next layer was updated first, and this one's delta is computed with its new W. All\n"
        "slopes belong to one point: the old weights, with which the forward pass was made.",
        "BP2",
        "A hidden layer, and a learning rate that is not tiny.",
        run=pieces.with_updated_weights,
    ),
    BackwardMistake(
        "delta divided by the batch",
        "batch mixed up",
        "delta is divided by the number of samples. Here it has one row a sample, each on its\n"
        "own; the mean over samples is taken later, once, in the gradients.",
        "BP1, BP2",
        "Two samples or more. If the gradients sum in return, they are right all the same.",
        (
            {
                "output_delta": wrong.output_by_batch,
                "weight_gradient": lambda a, delta: a.T @ delta,
                "bias_gradient": lambda delta: delta.sum(axis=0),
            },
            {"hidden_delta": wrong.hidden_by_batch},
        ),
    ),
    BackwardMistake(
        "mean forgotten",
        "batch mixed up",
        "The mean over the batch is forgotten: samples are summed, so the step grows with the\n"
        "number of samples.",
        "BP3, BP4",
        "Two samples or more.",
        wrong.both(lambda a, delta: a.T @ delta, lambda delta: delta.sum(axis=0)),
    ),
    BackwardMistake(
        "mean taken twice",
        "batch mixed up",
        "The mean over the batch is taken twice, so the gradient is too small by the number of\n"
        "samples.",
        "BP3, BP4",
        "Two samples or more.",
        (
            *wrong.both(
                lambda a, delta: a.T @ delta / len(delta) ** 2,
                lambda delta: delta.sum(axis=0) / len(delta) ** 2,
            ),
            {**RIGHT, "output_delta": wrong.output_by_batch},  # and once more in the gradients
        ),
    ),
    BackwardMistake(
        "sum over the wrong axis",
        "batch mixed up",
        "The sum runs over the wrong axis. Rows are samples and columns are neurons: gradients\n"
        "sum over samples, and neurons stay apart.",
        "BP2, BP3, BP4",
        "A batch and a layer of different sizes show it by shape; equal sizes hide the shape.",
        wrong.AXES,
    ),
    BackwardMistake(
        "bias gradient not summed",
        "batch mixed up",
        "The gradient of b still has a row for every sample. One b serves all samples, so its\n"
        "slope is made of all of theirs: shape (fan_out,).",
        "BP3",
        "Two samples or more by their numbers, one sample by its shape, (1, fan_out).",
        (
            {"bias_gradient": lambda delta: delta},
            {"bias_gradient": lambda delta: delta / len(delta)},
        ),
    ),
    BackwardMistake(
        "bias gradient as a row",
        "slip",
        "The numbers of the bias gradient are right, its shape is not: b has shape (fan_out,).",
        "BP3",
        "Its shape, (1, fan_out), with two samples or more.",
        ({"bias_gradient": lambda delta: delta.mean(axis=0, keepdims=True)},),
    ),
    BackwardMistake(
        "a of the wrong layer",
        "input forgotten",
        "The gradient of W is made with a of the layer that W leads to. The weight multiplies\n"
        "the a that it comes from.",
        "BP4",
        "Any input; layers of equal size hide it from the shapes.",
        run=pieces.with_a_of_the_wrong_layer,
    ),
    BackwardMistake(
        "dW transposed",
        "shapes swapped",
        "The numbers of the gradient of W are right, but rows and columns are swapped: it has\n"
        "the shape of W, (fan_in, fan_out).",
        "BP4",
        "A W with more than one number; a square one hides it from the shapes.",
        ({"weight_gradient": lambda a, delta: delta.T @ a / len(delta)},),
    ),
    BackwardMistake(
        "input changed in place",
        "slip",
        "The slope is written into a itself, in place, before the gradient of the next W reads\n"
        "it. Give a result a new name.",
        "BP4",
        "A hidden layer that is not identity.",
        run=pieces.with_slopes_written_into_a,
    ),
    BackwardMistake(
        "biases never updated",
        "bias is small",
        "The biases are never updated: b is a parameter like W, and has a slope of its own.",
        "update",
        "Any input, after one step.",
        change=backward_mistake.biases_left_alone,
    ),
    BackwardMistake(
        "gradients accumulated",
        "gradients start anew",
        "Gradients of the step before are still in the sum. Each step starts from zero: the old\n"
        "slopes belong to old weights.",
        "update",
        "Two steps or more; the first step hides it.",
        change=backward_mistake.accumulated,
    ),
    BackwardMistake(
        "learning rate forgotten",
        "slope is distance",
        "The learning rate is forgotten: the whole gradient is subtracted.",
        "update",
        "Any learning rate but 1.",
        change=backward_mistake.whole_gradient,
    ),
)
MISTAKES = MappingProxyType({mistake.name: mistake for mistake in _ALL})
