"""What learners hand in: a mistake that is known in each exercise; and who marks it."""

import os
import subprocess

import known_mistakes


def run(program, folder, *arguments):
    """A grader's own program, in a folder, with its own environment first on PATH."""
    path = os.pathsep.join([str(program.parent), os.environ["PATH"]])
    environment = {**os.environ, "PATH": path, "MPLBACKEND": "agg"}
    command = [program, *map(str, arguments)]
    done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True)
    assert done.returncode == 0, (done.stdout + done.stderr)[-3000:]


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
