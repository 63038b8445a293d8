"""mine.py, the file of what a learner wrote: one section a check, each standing for itself.

A line ``# %% backward: my_backward`` begins the section of `check.backward`, and names the function
in it. Nothing in one section is seen by another, so that a slip spoils no more than its own.
"""

import os
import re

from ... import learner

NAME = "mine.py"
HEAD = '''"""What you wrote in the lessons, each part found right by its check.

Read it, and change it if you like: a later lesson that needs one of these functions runs yours. One
that does not pass its check any more is left alone, and ours is run. To have a part written anew,
run its check in its lesson once more.
"""
'''
MARK = re.compile(r"^# %% *(\w+) *: *(\w+) *$", re.MULTILINE)


class Broken(Exception):
    """A section that cannot be run; the message names the line."""


def path():
    """Where the file is, or None where nothing is to be kept."""
    folder = learner.folder()
    return folder / NAME if folder else None


def read(file):
    """The text of the file; "" if there is none.

    Raises
    ------
    Broken
        If it cannot be read.
    """
    try:
        return file.read_text(encoding="utf-8")
    except FileNotFoundError:
        return ""
    except (OSError, ValueError) as error:
        raise Broken(f"{NAME} cannot be read: {error}") from error


def sections(text):
    """By the check's name: the function's name, the text's first line, its number in the file."""
    return {
        mark[1]: (mark[2], text[mark.end() : end], text.count("\n", 0, mark.end()))
        for mark, end in _marked(text)
    }


def with_section(text, check, name, source):
    """The text of the file with the section of a check in it, in the place of the one before."""
    section = f"# %% {check}: {name}\n{source}"
    for mark, end in _marked(text):
        if mark[1] == check:
            rest = f"\n\n{text[end:]}" if text[end:] else ""
            return text[: mark.start()] + section + rest
    before = text.rstrip("\n") + "\n" if text else HEAD
    return f"{before}\n\n{section}"


def _marked(text):
    """Each mark, and where its section ends."""
    marks = [*MARK.finditer(text)]
    starts = [mark.start() for mark in marks]
    return [*zip(marks, [*starts[1:], len(text)], strict=False)]


def loaded(text, check, file):
    """The function in the section of a check; None if there is no such section.

    Raises
    ------
    Broken
        If the section cannot be run, or has no such function.
    """
    found = sections(text).get(check)
    if found is None:
        return None
    name, source, line = found
    names = {"__name__": "mine", "__file__": str(file)}
    try:
        # Empty lines above, so that an error names the line of the file.
        exec(compile("\n" * line + source, str(file), "exec"), names)
    except KeyboardInterrupt:
        raise
    except BaseException as error:  # whatever stands in a learner's file
        raise Broken(f"{_at(error, file)}{type(error).__name__}: {_words(error)}") from error
    if not callable(names.get(name)):
        raise Broken(f"line {line + 1}: {name} is not defined in its section")
    return names[name]


def write(text, file):
    """Write the file whole or not at all.

    Raises
    ------
    OSError
        If it cannot be written; what was there is then as it was.
    """
    new = file.with_name(f"{file.name}.{os.getpid()}.new")
    try:
        new.write_text(text, encoding="utf-8", newline="\n")
        os.replace(new, file)
    finally:
        new.unlink(missing_ok=True)


def _at(error, file):
    """Such as ``"line 12: "``: the last line of the file that led to an error."""
    number = getattr(error, "lineno", None) if isinstance(error, SyntaxError) else None
    step = error.__traceback__
    while step and not isinstance(error, SyntaxError):
        if step.tb_frame.f_code.co_filename == str(file):
            number = step.tb_lineno
        step = step.tb_next
    return f"line {number}: " if number else ""


def _words(error):
    return error.msg if isinstance(error, SyntaxError) else error
