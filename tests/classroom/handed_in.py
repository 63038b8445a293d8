"""What learners hand in of a lesson: a mistake that is known in each of its exercises."""

import known_mistakes


def wrong(exercise, lesson):
    """(what is said of it, source of the cell) of each known mistake that is not harmless."""
    found = known_mistakes.of(exercise, lesson)
    told = [(known_mistakes.said(exercise, lesson, one), source) for one, source in found]
    return [(says, source) for says, source in told if says]


def with_mistakes(asked, lesson):
    """For each notebook: by the exercise's name what is said of its mistake, and its cell.

    One notebook holds a mistake of each exercise that has one left, so there are as many as the
    exercise with most mistakes has.
    """
    known = {one.name: wrong(one, lesson) for one in asked}
    most = max(map(len, known.values()))
    return [{name: told[n] for name, told in known.items() if n < len(told)} for n in range(most)]
