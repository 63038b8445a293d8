"""An error inside a learner's function: its line, and in words what stopped it.

Nothing of the learner's is run again. Shapes are read from the frame in which the error came up.
"""

import ast
import builtins
import difflib
import inspect
import linecache
import re
import sysconfig
import textwrap
import traceback
from pathlib import Path

import numpy as np

from .report import INDENT

PACKAGE = str(Path(__file__).resolve().parents[2])
LIBRARIES = tuple({PACKAGE, *(sysconfig.get_path(key) for key in ("stdlib", "purelib", "platlib"))})


def told(call, error):
    """The learner's last line that led to the error, the error, and what it means."""
    frame, line, number = _own(error)
    says = f"{INDENT}{type(error).__name__}: {error}"
    if frame is None:
        return f"It was called as {call}.\n{says}"
    where = f"Line {number} of your cell"
    where = f"{where}: {line}" if line else f"{where}:"
    named = explained(error)
    raw = "gufunc" in str(error)  # NumPy's own words, which nobody can read
    plain = "" if blank(error) or (raw and named) else says
    return "\n".join(part for part in (where, plain, named) if part)


def named(error):
    """The short name of a slip of the language, and what to read; None and "" for any other."""
    frame, line, _ = _own(error)
    text = str(error)
    scalar = "converted to Python scalars" in text or "must be real number" in text
    if frame is not None and isinstance(error, TypeError) and scalar and "math." in line:
        return "math for arrays", (
            "A function of `math` takes one number, and here it is given an array. NumPy has the\n"
            "same functions for arrays: `np.exp` in the place of `math.exp`."
        )
    if isinstance(error, TypeError) and ("^" in line) and ("xor" in text or "for ^" in text):
        return "^ for a power", "`^` is no power in Python (it compares bits). A power is `**`."
    if isinstance(error, TypeError) and text.endswith("object is not callable"):
        kind = text.split("'")[1] if "'" in text else ""
        if kind.endswith("ndarray") or kind.endswith(("float64", "float", "int")):
            return "* forgotten", (
                "A number with a bracket behind it, as in 2 (a + b), is a call in Python. Is a\n"
                "`*` missing before the bracket?"
            )
    return None, ""


def explained(error):
    """What an error means, in words; "" where its own words do."""
    if isinstance(error, NameError):
        return _near_name(error)
    frame, _, _ = _own(error)
    shapes = _operands(error) if frame is not None else None
    text = str(error)
    if shapes and ("matmul" in text or "not aligned" in text or "core dimension" in text):
        (left, one), (right, other) = shapes
        numbers = [name for name, size in shapes if size == ()]
        if numbers:
            return textwrap.indent(
                f"{' and '.join(f'`{name}`' for name in numbers)}: a single number. `@` sums over "
                "rows and columns,\nand a number has none; `*` multiplies by it."
                + _other_case(numbers, frame),
                INDENT,
            )
        return textwrap.indent(
            f"`{left} @ {right}`: {left} is {one}, {right} is {other}. The two inner sizes, the "
            f"last of\nthe first and the first of the second, have to be equal: "
            f"{one[-1] if one else 'none'} and {_inner(other)}.",
            INDENT,
        )
    inner = re.search(r"size (\d+) is different from (\d+)", text)
    if inner:
        return (
            f"{INDENT}The two inner sizes of a product `@`, the last of the first and the first of "
            f"the\n{INDENT}second, have to be equal: here they are {inner[2]} and {inner[1]}."
        )
    if "could not be broadcast" in text:
        return (
            f"{INDENT}Number by number goes only where sizes are equal, or 1, counted from the "
            "right."
        )
    if "setting an array element with a sequence" in text:
        return f"{INDENT}One place of an array takes one number, and here it is given several."
    return ""


def _other_case(names, frame):
    """Of the names, whether the function has one that differs in its capitals alone."""
    written = [name.lower() for name in names]
    others = [known for known in frame.f_locals if known.lower() in written and known not in names]
    return "".join(f"\n`{name}`, which your function has, is another name." for name in others)


def blank(error):
    """Did the function stumble over a `...` that is still to be replaced?"""
    if "ellipsis" in str(error).lower() and not isinstance(error, IndexError):
        return True  # an IndexError lists what may stand in brackets, a `...` among it
    frame, line, _ = _own(error)
    if frame is None:
        return False
    if "..." in line.replace("[...]", ""):
        return True
    names = set(re.findall(r"[A-Za-z_]\w*", line))
    return any(_holds_blank(frame.f_locals.get(name)) for name in names)


def _holds_blank(value):
    inside = value.values() if isinstance(value, dict) else value
    if isinstance(inside, (list, tuple, type({}.values()))):
        return any(part is ... for part in inside)
    return value is ...


def unfilled(function):
    """Is there a `...` in the function that stands for a line, not for an index?

    ``a[...] = 0`` is finished code. Where the source cannot be read, nothing is said.
    """
    return bool(_blanks(function))


def first_blank(function):
    """Where the first `...` stands that is to be replaced: "Line 3 of your cell: …", or ""."""
    function = inspect.unwrap(function)  # a check may stand around the learner's own
    numbers = _blanks(function)
    if not numbers:
        return ""
    line = linecache.getline(function.__code__.co_filename, min(numbers)).strip()
    return f"Line {min(numbers)} of your cell: {line}"


def _blanks(function):
    """The numbers of the lines with a `...` that is no index."""
    tree = source(function)
    if tree is None:
        return []
    indices = {
        id(part)
        for node in ast.walk(tree)
        if isinstance(node, ast.Subscript)
        for part in ast.walk(node.slice)
    }
    return [
        node.lineno
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and node.value is ... and id(node) not in indices
    ]


def source(function):
    """The syntax tree of a function, its lines counted as in its cell; None if it has none."""
    try:
        lines, first = inspect.getsourcelines(function)
        tree = ast.parse(textwrap.dedent("".join(lines)))
    except (OSError, TypeError, SyntaxError, IndentationError, ValueError):
        return None
    return ast.increment_lineno(tree, max(first, 1) - 1)


def line_of(function, fits):
    """Where a learner wrote something: "Line 3 of your cell: …"; "" if it is not found.

    `fits` says of a node of a syntax tree whether it is that. The function is searched, and the
    functions of the learner's that it names.
    """
    function = inspect.unwrap(function) if function else function
    for part in [function, *_helpers(function)]:
        tree = source(part)
        if tree is None:
            continue
        for node in ast.walk(tree):
            if getattr(node, "lineno", 0) and fits(node):
                line = linecache.getline(part.__code__.co_filename, node.lineno).strip()
                return f"Line {node.lineno} of your cell: {line}" if line else ""
    return ""


def _helpers(function):
    code = getattr(function, "__code__", None)
    if code is None:
        return []
    near = inspect.getclosurevars(function) if inspect.isfunction(function) else None
    found = [*near.nonlocals.values(), *near.globals.values()] if near else []
    return [
        part
        for part in found
        if inspect.isfunction(part) and not part.__code__.co_filename.startswith(LIBRARIES)
    ]


def _own(error):
    """The last frame that is the learner's, its line and its number; None, "", 0 without one."""
    found = None, "", 0
    for frame, number in traceback.walk_tb(error.__traceback__):
        name = frame.f_code.co_filename
        if not name.startswith(LIBRARIES):
            found = frame, linecache.getline(name, number).strip(), number
    return found


def _near_name(error):
    frame, _, _ = _own(error)
    if frame is None:
        return ""
    names = {*frame.f_locals, *frame.f_globals, *dir(builtins)}
    unbound = re.search(r"local variable '(\w+)'", str(error))  # such an error has no name
    name = getattr(error, "name", None) or (unbound[1] if unbound else "")
    if name and inspect.getattr_static(frame.f_locals.get("self"), name, None) is not None:
        return f"{INDENT}Did you mean `self.{name}`?"
    if name in ("np", "math"):
        return f"{INDENT}Run the cell that imports it first."
    other = [word for word in names if word.lower() == name.lower() and word != name]
    near = other or difflib.get_close_matches(name, sorted(frame.f_locals), n=1, cutoff=0.75)
    return f"{INDENT}Did you mean `{near[0]}`?" if near else ""


def _operands(error):
    """Text and shape of both sides of the product that failed; None where they are not plain."""
    where = None
    for step in traceback.extract_tb(error.__traceback__):
        if not step.filename.startswith(LIBRARIES):
            where = step
    frame, _, _ = _own(error)
    if where is None or where.colno is None or where.lineno != where.end_lineno:
        return None
    line = linecache.getline(where.filename, where.lineno).encode()
    try:
        node = ast.parse(line[where.colno : where.end_colno].decode().strip(), mode="eval").body
    except (SyntaxError, UnicodeDecodeError):
        return None
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.MatMult):
        sides = [node.left, node.right]
    elif isinstance(node, ast.Call) and len(node.args) == 2:  # np.dot(a, b)
        sides = node.args
    else:
        return None
    values = [_plain(side, frame) for side in sides]
    if any(value is None for value in values):
        return None
    return tuple(
        (ast.unparse(side), np.shape(value)) for side, value in zip(sides, values, strict=True)
    )


def _plain(node, frame):
    """The array that a name, a part of it or its transpose stands for; nothing is called."""
    if isinstance(node, ast.Name):
        value = frame.f_locals.get(node.id, frame.f_globals.get(node.id))
        return value if isinstance(value, (np.ndarray, list, float, int, dict)) else None
    if isinstance(node, ast.Attribute) and node.attr == "T":
        value = _plain(node.value, frame)
        return value.T if isinstance(value, np.ndarray) else None
    return None


def _inner(shape):
    return shape[-2] if len(shape) > 1 else shape[0] if shape else "none"
