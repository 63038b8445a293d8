"""A number's name leads to the number, and back."""

from backprop_lib import Network, names


def test_names_stand_in_the_order_of_params():
    net = Network([2, 3, 1], activations="tanh", normalization="batch", seed=0)
    net = net.with_numbers(net.params + range(net.params.size))  # all differ
    found = names.parameters(net.architecture)
    assert len(found) == net.params.size
    for name, value in zip(found, net.params, strict=True):
        assert eval(f"net.{name}") == value


def test_place_is_what_replace_takes():
    net = Network([2, 3, 1], activations="tanh", seed=0)
    for k, name in enumerate(names.weights_and_biases(net.sizes)):
        kind = "value" if name.startswith("W") else "bias"
        assert net.replace(**names.place(name), **{kind: 7.0}).params[k] == 7
