"""The learner's copies of the lessons: made without outputs, never overwritten, never lost.

This needs nothing but Python: `make clean` calls it with whatever Python is there.
"""

import difflib
import functools
import hashlib
import itertools
import json
import shutil
from pathlib import Path

ANSWERS = ".answers.json"  # in the learner's folder: what was answered (questions/kept.py),
KEPT = (ANSWERS, f"{ANSWERS}.last")  # and the same before the last answer
ORIGINS = ".origins.json"  # there, too: of each copy its digest when it was made, and its source's
KEEP = "keep"  # the tag of a cell whose output a copy keeps
COLAB = "colab"  # of one that installs the course where no copies are made
RECORDED = "*Recorded when the course was built. Run this cell, and what it shows is your own.*"


def digest(content):
    return hashlib.sha256(content).hexdigest()


def digest_of(path):
    return digest(path.read_bytes())


def as_copied(lesson):
    """What a learner's copy of a file holds: of a notebook no outputs but those that are kept."""
    content = lesson.read_bytes()
    return _without_outputs(content) if lesson.suffix == ".ipynb" else content


@functools.cache  # a hub's servers begin with what their parent has worked out (warm.py)
def _without_outputs(content):
    notebook = json.loads(content)
    notebook["cells"] = [cell for cell in notebook["cells"] if not is_for_colab(cell)]
    for cell in notebook["cells"]:
        if cell["cell_type"] != "code":
            continue
        keeps = KEEP in cell["metadata"].get("tags", []) and cell["outputs"]
        cell["outputs"] = [_recorded(), *cell["outputs"]] if keeps else []
        cell["execution_count"] = None
    text = json.dumps(notebook, indent=1, sort_keys=True, ensure_ascii=False)
    return (text + "\n").encode()


def is_for_colab(cell):
    """Does it install the course where no copies are made?"""
    return COLAB in cell["metadata"].get("tags", [])


def _recorded():
    words = {"text/markdown": RECORDED, "text/plain": RECORDED.strip("*")}
    mark = {"recorded": True}  # so that backprop_lib/frameworks/notebook.py does not show it again
    return {"output_type": "display_data", "data": words, "metadata": mark}


def read_origins(work):
    """By a copy's name ``{"copy": digest, "source": digest}``.

    Before copies came without outputs, one digest stood for both.
    """
    try:
        found = json.loads((work / ORIGINS).read_text(encoding="utf-8"))
        both = {name: {"copy": one, "source": one} for name, one in found.items()}
        return {name: both[name] if isinstance(one, str) else one for name, one in found.items()}
    except (OSError, ValueError, AttributeError):
        return {}


def _write_origins(work, origins):
    (work / ORIGINS).write_text(json.dumps(origins, indent=1), encoding="utf-8")


def _lay(lesson, copy, origins):
    """A new copy, and where it is from."""
    content = as_copied(lesson)
    copy.write_bytes(content)
    origins[copy.name] = {"copy": digest(content), "source": digest_of(lesson)}


def copy_lessons(lessons, work):
    """Copy each lesson that `work` lacks; return those of which it has only an older version.

    What is in `work` is the learner's: nothing there is ever overwritten.
    """
    work.mkdir(parents=True, exist_ok=True)
    origins, changed = read_origins(work), []
    for lesson in lessons:
        copy = work / lesson.name
        if not copy.exists():
            _lay(lesson, copy, origins)
            continue
        now = digest_of(lesson)
        origins.setdefault(lesson.name, {"copy": digest(as_copied(lesson)), "source": now})
        if now not in (one["source"] for name, one in origins.items() if (work / name).exists()):
            changed.append(lesson)
    _write_origins(work, origins)
    return changed


def lay_newer(lesson, work):
    """Lay a lesson as it is now beside the learner's copy.

    Returns
    -------
    (path, list of str)
        The new file, and in which cells the two differ. Exercises are left out: there the learner
        has written.
    """
    origins, copy = read_origins(work), work / lesson.name
    found = differences(copy, lesson)
    beside = _free(copy, "newer", as_copied(lesson))
    _lay(lesson, beside, origins)
    _write_origins(work, origins)
    return beside, found


def reset(lesson, work):
    """Make a lesson's copy anew; return where the old one is now, or None where there was none."""
    origins, copy, old = read_origins(work), work / lesson.name, None
    work.mkdir(parents=True, exist_ok=True)
    if copy.exists():
        old = copy.rename(_free(copy, "yours"))
    _lay(lesson, copy, origins)
    _write_origins(work, origins)
    return old


def _free(path, word, content=None):
    """A name beside `path` that nothing has, or that has this content already.

    That is "01_lesson (newer).ipynb", or "01_lesson (newer 2).ipynb" …
    """
    for number in itertools.count(1):
        more = f" {number}" if number > 1 else ""
        beside = path.with_name(f"{path.stem} ({word}{more}){path.suffix}")
        if not beside.exists() or beside.read_bytes() == content:
            return beside


def differences(copy, lesson):
    """In which cells a learner's copy and a lesson differ, exercises aside; a line each."""
    old, new = _cells(copy), _cells(lesson)
    matcher = difflib.SequenceMatcher(None, [c[1] for c in old], [c[1] for c in new], False)
    said = []
    for kind, i, i_end, j, j_end in matcher.get_opcodes():
        before, now = _not_exercises(old[i:i_end]), _not_exercises(new[j:j_end])
        if kind == "equal" or not before + now:
            continue
        word = "changed" if before and now else "new" if now else "gone"
        section, source, _ = (now or before)[0]
        count = max(len(before), len(now))
        more = f" and {count - 1} more" if count > 1 else ""
        said.append(f"{section}: {word}: {_first_line(source)}{more}")
    return said


def _not_exercises(cells):
    return [cell for cell in cells if not cell[2]]


def _cells(path):
    """(section, source, whether it is an exercise) of each cell; of a text, of each paragraph."""
    text = path.read_text(encoding="utf-8")
    try:
        cells = json.loads(text)["cells"]
    except (ValueError, KeyError, TypeError):
        return [(path.stem, paragraph, False) for paragraph in text.split("\n\n")]
    section, found = "opening", []
    for cell in cells:
        if is_for_colab(cell):
            continue
        source = "".join(cell["source"])
        if cell["cell_type"] == "markdown" and source.startswith("## "):
            section = source.partition("\n")[0].removeprefix("## ")
        found.append((section, source, "exercise" in cell["metadata"].get("tags", [])))
    return found


def _first_line(source, width=60):
    line = next((line for line in source.splitlines() if line.strip()), "")
    return line if len(line) <= width else f"{line[:width].rstrip()} …"


def clean(work):
    """Remove the copies that nobody changed; return what stays."""
    for name, origin in read_origins(work).items():
        copy = work / name
        if copy.exists() and digest_of(copy) == origin["copy"]:
            copy.unlink()
    stays = [path for path in work.glob("*") if path.name != ".ipynb_checkpoints"]
    if not any(path.name != ORIGINS for path in stays):
        shutil.rmtree(work, ignore_errors=True)
        return []
    return sorted(path for path in stays if path.name not in (ORIGINS, *KEPT))


def forget(work):
    """Remove what was answered; return whether there was anything."""
    there = [work / name for name in KEPT if (work / name).exists()]
    for file in there:
        file.unlink()
    return bool(there)


def last_open(workspaces, work):
    """The notebook on which JupyterLab was left: its path in `work`, or None.

    JupyterLab saves by itself which tabs are open, in a file a workspace; `make lab` uses one.
    """
    for file in sorted(Path(workspaces).glob("default-*.jupyterlab-workspace")):
        try:
            data = json.loads(file.read_text(encoding="utf-8"))["data"]
            current = data["layout-restorer:data"]["main"]["current"]
            path = data[current]["data"]["path"]
        except (OSError, ValueError, KeyError, TypeError):
            continue
        if (work / path).is_file():
            return path
    return None
