"""Take README's pictures of the live view, in a real JupyterLab: `make screenshots`.

assets/screenshots/
    light.png      1280 pixels wide: README's picture
    dark.png       in JupyterLab's dark theme
    narrow.png     in a page 400 pixels wide
    projector.png  the size for a lecture room
"""

import base64
import sys
import tempfile
from pathlib import Path

from playwright.sync_api import expect, sync_playwright

ROOT = Path(__file__).resolve().parents[1]
PICTURES = ROOT / "assets" / "screenshots"
sys.path.insert(0, str(ROOT / "tests" / "browser"))

from lab_driver import FLAGS, HOW_TO_INSTALL, Notebook, find_chromium, jupyterlab, write_notebook  # noqa: E402

from notebooks import with_few_colours  # noqa: E402

# The network of lesson 1, worked by hand there.
SOURCE = """
import numpy as np
from backprop_lib import Network, live

rng = np.random.RandomState(42)
W = [rng.randn(2, 3), rng.randn(3, 1)]
net = Network.from_weights(W, [np.zeros(3), np.zeros(1)], activations="sigmoid")
view = live.NetworkView(net, [0.5, 0.8], [1.0], loss="bce")
view
"""
STILL = "* { caret-color: transparent !important; }"  # no blinking cursor in a picture


def take(notebook, name, *, width, projector=False):
    """The view alone, as wide as a page of that width lets it be."""
    notebook.page.set_viewport_size({"width": width, "height": 2600})  # it fits whole
    notebook.ask(f"setattr(view, 'projector', {projector})")
    view = notebook.view()
    if projector:
        expect(view.root).to_have_attribute("data-projector", "")
    view.picture()  # waits for the frame that shows the new size
    path = PICTURES / f"{name}.png"
    taken = base64.b64encode(view.root.screenshot(style=STILL)).decode()
    path.write_bytes(base64.b64decode(with_few_colours(taken)))
    print(path.relative_to(ROOT))


def main():
    PICTURES.mkdir(parents=True, exist_ok=True)
    with (
        tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as home,
        jupyterlab(Path(home)) as lab,
        sync_playwright() as playwright,
    ):
        executable = find_chromium(playwright)
        if not executable:
            sys.exit(HOW_TO_INSTALL)
        write_notebook(lab.folder / "pictures.ipynb", SOURCE)
        browser = playwright.chromium.launch(executable_path=executable, args=FLAGS)
        page = browser.new_page(viewport={"width": 1280, "height": 1000}, device_scale_factor=2)
        notebook = Notebook(page, lab, "pictures.ipynb")
        notebook.run_all()
        notebook.toggle_side_bar()
        view = notebook.view()
        # The moment that the course is about: a weight has just been dragged.
        view.slider("W[1][1, 0]").focus()
        page.keyboard.press("Shift+ArrowDown")
        expect(view.root.get_by_role("status")).to_contain_text("Loss")
        page.locator("#jp-main-statusbar").click()  # the focus is no part of the picture
        take(notebook, "light", width=1280)
        take(notebook, "projector", width=1920, projector=True)
        notebook.theme("JupyterLab Dark")
        take(notebook, "dark", width=1280)
        notebook.theme("JupyterLab Light")
        take(notebook, "narrow", width=400)
        notebook.close()
        browser.close()


if __name__ == "__main__":
    main()
