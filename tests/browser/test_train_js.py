"""train.js, the page's copy of a training step, agrees with the core in a real browser."""

import itertools

import numpy as np
import pytest
from test_pass_js import FITTING, HIDDEN, Scene

from backprop_lib import SGD, Adam, AdamW, Network, train
from backprop_lib.live.loss_record import LossRecord
from backprop_lib.live.training_scene import DATASETS
from backprop_lib.normalization import BatchNorm

# Adam measures a slope by its own size, so where one is nothing but rounding (db of a normalized
# layer) the rounding becomes a step; a larger epsilon keeps it small. The default one has its turn
# in the thousand steps below.
OPTIMIZERS = [
    SGD(0.05),
    SGD(0.02, momentum=0.9, weight_decay=0.1),
    SGD(0.3, clip_norm=0.2, clip_value=0.05),
    Adam(0.02, epsilon=1e-2),
    Adam(0.02, beta1=0.8, beta2=0.99, epsilon=1e-2, weight_decay=0.1),
    AdamW(0.02, weight_decay=0.2, epsilon=1e-2),
    AdamW(0.02, weight_decay=0.2, epsilon=1e-2, decay="weights", clip_norm=0.2),
]
RUN = """async runs => {
  const { makeTraining } = await import("/train.js");
  return runs.map(({spec, params, running, optimizer, batches}) => {
    const training = makeTraining(spec, params, running);
    return batches.map(({X, y, optimizer: its = optimizer}) => ({
      loss: training.step(Float64Array.from(X), Float64Array.from(y), its),
      params: [...training.params()],
      running: [...training.running],
    }));
  });
}"""
MANY = """async ({spec, params, X, y, optimizer, steps}) => {
  const { makeTraining } = await import("/train.js");
  const training = makeTraining(spec, params);
  let loss = 0;
  for (let n = 0; n < steps; n++)
    loss = training.step(Float64Array.from(X), Float64Array.from(y), optimizer);
  return {loss, params: [...training.params()]};
}"""

RECORD = """async ({losses, cut}) => {
  const { makeLossRecord } = await import("/loss_record.js");
  const record = makeLossRecord();
  for (const loss of losses) record.add(loss);
  const whole = record.now();
  record.cut(cut);
  return {whole, left: record.now(), reach: record.reach()};
}"""


def spec(net, loss):
    return {
        "sizes": list(net.sizes),
        "activations": list(net.activations),
        "loss": loss,
        "epsilon": [norm and norm.epsilon for norm in net.normalization],
        "momentum": [norm and norm.momentum for norm in net.normalization],
        "residual": list(net.residual),
    }


def settings(optimizer):
    """Of an optimizer, as train.js takes them."""
    values = {name: value for name, value in vars(optimizer).items() if name != "learning_rate"}
    return {"kind": type(optimizer).__name__, "rate": optimizer.learning_rate, **values}


def flat(array):
    return np.ascontiguousarray(array).ravel().tolist()


def told(net, X, y, loss, optimizer, *, steps, batch_size=None):
    """A run of the core as the page is told it, and after each step what the core has."""
    training = train(net, X, y, loss=loss, optimizer=optimizer, steps=steps, batch_size=batch_size)
    batches, after = [], []
    for step in training:
        room = training._last  # the rows that this step took
        batches.append({"X": flat(room.X[:, : net.sizes[0]].T), "y": flat(room.y.T)})
        now = step.network
        after.append({"loss": step.loss, "params": now.params, "running": now.running})
    run = {"spec": spec(net, loss), "params": flat(net.params), "running": flat(net.running)}
    return {**run, "optimizer": settings(optimizer), "batches": batches}, after


def judge(modules, runs):
    """Each step of each run is the core's to 1e-12."""
    computed = modules.evaluate(RUN, [run for run, _ in runs])
    for (run, after), steps in zip(runs, computed, strict=True):
        for number, (theirs, ours) in enumerate(zip(steps, after, strict=True), start=1):
            for name, value in ours.items():
                words = f"{name} after step {number}: {run['optimizer']} {run['spec']}"
                np.testing.assert_allclose(theirs[name], value, 1e-12, 1e-12, err_msg=words)


@pytest.mark.parametrize(("loss", "output"), FITTING)
def test_every_activation_loss_and_optimizer_takes_the_cores_steps(modules, loss, output):
    runs = []
    for seed, (hidden, optimizer) in enumerate(itertools.product(HIDDEN, OPTIMIZERS)):
        scene = Scene([3, 4, 2], [hidden], output, loss, 7, 0.7, seed)
        runs.append(told(scene.network, scene.X, scene.y, loss, optimizer, steps=6, batch_size=3))
    judge(modules, runs)


@pytest.mark.parametrize(("loss", "output"), FITTING)
def test_normalization_and_skips_take_the_cores_steps(modules, loss, output):
    last = loss in ("squared_error", "mse")
    runs = []
    for seed, hidden in enumerate(HIDDEN * 3):
        parts = {
            "normalization": [BatchNorm(1e-2, 0.3) if seed >> l & 1 else None for l in range(3)],
            "residual": [l % 2 == seed % 2 and (last or l < 2) for l in range(3)],
        }
        scene = Scene([3, 3, 3, 3], [hidden] * 2, output, loss, 8, 0.7, seed, **parts)
        optimizer = OPTIMIZERS[seed % len(OPTIMIZERS)]
        runs.append(told(scene.network, scene.X, scene.y, loss, optimizer, steps=6, batch_size=4))
    judge(modules, runs)


def test_momentum_switched_off_and_on_starts_from_rest_as_in_the_core(modules):
    scene = Scene([3, 4, 2], ["tanh"], "identity", "squared_error", 7, 0.7, 0)
    with_it, without = SGD(0.05, momentum=0.9), SGD(0.05)
    training = train(scene.network, scene.X, scene.y, loss="squared_error", optimizer=with_it)
    run, _ = told(scene.network, scene.X, scene.y, "squared_error", with_it, steps=1)
    [batch] = run["batches"]
    run["batches"], after = [], []
    for optimizer in (with_it, with_it, without, with_it, with_it):
        training.optimizer = optimizer
        training.advance(1)
        run["batches"].append({**batch, "optimizer": settings(optimizer)})
        after.append({"params": training.network.params})
    judge(modules, [(run, after)])


@pytest.mark.parametrize("optimizer", [SGD(0.05), Adam(0.003), AdamW(0.003)], ids=repr)
@pytest.mark.parametrize("name", [name for name in DATASETS if name != "digits"])
def test_a_thousand_steps_end_where_the_core_ends(modules, name, optimizer):
    """Where the core itself does not magnify one last bit of its start past 1e-11."""
    kind = DATASETS[name]
    X, y = kind.load(kind.noise, 0)
    X, y = X[:60], y[:60]
    sizes = [X.shape[1], 6, y.shape[1]]
    net = Network(sizes, activations=["tanh", kind.output], seed=1)
    moved = net.with_numbers(np.nextafter(net.params, np.inf))
    ours, beside = (end(net, X, y, kind.loss, optimizer) for net in (net, moved))
    assert abs(ours - beside).max() < 1e-11, "choose a calmer run"
    theirs = modules.evaluate(
        MANY,
        {
            "spec": spec(net, kind.loss),
            "params": flat(net.params),
            "X": flat(X.T),
            "y": flat(y.T),
            "optimizer": settings(optimizer),
            "steps": 1000,
        },
    )
    np.testing.assert_allclose(theirs["params"], ours, rtol=0, atol=1e-9)


def end(net, X, y, loss, optimizer):
    training = train(net, X, y, loss=loss, optimizer=optimizer, steps=1000)
    training.advance(1000)
    return training.network.params


def test_a_step_that_leaves_the_floats_takes_nothing_with_it(modules):
    net = Network([2, 3, 1], activations=["identity", "identity"], seed=0)
    run = {"spec": spec(net, "mse"), "params": flat(net.params), "running": []}
    run["batches"] = [{"X": [1e160, 1e160], "y": [0.0]}, {"X": [1.0, 2.0], "y": [0.0]}]
    (steps,) = modules.evaluate(RUN, [{**run, "optimizer": settings(SGD(1e300))}])
    assert [step["params"] for step in steps] == [flat(net.params)] * 2
    assert not any(np.isfinite(step["loss"] or np.nan) for step in steps[:1])


def test_a_loss_that_the_page_does_not_know_is_named(modules):
    """Also where a part of a step is used by itself."""
    says = modules.evaluate(
        """async () => {
          const { makeLayers, forward, backward, lossOf } = await import("/train_passes.js");
          const { layers, count } = makeLayers({ sizes: [1, 1], activations: ["tanh"] }, 1);
          const [p, g, X] = [new Float64Array(count), new Float64Array(count), new Float64Array(1)];
          forward(p, layers, X, 1);
          const said = (act) => {
            try {
              return act();
            } catch (error) {
              return error.message;
            }
          };
          return [
            said(() => lossOf("huber", layers[0], X, 1)),
            said(() => backward(p, g, layers, X, X, "huber", 1)),
          ];
        }"""
    )
    assert says == ['train_passes.js knows no loss "huber".'] * 2


def test_other_parameters_are_refused_when_there_are_too_few(modules):
    net = Network([2, 3, 1], activations=["tanh", "sigmoid"], seed=0)
    run = {"spec": spec(net, "bce"), "params": [0.0] * 12, "running": [], "batches": []}
    with pytest.raises(Exception, match=r"params has 12 numbers; expected 13\."):
        modules.evaluate(RUN, [run])


@pytest.mark.parametrize("steps", [1, 1024, 1025, 5000])
def test_losses_of_a_long_run_are_kept_in_the_points_that_the_kernel_keeps(modules, steps):
    losses = np.exp(np.random.default_rng(0).normal(size=steps))
    losses[steps // 2] = 0.0  # which no logarithmic axis shows
    record, cut = LossRecord(), (2 * steps + 1) // 3
    record.add(losses)
    found = modules.evaluate(RECORD, {"losses": losses.tolist(), "cut": cut})

    def agrees(points):
        assert (points["width"], points["steps"]) == (record.width, record.steps)
        np.testing.assert_array_equal(points["low"], record.low)
        np.testing.assert_array_equal(points["high"], record.high)

    agrees(found["whole"])
    record.cut(cut)
    agrees(found["left"])
    assert found["reach"] == record.reach()
