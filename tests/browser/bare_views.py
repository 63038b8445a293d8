"""The nine views on a bare page: no JupyterLab, no kernel, so a test takes a second."""

from pathlib import Path

from ipywidgets.embed import dependency_state

from backprop_lib import SGD, Network, datasets, live, record

HOST = Path(__file__).with_name("bare_page.js").read_text(encoding="utf-8")
NET = Network.from_weights(
    [[[0.5, -0.2], [1.5, 0.3]], [[1.0], [-0.7]]], [[0.1, 0.2], [0.3]], activations="sigmoid"
)
X, Y = [0.5, 0.8], [1.0]
TWO_FRAMES = "() => new Promise((r) => requestAnimationFrame(() => requestAnimationFrame(r)))"
# Another theme asks for a frame, and nothing else.
REPAINT = """() => new Promise((done) => {
  document.body.dataset.jpThemeLight = String(document.body.dataset.jpThemeLight === "false");
  setTimeout(() => requestAnimationFrame(() => requestAnimationFrame(done)), 20);
})"""


def scrubber():
    X, y = datasets.xor()
    net = Network([2, 3, 1], activations=["tanh", "sigmoid"], seed=0)
    return live.Scrubber(record(net, X, y, loss="bce", optimizer=SGD(0.5), steps=20))


VIEWS = {
    "NetworkView": lambda: live.NetworkView(NET, X, Y, loss="bce"),
    "NudgeTest": lambda: live.NudgeTest(NET, X, Y, loss="bce"),
    "BugLab": lambda: live.BugLab(NET, X, Y, loss="bce"),
    "Predict": lambda: live.Predict(NET, X, Y, loss="bce", move=("W[1][0, 0]", 0.5)),
    "BackwardStepper": lambda: live.BackwardStepper(NET, X, Y, loss="bce"),
    "PathsView": lambda: live.PathsView(NET, X, Y, loss="bce"),
    "Scrubber": scrubber,
    "DepthLab": live.DepthLab,
    "TrainingPlayer": lambda: live.TrainingPlayer("xor"),
}


def put_on(page, view, *, kernel=False):
    """Mount a view on this page; returns its root. `kernel`: one is there, but never answers."""
    states = dependency_state(view, drop_defaults=False)
    page.evaluate(HOST, [view._esm, view._css, states, view.model_id, kernel])
    return page.locator(".bp-root")


def mount_on(page):
    """A function: mount a view on this page; returns its root. `page.complaints` has the errors."""
    page.complaints = []
    page.on("pageerror", lambda error: page.complaints.append(str(error)))
    return lambda view, **how: put_on(page, view, **how)
