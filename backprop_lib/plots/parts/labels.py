"""Numbers as a figure writes them."""


def number(value, *, sign=False):
    """A number with at least two decimals and two significant digits, and a real minus.

    Examples
    --------
    >>> number(0.731), number(-0.0123), number(0.0), number(2e-7), number(12345.6)
    ('0.73', '−0.012', '0.00', '2.0e−7', '1.2e4')
    >>> number(0.5, sign=True), number(-0.0, sign=True)
    ('+0.50', '0.00')
    """
    size = abs(value)
    if size == 0:
        return "0.00"
    plus = "+" if sign else ""
    if size < 0.001 or size >= 9999.5:
        digits, power = f"{value:{plus}.1e}".split("e")
        text = f"{digits}e{int(power)}"
    else:
        decimals = 2 if size >= 0.0995 else 3 if size >= 0.00995 else 4
        text = f"{value:{plus}.{decimals}f}"
    return text.replace("-", "−")


def plural(count, what):
    """
    >>> plural(1, "sample"), plural(4, "sample")
    ('1 sample', '4 samples')
    """
    return f"{count} {what}" if count == 1 else f"{count} {what}s"
