import dataclasses

import numpy as np
import pytest

from backprop_lib import SGD, Adam, AdamW, Network, train
from backprop_lib.optimizers import Memory, cosine, warmup

IS_WEIGHT = np.array([1.0, 1.0, 0.0])


def after(optimizer, gradients, params=(0.0, 0.0, 0.0), dtype=float):
    """The parameters after one update for each of `gradients`, two weights and a bias."""
    params = np.array(params, dtype)
    memory = Memory(params, IS_WEIGHT.astype(dtype))
    for step, gradient in enumerate(np.asarray(gradients, dtype), start=1):
        new = np.full_like(params, np.nan)
        kept = params.copy(), gradient.copy()
        optimizer.update(params, gradient, step, memory, new)
        np.testing.assert_array_equal((params, gradient), kept)  # what came in is left alone
        params = new
    return params


def clipped(gradient, clip_norm, clip_value):
    """Pascanu et al. 2013, algorithm 1, then value by value."""
    if clip_norm is not None:
        norm = sum(g**2 for g in gradient) ** 0.5
        gradient = [g * min(1, clip_norm / (norm + 1e-6)) for g in gradient]
    if clip_value is not None:
        gradient = [max(-clip_value, min(clip_value, g)) for g in gradient]
    return list(gradient)


def restated_sgd(optimizer, gradients, params):
    """Number by number, with no array."""
    params, v = list(params), [0.0] * 3
    for gradient in gradients:
        gradient = clipped(gradient, optimizer.clip_norm, optimizer.clip_value)
        for i in range(3):
            decay = optimizer.weight_decay * params[i] if IS_WEIGHT[i] else 0
            v[i] = optimizer.momentum * v[i] + gradient[i] + decay
            params[i] -= optimizer.learning_rate * v[i]
    return params


def restated_adam(optimizer, gradients, params):
    """Kingma & Ba 2015, algorithm 1; Loshchilov & Hutter 2019, algorithm 2: number by number."""
    coupled = isinstance(optimizer, Adam)
    params, m, v = list(params), [0.0] * 3, [0.0] * 3
    for t, gradient in enumerate(gradients, start=1):
        gradient = clipped(gradient, optimizer.clip_norm, optimizer.clip_value)
        for i in range(3):
            shrinks = IS_WEIGHT[i] or (not coupled and optimizer.decay == "all")
            decay = optimizer.weight_decay * params[i] if shrinks else 0
            g = gradient[i] + (decay if coupled else 0)
            m[i] = optimizer.beta1 * m[i] + (1 - optimizer.beta1) * g
            v[i] = optimizer.beta2 * v[i] + (1 - optimizer.beta2) * g**2
            m_hat = m[i] / (1 - optimizer.beta1**t)
            v_hat = v[i] / (1 - optimizer.beta2**t)
            direction = m_hat / (v_hat**0.5 + optimizer.epsilon) + (0 if coupled else decay)
            params[i] -= optimizer.learning_rate * direction
    return params


# ---- by hand


def test_sgd_goes_down_the_slope():
    np.testing.assert_allclose(after(SGD(0.1), [[10, -4, 1]], [1, 2, 3]), [0, 2.4, 2.9])


def test_momentum_keeps_part_of_the_last_direction():
    """v is 1, 1.5, 1.75: so the sum of the updates is 0.425."""
    moved = after(SGD(0.1, momentum=0.5), [[1, 0, -2]] * 3)
    np.testing.assert_allclose(moved, [-0.425, 0, 0.85])


def test_adams_first_step_is_the_learning_rate_whatever_the_slope():
    np.testing.assert_allclose(after(Adam(0.01), [[100, -1e-3, 0]]), [-0.01, 0.01, 0], rtol=1e-4)


def test_adams_second_step_by_hand():
    """Slopes 1, then 0: m = 0.09, v = 0.000999; corrected 0.09/0.19 and 0.000999/0.001999."""
    step = 0.1 * (0.09 / 0.19) / (0.000999 / 0.001999) ** 0.5
    np.testing.assert_allclose(after(Adam(0.1), [[1, 0, 0], [0, 0, 0]])[0], -0.1 - step, rtol=1e-7)


def test_weight_decay_draws_weights_to_zero_and_leaves_biases():
    moved = after(SGD(0.1, weight_decay=0.5), [[0, 0, 0]], [2, -4, 6])
    np.testing.assert_allclose(moved, [1.9, -3.8, 6])


def test_decoupled_decay_takes_its_part_whatever_the_slopes_are():
    """Of all parameters, or of the weights alone; the coupled kind is drowned by a large slope."""
    start, slopes = [2, -4, 6], [[1e6, 1e6, 1e6]]
    taken = {
        decay: after(AdamW(0.1, weight_decay=0.5, decay=decay), slopes, start)
        - after(Adam(0.1), slopes, start)
        for decay in ("all", "weights")
    }
    np.testing.assert_allclose(taken["all"], [-0.1, 0.2, -0.3])
    np.testing.assert_allclose(taken["weights"], [-0.1, 0.2, 0], atol=1e-15)
    coupled = after(Adam(0.1, weight_decay=0.5), slopes, start)
    np.testing.assert_allclose(coupled, after(Adam(0.1), slopes, start), atol=1e-6)


def test_clipping_by_norm_keeps_the_direction():
    moved = after(SGD(1, clip_norm=1), [[3, 0, -4]])  # norm 5
    np.testing.assert_allclose(moved, [-0.6, 0, 0.8], rtol=1e-6)


def test_clipping_by_norm_leaves_a_short_gradient_alone():
    np.testing.assert_array_equal(after(SGD(1, clip_norm=5.1), [[3, 0, -4]]), [-3, 0, 4])


def test_clipping_by_value_limits_each_entry_alone():
    np.testing.assert_array_equal(after(SGD(1, clip_value=2), [[3, 1, -4]]), [-2, -1, 2])


def test_the_norm_is_clipped_before_the_value():
    moved = after(SGD(1, clip_norm=1, clip_value=0.7), [[3, 0, -4]])
    np.testing.assert_allclose(moved, [-0.6, 0, 0.7], rtol=1e-6)


def test_weight_decay_is_added_after_clipping():
    moved = after(SGD(1, weight_decay=0.5, clip_value=1), [[3, 0, 3]], [10, 0, 10])
    np.testing.assert_allclose(moved, [10 - 1 - 5, 0, 9])


# ---- against a plain restatement

SGDS = [
    SGD(0.3),
    SGD(0.3, momentum=0.9),
    SGD(0.3, weight_decay=0.1),
    SGD(0.3, clip_norm=0.8),
    SGD(0.3, clip_value=0.4),
    SGD(0.3, momentum=0.5, weight_decay=0.1, clip_norm=2.0, clip_value=0.9),
]
ADAMS = [
    Adam(0.05),
    Adam(0.05, beta1=0.5, beta2=0.9, epsilon=1e-3),
    Adam(0.05, beta1=0, beta2=0),
    Adam(0.05, weight_decay=0.1, clip_norm=2.0, clip_value=0.9),
    AdamW(0.05),
    AdamW(0.05, weight_decay=0.3, decay="weights"),
    AdamW(0.05, beta1=0.5, beta2=0.95, weight_decay=0.1, clip_norm=2.0, clip_value=0.9),
]


@pytest.mark.parametrize("optimizer", SGDS + ADAMS, ids=repr)
def test_fifty_updates_are_those_of_the_formula(optimizer):
    rng = np.random.default_rng(3)
    gradients, params = rng.normal(size=(50, 3)), rng.normal(size=3)
    restated = restated_sgd if isinstance(optimizer, SGD) else restated_adam
    expected = restated(optimizer, gradients.tolist(), params.tolist())
    np.testing.assert_allclose(after(optimizer, gradients, params), expected, rtol=1e-12)


@pytest.mark.parametrize("optimizer", SGDS + ADAMS, ids=repr)
def test_float32_stays_float32(optimizer):
    gradients = np.random.default_rng(3).normal(size=(20, 3))
    single = after(optimizer, gradients, dtype=np.float32)
    assert single.dtype == np.float32
    np.testing.assert_allclose(single, after(optimizer, gradients), rtol=1e-4, atol=1e-5)


@pytest.mark.parametrize("optimizer", [SGD(0.1, momentum=0.9), Adam(0.1), AdamW(0.1)])
def test_two_memories_never_share_their_moments(optimizer):
    gradients = np.random.default_rng(3).normal(size=(5, 3))
    first = after(optimizer, gradients)
    np.testing.assert_array_equal(after(optimizer, gradients), first)


# ---- settings


@pytest.mark.parametrize("optimizer", [SGD(0.5), Adam(0.5), AdamW(0.5)])
def test_settings_never_change(optimizer):
    with pytest.raises(dataclasses.FrozenInstanceError):
        optimizer.learning_rate = 1.0
    assert dataclasses.replace(optimizer, learning_rate=1).learning_rate == 1
    assert optimizer == type(optimizer)(0.5) != type(optimizer)(0.4)


def test_defaults_are_those_of_the_papers_and_the_course():
    assert SGD() == SGD(learning_rate=0.1, momentum=0, weight_decay=0)
    assert Adam() == Adam(0.001, beta1=0.9, beta2=0.999, epsilon=1e-8, weight_decay=0)
    assert AdamW() == AdamW(0.001, beta1=0.9, beta2=0.999, weight_decay=0.01, decay="all")


def test_options_are_named():
    with pytest.raises(TypeError):
        SGD(0.1, 0.9)


@pytest.mark.parametrize(
    ("make", "words"),
    [
        (lambda: SGD(-1), "learning_rate is -1; expected a finite number, at least 0."),
        (lambda: SGD(np.nan), "learning_rate is nan"),
        (lambda: SGD(np.inf), "learning_rate is inf"),
        (lambda: SGD("fast"), "learning_rate is 'fast'"),
        (lambda: SGD(None), "learning_rate is None"),
        (lambda: SGD([0.1, 0.2]), r"learning_rate is \[0.1, 0.2\]"),
        (lambda: SGD(0.1, momentum=1), "momentum is 1; .*at least 0 and below 1"),
        (lambda: SGD(0.1, momentum=-0.1), "momentum is -0.1"),
        (lambda: SGD(0.1, momentum=None), "momentum is None"),
        (lambda: SGD(0.1, weight_decay=-1), "weight_decay is -1"),
        (lambda: SGD(0.1, clip_norm=0), "clip_norm is 0; expected a finite number, above 0"),
        (lambda: SGD(0.1, clip_value=-2), "clip_value is -2"),
        (lambda: SGD(0.1, clip_value=np.inf), "clip_value is inf"),
        (lambda: Adam(-1), "learning_rate is -1"),
        (lambda: Adam(beta1=1), "beta1 is 1"),
        (lambda: Adam(beta2=-0.1), "beta2 is -0.1"),
        (lambda: Adam(epsilon=0), "epsilon is 0"),
        (lambda: Adam(weight_decay=-1), "weight_decay is -1"),
        (lambda: Adam(clip_norm=0), "clip_norm is 0"),
        (lambda: AdamW(beta2=1), "beta2 is 1"),
        (lambda: AdamW(weight_decay=-1), "weight_decay is -1"),
        (lambda: AdamW(decay="biases"), "decay 'biases' is unknown. Known: 'all', 'weights'"),
        (lambda: cosine(-1, steps=10), "peak is -1"),
        (lambda: cosine(1, steps=0), "steps is 0; expected a whole number from 1"),
        (lambda: cosine(1, steps=2.5), "steps is 2.5"),
        (lambda: cosine(1, steps=5, floor=np.nan), "floor is nan"),
        (lambda: warmup(-1, steps=10), "learning_rate is -1"),
        (lambda: warmup(1, steps=0), "steps is 0"),
    ],
)
def test_a_setting_out_of_range_is_named(make, words):
    with pytest.raises(ValueError, match=words):
        make()


# ---- schedules


def test_cosine_falls_from_peak_to_floor_and_stays_there():
    rate = cosine(0.5, steps=11, floor=0.1)
    rates = [rate(step) for step in range(1, 15)]
    assert rates[0] == 0.5
    assert rates[5] == pytest.approx(0.3)
    assert rates[10:] == pytest.approx([0.1] * 4)
    assert (np.diff(rates[:11]) < 0).all()


def test_cosine_of_one_step_is_the_peak():
    assert cosine(0.5, steps=1)(1) == 0.5


def test_warmup_grows_in_a_straight_line_to_a_schedule():
    falling = cosine(1.0, steps=100)
    rate = warmup(falling, steps=4)
    assert [rate(step) for step in (1, 2, 3)] == [falling(s) * s / 4 for s in (1, 2, 3)]
    assert [rate(step) for step in (4, 5, 60)] == [falling(s) for s in (4, 5, 60)]


@pytest.mark.parametrize("kind", [SGD, Adam])
def test_a_schedule_is_asked_for_every_step_from_1(kind):
    asked = []

    def rate(step):
        asked.append(step)
        return 0.1 / step

    gradients = np.random.default_rng(3).normal(size=(4, 3))
    moved = after(kind(rate), gradients)
    assert asked == [1, 2, 3, 4]
    if kind is SGD:
        np.testing.assert_allclose(moved, -0.1 * gradients.T @ [1, 1 / 2, 1 / 3, 1 / 4])


@pytest.mark.parametrize("answer", [-1, np.nan, None, "x"])
def test_a_schedule_that_returns_no_rate_is_told_at_which_step(answer):
    net = Network([1, 1], activations="identity", seed=0)
    with pytest.raises(ValueError, match=rf"learning_rate\(1\) is {answer!r}; expected a finite"):
        next(train(net, [[1.0]], [[0.0]], loss="mse", optimizer=SGD(lambda step: answer)))
