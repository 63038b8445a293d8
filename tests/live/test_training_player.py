"""TrainingPlayer without a browser: settings, runs, and the clock with a page that may answer."""

import asyncio
import math

import numpy as np
import pytest

from backprop_lib import SGD, Adam, Network, datasets, fit
from backprop_lib.live import NetworkView, TrainingPlayer, race, state
from backprop_lib.live.training_scene import DATASETS


@pytest.fixture
def player():
    return TrainingPlayer("xor")


class Page:
    """What a page says to a player, without a page."""

    def __init__(self, player, answers=True):
        self.player, self.answers, self.messages = player, answers, []
        player.send = self.hear
        player._asked(None, {"hello": "page"}, [])

    def hear(self, content, buffers=None):
        self.messages.append(content)
        if self.answers:
            asyncio.get_running_loop().call_soon(
                self.player._asked, None, {"ack": True, "view": "page"}, []
            )

    def leave(self):
        self.player._asked(None, {"left": "page"}, [])


async def until(true, seconds=20.0):
    for _ in range(int(seconds / 0.01)):
        if true():
            return
        await asyncio.sleep(0.01)
    raise AssertionError("it did not happen in time")


# ---- steps and settings


def test_its_steps_are_those_of_fit():
    X, y = datasets.xor()
    net = Network([2, 4, 1], activations=["tanh", "sigmoid"], seed=3)
    player = TrainingPlayer(net, X, y, loss="bce", optimizer=SGD(0.5), seed=0)
    player.step(300)
    history = fit(net, X, y, loss="bce", optimizer=SGD(0.5), steps=300, seed=0)
    np.testing.assert_allclose(player.network.params, history.network.params, rtol=1e-12)
    assert player.number == 300 and player.record.steps == 300


def test_back_goes_to_the_moment_before_a_step_and_its_curve_with_it():
    player = TrainingPlayer("moons", optimizer=Adam(0.05), batch_size=32)
    player.step(3)
    then = player.network.params
    player.step(4)
    there = player.network.params
    assert player.snapshot["frame"]["past"]
    player.back()
    assert player.number == player.record.steps == player.snapshot["frame"]["number"] == 3
    np.testing.assert_array_equal(player.network.params, then)
    player.step(4)
    np.testing.assert_array_equal(player.network.params, there)
    for _ in range(2):
        player.back()
    assert player.number == 0 and not player.snapshot["frame"]["past"]
    with pytest.raises(ValueError, match="nothing to go back to"):
        player.back()


def test_back_is_for_all_runs_of_a_race():
    slow, fast = TrainingPlayer("xor", optimizer=SGD(0.1)), TrainingPlayer("xor")
    race(slow, fast)
    slow.step(5)
    fast.back()
    assert (slow.number, fast.number) == (0, 0)


def test_a_long_way_back_is_thinned_and_keeps_its_first_moment():
    player = TrainingPlayer("xor")
    for _ in range(600):
        player.step()
    ways = 0
    while player.number:
        player.back()
        ways += 1
    assert 100 < ways <= 240


@pytest.mark.parametrize("name", DATASETS)
def test_the_page_is_told_all_that_it_needs_to_train(name):
    player = TrainingPlayer(name, optimizer=Adam(0.01), batch_size=None)
    assert player.spec["whole"]
    for packed, data in zip((player.spec["X"], player.spec["y"]), player.data, strict=True):
        kind = "<f8" if packed["scale"] is None else "u1"
        numbers = np.frombuffer(packed["bytes"], kind) / (packed["scale"] or 1)
        np.testing.assert_array_equal(numbers.reshape(data.shape), data)
    assert player.recipe["optimizer"]["kind"] == "Adam"
    assert set(player.recipe["kinds"]) == set(DATASETS)
    size = sum(len(packed["bytes"]) for packed in (player.spec["X"], player.spec["y"]))
    assert size < 120_000  # of the digits, a byte a pixel


def test_data_that_are_too_many_stay_with_the_kernel():
    net = Network([100, 2, 1], activations=["tanh", "sigmoid"], seed=0)
    X, y = np.random.default_rng(0).uniform(size=(3000, 100)), np.zeros((3000, 1))
    player = TrainingPlayer(net, X, y, loss="bce")
    assert not player.spec["whole"] and len(player.spec["X"]["bytes"]) < 20_000


@pytest.mark.parametrize("name", [name for name in DATASETS if name != "digits"])
def test_every_data_set_learns(name):
    player = TrainingPlayer(name, speed=1)
    before = player.loss
    player.step(200)
    assert player.loss < before


def test_a_learning_rate_acts_from_the_next_step_on_without_a_restart(player):
    player.step(10)
    player.learning_rate = 0.0101
    before = player.network.params
    slope = player.network.backward(player.network.forward(player.data[0]), player.data[1], "bce")
    player.step()
    assert player.number == 11
    moved = player.network.b[2] - before[-1:]
    np.testing.assert_allclose(moved, -0.0101 * slope.db[2], rtol=1e-9)


def test_a_moved_slider_sets_the_optimizer(player):
    player.sliders["momentum"].value = 0.9
    player.sliders["weight_decay"].value = 0.01
    player.sliders["batch_size"].value = 2
    assert player.training.optimizer == SGD(0.5, momentum=0.9, weight_decay=0.01)
    assert player.training.batch_size == 2


@pytest.mark.parametrize("typed", [0.504, 0.496, 0.5012])
def test_a_rate_near_the_old_one_is_in_force_too(player, typed):
    player.sliders["learning_rate"].set_state({"value": typed})  # as the page's number box does
    assert player.learning_rate == typed
    assert player.in_force["learning rate"] == typed
    assert player.training.optimizer.learning_rate == typed


def test_the_step_of_its_own_that_a_slider_tells_is_no_move(player):
    player.learning_rate = 0.0101
    player.sliders["learning_rate"].set_state({"value": 10**-2.0})
    assert player.learning_rate == 0.0101
    player.sliders["learning_rate"].set_state({"value": 10**-1.99})
    assert player.learning_rate == float(f"{10**-1.99:.4g}")


@pytest.mark.parametrize(
    ("name", "value"),
    [("learning_rate", -1), ("learning_rate", "fast"), ("momentum", 1.5), ("batch_size", 2.5)],
)
def test_a_bad_setting_is_named_and_the_last_good_one_stays(player, name, value):
    good = getattr(player, name)
    with pytest.raises(ValueError, match=name):
        setattr(player, name, value)
    assert getattr(player, name) == good


def test_what_the_page_may_not_ask_for_is_shown_beside_the_control(player):
    player.step(5)
    player._asked(None, {"do": "restart", "name": "hidden", "value": [0]}, [])
    assert player.refused["name"] == "hidden" and player.refused["message"]
    assert player.number == 5  # the run goes on


def test_another_architecture_or_data_set_starts_anew(player):
    player.step(5)
    player.hidden = [3, 3]
    assert player.network.sizes == (2, 3, 3, 1) and player.number == 0
    player.dataset = "moons"
    assert len(player.data[0]) > 4


def test_reset_returns_to_the_same_start_and_a_seed_to_another():
    player = TrainingPlayer("xor", seed=4)
    first = player.network.params
    player.step(20)
    player.reset()
    assert player.number == 0
    np.testing.assert_array_equal(player.network.params, first)
    player.reset(seed=5)
    assert abs(player.network.params - first).max() > 0.1


def test_a_network_that_was_given_comes_back_by_the_initializer_own():
    net = Network([2, 4, 1], activations="sigmoid", init="normal", seed=3)
    player = TrainingPlayer(net, *datasets.xor(), loss="bce")
    player.hidden = (3, 3)
    player.reset(seed=5)
    assert player.network.sizes == (2, 3, 3, 1) and "own" in player.choices["inits"]
    player.restart(init="own")
    np.testing.assert_array_equal(player.network.params, net.params)
    assert (player.choices["hidden"], player.choices["init"]) == ("4", "own")
    player.dataset = "moons"
    assert "own" not in player.choices["inits"]  # its data have another name there
    assert "own" not in TrainingPlayer("xor").choices["inits"]


def test_a_weight_can_be_set_while_it_trains(player):
    player.step(5)
    player.set("W[1][0, 2]", 1.25)
    assert player.network.W[1][0, 2] == 1.25 and player.number == 5
    with pytest.raises(ValueError, match="W\\[1\\]"):
        player.set("W[9][0, 0]", 1.0)


DEEP = [2, 4, 4, 1], ["tanh", "tanh", "sigmoid"]


def deep(**more):
    parts = {"normalization": "batch", "residual": True} | more
    return Network(DEEP[0], activations=DEEP[1], seed=3, **parts)


@pytest.mark.parametrize("parts", [{}, {"residual": False}, {"normalization": None}])
def test_it_trains_normalized_layers_and_skips_as_fit_does(parts):
    X, y = datasets.moons(60, noise=0.1, seed=0)
    settings = {"loss": "bce", "optimizer": SGD(0.3), "batch_size": 10, "seed": 0}
    player = TrainingPlayer(deep(**parts), X, y, **settings)
    player.step(100)
    network = fit(deep(**parts), X, y, steps=100, **settings).network
    np.testing.assert_array_equal(player.network.params, network.params)
    np.testing.assert_array_equal(player.network.running, network.running)
    trained = network.forward(X, training=True)
    assert player.loss == pytest.approx(network.loss(trained, y, "bce"), rel=1e-12)
    _, numbers, picture = player.measure()
    points = network.forward(player.scenery.points).output
    np.testing.assert_array_equal(np.frombuffer(picture, "<f4"), points[:, 0].astype("<f4"))
    numbers, D, L = np.frombuffer(numbers), 37, 3
    backward = network.backward(trained, y, "bce")
    np.testing.assert_array_equal(numbers[:D], network.params[:D])
    np.testing.assert_array_equal(numbers[D : D + 8].reshape(2, 4), backward.dW[1])
    np.testing.assert_array_equal(numbers[2 * D + L :], [*network.params[D:], *network.running])


def test_rows_read_right_are_those_that_running_statistics_read_right():
    X, y = datasets.moons(60, noise=0.3, seed=0)
    player = TrainingPlayer(deep(), X, y, loss="bce", optimizer=SGD(0.3))
    player.step(3)
    right = [
        int(((player.network.forward(X, training=training).output > 0.5) == y).sum())
        for training in (False, True)
    ]
    assert right[0] != right[1]
    assert player.measure()[0]["right"] == right[0]


def test_a_weight_set_by_hand_keeps_the_running_statistics():
    player = TrainingPlayer(deep(), *datasets.xor(), loss="bce")
    player.step(20)
    before = player.network.running
    player.set("W[2][0, 1]", 1.25)
    assert player.network.W[2][0, 1] == 1.25
    np.testing.assert_array_equal(player.network.running, before)
    assert np.abs(before - deep().running).max() > 0.01


def test_a_new_start_keeps_normalization_and_the_skips_that_fit():
    norms = [None, "batch", None]
    net = deep(normalization=norms, residual=True)
    player = TrainingPlayer(net, *datasets.xor(), loss="bce")
    player.reset(seed=5)
    assert player.network.architecture == net.architecture
    player.hidden = (4, 5, 5)
    flags = [norm is not None for norm in player.network.normalization]
    assert flags == [False, True, True, False]
    assert player.network.residual == (False, False, True, False)
    player.hidden = (2,)
    assert player.network.residual == (False, False)
    player.dataset = "spirals"
    assert player.network.sizes == (2, 16, 16, 1)
    assert player.network.residual == (False, True, False)
    none = Network([2, 1], activations="sigmoid", seed=0)
    player = TrainingPlayer(none, *datasets.xor(), loss="bce", init="xavier")
    player.hidden = (3, 3)
    assert not any(player.network.normalization) and not any(player.network.residual)


def test_a_skip_of_the_output_goes_where_the_loss_cannot_have_it():
    net = Network([1, 1, 1], activations="identity", residual=[False, True], seed=0)
    player = TrainingPlayer(net, dataset="curve")
    player.reset(seed=1)
    assert player.network.residual == (False, True)
    player.dataset = "xor"
    player.hidden = (1,)
    assert player.network.residual == (False, False) and player.training.loss == "bce"


@pytest.mark.parametrize("size", [1, 3])
def test_a_batch_of_one_row_puts_the_slider_back(size):
    player = TrainingPlayer(deep(), *datasets.xor(), loss="bce")
    player.sliders["batch_size"].value = size
    assert f"batch_size {size} leaves a batch of one" in player.message
    assert player.sliders["batch_size"].value == 4 and player.batch_size is None
    player.sliders["batch_size"].value = 2
    assert player.batch_size == 2 and player.message == ""
    with pytest.raises(ValueError, match="leaves a batch of one"):
        player.batch_size = size
    assert player.sliders["batch_size"].value == 2


def test_adam_has_no_momentum_slider():
    player = TrainingPlayer("xor", optimizer=Adam(0.01))
    assert "momentum" not in player.sliders
    with pytest.raises(ValueError, match="momentum"):
        player.momentum = 0.5


# ---- pinned runs, divergence, two players


def test_a_pinned_run_stays_under_its_learning_rate(player):
    with pytest.raises(ValueError, match="no step"):
        player.pin()
    player.learning_rate = 0.05
    player.step(50)
    player.pin()
    player.reset()
    assert list(player.pins) == ["learning rate 0.05"]
    assert player.pins["learning rate 0.05"].steps == 50
    player.unpin()
    assert player.pins == {}


def test_a_diverging_run_says_why_and_goes_on_with_a_smaller_rate():
    player = TrainingPlayer("curve", optimizer=SGD(50.0), batch_size=None)
    player.step(500)
    assert "diverged" in player.message and not player.playing
    assert np.isfinite(player.network.params).all() and math.isfinite(player.loss)
    number = player.number
    player.learning_rate = 0.001
    player.step(3)
    assert player.number == number + 3 and player.message == ""


def test_two_players_do_not_disturb_each_other():
    one, other = TrainingPlayer("xor"), TrainingPlayer("xor")
    one.learning_rate = 0.01
    one.step(10)
    assert other.number == 0 and other.learning_rate == 0.5


def test_a_race_takes_the_same_steps():
    one, other = TrainingPlayer("xor"), TrainingPlayer("xor", optimizer=Adam(0.01))
    both = race(one, other)
    one.step(7)
    assert (one.number, other.number) == (7, 7)
    assert "step 7" in repr(both)
    with pytest.raises(ValueError, match="twice"):
        race(one, one)


def test_a_race_says_who_is_who_and_takes_names():
    players = [TrainingPlayer("xor", optimizer=one) for one in (SGD(0.5), Adam(0.03))]
    assert [one.title for one in race(*players).players] == ["SGD", "Adam"]
    assert "Adam: TrainingPlayer" in repr(race(*players))
    slow, fast = TrainingPlayer("xor", optimizer=SGD(0.05)), TrainingPlayer("xor")
    assert [one.title for one in race(slow, fast).players] == ["run 1", "run 2"]
    race(slow, fast, names=("slow", "fast"))
    assert (slow.title, fast.title) == ("slow", "fast")
    for names in (["one"], ["one", "one"], "slow"):
        with pytest.raises(ValueError, match="expected 2 different ones"):
            race(slow, fast, names=names)


def test_a_race_starts_from_one_step_and_what_starts_one_anew_starts_all():
    one, other = TrainingPlayer("xor"), TrainingPlayer("xor")
    other.step(3)
    with pytest.raises(ValueError, match=r"0, 3 steps.*reset\(\)"):
        race(one, other)
    other.reset()
    race(one, other)
    one.step(4)
    one.activation = "relu"
    assert (one.number, other.number) == (0, 0)
    assert other.network.activations[0] == "tanh"
    assert other.snapshot["curve"]["beside"] == []  # no page tells of a run that is over


def test_the_axes_of_a_race_hold_what_all_runs_and_pins_reach():
    one, other = TrainingPlayer("xor"), TrainingPlayer("xor", optimizer=Adam(0.03))
    race(one, other)
    one.step(20)
    for player, rival in ((one, other), (other, one)):
        (beside,) = player.snapshot["curve"]["beside"]
        assert beside == rival.record.reach()
        assert beside["steps"] == 20 and beside["low"] == rival.record.low.min()
        assert (beside["first"], beside["high"]) == (rival.record.high[0], rival.record.high.max())
    other.pin()
    other.step(1)
    assert len(one.snapshot["curve"]["beside"]) == 2
    assert TrainingPlayer("xor").snapshot["curve"]["beside"] == []


@pytest.mark.parametrize("first", ["own", "spirals", "xor"])
def test_a_network_of_ones_own_takes_every_data_set_with_the_loss_that_fits(first):
    net = Network([2, 6, 1], activations=["tanh", "sigmoid"], seed=0)
    data = dict(zip("Xy", datasets.xor(), strict=True)) if first == "own" else {"dataset": first}
    player = TrainingPlayer(net, **data, loss="bce")
    fits = {
        "digits": "cross_entropy",
        "spirals3": "cross_entropy",
        "yin_yang": "cross_entropy",
        "curve": "squared_error",
    }
    for name in [*player.choices["datasets"][::-1], "moons"]:
        player._asked(None, {"do": "restart", "name": "dataset", "value": name}, [])
        assert player.message == ""
        player.step(2)
        assert player.choices["dataset"] == name and player.training.loss == fits.get(name, "bce")


def test_a_loss_of_ones_own_stays_where_it_fits():
    net = Network([2, 6, 1], activations=["tanh", "sigmoid"], seed=0)
    player = TrainingPlayer(net, dataset="moons", loss="mse")
    player.dataset = "circles"
    assert player.training.loss == "mse"
    player.dataset = "digits"
    assert player.training.loss == "cross_entropy"
    player.dataset = "moons"
    assert player.training.loss == "mse"


def test_a_pinned_run_is_compared_with_runs_on_its_own_data_only(player):
    player.step(5)
    player.pin("first")
    player.dataset = "spirals"
    assert player.pinned == [] and player.pins == {}
    player.step(1)
    player.pin("spiral")
    player.dataset = "xor"
    assert list(player.pins) == ["first"]
    player.activation = "relu"  # the same data: a comparison
    assert list(player.pins) == ["first"]


def test_it_has_a_still_picture_and_a_plain_repr(player):
    data, metadata = player._repr_mimebundle_()
    assert data["image/png"] and "alt=" in data["text/html"]
    assert data["text/plain"].startswith("TrainingPlayer of Network 2-4-1 on xor: step 0, loss 0.")


# ---- the clock


def test_without_an_event_loop_play_waits(player):
    player.play()
    assert player.number == 0
    player.pause()


def test_it_plays_while_the_page_answers_and_pauses_at_once():
    async def play():
        player = TrainingPlayer("xor", speed=10_000)
        page = Page(player)
        player.play()
        await until(lambda: player.number > 1000 and len(page.messages) > 3)
        player._asked(None, {"do": "pause"}, [])
        await asyncio.sleep(0.05)
        stopped = player.number
        await asyncio.sleep(0.1)
        assert player.number == stopped
        assert player.clock._task.done()

    asyncio.run(play())


def test_other_work_is_heard_between_two_slices():
    async def play():
        player = TrainingPlayer("moons", speed=10_000)
        Page(player)
        player.play()
        loop, late = asyncio.get_running_loop(), []
        for _ in range(20):
            start = loop.time()
            await asyncio.sleep(0.001)
            late.append(loop.time() - start)
        player.pause()
        assert player.number > 0
        assert sorted(late)[10] < 0.1

    asyncio.run(play())


def test_pages_of_a_race_are_sent_the_same_steps_though_one_is_slow():
    async def play():
        one, two = TrainingPlayer("xor", speed=10_000), TrainingPlayer("xor")
        race(one, two)
        quick, slow = Page(one), Page(two, answers=False)
        one.play()
        for count in range(1, 6):
            await until(lambda count=count: len(slow.messages) == count)
            await asyncio.sleep(0.03)  # frames are taken meanwhile
            two._asked(None, {"ack": count, "view": "page"}, [])
        one.pause()
        sent = [
            [frame["number"] for message in page.messages for frame in message.get("frames", [])]
            for page in (quick, slow)
        ]
        shortest = min(map(len, sent))
        assert shortest >= 4 and sent[0][:shortest] == sent[1][:shortest]

    asyncio.run(play())


def test_players_paused_from_another_thread_stop_at_the_same_step():
    async def play():
        one, two = TrainingPlayer("xor", speed=10_000), TrainingPlayer("xor")
        race(one, two)
        Page(one), Page(two)
        for _ in range(30):
            before = one.number
            two.play()
            await until(lambda before=before: one.number > before)
            await asyncio.to_thread(one.pause)  # as JupyterLab's kernels do
            assert one.number == two.number
            await until(one.clock._task.done)
            assert one.number == two.number

    asyncio.run(play())


def test_a_clock_whose_loop_is_gone_runs_on_the_next_one():
    player = TrainingPlayer("xor", speed=10_000)

    async def play():
        Page(player)
        player.play()
        before = player.number
        await until(lambda: player.number > before)

    def left_behind(loop):  # stopped, its tasks neither done nor cancelled: a thread that ended
        loop.run_until_complete(play())
        return loop

    gone = left_behind(asyncio.new_event_loop())
    assert player.playing and not player.clock._task.done()
    asyncio.run(play())
    player.pause()
    gone.run_until_complete(asyncio.sleep(0.05))  # nothing is left of it
    gone.close()


def test_a_page_that_does_not_answer_gets_one_message_and_then_the_player_pauses():
    async def play():
        player = TrainingPlayer("xor")
        page = Page(player, answers=False)
        player.play()
        await until(lambda: not player.playing)
        assert len(page.messages) == 1
        player._asked(None, {"ack": True, "view": "page"}, [])  # it was only slow
        assert player.playing
        player.pause()

    asyncio.run(play())


def test_a_page_that_is_closed_pauses_it():
    async def play():
        player = TrainingPlayer("xor")
        page = Page(player)
        player.play()
        await until(lambda: player.number > 0)
        page.leave()
        assert not player.playing

    asyncio.run(play())


def test_a_player_that_nobody_sees_pauses_and_says_why_and_plays_on_when_it_is_asked():
    async def play():
        player = TrainingPlayer("xor")
        Page(player)
        player.play()
        await until(lambda: player.number > 0)
        player._asked(None, {"away": "page"}, [])
        assert (player.playing, player.unseen) == (False, True)
        player._asked(None, {"back": "page"}, [])
        assert not player.playing  # a hand begins it
        player._asked(None, {"do": "play"}, [])
        assert (player.playing, player.unseen) == (True, False)
        player.pause()
        assert not player.unseen

    asyncio.run(play())


def test_a_race_goes_on_while_one_of_its_pages_is_in_sight():
    async def play():
        one, other = TrainingPlayer("xor"), TrainingPlayer("xor")
        race(one, other)
        Page(one)
        Page(other)
        one.play()
        one._asked(None, {"away": "page"}, [])
        assert one.playing and other.playing
        other._asked(None, {"away": "page"}, [])
        assert not one.playing and not other.playing and one.unseen and other.unseen

    asyncio.run(play())


def test_the_losses_kept_do_not_grow_with_the_run(player):
    player.step(21_000)
    assert player.record.steps == 21_000
    assert 500 < len(player.record) <= 1024
    assert player.record.low[0] > player.record.low[-1] > 0


# ---- data of one's own


def test_points_of_ones_own_take_the_place_of_the_data_and_the_run_goes_on():
    player = TrainingPlayer("xor", optimizer=SGD(0.5, momentum=0.9))
    player.step(20)
    before, run, extent = player.network, player.spec["run"], player.spec["extent"]
    X, y = [[0.1, 0.9], [0.8, 0.2], [1.0, 1.0]], [[1], [0], [1]]
    player.set_data(X, y)
    np.testing.assert_array_equal(player.X, X)
    np.testing.assert_array_equal(player.y, y)
    assert player.number == 20 and player.spec["run"] == run
    np.testing.assert_array_equal(player.network.params, before.params)
    truth = before.backward(before.forward(X), y, loss="bce").loss
    assert player.loss == pytest.approx(truth, rel=1e-12)
    assert player.spec["rows"] == 3 and "step 20" in repr(player)
    player.step(300)
    assert player.loss < truth / 2
    player.reset()
    assert player.number == 0 and len(player.X) == 3
    assert player.spec["extent"] == extent
    player.dataset = "moons"
    assert len(player.X) > 100


def test_points_that_leave_the_map_make_a_new_one():
    player = TrainingPlayer("xor")
    run = player.spec["run"]
    player.set_data([[0.0, 0.0], [9.0, 9.0]], [[0], [1]])
    assert player.spec["run"] == run and player.spec["extent"][1] > 9


def test_the_page_draws_and_what_does_not_fit_is_said_and_changes_nothing():
    player = TrainingPlayer("yin_yang")
    draw = {"X": [[0.1, 0.2], [0.3, -0.2]], "y": [[1, 0, 0], [0, 0, 1]], "count": 4}
    player._asked(None, {"do": "data", "name": "points", **draw}, [])
    assert player.spec["drawn"] == 4 and len(player.X) == 2 and not player.message
    for wrong in (
        {"X": [], "y": []},
        {"X": [[0.0] * 3], "y": [[1, 0, 0]]},
        {"X": [[1e308, 0]], "y": [[1, 0, 0]]},
    ):
        player._asked(None, {"do": "data", "name": "points", **draw, **wrong}, [])
        assert player.refused["name"] == "points" and player.message
        assert len(player.X) == 2


# ---- its state as a text


def test_a_players_state_round_trips_with_points_of_ones_own():
    player = TrainingPlayer("yin_yang", optimizer=Adam(0.02), batch_size=2, seed=3)
    player.step(30)
    player.set_data([[0.1, 0.2], [0.3, -0.2], [0.4, 0.5]], np.eye(3))
    player.step(5)
    player.sample = 2
    twin = TrainingPlayer.from_state(player.state())
    np.testing.assert_array_equal(twin.X, player.X)
    np.testing.assert_array_equal(twin.network.params, player.network.params)
    assert twin.training.optimizer == player.training.optimizer
    assert twin.batch_size == player.batch_size
    for name in ("number", "sample", "loss", "speed", "seed"):
        assert getattr(twin, name) == getattr(player, name), name
    np.testing.assert_allclose(twin.record.low, player.record.low, rtol=1e-6)
    for name in twin.spec.keys() - {"run", "edition", "drawn"}:
        assert twin.spec[name] == player.spec[name], name
    assert twin.snapshot["picture"] == player.snapshot["picture"]
    player.reset()
    twin.reset()
    np.testing.assert_array_equal(twin.network.params, player.network.params)
    assert twin.state() == player.state()


@pytest.mark.parametrize("name", DATASETS)
def test_a_players_state_names_a_data_set_by_its_name(name):
    player = TrainingPlayer(name)
    player.step(3)
    twin = TrainingPlayer.from_state(player.state())
    assert repr(twin) == repr(player)
    assert twin.choices["inits"] == [*player.choices["inits"], "own"]  # its weights were given
    for offered in ("datasets", "inits"):
        del twin.choices[offered], player.choices[offered]
    assert twin.choices == player.choices
    assert len(player.state()) < 40_000
    player.reset()
    twin.reset()
    np.testing.assert_array_equal(twin.network.params, player.network.params)


@pytest.fixture(scope="module")
def told():
    player = TrainingPlayer("xor")
    player.step(20)
    player.set_data(player.X, player.y)
    return state.decode(player.state())


@pytest.mark.parametrize(
    "change",
    [
        {"rows": 10**9},
        {"rows": -4},
        {"rows": 4.0},
        {"rows": 3},
        {"steps": 10**30},
        {"width": 0},
        {"optimizer": {"kind": "os.system", "learning_rate": 1}},
        {"optimizer": {"kind": "SGD", "learning_rate": float("nan")}},
        {"optimizer": {"kind": "SGD", "learning_rate": [1]}},
        {"batch_size": -1},
        {"seed": -1},
        {"speed": 0},
        {"speed": "fast"},
        {"sample": 99},
        {"number": -1},
        {"epoch": None},
        {"extent": []},
        {"extent": [0, 0.5, 0, 1]},
        {"extent": [float("nan")] * 4},
    ],
)
def test_a_players_state_with_another_value_is_refused(told, change):
    header, values = told
    text = state.encode({**header, "player": {**header["player"], **change}}, values)
    with pytest.raises(ValueError, match="state"):
        TrainingPlayer.from_state(text)


def test_a_players_state_of_another_view_is_refused(told):
    view = NetworkView(Network([2, 1], activations="sigmoid", seed=0), [0, 0], [1], loss="bce")
    with pytest.raises(ValueError, match="state misses 'player'"):
        TrainingPlayer.from_state(view.state())
    header, values = told
    with pytest.raises(ValueError, match="state"):
        NetworkView.from_state(state.encode(header, values))
