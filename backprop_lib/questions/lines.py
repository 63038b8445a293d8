"""Lines to be put in order: which of them have to stand before which, and what goes wrong if not.

Read from the lines themselves, where they are Python: a line has to wait for what it uses, and must
not change what another line still needs. Any order that keeps to this computes the same, and is
right. Lines in words have one right order, the author's.
"""

import ast
from dataclasses import replace

MISSING = "comes too early: it uses `{}`, which does not exist yet"
OLD = "comes too early: it uses `{}`, which has not been changed yet"
LOST = "comes too early: it changes `{}`, and another line still needs it as it was"
ANYHOW = "comes too early or too late"


def with_order(options):
    """The same options, each line that is needed with those that have to stand before it.

    Examples
    --------
    >>> from .question import Option
    >>> first, other, last = with_order([Option("`a = x`", True), Option("`b = 2 * x`", True),
    ...                                  Option("`c = a + b`", True)])
    >>> other.after, [text for text, _ in last.after]
    ((), ['`a = x`', '`b = 2 * x`'])
    """
    needed = [option for option in options if option.right]
    statements = [_statement(option.text) for option in needed]
    if None in statements:
        waits = [[(n - 1, ANYHOW)] if n else [] for n in range(len(needed))]
    else:
        waits = _waits(*zip(*map(_makes_and_uses, statements), strict=True))
    after = {
        option.text: tuple((needed[i].text, says) for i, says in wait)
        for option, wait in zip(needed, waits, strict=True)
    }
    return tuple(replace(option, after=after.get(option.text, ())) for option in options)


def _statement(text):
    """A line's syntax tree, or None where it is no line of Python in backticks."""
    code = text[1:-1]
    if text != f"`{code}`" or "`" in code:
        return None
    try:
        (statement,) = ast.parse(code).body
    except (SyntaxError, ValueError):
        return None
    return statement


def _makes_and_uses(statement):
    """What a line gives a value, and all names, places and attributes that it reads, as texts."""
    targets = getattr(statement, "targets", [getattr(statement, "target", None)])
    made = [part for target in targets if target for part in getattr(target, "elts", [target])]
    read = [statement.value] + made * isinstance(statement, ast.AugAssign)
    parts = (ast.Name, ast.Attribute, ast.Subscript)
    uses = {ast.unparse(n) for node in read for n in ast.walk(node) if isinstance(n, parts)}
    return {ast.unparse(part) for part in made}, uses


def _waits(makes, uses):
    """For each line those before it that it has to wait for, and what is said if it does not."""
    waits = []
    for j in range(len(makes)):
        wait = {}
        for i in range(j):
            for name in sorted(makes[i] & uses[j]):
                if not any(name in makes[k] for k in range(i + 1, j)):
                    given = any(name in uses[k] for k in range(i + 1))
                    wait.setdefault(i, (OLD if given else MISSING).format(name))
            for name in sorted((uses[i] | makes[i]) & makes[j]):
                wait.setdefault(i, LOST.format(name))
        waits.append([*wait.items()])
    return waits
