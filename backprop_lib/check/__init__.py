"""Checks for the lessons' exercises: each one runs your function and names the mistake it made.

=========================  =============================================  ========================
check                      your function                                  what it returns
=========================  =============================================  ========================
``weighted_sum(f)``        ``f(x, W, b)``                                 ``z``, (batch, fan_out)
``forward(f)``             ``f(X, W1, b1, W2, b2)``                       ``a2``, (batch, outputs)
``output_delta(f)``        ``f(z, a, y)``                                 ``delta``, like z
``hidden_delta(f)``        ``f(delta_next, W_next, z, a)``                ``delta``, like z
``bias_gradient(f)``       ``f(delta)``                                   ``db``, (fan_out,)
``weight_gradient(f)``     ``f(a_before, delta)``                         ``dW``, (fan_in, fan_out)
``backward(f)``            ``f(network, forward, y)``                     ``delta, dW, db``: dicts
                                                                          by layer number
``update(f)``              ``f(X, y, W1, b1, W2, b2, learning_rate,       ``W1, b1, W2, b2``
                           steps)``
``update_rule(f)``         ``f(W, b, dW, db, learning_rate)``             ``W, b``
``training_loop(f)``       ``f(network, X, y, learning_rate, steps)``     ``network, losses``
``mini_batches(f)``        ``f(X, y, batch_size, epochs, rng)``           pairs: rows of X, of y
``momentum(f)``            ``f(W, velocity, dW, learning_rate, keep)``    ``W, velocity``
``linear_arrays(f)``       ``f(W, b)``                                    ``weight, bias``
``delta_from_hook(f)``     ``f(slope)``                                   ``delta``, like slope
``training_step(f)``       ``f(model, loss_function, optimizer, X, y)``   ``loss``, before the step
``gradient_picture(f)``    ``f(ax, numeric, own)``                       nothing: it draws
``at_most(f)``             ``f(weights)``                                 a share: one number
``keeping_spread(f)``      ``f(slopes, fan_in, fan_out)``                 a standard deviation
``clipped(f)``             ``f(dW1, dW2, largest)``                       ``dW1, dW2``
=========================  =============================================  ========================

None of them raises. Each returns a `Report` that shows itself; ``report.passed`` is True or False.

The clinic of lesson 4 is here, too: ``patient("A")``, ``diagnosis(…)``, ``cure(…)``.
So is the contest of lesson 6: ``deepest(network, optimizer)``.

`MISTAKES` holds the known mistakes of the backward pass by name; `mistakes.py` says how to compute
with one. To add an exercise, write an `Exercise` (what is right, on which cases, which mistakes
are known) and a function that hands it to `judge`; `forward_pass.py` has two.
"""

from .backward_pass import (
    backward,
    bias_gradient,
    hidden_delta,
    output_delta,
    update,
    weight_gradient,
)
from .clinic import cure, patient
from .depth import at_most, clipped, deepest, keeping_spread
from .diagnosis import diagnosis
from .exercise import Exercise, Mistake
from .forward_pass import forward, weighted_sum
from .framework_arrays import delta_from_hook, linear_arrays
from .judge import judge
from .learning import mini_batches, momentum, training_loop, update_rule
from .mistake import BackwardMistake
from .mistakes import MISTAKES
from .own_figure import gradient_picture
from .report import Report
from .training_step import training_step

__all__ = [
    "MISTAKES",
    "BackwardMistake",
    "Exercise",
    "Mistake",
    "Report",
    "at_most",
    "backward",
    "bias_gradient",
    "clipped",
    "cure",
    "deepest",
    "delta_from_hook",
    "diagnosis",
    "forward",
    "gradient_picture",
    "hidden_delta",
    "judge",
    "keeping_spread",
    "linear_arrays",
    "mini_batches",
    "momentum",
    "output_delta",
    "patient",
    "training_loop",
    "training_step",
    "update",
    "update_rule",
    "weight_gradient",
    "weighted_sum",
]
