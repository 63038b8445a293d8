"""Pages of the package, made of its docstrings."""

PAGES = {
    "network": ("Networks and their records", ["network", "records", "by_layer"]),
    "passes": (
        "The equations",
        ["passes", "activations", "losses", "normalization", "initializers"],
    ),
    "training": ("Training", ["training", "fitting", "optimizers", "recording"]),
    "gradients": ("Other ways to the gradients", ["gradcheck", "autodiff", "gradient_paths"]),
    "data": ("Data sets", ["datasets"]),
    "live": ("Live views", ["live"]),
    "plots": ("Figures", ["plots"]),
    "check": ("Checks of the exercises", ["check"]),
    "questions": ("Questions", ["questions"]),
    "frameworks": ("PyTorch, Keras and JAX", ["frameworks"]),
}
INDEX = """API
===

What the package says of itself. A name in a lesson, such as ``Network`` or ``live.NetworkView``, is
found by the search, too.

.. toctree::
   :maxdepth: 1

"""


def pages():
    """{file's name: text} of the index and of each page."""
    texts = {"api.rst": INDEX + "".join(f"   api_{name}\n" for name in PAGES)}
    for name, (title, modules) in PAGES.items():
        parts = [f"{title}\n{'=' * len(title)}\n"]
        for module in modules:
            heading = f"backprop_lib.{module}"
            lines = f"\n.. automodule:: {heading}\n   :members:\n"
            parts.append((f"{heading}\n{'-' * len(heading)}\n" if len(modules) > 1 else "") + lines)
        texts[f"api_{name}.rst"] = "\n".join(parts)
    return texts
