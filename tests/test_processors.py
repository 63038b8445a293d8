"""tools/processors.py: which of NumPy's kernels are held down, and that it is proved."""

import importlib.util
import platform
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
SPEC = importlib.util.spec_from_file_location("processors", ROOT / "tools" / "processors.py")
processors = importlib.util.module_from_spec(SPEC)
SPEC.loader.exec_module(processors)

x86_with_openblas = pytest.mark.skipif(
    platform.machine().lower() not in ("x86_64", "amd64") or not processors.probe({})[0],
    reason="only OpenBLAS on x86-64 can compute as an older processor",
)


@pytest.mark.parametrize(
    ("core", "found", "down"),
    [
        # As NumPy 2.4 names them, on a machine with AVX-512, and NumPy 1.26.
        (
            "Haswell",
            ["X86_V3", "X86_V4", "AVX512_ICL", "AVX512_SPR"],
            "X86_V4 AVX512_ICL AVX512_SPR",
        ),
        ("Nehalem", ["X86_V3", "X86_V4", "AVX512_ICL"], "X86_V3 X86_V4 AVX512_ICL"),
        ("Haswell", ["SSSE3", "SSE41", "AVX", "FMA3", "AVX2", "AVX512F"], "AVX512F"),
        ("Nehalem", ["SSSE3", "POPCNT", "SSE42", "AVX", "F16C", "FMA3"], "AVX F16C FMA3"),
        ("Haswell", ["X86_V3"], ""),
    ],
)
def test_what_the_older_processor_lacks_is_held_down(core, found, down):
    settings = processors.settings_for(core, found)
    assert settings == {"OPENBLAS_CORETYPE": core, "NPY_DISABLE_CPU_FEATURES": down}


@x86_with_openblas
@pytest.mark.parametrize("core", processors.HAS)
def test_a_new_python_computes_as_it_was_told(core):
    processors.taken(core, processors.settings_for(core, processors.probe({})[1]))


@x86_with_openblas
def test_name_that_numpy_ignores_is_an_error():
    with pytest.raises(SystemExit, match=r"(?s)does not start.*cannot disable.*NO_SUCH"):
        processors.probe({"NPY_DISABLE_CPU_FEATURES": "NO_SUCH"})


@x86_with_openblas
def test_setting_that_does_not_take_is_an_error():
    wrong = processors.settings_for("Nehalem", []) | {"OPENBLAS_CORETYPE": "Haswell"}
    with pytest.raises(SystemExit, match="OpenBLAS computes as Haswell"):
        processors.taken("Nehalem", wrong)


def test_machine_of_another_kind_is_skipped_with_a_sentence(monkeypatch, capsys):
    monkeypatch.setattr(processors.platform, "machine", lambda: "arm64")
    assert processors.main() is None
    assert "Skipped" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("system", "cores", "found", "run"),
    [
        ("linux", ["Haswell"], ["X86_V3"], ["Nehalem"]),  # what it is itself was run already
        ("linux", ["Nehalem"], [], ["Haswell"]),
        ("linux", ["Haswell"], ["X86_V3", "X86_V4"], ["Haswell", "Nehalem"]),
        ("linux", ["SkylakeX"], ["X86_V3"], ["Haswell", "Nehalem"]),
        ("darwin", ["Haswell"], ["X86_V3"], ["Haswell", "Nehalem"]),  # nothing was compared
    ],
)
def test_what_the_machine_is_itself_is_left_out_and_said(
    monkeypatch, capsys, system, cores, found, run
):
    ran = []
    monkeypatch.setattr(processors.platform, "machine", lambda: "x86_64")
    monkeypatch.setattr(processors.sys, "platform", system)
    monkeypatch.setattr(processors, "probe", lambda settings: [cores, found])
    monkeypatch.setattr(processors, "taken", lambda core, settings: ran.append(core))
    monkeypatch.setattr(processors, "suites", lambda: [])
    processors.main()
    assert ran == run
    said = capsys.readouterr().out
    assert [core for core in processors.HAS if f"Skipped {core}" in said] == [
        core for core in processors.HAS if core not in run
    ]
