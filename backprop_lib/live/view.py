"""What every live view is: a widget that reaches its page whole, with a still picture beside it."""

import uuid

import anywidget


class View(anywidget.AnyWidget):
    """A widget whose channel to the page opens when it is first shown.

    ipywidgets opens it in the middle of the constructor and sends what comes after as changes.
    anywidget gives a page two seconds to load a view; a page that is slower never hears a change.
    So all of the state goes with the message that opens the channel, and slow pages show it, too.
    """

    _is_open = False

    def __init__(self, **traits):
        super().__init__(model_id=uuid.uuid4().hex, **traits)

    def open(self):
        """Open the channel: not in the constructor, which asks for it too early."""
        if self._is_open:
            super().open()

    @property
    def model_id(self):
        """The model's name: only who shows this view, or refers to it, asks for that."""
        if not self._is_open:
            self._is_open = True
            self.open()
        return super().model_id

    def _still(self):
        """A still picture and its alt text, as `plots.picture` returns them."""
        raise NotImplementedError

    def _repr_mimebundle_(self, **kwargs):
        """The live view, and a still picture with alt text for readers without a kernel."""
        data, metadata = super()._repr_mimebundle_(**kwargs) or ({}, {})
        still, alt = self._still()
        return {**data, **still, "text/plain": repr(self)}, {**metadata, **alt}
