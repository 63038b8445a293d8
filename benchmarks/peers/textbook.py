"""A network as textbooks and blog posts write it: lists of matrices, a dict of gradients.

Forward, backward and update are three methods; each formula makes a new array.
"""

import numpy as np
from peers.batches import batches

NAME = "textbook class"


class NeuralNetwork:
    def __init__(self, W, b, activations, loss, learning_rate):
        self.W = [np.array(W_l) for W_l in W]
        self.b = [np.array(b_l) for b_l in b]
        self.activations = activations
        self.loss = loss
        self.learning_rate = learning_rate

    def activate(self, z, name):
        if name == "sigmoid":
            return 1 / (1 + np.exp(-z))
        if name == "tanh":
            return np.tanh(z)
        if name == "relu":
            return np.maximum(z, 0)
        e = np.exp(z - z.max(axis=1, keepdims=True))  # softmax
        return e / e.sum(axis=1, keepdims=True)

    def slope(self, a, name):
        if name == "sigmoid":
            return a * (1 - a)
        if name == "tanh":
            return 1 - a**2
        return a > 0  # relu

    def forward(self, X):
        self.a = [X]
        for W, b, name in zip(self.W, self.b, self.activations, strict=True):
            z = self.a[-1] @ W + b
            self.a.append(self.activate(z, name))
        return self.a[-1]

    def compute_loss(self, a, y):
        if self.loss == "mse":
            return np.mean((a - y) ** 2)
        if self.loss == "bce":
            return -np.mean(y * np.log(a) + (1 - y) * np.log(1 - a))
        return -np.sum(y * np.log(a)) / len(y)  # cross-entropy

    def backward(self, y):
        a = self.a[-1]
        if self.loss == "mse":
            delta = 2 * (a - y) / a.size * self.slope(a, self.activations[-1])
        else:
            delta = (a - y) / len(y)
        grads = {}
        for l in range(len(self.W) - 1, -1, -1):
            grads[f"dW{l}"] = self.a[l].T @ delta
            grads[f"db{l}"] = np.sum(delta, axis=0)
            if l > 0:
                delta = (delta @ self.W[l].T) * self.slope(self.a[l], self.activations[l - 1])
        return grads

    def update(self, grads):
        for l in range(len(self.W)):
            self.W[l] -= self.learning_rate * grads[f"dW{l}"]
            self.b[l] -= self.learning_rate * grads[f"db{l}"]


class Run:
    def __init__(self, W, b, activations, loss, X, y, *, learning_rate, batch, seed):
        self.network = NeuralNetwork(W, b, activations, loss, learning_rate)
        self.batches = batches(X, y, batch, seed)

    def advance(self, steps):
        losses = []
        for _ in range(steps):
            X, y = next(self.batches)
            a = self.network.forward(X)
            losses.append(self.network.compute_loss(a, y))
            self.network.update(self.network.backward(y))
        return losses

    def weights(self):
        return self.network.W, self.network.b


def version():
    return f"NumPy {np.__version__}"
