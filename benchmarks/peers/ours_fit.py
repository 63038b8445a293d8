"""The course's own package: `fit`, each time from where the last one ended."""

from functools import partial

from peers import ours

from backprop_lib import SGD, Network, fit

NAME = "backprop_lib, `fit`"


class Run:
    def __init__(self, W, b, activations, loss, X, y, *, learning_rate, batch, seed):
        self.network = Network.from_weights(W, b, activations=activations, dtype=X.dtype)
        settings = dict(loss=loss, optimizer=SGD(learning_rate), batch_size=batch, seed=seed)
        self.fit = partial(fit, X=X, y=y, **settings)

    def advance(self, steps):
        history = self.fit(self.network, steps=steps)
        self.network = history.network
        return history.loss

    def weights(self):
        return list(self.network.W), list(self.network.b)


version = ours.version
