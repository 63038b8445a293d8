"""Pages without a kernel, as files: what the site, one-file lessons and exports stand on."""

import contextlib

from ipywidgets.embed import dependency_state

from backprop_lib.live import pages

DOT = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAQAAAC1HAwCAAAAC0lEQVR42mNkYAAAAAYAAjCB0C8AAAAASUVORK5CYII="
STILL = f'<img alt="a still picture" width="90" height="60" src="data:image/png;base64,{DOT}">'


def write(path, *widgets, head="", body="", broken=False):
    """One file that shows these widgets, each with a still picture above its mark."""
    states = {}
    for widget in widgets:
        states |= dependency_state(widget, drop_defaults=False)
    kept, names, views = pages.lean(states, [widget.model_id for widget in widgets])
    scripts = {} if broken else pages.parts(views)
    marks = [pages.view_script(names.get(one.model_id, "none")) for one in widgets]
    path.write_text(
        f"<!doctype html><html lang=en><title>views</title>{head}<body {body}><main>"
        + "".join(f"<div class=view>{STILL}{mark}</div>" for mark in marks)
        + pages.state_script(kept)
        + "".join(f"<script>{text}</script>" for text in [*scripts.values(), pages.host()])
        + "</main></html>",
        encoding="utf-8",
    )


@contextlib.contextmanager
def of_modules(chromium, folder):
    """A page that can import the modules in a folder of live/src, by their paths from there."""
    context = chromium.new_context()
    page = context.new_page()
    address = "http://page.test/"

    def give(route):
        name = route.request.url.removeprefix(address)
        if name:
            route.fulfill(path=folder / name, content_type="text/javascript")
        else:
            route.fulfill(body="<!doctype html><title>modules</title>", content_type="text/html")

    page.route(f"{address}**", give)
    page.goto(address)
    yield page
    context.close()


def watch(page):
    """Lists of what the page complains of and of what it asks for, filled from now on."""
    complaints, asked = [], []
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("console", lambda said: said.type == "error" and complaints.append(said.text))
    page.on("request", lambda request: asked.append(request.url))
    return complaints, asked


def ready(page):
    """Wait until every view of the page has been shown."""
    page.wait_for_selector('html[data-bp-host="ready"]', state="attached", timeout=60_000)


def wait_for_loss(root, value):
    """Until the view shows this loss: a page that is busy paints late."""
    root.page.wait_for_function(
        "([root, value]) => Math.abs(Number(root.dataset.loss) - value) < 1e-12",
        arg=[root.element_handle(), value],
    )
