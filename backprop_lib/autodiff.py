"""Reverse-mode automatic differentiation of numbers, one node of a graph at a time.

It is backpropagation with no matrices: every operation makes a node that knows the nodes it came
from and the slope along each of them, and `Value.backward` carries slopes from the last node to the
first (Griewank & Walther 2008, chapter 3; the interface is that of Karpathy's micrograd).
"""

import math
from numbers import Real


class Value:
    """A number that remembers how it was made.

    ``+ - * / **`` work between Values and between a Value and a plain number, in both orders.

    Parameters
    ----------
    data : float

    Attributes
    ----------
    data : float
    grad : float
        What `backward` added up here: the slope of its end along this number. It starts at 0.0,
        and stays until `reset`: **a second `backward` adds to it**.
    operation : str
        What made it, such as ``"*"`` or ``"tanh"``; empty for a number that was put in.
    inputs : tuple of Value
        What it was made of; a plain number on one side of ``+`` is a Value here, too.
    slopes : tuple of float
        Its slope along each of `inputs`, found together with `data`.

    Raises
    ------
    TypeError
        If `data` is no real number.

    Examples
    --------
    >>> w, x = Value(0.5), Value(2.0)
    >>> loss = (w * x - 3) ** 2
    >>> loss.backward()
    >>> loss.data, w.grad, x.grad
    (4.0, -8.0, -2.0)
    """

    __slots__ = ("data", "grad", "operation", "inputs", "slopes")

    def __init__(self, data):
        if isinstance(data, bool) or not isinstance(data, Real):
            raise TypeError(
                f"data is {data!r}, a {type(data).__name__}; expected one real number. For an "
                "array make a Value of each of its numbers."
            )
        self.data, self.grad = float(data), 0.0
        self.operation, self.inputs, self.slopes = "", (), ()

    def __repr__(self):
        return f"Value(data={self.data:g}, grad={self.grad:g})"

    def backward(self):
        """Add the slope of this number along every number that it was made of to their `grad`.

        Nothing is reset first. Calling it twice doubles every `grad`, and the slopes of two ends
        that share nodes add up, as for ``(a + b).backward()``. Call `reset` in between where that
        is not meant: in training, before each step.

        Notes
        -----
        One node after another, each after all the nodes that were made of it:
        slope of an input += slope of the node * slope of the node along the input.
        It is the chain rule, and the sum over paths.

        Examples
        --------
        >>> x = Value(3.0)
        >>> y = x * x
        >>> y.backward()
        >>> x.grad
        6.0
        >>> y.backward()
        >>> x.grad
        12.0
        >>> y.reset()
        >>> y.backward()
        >>> x.grad
        6.0
        """
        for _ in self.sweep():
            pass

    def sweep(self):
        """`backward`, one node at a time, to watch the slopes arrive.

        Yields
        ------
        Value
            The node whose slope is complete and was passed on: its part of the `grad` of each of
            its `inputs` has just been added. This number comes first.

        Examples
        --------
        >>> x = Value(3.0)
        >>> [(node.operation or "x", x.grad) for node in (x * x + x).sweep()]
        [('+', 1.0), ('*', 7.0), ('x', 7.0)]
        """
        order = self.nodes()
        slopes = dict.fromkeys(order, 0.0)  # of this sweep alone: `grad` may hold older ones
        slopes[self] = 1.0
        self.grad += 1.0
        for node in reversed(order):
            for source, slope in zip(node.inputs, node.slopes, strict=True):
                part = slopes[node] * slope
                slopes[source] += part
                source.grad += part
            yield node

    def reset(self):
        """Set `grad` of this number, and of every number that it was made of, to 0.0."""
        for node in self.nodes():
            node.grad = 0.0

    def nodes(self):
        """All that this number was made of, and itself last; each after its own inputs.

        Returns
        -------
        list of Value
            Found without recursion, so a chain of any length is fine.

        Examples
        --------
        >>> x = Value(2.0)
        >>> y = x * x
        >>> [node.data for node in (y + x).nodes()]
        [2.0, 4.0, 6.0]
        """
        return inputs_first(self, lambda node: node.inputs)

    def __add__(self, other):
        return _made("+", _add, self, other)

    def __radd__(self, other):
        return _made("+", _add, other, self)

    def __sub__(self, other):
        return _made("-", _subtract, self, other)

    def __rsub__(self, other):
        return _made("-", _subtract, other, self)

    def __mul__(self, other):
        return _made("*", _multiply, self, other)

    def __rmul__(self, other):
        return _made("*", _multiply, other, self)

    def __truediv__(self, other):
        return _made("/", _divide, self, other)

    def __rtruediv__(self, other):
        return _made("/", _divide, other, self)

    def __pow__(self, other):
        if isinstance(other, Real):
            return _made(f"**{float(other):g}", lambda a: _fixed_power(a, float(other)), self)
        return _made("**", _power, self, other)

    def __rpow__(self, other):
        return _made("**", _power, other, self)

    def __neg__(self):
        return _made("-", lambda a: (-a, -1.0), self)

    def exp(self):
        """e to this power. OverflowError above about 709."""
        return _made("exp", _exp, self)

    def log(self):
        """The natural logarithm. ValueError unless the number is above 0."""
        return _made("log", _log, self)

    def tanh(self):
        """The hyperbolic tangent."""
        return _made("tanh", _tanh, self)

    def relu(self):
        """The number itself above 0, else 0; at 0 the slope is 0, as in `activations`."""
        return _made("relu", lambda a: (a, 1.0) if a > 0 else (0.0, 0.0), self)

    def sigmoid(self):
        """1 / (1 + exp(-a)), without overflow."""
        return _made("sigmoid", _sigmoid, self)

    def sin(self):
        """The sine of an angle in radians."""
        return _made("sin", lambda a: (math.sin(a), math.cos(a)), self)

    def cos(self):
        """The cosine of an angle in radians."""
        return _made("cos", lambda a: (math.cos(a), -math.sin(a)), self)


def _made(operation, rule, *inputs):
    """The node that `operation` makes: ``rule(*data)`` is its data and its slope(s)."""
    if not all(isinstance(value, (Value, Real)) for value in inputs):
        return NotImplemented
    inputs = tuple(value if isinstance(value, Value) else Value(value) for value in inputs)
    data, slopes = rule(*(value.data for value in inputs))
    node = Value(data)
    node.operation, node.inputs = operation, inputs
    node.slopes = slopes if isinstance(slopes, tuple) else (slopes,)
    return node


def inputs_first(end, inputs):
    """All that leads to `end`, each node after its ``inputs(node)``, itself last. No recursion."""
    order, seen, waiting = [], set(), [(end, False)]
    while waiting:
        node, inputs_done = waiting.pop()
        if inputs_done:
            order.append(node)
        elif node not in seen:
            seen.add(node)
            waiting.append((node, True))
            waiting += [(source, False) for source in reversed(inputs(node))]
    return order


# Rules: each gives the value, and beside it the slope along each input.


def _add(a, b):
    return a + b, (1.0, 1.0)


def _subtract(a, b):
    return a - b, (1.0, -1.0)


def _multiply(a, b):
    return a * b, (b, a)


def _divide(a, b):
    if b == 0:
        raise ZeroDivisionError(f"{a:g} / 0: a quotient needs a divisor other than 0.")
    return a / b, (1 / b, -(a / b) / b)


def _fixed_power(a, n):
    if a < 0 and n != int(n):
        raise ValueError(f"({a:g}) ** {n:g} is no real number; expected a base of at least 0.")
    if a == 0 and n < 1 and n != 0:
        raise ZeroDivisionError(f"0 ** {n:g} has no finite slope; expected a base other than 0.")
    return a**n, (n * a ** (n - 1) if n else 0.0)


def _power(a, b):
    if a <= 0:
        raise ValueError(
            f"({a:g}) ** Value({b:g}): the slope along the exponent needs log of the base, so a "
            "base above 0. If the exponent never changes, write it as a plain number."
        )
    return a**b, (b * a ** (b - 1), a**b * math.log(a))


def _exp(a):
    e = math.exp(a)
    return e, e


def _log(a):
    if a <= 0:
        raise ValueError(f"log({a:g}) is no real number; expected a number above 0.")
    return math.log(a), 1 / a


def _tanh(a):
    t = math.tanh(a)
    return t, 1 - t * t


def _sigmoid(a):
    e = math.exp(-abs(a))
    s = 1 / (1 + e) if a > 0 else e / (1 + e)
    return s, s * (1 - s)
