"""Live views: a network that answers in the same frame in which you move a number."""

from .network_view import NetworkView

__all__ = ["NetworkView"]
