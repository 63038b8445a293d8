"""The palette, judged by computation: contrast, every kind of eye, the middle of each map."""

import itertools

import matplotlib as mpl
import matplotlib.pyplot as plt
import numpy as np
import pytest
from matplotlib.colors import to_rgb

from backprop_lib.plots import style
from backprop_lib.plots.parts import classes

PALETTES = {"light": style.LIGHT, "dark": style.DARK}
# Machado, Oliveira & Fernandes (2009), severity 1.0, for linear RGB.
VISION = {
    "usual": np.eye(3),
    "protanopia": [
        [0.152286, 1.052583, -0.204868],
        [0.114503, 0.786281, 0.099216],
        [-0.003882, -0.048116, 1.051998],
    ],
    "deuteranopia": [
        [0.367322, 0.860646, -0.227968],
        [0.280085, 0.672501, 0.047413],
        [-0.011820, 0.042940, 0.968881],
    ],
    "tritanopia": [
        [1.255528, -0.076749, -0.178779],
        [-0.078411, 0.930809, 0.147602],
        [0.004733, 0.691367, 0.303900],
    ],
}
XYZ = np.array(  # linear sRGB to XYZ, D65
    [
        [0.4124564, 0.3575761, 0.1804375],
        [0.2126729, 0.7151522, 0.072175],
        [0.0193339, 0.119192, 0.9503041],
    ]
)

on_each_paper = pytest.mark.parametrize("palette", PALETTES.values(), ids=PALETTES)


def linear(colour):
    rgb = np.array(to_rgb(colour))
    return np.where(rgb <= 0.04045, rgb / 12.92, ((rgb + 0.055) / 1.055) ** 2.4)


def contrast(one, other):
    """WCAG 2.2."""
    dark, light = sorted(float(XYZ[1] @ linear(colour)) for colour in (one, other))
    return (light + 0.05) / (dark + 0.05)


def lab(colour, vision="usual"):
    """CIE L*a*b* of a colour as somebody sees it."""
    seen = np.clip(VISION[vision] @ linear(colour), 0, 1)
    t = XYZ @ seen / XYZ.sum(axis=1)
    f = np.where(t > (6 / 29) ** 3, np.cbrt(t), t / (3 * (6 / 29) ** 2) + 4 / 29)
    return np.array([116 * f[1] - 16, 500 * (f[0] - f[1]), 200 * (f[1] - f[2])])


def test_contrast_of_black_on_white_is_21():
    assert contrast("black", "white") == pytest.approx(21)


def test_both_palettes_have_the_same_meanings():
    assert style.LIGHT.keys() == style.DARK.keys()


@on_each_paper
@pytest.mark.parametrize("vision", VISION)
@pytest.mark.parametrize("sign", ["{}", "delta_{}"])
def test_two_signs_differ_to_every_eye(palette, vision, sign):
    positive, negative = (
        lab(palette[sign.format(which)], vision) for which in ("positive", "negative")
    )
    assert np.linalg.norm(positive - negative) > 40


@on_each_paper
@pytest.mark.parametrize(
    "name",
    [
        "ink",
        "muted",
        "warning",
        "accent",
        "positive",
        "negative",
        "delta_positive",
        "delta_negative",
    ],
)
def test_text_can_be_read_on_paper(palette, name):
    assert contrast(palette[name], palette["paper"]) >= 4.5


@on_each_paper
def test_strokes_can_be_seen_on_paper(palette):
    assert contrast(palette["line"], palette["paper"]) >= 3


@pytest.mark.parametrize("dark", [False, True])
def test_ink_can_be_read_on_every_activation(dark):
    with style.use(dark=dark):
        look = style.current()
    worst = min(contrast(look.palette["ink"], look.activation(a)) for a in np.linspace(0, 1, 21))
    assert worst >= 4.5


@pytest.mark.parametrize("dark", [False, True])
def test_text_on_every_amount_can_be_read(dark):
    """On the grey half way between ink and paper neither can do better than this."""
    with style.use(dark=dark):
        grounds = style.current().amount(np.linspace(0, 1, 41))[:, :3]
        assert min(contrast(style.text_on(ground), ground) for ground in grounds) >= 4


@pytest.mark.parametrize("dark", [False, True])
@pytest.mark.parametrize("name", ["activation", "amount"])
def test_sequential_maps_are_ordered_in_grey_print(dark, name):
    with style.use(dark=dark):
        colours = getattr(style.current(), name)
    lightness = [lab(colours(a))[0] for a in np.linspace(0, 1, 21)]
    steps = np.diff(lightness)
    assert (steps > 0).all() or (steps < 0).all()


@pytest.mark.parametrize("dark", [False, True])
def test_maps_end_in_the_palettes_colours(dark):
    with style.use(dark=dark):
        look = style.current()
    for colours, low, high in [
        (look.weights, "negative", "positive"),
        (look.delta, "delta_negative", "delta_positive"),
        (look.activation, "activation_low", "activation_high"),
        (look.amount, "paper", "muted"),
    ]:
        np.testing.assert_allclose(colours(0.0)[:3], to_rgb(look.palette[low]), atol=1e-9)
        np.testing.assert_allclose(colours(1.0)[:3], to_rgb(look.palette[high]), atol=1e-9)


@pytest.mark.parametrize("vision", VISION)
def test_grounds_of_three_classes_differ_to_every_eye(vision):
    fills = [lab(fill, vision) for fill in classes.FILLS[:3]]
    assert min(np.linalg.norm(a - b) for a, b in itertools.combinations(fills, 2)) > 15


@pytest.mark.parametrize("dark", [False, True])
def test_ink_can_be_seen_on_the_ground_of_every_class(dark):
    with style.use(dark=dark):
        grounds, ink = classes.regions(6), style.current().palette["ink"]
    assert min(contrast(ink, ground) for ground in grounds) >= 4.5


def test_middle_of_both_diverging_maps_is_the_same_grey():
    middle = style.weights(0.5)
    assert middle == style.delta(0.5)
    assert np.hypot(*lab(middle)[1:]) < 8  # nearly no hue


def test_maps_of_the_module_are_the_light_ones():
    assert style.current().weights is style.weights
    assert style.current().activation is style.activation
    assert style.current().delta is style.delta


@pytest.mark.parametrize(
    ("values", "largest"),
    [
        ([-3.0, 1.0], 3),
        ([[2.0, 2.0]], 2),
        (0.7, 0.7),
        ([0, 0], 1),
        ([], 1),
        ([np.nan, -2, np.inf], 2),
    ],
)
def test_symmetric_norm_has_zero_in_its_middle(values, largest):
    norm = style.symmetric_norm(values)
    assert (norm.vmin, norm.vmax, norm(0.0)) == (-largest, largest, 0.5)


def test_symmetric_norm_does_not_divide_by_what_is_nearly_zero():
    norm = style.symmetric_norm([5e-324])
    assert norm(5e-324) == 0.5


def test_use_ends_with_its_block():
    before = dict(mpl.rcParams)
    with style.use(dark=True):
        assert style.current().palette is style.DARK
        assert mpl.rcParams["figure.facecolor"] == style.DARK["paper"]
        with style.use():
            assert style.current().palette is style.LIGHT
        assert style.current().palette is style.DARK
    assert style.current().palette is style.LIGHT
    assert dict(mpl.rcParams) == before


def test_use_dresses_a_figure_of_the_learners_own():
    with style.use(dark=True):
        ax = plt.figure().add_subplot()
    plt.close(ax.figure)
    assert ax.get_facecolor()[:3] == to_rgb(style.DARK["paper"])
    assert ax.xaxis.label.get_color() == style.DARK["ink"]
