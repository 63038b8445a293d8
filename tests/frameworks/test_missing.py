"""Where a framework is missing, a message says what to type, and a lesson runs on to its end."""

import importlib.machinery
import json
import os
import subprocess
import sys

import pytest

from backprop_lib import Network, datasets, frameworks
from backprop_lib.frameworks import requirements
from backprop_lib.frameworks.notebook import show_recorded, skip_if_missing
from backprop_lib.frameworks.requirements import BACKENDS, require

NETWORK = Network([2, 3, 1], activations="sigmoid", seed=0)
CALLS = {
    "torch": [
        lambda: frameworks.to_torch(NETWORK),
        lambda: frameworks.from_torch(None),
    ],
    "keras": [lambda: frameworks.to_keras(NETWORK)],
    "jax": [lambda: frameworks.to_jax(NETWORK)],
}


@pytest.fixture
def missing(monkeypatch):
    """A function that makes modules look as if nobody had installed them."""

    def hide(*names):
        def find_spec(name):
            there = importlib.machinery.ModuleSpec(name, None)
            return None if name in names else there

        monkeypatch.setattr(requirements, "find_spec", find_spec)

    return hide


@pytest.mark.parametrize(
    ("backend", "called", "pip"),
    [
        ("torch", "PyTorch", "pip install torch"),
        ("keras", "Keras", "pip install keras tensorflow"),
        ("jax", "JAX", "pip install jax"),
    ],
)
def test_message_says_what_to_type(missing, backend, called, pip):
    missing(*BACKENDS[backend][1])
    calls = [
        *CALLS[backend],
        lambda: frameworks.backward(NETWORK, *datasets.xor(), "bce", backend=backend),
        lambda: frameworks.compare_gradients(NETWORK, *datasets.xor(), "bce", backends=[backend]),
    ]
    for call in calls:
        with pytest.raises(frameworks.MissingFrameworkError) as caught:
            call()
        assert str(caught.value).startswith(f"{called} is not installed")
        assert "make frameworks" in str(caught.value)
        assert pip in str(caught.value).splitlines()[3]
        assert isinstance(caught.value, ImportError)
        assert caught.value.name == backend


def test_keras_without_tensorflow_is_missing(missing):
    missing("tensorflow")
    assert frameworks.installed() == ["torch", "jax"]


def test_comparison_needs_at_least_one(missing):
    missing("torch", "keras", "tensorflow", "jax")
    with pytest.raises(frameworks.MissingFrameworkError, match="PyTorch and Keras and JAX are not"):
        frameworks.compare_gradients(NETWORK, *datasets.xor(), "bce")


def test_using_the_package_imports_no_framework():
    """Not even one that is there: importing TensorFlow takes seconds."""
    code = (
        "import sys; from backprop_lib import frameworks; frameworks.installed(); "
        "from backprop_lib.frameworks import to_torch, to_keras, to_jax, graph_of; "
        "print({'torch', 'keras', 'tensorflow', 'jax'} & set(sys.modules))"
    )
    done = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True)
    assert done.stdout.strip() == "set()"


# ---- cells that begin with `# needs …`


def printed(lines, capsys):
    exec("".join(lines), {})
    return capsys.readouterr().out


def test_cell_that_needs_a_missing_framework_prints_the_message(missing, capsys):
    missing("jax")
    cell = ["# needs torch jax\n", "raise SystemExit\n"]
    text = printed(skip_if_missing(cell), capsys)
    assert text.startswith("JAX is not installed here.")
    assert "make frameworks" in text and "pip install jax" in text
    assert "torch" not in text


def test_all_that_is_missing_is_in_one_message(missing, capsys):
    missing("jax", "torch", "keras")
    text = printed(skip_if_missing(["# needs torch keras jax\n", "1 / 0\n"]), capsys)
    assert "PyTorch and Keras and JAX are not installed" in text
    assert "pip install torch keras tensorflow jax" in text


@pytest.mark.parametrize("cell", [[], ["x = 1\n"], ["# needs\n"], ["x = 1\n", "# needs torch\n"]])
def test_other_cells_are_left_as_they_are(missing, cell):
    missing("torch", "keras", "jax")
    assert skip_if_missing(cell) == cell


def test_mistyped_name_in_a_cell_is_an_error():
    with pytest.raises(ValueError, match="'# needs pytorch' names.*pytorch.*known: torch"):
        skip_if_missing(["# needs pytorch\n"])


def test_extension_is_loaded_once_and_can_be_unloaded(missing, capsys):
    interactiveshell = pytest.importorskip("IPython.core.interactiveshell")
    shell = interactiveshell.InteractiveShell()
    missing("torch")
    for _ in range(2):
        frameworks.load_ipython_extension(shell)
    shell.run_cell("# needs torch\nx = 1")
    assert "PyTorch is not installed" in capsys.readouterr().out
    assert "x" not in shell.user_ns
    frameworks.unload_ipython_extension(shell)
    shell.run_cell("# needs torch\nx = 1")
    assert shell.user_ns["x"] == 1


def test_what_a_cell_showed_elsewhere_stays_where_its_framework_is_missing(tmp_path):
    """And stays when it is saved and run again; the live view of another kernel does not."""
    utils = pytest.importorskip("IPython.utils.capture")
    pytest.importorskip("IPython.core.interactiveshell").InteractiveShell.instance()
    picture = {"image/png": "iVBO", "text/plain": "<picture>", "text/html": "<p>\n<img>"}
    in_file = picture | {"text/html": ["<p>\n", "<img>"]}  # as Jupyter stores it
    outputs = [
        {"output_type": "stream", "name": "stdout", "text": ["0.25\n", "0.5\n"]},
        {
            "output_type": "display_data",
            "data": in_file | {"application/vnd.jupyter.widget-view+json": {"model_id": "1"}},
            "metadata": {"image/png": {"alt": "a finding"}},
        },
        {"output_type": "error", "ename": "NameError", "evalue": "", "traceback": []},
    ]
    for _ in range(2):
        source = ["# needs torch\n", "look()"]
        cells = [
            {"cell_type": "markdown", "source": source},
            {"cell_type": "code", "source": source, "outputs": outputs},
        ]
        (tmp_path / "05.ipynb").write_text(json.dumps({"cells": cells}), encoding="utf-8")
        with utils.capture_output() as captured:
            show_recorded("# needs torch\nlook()\n", ["torch"], tmp_path)
        assert captured.stdout == "0.25\n0.5\n"
        note, picture_shown = captured.outputs
        assert note.data["text/plain"] == (
            "PyTorch is not installed here. What follows was recorded where that is, and stands "
            "still. To run it here: make frameworks, in a terminal in the course's folder, or pip "
            "install torch in this notebook's environment; then restart the kernel."
        )
        assert picture_shown.data == picture
        assert picture_shown.metadata == {"image/png": {"alt": "a finding"}}
        outputs = [
            {"output_type": "display_data", "data": note.data, "metadata": note.metadata},
            *outputs[:2],
        ]


@pytest.mark.parametrize("text", ["", "{", '{"cells": []}', "[]"])
def test_without_a_record_the_message_says_what_to_type(tmp_path, capsys, text):
    (tmp_path / "05.ipynb").write_text(text, encoding="utf-8")
    show_recorded("# needs torch\nlook()\n", ["torch"], tmp_path)
    assert "make frameworks" in capsys.readouterr().out


@pytest.fixture
def imports(monkeypatch):
    """Names of the modules that are imported from now on; each writes a log line to file 2."""
    names = []

    def import_module(name):
        os.write(2, b"WARNING: a log line\n")
        names.append(name)
        monkeypatch.setitem(sys.modules, name, f"module {name}")

    monkeypatch.setattr(requirements.importlib, "import_module", import_module)
    for name in ("torch", "keras", "tensorflow", "jax", "triton"):
        monkeypatch.delitem(sys.modules, name, raising=False)
    return names


def test_what_is_there_is_imported_once_and_without_a_word(missing, imports, capfd):
    """TensorFlow writes log lines to file 2 while it is imported."""
    missing()
    for _ in range(2):
        assert require("jax") == "module jax"
    assert imports == ["jax"]
    assert capfd.readouterr().err == ""


def test_triton_comes_before_tensorflow_where_it_is_there(missing, imports):
    """The other way round the process ends with a segmentation fault."""
    missing()
    require("keras")
    assert imports == ["triton", "keras", "tensorflow"]


def test_keras_needs_no_triton(missing, imports):
    missing("triton")
    assert require("keras") == "module keras"
    assert imports == ["keras", "tensorflow"]
