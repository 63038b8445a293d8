"""The whole program as the package writes it: what a wrong part is replaced by."""

import numpy as np

from ...activations import ACTIVATIONS, sigmoid
from ...losses import bce
from ...passes import bias_gradient, hidden_delta, output_delta, weight_gradient

SIGMOID = ACTIVATIONS["sigmoid"]


class Program:
    """Two layers of sigmoids, trained on the whole batch by gradient descent on "bce".

    Attributes
    ----------
    W1, W2 : ndarray, shape (inputs, hidden) and (hidden, outputs)
    b1, b2 : ndarray, shape (hidden,) and (outputs,)
    """

    def __init__(self, inputs, hidden, outputs, seed):
        rng = np.random.default_rng(seed)
        self.W1, self.b1 = rng.normal(size=(inputs, hidden)), np.zeros(hidden)
        self.W2, self.b2 = rng.normal(size=(hidden, outputs)), np.zeros(outputs)

    def forward(self, X):
        """a1 and a2, one row a sample."""
        a1 = sigmoid(X @ self.W1 + self.b1)
        return a1, sigmoid(a1 @ self.W2 + self.b2)

    def loss(self, a2, y):
        """Summed over outputs, mean over samples."""
        return float(bce(np.log(a2 / (1 - a2)), a2, y).sum() / len(y))

    def backward(self, X, a1, a2, y):
        """dW1, db1, dW2, db2."""
        delta2 = output_delta(None, a2, y, SIGMOID, "bce")
        delta1 = hidden_delta(delta2, self.W2, None, a1, SIGMOID)
        return (
            weight_gradient(X, delta1),
            bias_gradient(delta1),
            weight_gradient(a1, delta2),
            bias_gradient(delta2),
        )

    def update(self, dW1, db1, dW2, db2, learning_rate):
        """One step downhill."""
        self.W1 = self.W1 - learning_rate * dW1
        self.b1 = self.b1 - learning_rate * db1
        self.W2 = self.W2 - learning_rate * dW2
        self.b2 = self.b2 - learning_rate * db2

    def train(self, X, y, learning_rate, steps):
        """The loss of each step, before its update."""
        losses = []
        for _ in range(steps):
            a1, a2 = self.forward(X)
            losses.append(self.loss(a2, y))
            self.update(*self.backward(X, a1, a2, y), learning_rate)
        return losses

    def predict(self, X):
        """Each answer as 0 or 1."""
        return (self.forward(X)[1] > 0.5).astype(int)
