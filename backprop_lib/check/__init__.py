"""Checks for the lessons' exercises: each one runs your function and names the mistake it made.

========================== =============================================  ========================
check                      your function                                  what it returns
========================== =============================================  ========================
``weighted_sum(f)``        ``f(x, W, b)``                                 ``z``, (batch, neurons)
``forward(f)``             ``f(X, W1, b1, W2, b2)``                       ``a2``, (batch, outputs)
``output_delta(f)``        ``f(z, a, y)``                                 ``delta``, like z
``hidden_delta(f)``        ``f(delta_next, W_next, z, a)``                ``delta``, like z
``bias_gradient(f)``       ``f(delta)``                                   ``db``, (fan_out,)
``weight_gradient(f)``     ``f(a_before, delta)``                         ``dW``, (fan_in, fan_out)
``backward(f)``            ``f(network, forward, y)``                     ``delta, dW, db``: dicts
                                                                          by layer number
``central(f)``             ``f(loss, params, epsilon)``                   ``slopes``, like params
``update(f)``              ``f(X, y, W1, b1, W2, b2, learning_rate,       ``W1, b1, W2, b2``
                           steps)``
``update_rule(f)``         ``f(W, b, dW, db, learning_rate)``             ``W, b``
``training_loop(f)``       ``f(network, X, y, learning_rate, steps)``     ``network, losses``
``mini_batches(f)``        ``f(X, y, batch_size, epochs, rng)``           pairs: rows of X, of y
``program(cls)``           a class: ``forward``, ``loss``, ``backward``,  see `program`
                           ``update``, ``train``, ``predict``
``early_stopping(f)``      ``f(losses, patience)``                        a look's number, from 0
``momentum(f)``            ``f(W, velocity, dW, learning_rate, keep)``    ``W, velocity``
``linear_arrays(f)``       ``f(W, b)``                                    ``weight, bias``
``delta_from_hook(f)``     ``f(slope)``                                   ``delta``, like slope
``value_engine(C)``        ``C(data, inputs=(), slopes=())``, a class     Values: ``+ * sigmoid()``
``walk_back(f)``           ``f(end)``                                     nothing: it fills grads
``training_step(f)``       ``f(model, loss_function, optimizer, X, y)``   ``loss``, before the step
``colour_limits(f)``       ``f(values)``                                  ``low, high``
``gradient_picture(f)``    ``f(ax, numeric, own)``                        nothing: it draws
``at_most(f)``             ``f(weights)``                                 a share: one number
``keeping_spread(f)``      ``f(slopes, fan_in, fan_out)``                 ``for_length, for_size``
``skip_backward(f)``       ``f(arrives, slopes, W)``                      ``delta, handed_on``
``batch_norm_backward(f)`` ``f(du, z, gamma, epsilon)``                   ``dz, dgamma, dbeta``
``clipped(f)``             ``f(dW1, dW2, largest)``                       ``dW1, dW2``
========================== =============================================  ========================

None of them raises. Each returns a `Report` that shows itself; ``report.passed`` is True or False.

What passes is kept in ``mine.py``, in the learner's folder (`make lab`). ``mine("backward")`` is
the function from there, or ours where that is missing or not right; ``ours("backward")`` is ours.

The clinic of lesson 4 is here, too: ``patient("A")``, ``diagnosis(…)``, ``cure(…)``.
So is the contest of lesson 6: ``deepest(network, optimizer)``.

`MISTAKES` holds the mistakes of the backward pass by name; `backward_pass/mistakes.py` says
how to compute with one. To add an exercise, write one file with the exercise's own name, such as
`lesson1/weighted_sum.py`: the function that learners call, the cases, and an `EXERCISE` (what is
right, which wrong answers it lists). The tests find it by that name, EXERCISE. Then import the
function here, add its row above, and name its mistakes in `judging/beliefs.py`; docs/adding.md says
what the lesson needs.
"""

from .backward_pass.backward_mistake import BackwardMistake
from .backward_pass.mistakes import MISTAKES
from .clinic.diagnosis import diagnosis
from .clinic.patients import cure, patient
from .judging.exercise import Exercise, WrongAnswer
from .judging.judge import judge
from .judging.report import Report
from .lesson1.forward import forward
from .lesson1.weighted_sum import weighted_sum
from .lesson2.backward import backward
from .lesson2.bias_gradient import bias_gradient
from .lesson2.central import central
from .lesson2.hidden_delta import hidden_delta
from .lesson2.output_delta import output_delta
from .lesson2.update import update
from .lesson2.weight_gradient import weight_gradient
from .lesson3.early_stopping import early_stopping
from .lesson3.mini_batches import mini_batches
from .lesson3.momentum import momentum
from .lesson3.program import program
from .lesson3.training_loop import training_loop
from .lesson3.update_rule import update_rule
from .lesson4.colour_limits import colour_limits
from .lesson4.gradient_picture import gradient_picture
from .lesson5.delta_from_hook import delta_from_hook
from .lesson5.linear_arrays import linear_arrays
from .lesson5.training_step import training_step
from .lesson5.value_engine import value_engine
from .lesson5.walk_back import walk_back
from .lesson6.at_most import at_most
from .lesson6.batch_norm_backward import batch_norm_backward
from .lesson6.clipped import clipped
from .lesson6.deepest import deepest
from .lesson6.keeping_spread import keeping_spread
from .lesson6.skip_backward import skip_backward
from .written.mine import Mine, mine, ours

__all__ = [
    "MISTAKES",
    "BackwardMistake",
    "Exercise",
    "Mine",
    "Report",
    "WrongAnswer",
    "at_most",
    "backward",
    "batch_norm_backward",
    "bias_gradient",
    "central",
    "clipped",
    "colour_limits",
    "cure",
    "deepest",
    "delta_from_hook",
    "diagnosis",
    "early_stopping",
    "forward",
    "gradient_picture",
    "hidden_delta",
    "judge",
    "keeping_spread",
    "linear_arrays",
    "mine",
    "mini_batches",
    "momentum",
    "ours",
    "output_delta",
    "patient",
    "program",
    "skip_backward",
    "training_loop",
    "training_step",
    "update",
    "update_rule",
    "value_engine",
    "walk_back",
    "weight_gradient",
    "weighted_sum",
]
