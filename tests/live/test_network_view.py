"""NetworkView without a browser: setting a slider does all that a hand does."""

import re
import threading

import ipywidgets
import numpy as np
import pytest

from backprop_lib import Network
from backprop_lib.live import NetworkView, state

NAMES = ["W[1][0, 2]", "b[1][1]", "W[2][2, 0]", "b[2][0]", "x[1]", "y[0]"]


@pytest.fixture
def view(seed_network):
    return NetworkView(seed_network, [0.5, 0.8], [1.0], loss="bce")


@pytest.mark.parametrize("name", NAMES)
def test_a_slider_moves_the_one_number_and_all_that_follows(view, seed_network, name):
    view.sliders[name].value = 0.7
    expected = Network.from_weights(seed_network.W, seed_network.b, activations="sigmoid")
    if name == "W[1][0, 2]":
        expected = expected.replace(layer=1, i=0, j=2, value=0.7)
    elif name == "W[2][2, 0]":
        expected = expected.replace(layer=2, i=2, j=0, value=0.7)
    elif name.startswith("b"):
        expected = expected.replace(layer=int(name[2]), j=int(name[5]), bias=0.7)
    x = [0.5, 0.7] if name == "x[1]" else [0.5, 0.8]
    y = [0.7] if name == "y[0]" else [1.0]
    forward = expected.forward([x])
    backward = expected.backward(forward, [y], loss="bce")
    np.testing.assert_array_equal(view.network.params, expected.params)
    for l in (1, 2):
        np.testing.assert_array_equal(view.forward.a[l], forward.a[l])
        np.testing.assert_array_equal(view.backward.delta[l], backward.delta[l])
        np.testing.assert_array_equal(view.backward.dW[l], backward.dW[l])
    assert view.backward.loss == backward.loss
    assert view.confirmed[2] == backward.loss


def test_there_is_a_slider_for_every_number(view):
    assert len(view.sliders) == 13 + 2 + 1
    assert view.sliders["W[2][1, 0]"].value == view.network.W[2][1, 0]


def test_the_network_that_was_given_never_changes(view, seed_network):
    before = seed_network.params.copy()
    view.sliders["W[1][0, 0]"].value = -3.0
    np.testing.assert_array_equal(seed_network.params, before)


def test_undo_redo_and_reset(view):
    start = view.network.params.copy()
    view.sliders["W[1][0, 0]"].value = 1.0
    view.sliders["b[2][0]"].value = -1.0
    view.undo()
    assert view.network.W[1][0, 0] == 1.0 and view.network.b[2][0] == 0.0
    assert view.sliders["b[2][0]"].value == 0.0
    view.redo()
    assert view.network.b[2][0] == -1.0
    view.reset()
    np.testing.assert_array_equal(view.network.params, start)
    view.undo()  # a reset can be undone
    assert view.network.b[2][0] == -1.0
    view.undo(), view.undo(), view.undo(), view.undo()
    np.testing.assert_array_equal(view.network.params, start)


def test_a_move_after_undo_forgets_the_undone(view):
    view.sliders["W[1][0, 0]"].value = 1.0
    view.undo()
    view.sliders["W[1][0, 1]"].value = 2.0
    view.redo()
    assert len(view.history) == 1 and view.network.W[1][0, 0] != 1.0


def test_random_draws_xavier_weights_from_the_seed(view):
    view.randomize(3)
    np.testing.assert_array_equal(
        view.network.params, Network([2, 3, 1], activations="sigmoid", seed=3).params
    )
    np.testing.assert_array_equal(view.forward.a[0], [[0.5, 0.8]])
    view.undo()
    assert view.network.W[1][0, 0] == pytest.approx(0.4967, abs=1e-4)


def test_a_cell_loses_nothing_of_a_hand_that_has_not_let_go_yet(view):
    view.sliders["W[1][0, 0]"].set_state({"value": 1.25})
    view.sliders["b[2][0]"].value = -1.0
    assert view.network.W[1][0, 0] == 1.25 and view.network.b[2][0] == -1.0
    view.undo()
    assert view.network.W[1][0, 0] == 1.25 and view.network.b[2][0] == 0.0


def test_a_message_from_the_page_moves_it_and_leaves_the_history_to_the_page(view):
    view.sliders["W[1][0, 0]"].set_state({"value": 1.25})
    assert view.network.W[1][0, 0] == 1.25 and view.history == []
    assert view.confirmed == [0, 1.25, view.backward.loss]
    view.set_state(
        {"history": [{"label": "W[1][0, 0]", "changes": [[0, 0.4967, 1.25]]}], "position": 1}
    )
    assert view.network.W[1][0, 0] == 1.25
    view.set_state({"position": 0})
    assert view.network.W[1][0, 0] == view.start[0]


@pytest.fixture
def sent(monkeypatch):
    """What widgets tell the page from now on: (widget, state)."""
    told = []
    send = lambda self, message, buffers=None: told.append((self, message["state"]))  # noqa: E731
    monkeypatch.setattr(ipywidgets.Widget, "_send", send)
    return told


def true_backward(network, forward, y):
    return network.backward(forward, y, "bce")


@pytest.mark.parametrize("own", [None, true_backward])
def test_one_move_on_the_page_is_answered_by_one_message(seed_network, own, sent):
    view = NetworkView(seed_network, [0.5, 0.8], [1.0], loss="bce", backward=own)
    view._repr_mimebundle_()  # a page that shows it
    sent.clear()
    view.sliders["W[1][0, 0]"].set_state({"value": 1.25})
    view.sliders["b[2][0]"].set_state({"value": 0.5, "parameter": "b[2][0]"})
    assert [widget for widget, _ in sent] == [view, view]  # no slider says back what it was told
    assert [state["confirmed"][:2] for _, state in sent] == [[0, 1.25], [12, 0.5]]


def test_a_name_in_the_same_message_says_whose_value_it_is():
    view = NetworkView(
        Network([8, 16, 16, 8], activations="tanh", seed=1), [0] * 8, [0] * 8, loss="mse"
    )
    (slider,) = view._sliders
    slider.set_state({"value": 0.25, "parameter": "W[2][3, 4]"})  # in whichever order
    assert view.network.W[2][3, 4] == 0.25 and view.network.W[1][0, 0] != 0.25


def test_the_page_is_told_where_a_value_past_the_end_of_a_slider_went(view, sent):
    slider = view.sliders["W[1][0, 0]"]
    slider.set_state({"value": 99.0})
    assert view.network.W[1][0, 0] == slider.max
    assert (slider, {"value": slider.max}) in sent


def test_a_page_that_rounds_the_last_digit_changes_nothing(view):
    exact = view.network.W[1][0, 0]
    view.sliders["W[1][0, 0]"].set_state({"value": exact + 1e-15})
    assert view.network.W[1][0, 0] == exact


def test_a_wrong_seed_from_the_page_is_shown_and_the_network_stays(view):
    before = view.network
    view._handle_custom_msg({"randomize": None}, [])
    assert "seed is None" in view.problem["message"] and view.network is before


# ---- what is shown


def test_selected_takes_a_neurons_names(view):
    for given, kept in [
        ("a[1][2]", "b[1][2]"),
        ("delta[2][0]", "b[2][0]"),
        ("a[0][1]", "x[1]"),
        ("y[0]", "y[0]"),
    ]:
        view.selected = given
        assert view.selected == kept
    with pytest.raises(ValueError, match="selected"):
        view.selected = "W[3][0, 0]"


def test_controls_restrict_the_sliders(seed_network):
    view = NetworkView(
        seed_network, [0.5, 0.8], [1], loss="bce", controls=["b[2][0]"], deltas=False
    )
    assert list(view.sliders) == ["b[2][0]"] and view.deltas is False
    view.set("W[1][0, 0]", 2.0)  # still possible from a cell
    assert view.network.W[1][0, 0] == 2.0


def test_many_parameters_share_one_slider_that_carries_its_name():
    net = Network([8, 16, 16, 8], activations=["tanh", "tanh", "identity"], seed=1)
    view = NetworkView(net, np.zeros(8), np.zeros(8), loss="mse")
    (slider,) = view._sliders
    slider.set_state({"parameter": "W[2][3, 4]", "value": 0.25})
    assert view.network.W[2][3, 4] == 0.25 and view.network.W[1][0, 0] == net.W[1][0, 0]
    slider.set_state({"parameter": "b[1][0]", "value": 0.0})  # selecting moves nothing
    assert view.network.W[2][3, 4] == 0.25 and view.network.b[1][0] == 0.0
    view.set("b[3][7]", -1.0)
    assert view.network.b[3][7] == -1.0


def test_a_batch_shows_the_sample_that_is_chosen(seed_network):
    X, y = np.array([[0.0, 0.0], [0.5, 0.8], [1.0, 1.0]]), np.array([[0.0], [1.0], [0.0]])
    view = NetworkView(seed_network, X, y, loss="bce")
    view.sliders["W[1][0, 0]"].value = 2.0
    view.sample = 2
    np.testing.assert_array_equal(view.forward.a[0], [[1.0, 1.0]])
    assert view.network.W[1][0, 0] == 2.0
    view.undo()
    np.testing.assert_array_equal(view.forward.a[0], [[1.0, 1.0]])
    with pytest.raises(IndexError, match="sample=3"):
        view.sample = 3


def test_repr_is_text_without_an_address(view):
    assert repr(view) == f"NetworkView of Network 2-3-1: loss {view.backward.loss:.4f} (bce)"


def test_a_still_picture_comes_with_its_words(view):
    data, metadata = view._repr_mimebundle_()
    assert data["image/png"] and "alt=" in data["text/html"]
    assert metadata["image/png"]["alt"] in data["text/html"].replace("&quot;", '"').replace(
        "&#x27;", "'"
    )
    assert data["text/plain"] == repr(view)
    assert "application/vnd.jupyter.widget-view+json" in data


# ---- handing out a situation


def test_state_is_the_exact_situation(view):
    view.sliders["W[1][1, 2]"].value = 1 / 3
    view.sliders["x[0]"].value = 0.1
    view.selected = "a[1][1]"
    text = view.state()
    twin = NetworkView.from_state(text)
    np.testing.assert_array_equal(twin.network.params, view.network.params)
    np.testing.assert_array_equal(twin.forward.a[0], view.forward.a[0])
    assert (twin.backward.loss, twin.selected, twin.loss) == (view.backward.loss, "b[1][1]", "bce")
    assert len(text) < 400 and "\n" not in text


@pytest.mark.parametrize(
    "text", ["", "hello", None, "bp1.", "bp1.AAAA", state.encode({}, np.zeros(1))]
)
def test_a_broken_state_is_refused_in_words(text):
    with pytest.raises(ValueError, match="state"):
        NetworkView.from_state(text)


# ---- a function of the learner's own


def right(network, forward, y):
    truth = network.backward(forward, y, loss="bce")
    return (
        {1: truth.delta[1], 2: truth.delta[2]},
        {1: truth.dW[1], 2: truth.dW[2]},
        {1: truth.db[1], 2: truth.db[2]},
    )


def flipped(network, forward, y):
    delta, dW, db = right(network, forward, y)
    return delta, {1: -dW[1], 2: dW[2]}, db


def test_own_backward_is_run_on_every_move(seed_network):
    view = NetworkView(seed_network, [0.5, 0.8], [1], loss="bce", backward=flipped)
    view.sliders["W[1][0, 0]"].value = 2.0
    np.testing.assert_array_equal(view.own["dW"][1], -view.backward.dW[1])
    assert view.own["dW"][0] is None and view.problem == {}


@pytest.mark.parametrize(
    ("function", "words"),
    [
        (lambda network, forward, y: None, "returned None"),
        (lambda network, forward, y: 1 / 0, "raised ZeroDivisionError.*line"),
        (lambda network, forward, y: ({}, {}, {}), r"delta\[1\] is missing"),
        (
            lambda n, f, y: (*right(n, f, y)[:2], {1: np.zeros((3, 1)), 2: np.zeros(1)}),
            r"db\[1\] has shape \(3, 1\)",
        ),
        (lambda network, forward: None, "raised TypeError"),
    ],
)
def test_what_goes_wrong_in_own_backward_is_shown(seed_network, function, words):
    view = NetworkView(seed_network, [0.5, 0.8], [1], loss="bce", backward=function)
    assert re.search(words, view.problem["message"])
    view.sliders["W[1][0, 0]"].value = 2.0  # the view itself goes on
    assert view.network.W[1][0, 0] == 2.0


def test_own_backward_that_writes_into_y_changes_no_target_of_the_view(seed_network):
    def careless(network, forward, y):
        y -= 0.25
        return network.backward(forward, y, "bce")

    view = NetworkView(seed_network, [0.5, 0.8], [1.0], loss="bce", backward=careless)
    view.sliders["W[1][0, 0]"].set_state({"value": 1.25})
    assert view._values[-1] == 1 and not view.problem
    assert view.backward.loss == seed_network.replace(layer=1, i=0, j=0, value=1.25).loss(
        view.forward, [[1.0]], "bce"
    )


def test_after_an_error_of_own_backward_none_of_its_numbers_stay(seed_network):
    def some(network, forward, y):
        if network.W[1][0, 0] > 1:
            raise RuntimeError("too large")
        return flipped(network, forward, y)

    view = NetworkView(seed_network, [0.5, 0.8], [1], loss="bce", backward=some)
    assert view.own["dW"][1]
    view.sliders["W[1][0, 0]"].value = 2.0
    assert view.own == {} and "too large" in view.problem["message"]
    view.sliders["W[1][0, 0]"].value = 0.5
    np.testing.assert_array_equal(view.own["dW"][1], -view.backward.dW[1])
    assert view.problem == {}


# ---- bad input


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (dict(network="net"), "network is a str"),
        (dict(x=[0.5]), "x has shape"),
        (dict(x=[0.5, np.nan]), "x holds nan"),
        (dict(y=[2.0]), r"\[0, 1\]"),
        (dict(y=[[1.0], [0.0]]), "y has 2 rows"),
        (dict(loss="cross_entropy"), "softmax"),
        (dict(controls=["W[1][0,0]"]), "Did you mean 'W\\[1\\]\\[0, 0\\]'"),
        (dict(controls=[]), "controls is empty"),
        (dict(backward=3), "backward is 3"),
        (dict(image_shape=(8, 8)), "image_shape"),
        (dict(seed="a"), "seed"),
    ],
)
def test_bad_arguments_are_named(seed_network, arguments, words):
    good = dict(network=seed_network, x=[0.5, 0.8], y=[1.0], loss="bce")
    given = good | arguments
    with pytest.raises(ValueError, match=words):
        NetworkView(given.pop("network"), given.pop("x"), given.pop("y"), **given)


def test_a_bad_value_changes_nothing(view):
    before = view.network
    for value in (np.nan, "a", [1.0, 2.0]):
        with pytest.raises(ValueError, match=r"W\[1\]\[0, 0\]"):
            view.set("W[1][0, 0]", value)
    with pytest.raises(ValueError, match=r"\[0, 1\]"):
        view.set("y[0]", 3.0)
    with pytest.raises(ValueError, match="name"):
        view.set("W[9][0, 0]", 1.0)
    assert view.network is before and view.history == []


def test_a_cell_and_a_hand_at_the_same_moment_lose_nothing(view):
    """JupyterLab has the kernel hear widgets in a thread beside that of the cells."""
    moved = view.sliders["W[1][0, 0]"]
    page = threading.Thread(target=lambda: moved.set_state({"value": 0.7}))

    def amid(change):  # while the cell puts the sliders where the values are
        if not page.ident:
            page.start()
            page.join(0.3)

    view.sliders["b[1][0]"].observe(amid, "value")
    view.set("b[1][0]", 0.5)
    page.join()
    assert (view.network.W[1][0, 0], view.network.b[1][0]) == (0.7, 0.5)
    assert moved.value == 0.7
