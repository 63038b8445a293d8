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
=========================  =============================================  ========================

None of them raises. Each returns a `Report` that shows itself; ``report.passed`` is True or False.

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
from .exercise import Exercise, Mistake
from .forward_pass import forward, weighted_sum
from .judge import judge
from .mistake import BackwardMistake
from .mistakes import MISTAKES
from .report import Report

__all__ = [
    "MISTAKES",
    "BackwardMistake",
    "Exercise",
    "Mistake",
    "Report",
    "backward",
    "bias_gradient",
    "forward",
    "hidden_delta",
    "judge",
    "output_delta",
    "update",
    "weight_gradient",
    "weighted_sum",
]
