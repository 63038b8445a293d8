"""The frameworks that are here, imported as lessons import them: quietly, and in a safe order."""

from backprop_lib import frameworks
from backprop_lib.frameworks.requirements import require

for backend in frameworks.installed():
    require(backend)
