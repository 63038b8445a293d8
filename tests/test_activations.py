"""Values to check by hand, and none that overflows."""

import numpy as np
import pytest

from backprop_lib.activations import ACTIVATIONS

HUGE = np.array([[-1e308, -1e200, -800.0, -40.0, -1e-300, 0.0, 1e-300, 40.0, 800.0, 1e200, 1e308]])


@pytest.mark.parametrize("name", ACTIVATIONS)
def test_finite_for_every_finite_z_without_a_warning(name, recwarn):
    activation = ACTIVATIONS[name]
    a = activation.value(HUGE)
    assert np.isfinite(a).all()
    if activation.derivative:
        assert np.isfinite(activation.derivative(HUGE, a)).all()
    assert not recwarn.list


@pytest.mark.parametrize(
    ("name", "z", "a"),
    [
        ("identity", 2.0, 2.0),
        ("sigmoid", 0.0, 0.5),
        ("sigmoid", np.log(3), 0.75),
        ("tanh", np.log(3) / 2, 0.5),
        ("relu", -2.0, 0.0),
        ("relu", 2.0, 2.0),
        ("leaky_relu", -2.0, -0.02),
        ("gelu", 0.0, 0.0),
        ("gelu", 1.0, 0.8411919906082768),  # Hendrycks & Gimpel's tanh form, by hand
    ],
)
def test_value(name, z, a):
    np.testing.assert_allclose(ACTIVATIONS[name].value(np.array([[z]])), [[a]], rtol=1e-14)


def test_softmax_of_logs_are_the_proportions():
    z = np.log([[1.0, 2.0, 5.0]])
    np.testing.assert_allclose(ACTIVATIONS["softmax"].value(z), [[0.125, 0.25, 0.625]])


@pytest.mark.parametrize("name", [name for name in ACTIVATIONS if name != "softmax"])
def test_derivative_is_the_complex_step_of_the_value(name):
    z = np.linspace(-6, 6, 41)[None]
    f = ACTIVATIONS[name]
    slope = f.value(z + 1e-20j).imag / 1e-20
    np.testing.assert_allclose(f.derivative(z, f.value(z)), slope, rtol=1e-12, atol=1e-15)


@pytest.mark.parametrize(("name", "slope"), [("relu", 0.0), ("leaky_relu", 0.01)])
def test_at_the_kink_the_slope_is_the_one_below_it(name, slope):
    kink = np.zeros((1, 1))
    assert ACTIVATIONS[name].derivative(kink, ACTIVATIONS[name].value(kink)) == slope


@pytest.mark.parametrize("name", ACTIVATIONS)
def test_it_has_bounds_where_no_z_leads_beyond_two_numbers(name):
    z = np.array([[-1e6, -1.0], [0.0, 0.0], [1e6, 1.0], [-1e6, 1e6]])  # softmax: along the rows
    a = ACTIVATIONS[name].value(z)
    ends = (a.min(), a.max())
    assert ACTIVATIONS[name].bounds == (None if np.ptp(ends) > 2 else ends)


@pytest.mark.parametrize("name", ACTIVATIONS)
def test_float32_stays_float32(name):
    z = np.array([[-1.5, 0.5]], dtype=np.float32)
    a = ACTIVATIONS[name].value(z)
    assert a.dtype == np.float32
    if ACTIVATIONS[name].derivative:
        assert ACTIVATIONS[name].derivative(z, a).dtype == np.float32


@pytest.mark.parametrize("dtype", [np.float64, np.float32])
def test_gelu_has_its_slope_where_z_is_nearly_zero_and_where_it_is_huge(dtype):
    tiny, huge = np.finfo(dtype).smallest_subnormal, np.finfo(dtype).max
    z = np.array([0.0, tiny, -tiny, 1e-31, 1e-25, huge, -huge], dtype)
    gelu = ACTIVATIONS["gelu"]
    slope = gelu.derivative(z, gelu.value(z))
    np.testing.assert_allclose(slope, [0.5, 0.5, 0.5, 0.5, 0.5, 1, 0], rtol=1e-6)
