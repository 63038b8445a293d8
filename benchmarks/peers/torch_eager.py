"""PyTorch as its tutorials write it: a Sequential, an optimizer, a call for each of the five."""

import torch
from peers.batches import batches
from torch import nn

NAME = "PyTorch eager"
ACTIVATIONS = {"sigmoid": nn.Sigmoid, "tanh": nn.Tanh, "relu": nn.ReLU}
LOSSES = {  # the first two take z: PyTorch's advice
    "bce": nn.BCEWithLogitsLoss,
    "cross_entropy": nn.CrossEntropyLoss,
    "mse": nn.MSELoss,
}


class Run:
    def __init__(self, W, b, activations, loss, X, y, *, learning_rate, batch, seed):
        self.layers = []
        for W_l, b_l in zip(W, b, strict=True):
            layer = nn.Linear(*W_l.shape)
            layer.weight = nn.Parameter(torch.tensor(W_l.T.copy()))
            layer.bias = nn.Parameter(torch.tensor(b_l))
            self.layers.append(layer)
        modules = []
        for l, (layer, name) in enumerate(zip(self.layers, activations, strict=True), start=1):
            modules.append(layer)
            if l < len(W) or loss == "mse":
                modules.append(ACTIVATIONS[name]())
        self.network = nn.Sequential(*modules)
        self.loss = LOSSES[loss]()
        self.optimizer = torch.optim.SGD(self.network.parameters(), lr=learning_rate)
        X, y = torch.tensor(X), torch.tensor(y)
        if loss == "cross_entropy":
            y = y.argmax(dim=1)  # class numbers: the usual and the faster form
        self.batches = batches(X, y, batch, seed, torch.from_numpy)

    def advance(self, steps):
        losses = []
        for _ in range(steps):
            X, y = next(self.batches)
            loss = self.loss(self.network(X), y)
            losses.append(loss.item())
            self.optimizer.zero_grad()
            loss.backward()
            self.optimizer.step()
        return losses

    def weights(self):
        return (
            [layer.weight.detach().numpy().T for layer in self.layers],
            [layer.bias.detach().numpy() for layer in self.layers],
        )


def version():
    return f"PyTorch {torch.__version__.partition('+')[0]} ({torch.get_num_threads()} threads)"
