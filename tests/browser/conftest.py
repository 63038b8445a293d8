"""A real browser and a real JupyterLab, started as `make lab` starts it."""

import os
import sys
from pathlib import Path

import pytest
from playwright.sync_api import expect, sync_playwright

sys.path.insert(0, str(Path(__file__).parent))  # for what the tests here share

import bare_views  # noqa: E402
import lab_driver  # noqa: E402
import pages  # noqa: E402
from site_server import open_page, server, site  # noqa: E402, F401

expect.set_options(timeout=lab_driver.SLOW)  # a busy machine is late, not wrong


def pytest_collection_modifyitems(items):
    """Mark what stands in this folder, and what of it opens a JupyterLab, and run it last.

    It is slow, and Playwright's event loop, once started, would be in the way of the notebooks'.
    """
    here = Path(__file__).parent
    for item in items:
        if here in item.path.parents:
            item.add_marker("browser")
            if "jupyterlab" in item.fixturenames:
                item.add_marker("jupyterlab")
    items.sort(key=lambda item: here in item.path.parents)


@pytest.fixture(scope="session")
def chromium():
    """A launched Playwright browser, with a new profile that is deleted afterwards."""
    with sync_playwright() as playwright:
        executable = lab_driver.find_chromium(playwright)
        if not executable:
            # Skipped for a learner; in CI nothing may be left out in silence.
            refuse = pytest.fail if os.environ.get("CI") == "true" else pytest.skip
            refuse(lab_driver.HOW_TO_INSTALL)
        browser = playwright.chromium.launch(executable_path=executable, args=lab_driver.FLAGS)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def untouched(chromium):
    """Contexts that keep nothing, for the next page: to make one takes as long as many a test."""
    contexts = []
    yield contexts
    for context in contexts:
        context.close()


@pytest.fixture
def page(chromium, untouched):
    """A new page that shares nothing with another test's.

    Where a test asked for no address, its page stood on about:blank, where nothing can be kept.
    """
    if untouched:
        context = untouched.pop()
    else:
        context = chromium.new_context(viewport={"width": 1280, "height": 900})
    asked = []

    def listen(request):
        asked.append(not request.url.startswith(("blob:", "data:")))

    context.on("request", listen)
    yield context.new_page()
    context.remove_listener("request", listen)
    if any(asked):
        context.close()
    else:
        for page in context.pages:
            page.close()
        untouched.append(context)


@pytest.fixture(scope="module")
def modules(chromium):
    """A page that can import the modules of live/src/core, such as "/pass.js"."""
    core = lab_driver.ROOT / "backprop_lib" / "live" / "src" / "core"
    with pages.of_modules(chromium, core) as page:
        yield page


@pytest.fixture
def on_a_page(page, tmp_path):
    """A function: these widgets on a page of a file, which never had a kernel; returns their root.

    `page` then has what it complained of and what it asked for.
    """

    def open_file(*widgets, **how):
        pages.write(tmp_path / "page.html", *widgets, **how)
        page.complaints, page.asked = pages.watch(page)
        page.goto((tmp_path / "page.html").as_uri())
        pages.ready(page)
        return page.locator(".bp-root")

    return open_file


@pytest.fixture
def mount(page):
    """A function: mount a view on a page without a kernel; returns its root."""
    return bare_views.mount_on(page)


@pytest.fixture(scope="session")
def jupyterlab(tmp_path_factory):
    """A JupyterLab server on copies of the lessons: see `lab_driver.jupyterlab`."""
    with lab_driver.jupyterlab(tmp_path_factory.mktemp("jupyterlab")) as lab:
        yield lab


@pytest.fixture
def open_notebook(jupyterlab, page):
    """A function: the notebook of that name, open in JupyterLab."""
    opened = []

    def open_one(name):
        opened.append(lab_driver.Notebook(page, jupyterlab, name))
        return opened[-1]

    yield open_one
    for notebook in opened:
        notebook.close()


@pytest.fixture(scope="module")
def scratch(chromium, jupyterlab, request):
    """A notebook that this module's tests share, because a kernel takes seconds to start."""
    name = f"{request.module.__name__.rpartition('.')[-1]}.ipynb"
    lab_driver.write_notebook(jupyterlab.folder / name, "")
    context = chromium.new_context(viewport={"width": 1280, "height": 900})
    notebook = lab_driver.Notebook(context.new_page(), jupyterlab, name)
    yield notebook
    notebook.close()
    context.close()


@pytest.fixture
def show(scratch):
    """A function: run this source in the notebook's one cell; return the `View` it shows.

    Afterwards the page must not have complained.
    """
    scratch.complaints.clear()
    yield scratch.view_of
    assert scratch.complaints == []
