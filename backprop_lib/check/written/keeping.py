"""Keep a function that its check found right."""

from dataclasses import replace

from . import file as own_file
from .needs import NotAlone, alone


def judged_and_kept(check, function, judged):
    """The Report of ``judged(function)``, and where that is right, what became of it in mine.py."""
    report = judged(function)
    said = keep(check, function, lambda own: judged(own).passed) if report.passed else ""
    return replace(report, text=f"{report.text}\n{said}") if said else report


def keep(check, function, is_right):
    """Write a function into mine.py, where there is a learner's folder.

    Parameters
    ----------
    check : str
        Name of the exercise.
    function : callable
    is_right : callable
        ``is_right(function)`` is asked of what was written, before it is kept.

    Returns
    -------
    str
        A sentence for the learner; "" where nothing is to be kept.
    """
    file = own_file.path()
    if file is None:
        return ""
    try:
        text = own_file.read(file)
        name, source = alone(function)
        new = own_file.with_section(text, check, name, source)
        if not is_right(own_file.loaded(new, check, file)):
            return f"(Not kept in {own_file.NAME}: by itself it gives other numbers.)"
        if new != text:
            own_file.write(new, file)
    except NotAlone as why:
        return f"(Not kept in {own_file.NAME}: {why}.)"
    except own_file.Broken as why:
        return f"(Not kept in {own_file.NAME}: {why}.)"
    except OSError as why:
        return f"(Not kept in {own_file.NAME}: {why.strerror}.)"
    return f"Kept in {own_file.NAME}, beside this notebook."
