"""What PyTorch and JAX refuse in words of their own, the bridges answer with a repair."""

import copy
import pickle
import re

import numpy as np
import pytest

from backprop_lib import Network, frameworks

NET = Network([4, 3, 1], activations=["tanh", "sigmoid"], seed=0)
X = np.arange(8.0).reshape(2, 4) / 10


def repaired(call, X, **names):
    """The answer after what the error says to write was written."""
    with pytest.raises(ValueError) as raised:
        call(X)
    written = re.search(r"Write (.*)\.$", str(raised.value))[1]
    return call(eval(written, {"np": np, "X": X, **names}))


@pytest.mark.parametrize("dtype", [np.float64, np.float32])
@pytest.mark.parametrize(
    "kind", ["float32", "float64", "float16", "uint8", "bool", "a list", "array"]
)
def test_a_torch_module_says_what_makes_its_tensor(dtype, kind):
    torch = pytest.importorskip("torch")
    net = Network([4, 3, 1], activations=["tanh", "sigmoid"], seed=0, dtype=dtype)
    module = frameworks.to_torch(net)
    if kind == np.dtype(dtype).name:
        given, answer = torch.tensor(X, dtype=getattr(torch, kind)), module
        np.testing.assert_allclose(answer(given).detach(), net.forward(X).output, rtol=1e-5)
        return
    given = {"a list": X.tolist(), "array": X}.get(kind)
    given = torch.tensor(X).to(getattr(torch, kind)) if given is None else given
    expected = net.forward(given).output
    found = repaired(module, given, torch=torch)
    np.testing.assert_allclose(found.detach().numpy(), expected, rtol=1e-3)


def test_pictures_are_flattened_for_torch_and_jax():
    torch, jax = pytest.importorskip("torch"), pytest.importorskip("jax")
    pictures = X.reshape(2, 2, 2)
    expected = NET.forward(X).output
    found = repaired(frameworks.to_torch(NET), torch.tensor(pictures), torch=torch)
    np.testing.assert_allclose(found.detach().numpy(), expected)
    params, apply = frameworks.to_jax(NET)
    np.testing.assert_allclose(repaired(lambda X: apply(params, X), pictures), expected)
    assert jax.vmap(apply, (None, 0))(params, X).shape == (2, 1)


def test_jax_takes_lists_and_is_told_how_to_read_a_table():
    pytest.importorskip("jax")
    params, apply = frameworks.to_jax(NET)
    expected = NET.forward(X).output
    np.testing.assert_allclose(apply(params, X.tolist()), expected)
    objects = X.astype(object)
    np.testing.assert_allclose(repaired(lambda X: apply(params, X), objects), expected)


def test_a_module_that_was_copied_or_made_float32_is_judged_as_it_is_now():
    torch = pytest.importorskip("torch")
    module = frameworks.to_torch(NET)
    for twin in (copy.deepcopy(module).float(), pickle.loads(pickle.dumps(module)).float()):
        assert twin(torch.tensor(X, dtype=torch.float32)).dtype == torch.float32
        with pytest.raises(ValueError, match=r"computes in torch.float32. Write X.float\(\)"):
            twin(torch.tensor(X))
    with pytest.raises(ValueError, match=r"Write X.double\(\)"):
        module[:-1](torch.tensor(X, dtype=torch.float32))


def test_a_bfloat16_module_can_be_read():
    torch = pytest.importorskip("torch")
    net = frameworks.from_torch(frameworks.to_torch(NET).to(torch.bfloat16))
    np.testing.assert_allclose(net.W[1], NET.W[1], rtol=0.01)


def test_one_backend_can_be_named_without_a_list():
    pytest.importorskip("torch")
    rows = frameworks.compare_gradients(NET, X, [[1], [0]], "bce", backends="torch").rows
    assert {row.backend for row in rows} == {"torch"}
