"""Training loops: the right one, and what becomes of it by a learner's mistakes.

Each is called as the exercise is, ``f(network, X, y, learning_rate, steps)``.
"""

from ...network import Network
from ..backward_pass import pieces
from ..backward_pass.backward_mistake import updated


def loop(mistake=None, *, rate=1, keep_going=True, also=0, loss="bce"):
    """A training loop with a mistake, another rate or loss, or `also` steps too many."""

    def answer(network, X, y, learning_rate, steps):
        losses, memory, start = [], None, network
        trained = network
        for _ in range(steps + also):
            backward = network.backward(network.forward(X), y, loss)
            losses.append(backward.loss)
            trained, memory = _step(network, backward, rate * learning_rate, memory, mistake)
            network = trained if keep_going else start
        return trained, losses

    return answer


def _step(network, backward, learning_rate, memory=None, mistake=None):
    slopes = dict(backward.dW.items()), dict(backward.db.items())
    (W, b), memory = updated(network.W, network.b, *slopes, learning_rate, memory, mistake)
    return Network.from_weights(W.values(), b.values(), activations=network.activations), memory


def along_the_first(network, X, y, learning_rate, steps):
    """All steps along the gradient of the first one."""
    backward = network.backward(network.forward(X), y, "bce")
    for _ in range(steps):
        network, _ = _step(network, backward, learning_rate)
    return network, [backward.loss] * steps


def losses_changed(change, of=None):
    """The right loop, or `of`; `change` makes its losses of them and the last network's loss."""
    of = of or loop()

    def answer(network, X, y, learning_rate, steps):
        network, losses = of(network, X, y, learning_rate, steps)
        return network, change(losses, network.loss(network.forward(X), y, "bce"))

    return answer


def sample_by_sample(share):
    """The weights move after each sample, by `share` of a step; the losses are those of a step."""

    def answer(network, X, y, learning_rate, steps):
        losses = []
        for _ in range(steps):
            losses.append(network.loss(network.forward(X), y, "bce"))
            for k in range(len(X)):
                rows = X[k : k + 1], y[k : k + 1]
                backward = network.backward(network.forward(rows[0]), rows[1], "bce")
                network, _ = _step(network, backward, learning_rate * share(len(X)))
        return network, losses

    return answer


def samples_own_losses(reduce):
    """The same, a whole step a sample, with one loss a sample, or what is made of a step's."""

    def answer(network, X, y, learning_rate, steps):
        losses = []
        for _ in range(steps):
            own = []
            for k in range(len(X)):
                rows = X[k : k + 1], y[k : k + 1]
                backward = network.backward(network.forward(rows[0]), rows[1], "bce")
                own.append(backward.loss)
                network, _ = _step(network, backward, learning_rate)
            losses += reduce(own)
        return network, losses

    return answer


def forward_once(network, X, y, learning_rate, steps):
    """The forward pass of the start in every step: z and a are old, W is new."""
    first, losses = network.forward(X), []
    for _ in range(steps):
        losses.append(network.loss(first, y, "bce"))
        _, dW, db = pieces.run(
            network.W, network.activations, first.z, first.a, y, "bce", learning_rate
        )
        (W, b), _ = updated(network.W, network.b, dW, db, learning_rate)
        network = Network.from_weights(W.values(), b.values(), activations=network.activations)
    return network, losses


def thrown_away(network, X, y, learning_rate, steps):
    """The new network gets no name, or one that nobody reads."""
    return network, [network.loss(network.forward(X), y, "bce")] * steps


def first_network(network, X, y, learning_rate, steps):
    """The losses are right; what comes back is the network that came in."""
    return network, loop()(network, X, y, learning_rate, steps)[1]


def all_sigmoid(network, X, y, learning_rate, steps):
    """The new networks have a sigmoid in every layer."""
    sigmoids = Network.from_weights(network.W, network.b, activations="sigmoid")
    trained, losses = loop()(sigmoids, X, y, learning_rate, steps)
    first = network.loss(network.forward(X), y, "bce")
    return trained, [first, *losses[1:]]
