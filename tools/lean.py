"""A server without what it loads at its start and never asks for.

Thirty learners start theirs at once, on two cores. Measured on one machine until a page is there,
a learner's server takes 1.3 s of a processor instead of 2.4 s, and holds 63 MB instead of 88 MB.
Before that the grammar and the database had taken 3 s and 42 MB more.
"""

import importlib
import json
import sys
import types


def for_everybody():
    """What nobody's server asks for, on a laptop either."""
    without_grammars()
    without_node()


def for_a_class():
    """And what a learner's server on a hub has no use for."""
    without_the_internet()  # before JupyterLab loads it
    for_everybody()
    without_hubs_database()
    without_exporters()


def without_grammars():
    """jsonschema checks addresses in all alphabets and durations if it can.

    The one has a grammar that takes seconds, the other a library of dates (3 MB). Where a package
    is missing, that is passed over; Jupyter's messages hold neither.
    """
    for name in ("rfc3987_syntax", "isoduration"):
        sys.modules.setdefault(name, None)


def without_node():
    """JupyterLab asks Node, where it is, which registry a build would use; nothing is built here.

    That is half a second of a processor at each start. For the same reason no page asks whether to
    build (labconfig/page_config.json).
    """
    from jupyterlab import commands

    commands._yarn_config = lambda logger: {"yarn config": {}, "npm config": {}}


def without_hubs_database():
    """A learner's server of JupyterHub imports the hub's pages and database, and uses neither.

    It takes one name from the pages, to log a hub's own check of its health less loudly; the
    database's module loads where something asks for it. SQLAlchemy stands aside while the server is
    imported; whoever imports it later gets it.
    """
    pages = types.ModuleType("jupyterhub.handlers.pages")
    pages.HealthCheckHandler = type("HealthCheckHandler", (), {})
    package = types.ModuleType("jupyterhub.handlers")
    package.__path__ = []
    sys.modules |= {"jupyterhub.handlers": package, "jupyterhub.handlers.pages": pages}
    _later("jupyterhub.orm")
    if "sqlalchemy" not in sys.modules:
        aside = {name: _aside(name) for name in ("sqlalchemy", "sqlalchemy.exc")}
        sys.modules |= aside
        importlib.import_module("jupyterhub.singleuser")
        for name in aside:
            del sys.modules[name]


def without_the_internet():
    """JupyterLab's lists of extensions load two clients of the web, and one of them certificates.

    A learner of a class installs no extension (`SETTINGS`), so it has a manager that cannot.
    """
    _later("requests")
    pypi = types.ModuleType("jupyterlab.extensions.pypi")
    pypi.PyPIExtensionManager = None
    sys.modules.setdefault(pypi.__name__, pypi)


def without_exporters():
    """JupyterLab's menu of exports asks for a list, for which nbconvert loads whole.

    Here are those that need no program beside it, such as LaTeX. nbconvert loads with the first
    export. (0.4 s, 9 MB)
    """
    from jupyter_server.auth.decorator import authorized
    from jupyter_server.services.nbconvert.handlers import NbconvertRootHandler
    from tornado import web

    async def get(self):
        self.finish(json.dumps({name: {"output_mimetype": kind} for name, kind in EXPORTS.items()}))

    NbconvertRootHandler.get = web.authenticated(authorized(get))


SETTINGS = [  # of a learner's server on a hub; the second are shims for an older notebook
    "--LabApp.extension_manager=readonly",
    "--ServerApp.jpserver_extensions={'notebook_shim': False}",
]
EXPORTS = {
    "html": "text/html",
    "markdown": "text/markdown",
    "script": "",
    "slides": "text/html",
}


def _aside(name):
    """A module in the place of one that is imported and not used: its errors are never raised."""
    module = types.ModuleType(name)
    module.__getattr__ = lambda wanted: type(wanted, (Exception,), {})
    return module


def _later(name):
    """Import a module when something of it is first used."""
    if name in sys.modules:
        return
    module = types.ModuleType(name)

    def use(wanted):
        if sys.modules.get(name) is module:
            del sys.modules[name]
        return getattr(importlib.import_module(name), wanted)

    module.__getattr__ = use
    sys.modules[name] = module
    package, _, own = name.rpartition(".")
    if package:
        setattr(importlib.import_module(package), own, module)
