"""Names written where lines end, so that no legend is to be looked up."""

from . import style

GAP = 1.25  # of a text's height, from one name to the next


def name_lines(ax, names):
    """Write each name to the right of its line's end; where ends are near, names move apart.

    Parameters
    ----------
    ax : matplotlib.axes.Axes
        With its final limits.
    names : list of (float, float, str, colour)
        Where the line ends, what it is called, and in which colour. An end beyond the axes is
        named at its edge.
    """
    scale = 72 / ax.figure.dpi
    (left, right), (bottom, top) = sorted(ax.get_xlim()), sorted(ax.get_ylim())
    places = []
    for x, y, text, colour in names:
        end = min(max(x, left), right), min(max(y, bottom), top)
        places.append((ax.transData.transform(end)[1] * scale, end, text, colour))
    places.sort(key=lambda place: place[0])
    heights = apart([height for height, *_ in places], GAP * (style.FONT_SIZE - 1))
    for (height, end, text, colour), moved in zip(places, heights, strict=True):
        ax.annotate(
            text,
            end,
            xytext=(8, moved - height),
            textcoords="offset points",
            va="center",
            size=style.FONT_SIZE - 1,
            color=colour,
            weight="bold",
            annotation_clip=False,
        )


def apart(heights, gap):
    """The nearest places, in least squares, that are at least `gap` from one another.

    Parameters
    ----------
    heights : list of float
        In rising order.

    Examples
    --------
    >>> apart([0.0, 1.0, 50.0], 10.0)
    [-4.5, 5.5, 50.0]
    """
    groups = []  # (mean of height minus its gaps, how many): pool adjacent violators
    for k, height in enumerate(heights):
        mean, count = height - k * gap, 1
        while groups and groups[-1][0] > mean:
            other, more = groups.pop()
            mean, count = (mean * count + other * more) / (count + more), count + more
        groups.append((mean, count))
    means = [mean for mean, count in groups for _ in range(count)]
    return [mean + k * gap for k, mean in enumerate(means)]
