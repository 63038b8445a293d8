"""Without a kernel the page trains: its numbers are the core's, and all that it offers acts."""

import dataclasses
import itertools

import numpy as np
import pages
import pytest
from bare_views import put_on
from playwright.sync_api import expect

from backprop_lib import SGD, Adam, AdamW, Network, datasets, live, train
from backprop_lib.live.loss_record import LossRecord
from backprop_lib.live.training_scene import DATASETS
from backprop_lib.normalization import BatchNorm
from backprop_lib.optimizers import cosine

ADAMW = AdamW(0.1, beta1=0.9, beta2=0.95, weight_decay=1e-4)
NUMBERS = """() => {
  const { frame, numbers } = view.model.get("snapshot");
  const { buffer, byteOffset, byteLength } = numbers;
  const copy = buffer.slice(byteOffset, byteOffset + byteLength);
  return { ...frame, numbers: [...new Float64Array(copy)] };
}"""
DRAWN = """async ([seeds, noise]) => {
  const { makeRandom } = await import("/random.js");
  const { DATASETS } = await import("/datasets.js");
  const random = seeds.map((seed) => {
    const one = makeRandom(seed);
    const range = Array.from({ length: 300 }, (_, n) => n);
    const numbers = [[...one.uniform(-2, 3, 5)], [...one.normal(0.5, 3000)]];
    return [...numbers, one.permutation(range), one.permutation(range)];
  });
  const data = Object.entries(DATASETS).map(([name, draw]) => [name, draw(noise)]);
  return { random, data: Object.fromEntries(data) };
}"""


@pytest.fixture
def player(page):
    """A function: show a player on a page that has no kernel; returns its root."""
    complaints, _ = pages.watch(page)

    def show(one, **how):
        page.set_content("<body style='margin: 0' data-jp-theme-light='true'></body>")
        root = put_on(page, one, **how)
        expect(root).to_have_attribute("data-number", str(one.number))
        return root

    yield show
    assert complaints == []


def press(root, *names):
    for name in names:
        root.get_by_role("button", name=name, exact=True).click()


def fill(root, label, value):
    box = root.get_by_label(f"{label}, number box", exact=True)
    box.fill(str(value))
    box.press("Enter")


def choose(root, label, value):
    root.locator(".bp-restart").evaluate("one => { one.open = true; }")
    box = root.get_by_label(label, exact=True)
    if box.evaluate("box => box.tagName") == "SELECT":
        box.select_option(value)
    else:
        box.fill(str(value))
        box.press("Enter")
        box.blur()


def holds(page, training):
    """The page's numbers are those of `training`."""
    now = page.evaluate(NUMBERS)
    assert (now["number"], now["epoch"]) == (training.number, training.epoch)
    dense = sum((m + 1) * n for m, n in itertools.pairwise(training.network.sizes))
    np.testing.assert_allclose(
        now["numbers"][:dense], training.network.params[:dense], rtol=0, atol=1e-12
    )
    return now


def test_losses_are_kept_in_the_points_of_pythons_record(modules):
    losses = np.random.default_rng(0).uniform(-1, 2, 3001)
    kept = modules.evaluate(
        """async (losses) => {
          const { makeLossRecord } = await import("/loss_record.js");
          const record = makeLossRecord();
          for (const loss of losses) record.add(loss);
          const all = { ...record.now(), reach: record.reach() };
          record.cut(1501);
          return [all, record.now()];
        }""",
        losses.tolist(),
    )
    record = LossRecord()
    record.add(losses)
    for now in kept:
        assert (now["width"], now["steps"]) == (record.width, record.steps)
        assert now["low"] == record.low.tolist() and now["high"] == record.high.tolist()
        assert now.get("reach", record.reach()) == record.reach()
        record.cut(1501)


def test_a_seed_draws_what_numpy_draws(modules):
    page = modules
    seeds = [0, 3, 2**40 + 5]
    drawn = page.evaluate(DRAWN, [seeds, 0.1])
    for seed, (uniform, normal, *orders) in zip(seeds, drawn["random"], strict=True):
        rng = np.random.default_rng(seed)
        np.testing.assert_allclose(uniform, rng.uniform(-2, 3, 5), rtol=1e-15)
        np.testing.assert_allclose(normal, rng.normal(0, 0.5, 3000), rtol=1e-12)
        assert orders == [rng.permutation(300).tolist() for _ in orders]
    assert set(drawn["data"]) == set(DATASETS) - {"digits"}
    for name, data in drawn["data"].items():
        X, y = DATASETS[name].load(0.1, 0)
        np.testing.assert_allclose(data["X"], X, rtol=0, atol=1e-13)
        np.testing.assert_allclose(data["y"], y, rtol=0, atol=1e-13)


@pytest.mark.parametrize("optimizer", [SGD(0.3, momentum=0.9), Adam(0.01), ADAMW], ids=repr)
@pytest.mark.parametrize("name", DATASETS)
def test_each_step_on_each_data_set_is_the_cores(player, page, name, optimizer):
    one = live.TrainingPlayer(name, optimizer=optimizer)
    root = player(one)
    training = train(
        one.network,
        *one.data,
        loss=one.training.loss,
        optimizer=optimizer,
        batch_size=one.batch_size,
        seed=0,
    )
    for _ in range(3):
        press(root, "Step")
        training.advance(1)
        holds(page, training)
    own = live.TrainingPlayer(training.network, *one.data, loss=training.loss)
    now = page.evaluate(NUMBERS)  # and what the picture shows of it is the kernel's
    content, numbers, _ = own.measure()
    assert now["loss"] == pytest.approx(content["loss"], abs=1e-12)
    assert now.get("right") == content.get("right")
    np.testing.assert_allclose(now["numbers"], np.frombuffer(numbers), rtol=0, atol=1e-10)


def test_a_network_handed_over_trains_by_its_own_loss_with_its_normalization(player, page):
    X, y = datasets.curve()
    net = Network(
        [1, 4, 4, 1],
        activations=["tanh", "gelu", "identity"],
        seed=3,
        normalization=[BatchNorm(), None, None],
        residual=[False, True, False],
    )
    one = live.TrainingPlayer(net, X, y, loss="mse", optimizer=SGD(0.1, weight_decay=0.01))
    root = player(one)
    training = train(net, X, y, loss="mse", optimizer=SGD(0.1, weight_decay=0.01))
    for _ in range(4):
        press(root, "Step")
        training.advance(1)
    now = holds(page, training)
    running = training.network.running
    np.testing.assert_allclose(now["numbers"][-len(running) :], running, rtol=0, atol=1e-12)


def test_settings_act_on_the_next_step_while_it_goes_on(player, page):
    one = live.TrainingPlayer("moons", optimizer=SGD(0.3))
    root = player(one)
    training = train(one.network, *one.data, loss="bce", optimizer=SGD(0.3), seed=0)
    press(root, "Step")
    training.advance(1)
    for label, value in (("learning rate", 0.05), ("momentum", 0.9), ("weight decay", 0.01)):
        fill(root, label, value)
        press(root, "Step")
        setting = {label.replace(" ", "_"): value}
        training.optimizer = dataclasses.replace(training.optimizer, **setting)
        training.advance(1)
        holds(page, training)
    fill(root, "batch size", 32)
    training.batch_size = 32
    press(root, "Step", "Step")
    training.advance(2)
    holds(page, training)


def test_a_rate_dragged_while_it_plays_acts_at_once(player, page):
    one = live.TrainingPlayer("xor", optimizer=SGD(0.5))
    root = player(one)
    press(root, "▶ Play")
    expect(root).to_have_attribute("data-playing", "")
    page.wait_for_function("() => Number(document.querySelector('.bp-root').dataset.number) > 20")
    root.get_by_label("learning rate, slider").press("Home")  # the smallest
    press(root, "❚❚ Pause")
    before = page.evaluate(NUMBERS)
    press(root, "Step")
    after = page.evaluate(NUMBERS)
    assert after["number"] == before["number"] + 1
    weights = slice(0, one.network.params.size)
    gradient = slice(one.network.params.size, 2 * one.network.params.size)
    moved = np.subtract(after["numbers"][weights], before["numbers"][weights])
    np.testing.assert_allclose(moved, -1e-5 * np.array(before["numbers"][gradient]), atol=1e-15)


def test_a_run_started_anew_in_the_page_is_the_one_that_python_starts(player, page):
    root = player(live.TrainingPlayer("xor"))
    choose(root, "data set", "circles")
    choose(root, "hidden layers", "3, 5")
    choose(root, "activation", "relu")
    choose(root, "initializer", "he_normal")
    choose(root, "noise", 0.2)
    root.get_by_label("seed", exact=True).fill("7")
    root.get_by_label("seed", exact=True).press("Enter")
    fill(root, "batch size", 32)
    one = live.TrainingPlayer(
        "circles", hidden=(3, 5), activation="relu", init="he_normal", noise=0.2, seed=7
    )
    training = train(one.network, *one.data, loss="bce", optimizer=SGD(0.5), batch_size=32, seed=7)
    holds(page, training)
    for _ in range(8):  # an epoch has seven
        press(root, "Step")
    training.advance(8)
    holds(page, training)


def test_what_does_not_fit_is_refused_beside_it_and_digits_are_in_the_notebook(player, page):
    root = player(live.TrainingPlayer("moons"))
    choose(root, "hidden layers", "0, 3")
    note = root.locator("[data-name=hidden] .bp-row-note")
    expect(note).to_contain_text("expected the neurons of each hidden layer")
    expect(root.get_by_label("hidden layers")).to_have_value("8")
    option = root.locator("option[value=digits]")
    expect(option).to_be_disabled()
    expect(option).to_have_text("digits (in the notebook)")


def test_back_is_where_the_run_was_and_from_there_it_goes_the_same_way(player, page):
    one = live.TrainingPlayer("xor", optimizer=Adam(0.05))
    root = player(one)
    expect(root.get_by_role("button", name="Back")).to_be_disabled()
    press(root, "Step", "Step")
    two = page.evaluate(NUMBERS)
    press(root, "Step", "Back")
    assert page.evaluate(NUMBERS)["numbers"] == two["numbers"]
    press(root, "Step", "Step")
    training = train(one.network, *one.data, loss="bce", optimizer=Adam(0.05))
    training.advance(4)
    holds(page, training)
    press(root, "Back", "Back", "Back", "Back")
    expect(root).to_have_attribute("data-number", "0")
    expect(root.get_by_role("button", name="Back")).to_be_disabled()


def test_a_weight_set_by_hand_stays_and_trains_on(player, page):
    one = live.TrainingPlayer("xor")
    root = player(one)
    root.locator(".bp-edge[aria-label^='weight W[2][0, 0]']").focus()
    fill(root, "W[2][0, 0]", -3.25)
    page.wait_for_timeout(400)  # a hand lets go
    press(root, "Step")
    net = one.network.replace(layer=2, i=0, j=0, value=-3.25)
    training = train(net, *one.data, loss="bce", optimizer=SGD(0.5))
    training.advance(1)
    holds(page, training)


def test_a_rate_near_the_old_one_trains_with_it(player, page):
    root = player(live.TrainingPlayer("xor"))
    fill(root, "learning rate", 0.504)
    press(root, "Step", "Pin")
    labels = "() => view.model.get('pinned').map(({ label }) => label)"
    assert page.evaluate(labels) == ["learning rate 0.504"]


def test_pinned_runs_keep_their_names(player, page):
    root = player(live.TrainingPlayer("xor"))
    press(root, "Pin")
    expect(root.locator(".bp-problem")).to_contain_text("nothing to pin")
    press(root, "Step", "Pin")
    expect(root.locator(".bp-problem")).to_be_hidden()
    labels = "() => view.model.get('pinned').map(({ label }) => label)"
    fill(root, "learning rate", 0.1)
    press(root, "Step", "Pin")
    assert page.evaluate(labels) == ["learning rate 0.5", "learning rate 0.5 → 0.1"]
    press(root, "Unpin")
    assert page.evaluate(labels) == []


def test_a_run_that_diverges_stops_and_says_what_to_try(player, page):
    X, y = datasets.curve()
    net = Network([1, 4, 1], activations=["identity", "identity"], seed=0)
    root = player(live.TrainingPlayer(net, X, y, loss="mse", optimizer=SGD(50.0)))
    press(root, "▶ Play")
    expect(root.locator(".bp-problem")).to_contain_text("Try a smaller learning rate than 50")
    expect(root.get_by_role("button", name="▶ Play")).to_be_visible()


def test_a_schedule_of_python_is_said_to_stay_in_the_notebook(player, page):
    root = player(live.TrainingPlayer("xor", optimizer=SGD(cosine(0.5, steps=10))))
    status = root.locator(".bp-kernel")
    expect(status).to_contain_text("the schedule of its learning rate is in the notebook")
    press(root, "Step")
    expect(root).to_have_attribute("data-number", "1")


@pytest.mark.parametrize(
    "optimizer, said",
    [
        (SGD(0.3, momentum=0.9), "; momentum started from rest at step 20"),
        (Adam(0.01), "; m and v started from 0 at step 20"),
        (ADAMW, "; m and v started from 0 at step 20"),
        (SGD(0.3), ""),
    ],
    ids=repr,
)
def test_a_run_taken_over_says_that_its_optimizer_remembers_nothing(player, page, optimizer, said):
    one = live.TrainingPlayer("xor", optimizer=optimizer)
    one.step(20)
    root = player(one, kernel=True)
    expect(root.locator(".bp-kernel")).to_contain_text("the kernel trains")
    page.evaluate(
        """() => {
          for (const model of view.models.values()) {
            model.comm_live = false;
            model.emit("comm_live_update");
          }
        }"""
    )
    status = root.locator(".bp-kernel")
    expect(status).to_have_text(f"this page trains: no kernel{said}")
    press(root, "Step", "Step")
    fresh = train(one.network, *one.data, loss="bce", optimizer=optimizer)
    fresh.advance(2)
    now = page.evaluate(NUMBERS)
    assert now["number"] == 22
    params = fresh.network.params
    np.testing.assert_allclose(now["numbers"][: params.size], params, rtol=0, atol=1e-12)
    press(root, "Reset")  # nothing is forgotten of a run that begins here
    expect(status).to_have_text("this page trains: no kernel")


def test_a_run_whose_data_are_too_many_for_a_page_says_where_it_trains(player, page):
    net = Network([100, 2, 1], activations=["tanh", "sigmoid"], seed=0)
    X, y = np.random.default_rng(0).uniform(size=(3000, 100)), np.zeros((3000, 1))
    root = player(live.TrainingPlayer(net, X, y, loss="bce"))
    expect(root.locator(".bp-kernel")).to_contain_text("it trains in the notebook")
    expect(root.locator(".bp-play")).to_be_disabled()


def test_other_data_reach_the_trainer_and_the_network_stays(player, page):
    """What points.js and a dropped file send."""
    one = live.TrainingPlayer("moons")
    root = player(one)
    press(root, "Step")
    X, y = datasets.circles(40)
    page.evaluate(
        """([X, y]) => {
          const slider = view.models.get(view.model.get("_sliders")[0]);
          bpTrainers.get(slider).send({ do: "data", X, y });
        }""",
        [X.tolist(), y.tolist()],
    )
    training = train(one.network, *one.data, loss="bce", optimizer=SGD(0.5))
    training.advance(1)
    after = train(training.network, X, y, loss="bce", optimizer=SGD(0.5))
    after.advance(2)
    press(root, "Step", "Step")
    now = page.evaluate(NUMBERS)
    assert now["number"] == 3
    np.testing.assert_allclose(
        now["numbers"][: after.network.params.size], after.network.params, rtol=0, atol=1e-12
    )
    expect(root.locator(".bp-train-status")).to_contain_text("of 40 read right")


def test_where_a_kernel_has_gone_the_page_trains_on_from_its_last_frame(player, page):
    one = live.TrainingPlayer("xor", optimizer=SGD(0.5))
    one.step(20)
    root = player(one, kernel=True)
    status = root.locator(".bp-kernel")
    expect(status).to_have_text("the kernel trains")
    page.evaluate(
        """() => {
          const slider = view.models.get(view.model.get("_sliders")[0]);
          for (const [, model] of view.models) model.comm_live = false;
          slider.emit("comm_live_update");
        }"""
    )
    expect(status).to_contain_text("this page trains")
    press(root, "Step", "Step")
    training = train(one.network, *one.data, loss="bce", optimizer=SGD(0.5))
    training.advance(2)
    now = page.evaluate(NUMBERS)
    assert now["number"] == 22
    np.testing.assert_allclose(
        now["numbers"][: training.network.params.size],
        training.network.params,
        rtol=0,
        atol=1e-12,
    )


def test_yin_and_yang_on_a_page_shows_all_and_goes_back(player, page):
    one = live.TrainingPlayer("yin_yang", optimizer=ADAMW)
    assert one.network.sizes == (2, 8, 3)
    root = player(one)
    training = train(one.network, *one.data, loss="cross_entropy", optimizer=ADAMW, seed=0)
    losses = training.advance(10)
    for _ in range(10):
        press(root, "Step")
    now = holds(page, training)
    assert now["loss"] < losses[0]
    expect(root.locator(".bp-edge")).to_have_count(2 * 8 + 8 * 3)
    expect(root.locator("[aria-label*=', activation'][aria-label*=', delta']")).to_have_count(11)
    expect(root.locator(".bp-train-norms")).to_contain_text("layer 2")
    expect(root.locator(".bp-train-answers canvas")).to_be_visible()
    press(root, "▶ Play")
    page.wait_for_function("() => Number(document.querySelector('.bp-root').dataset.number) > 40")
    press(root, "❚❚ Pause", "Back")
    assert page.evaluate(NUMBERS)["number"] > 10


def test_a_race_on_a_page_keeps_step_under_the_runners_names(page, tmp_path):
    slow, fast = (
        live.TrainingPlayer("xor", optimizer=SGD(0.01)),
        live.TrainingPlayer("xor", optimizer=Adam(0.05)),
    )
    pages.write(tmp_path / "race.html", live.race(slow, fast, names=["slow", "fast"]))
    complaints, _ = pages.watch(page)
    page.goto((tmp_path / "race.html").as_uri())
    pages.ready(page)
    roots = page.locator(".bp-root")
    expect(roots).to_have_count(2)
    for n, name in enumerate(["slow", "fast"]):
        expect(roots.nth(n).locator(".bp-train-name")).to_have_text(name)
    press(roots.first, "▶ Play")
    for root in roots.all():
        expect(root).to_have_attribute("data-playing", "")
    page.wait_for_function("() => Number(document.querySelector('.bp-root').dataset.number) > 50")
    fill(roots.last, "speed", 37)
    expect(roots.first.get_by_label("speed, number box")).to_have_value("37")
    press(roots.last, "❚❚ Pause")
    numbers = [root.get_attribute("data-number") for root in roots.all()]
    assert numbers[0] == numbers[1]
    press(roots.first, "Reset")
    for root in roots.all():
        expect(root).to_have_attribute("data-number", "0")
    slow.step(5)
    for _ in range(5):
        press(roots.last, "Step")
    for root, player in zip(roots.all(), (slow, fast), strict=True):
        expect(root).to_have_attribute("data-number", "5")
        assert float(root.get_attribute("data-loss")) == pytest.approx(player.loss, abs=1e-12)
    assert complaints == []
