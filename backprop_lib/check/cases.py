"""Numbers that the exercises' cases are made of."""


def numbers(rng, *shape):
    """Two decimals, so that they can be worked out by hand; no zeros, which hide mistakes."""
    return rng.choice([-1, 1], size=shape) * rng.integers(10, 200, size=shape) / 100


def targets(rng, *shape):
    """Between 0.1 and 0.9."""
    return rng.integers(1, 10, size=shape) / 10


def layers(rng, batch, sizes):
    """W and b, lists, of layers of these sizes, and X."""
    W = [numbers(rng, *shape) for shape in zip(sizes[:-1], sizes[1:], strict=True)]
    return W, [numbers(rng, size) for size in sizes[1:]], numbers(rng, batch, sizes[0])
