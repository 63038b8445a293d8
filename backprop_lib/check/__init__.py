"""Checks for the lessons' exercises: each one runs your function and names the mistake it made.

========================  ==========================================  ==========================
check                     your function                               what it returns
========================  ==========================================  ==========================
``weighted_sum(f)``       ``f(x, W, b)``                              ``z``, (batch, fan_out)
``forward(f)``            ``f(X, W1, b1, W2, b2)``                    ``a2``, (batch, outputs)
========================  ==========================================  ==========================

None of them raises. Each returns a `Report` that shows itself; ``report.passed`` is True or False.

To add an exercise, write an `Exercise` (what is right, on which cases, which mistakes are known)
and a function that hands it to `judge`; `forward_pass.py` has two.
"""

from .exercise import Exercise, Mistake
from .forward_pass import forward, weighted_sum
from .judge import judge
from .report import Report

__all__ = ["Exercise", "Mistake", "Report", "forward", "judge", "weighted_sum"]
