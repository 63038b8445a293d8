"""The source of a learner's function, with all that it needs to stand alone in a file."""

import ast
import builtins
import inspect
import linecache
import symtable
import sys
from types import FunctionType, ModuleType


class NotAlone(Exception):
    """A function cannot be taken out of its notebook; the message says why."""


def alone(function):
    """The name of a function or a class, and source that defines it in an empty file.

    Parameters
    ----------
    function : function or class
        Defined in a cell or a file of the learner's.

    Returns
    -------
    name, source : str
        Imports first, then what it calls, then itself.

    Raises
    ------
    NotAlone
        If it has no name or no source, or uses something that cannot be written down, such as an
        array that a cell made.
    """
    imports, pieces = {}, {}
    name = _collect(inspect.unwrap(function), imports, pieces)
    head = "\n".join(sorted(imports))
    return name, "\n\n\n".join(part for part in (head, *pieces.values()) if part) + "\n"


def _collect(function, imports, pieces):
    """Put a function's source into `pieces` by its name, after that of all it needs."""
    name, source, known = _defined(function)
    if name in pieces:
        return name
    pieces[name] = ""  # it may call itself
    for used in _globals(source):
        if used != name and used in known:
            _resolve(used, known[used], imports, pieces)
    del pieces[name]  # to the end: what a default or a decorator uses has to stand above it
    pieces[name] = source
    return name


def _resolve(name, value, imports, pieces):
    if isinstance(value, ModuleType):
        imports[_import_of(name, value)] = None
    elif (ours := getattr(value, "as_source", None)) and not isinstance(value, type):
        imports["from backprop_lib import check"] = None
        pieces[name] = f"{name} = {ours}"
    elif _importable(value):
        as_ = "" if value.__name__ == name else f" as {name}"
        imports[f"from {value.__module__} import {value.__name__}{as_}"] = None
    elif isinstance(value, (FunctionType, type)):
        own = _collect(value, imports, pieces)
        if own != name:
            pieces[name] = f"{name} = {own}"
    elif _literal(value):
        pieces[name] = f"{name} = {value!r}"
    else:
        kind = type(value).__name__
        raise NotAlone(f"it uses `{name}`, a {kind} of the notebook; let it come in as an input")


def _defined(function):
    """Name, source and the global names around a function: of its statement in its cell."""
    inner = function if isinstance(function, FunctionType) else _a_method(function)
    code = inner.__code__
    if "<locals>" in getattr(function, "__qualname__", ""):
        raise NotAlone("it is defined inside another function")
    lines = linecache.getlines(code.co_filename)
    try:
        statements = ast.parse("".join(lines)).body
    except (SyntaxError, ValueError) as error:  # a cell that was changed after it ran
        raise NotAlone("its source cannot be read") from error
    for node in statements:
        first = min([node.lineno, *(d.lineno for d in getattr(node, "decorator_list", []))])
        if first <= code.co_firstlineno <= node.end_lineno:
            source = "".join(lines[first - 1 : node.end_lineno]).rstrip()
            if isinstance(node, (ast.FunctionDef, ast.ClassDef)):
                return node.name, source, inner.__globals__
            if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
                return node.targets[0].id, source, inner.__globals__
            raise NotAlone("it has no name of its own")
    raise NotAlone("its source cannot be read")


def _a_method(cls):
    for value in vars(cls).values() if isinstance(cls, type) else ():
        if isinstance(value, FunctionType) and value.__qualname__.startswith(cls.__qualname__):
            return value
    raise NotAlone("its source cannot be read")


def _globals(source):
    """The names that some source looks up outside of itself, in a fixed order."""
    found, tables = {}, [symtable.symtable(source, "mine.py", "exec")]
    for table in tables:  # the list grows as it is walked
        tables += table.get_children()
        top = table.get_type() == "module"
        for symbol in table.get_symbols():
            if symbol.is_referenced() if top else symbol.is_global():
                found[symbol.get_name()] = None
    return [name for name in found if not hasattr(builtins, name)]


def _import_of(name, module):
    parent, _, last = module.__name__.rpartition(".")
    if module.__name__ == name:
        return f"import {name}"
    if parent and last == name:
        return f"from {parent} import {name}"
    return f"import {module.__name__} as {name}"


def _importable(value):
    module, name = getattr(value, "__module__", None), getattr(value, "__name__", None)
    if module in (None, "__main__", "builtins") or not isinstance(name, str):
        return False
    there = sys.modules.get(module)
    return getattr(there, "__file__", None) and getattr(there, name, None) is value


def _literal(value):
    try:
        return ast.literal_eval(repr(value)) == value
    except (ValueError, SyntaxError, TypeError):
        return False
