"""Views that compute in the page know dense layers alone, and say so."""

import pytest

from backprop_lib import Network, live


@pytest.mark.parametrize("parts", [dict(normalization="batch"), dict(residual=True)])
@pytest.mark.parametrize(
    "view", ["NetworkView", "NudgeTest", "BackwardStepper", "PathsView", "Predict", "BugLab"]
)
def test_a_network_that_the_page_cannot_compute_is_refused(view, parts):
    net = Network([2, 2, 2, 1], activations="sigmoid", seed=0, **parts)
    made = [[[0.5, 0.8], [0.1, 0.2]], [[1.0], [0.0]]] if view == "BugLab" else [[0.5, 0.8], [1.0]]
    more = dict(move=("W[1][0, 0]", 0.7)) if view == "Predict" else {}
    with pytest.raises(ValueError, match=f"{view} shows plain dense layers, but layer"):
        getattr(live, view)(net, *made, loss="bce", **more)
