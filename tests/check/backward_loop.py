"""A backward pass as a learner writes it, in a loop, with a place for a mistake."""


def next_weights(network, l):
    """The W through which delta[l] comes back."""
    return network.W[l + 1]


def in_a_loop(of_the_output, weights_of, db_of=lambda delta: delta.mean(axis=0)):
    """A backward pass in a loop; what may be wrong in it is the caller's: the output's delta, the
    W of the way back, a bias's gradient.
    """

    def my_backward(network, forward, y):
        a, L = forward.a, len(network.W)
        delta = {L: of_the_output(a[L], y)}
        for l in range(L - 1, 0, -1):
            delta[l] = (delta[l + 1] @ weights_of(network, l).T) * a[l] * (1 - a[l])
        dW = {l: a[l - 1].T @ delta[l] / len(y) for l in delta}
        return delta, dW, {l: db_of(delta[l]) for l in delta}

    return my_backward
