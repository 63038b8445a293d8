"""Pictures in a row: a player in the notebook that needs no network, or a GIF."""

import json
from base64 import b64encode
from html import escape
from io import BytesIO
from pathlib import Path

from PIL import Image

from .alt_text import alt_metadata

# It stands still until somebody presses Play, and shows the last frame until then.
PLAYER = """\
<div class="bp-animation" role="group" aria-label="animation">
<style>
.bp-animation img { display: block; max-width: 100%; height: auto; }
.bp-animation div { display: flex; flex-wrap: wrap; gap: 6px; align-items: center; }
.bp-animation button { min-width: 36px; min-height: 28px; font: inherit; }
.bp-animation input { flex: 1 1 160px; max-width: 420px; min-height: 28px; }
</style>
IMAGE
<div hidden><button type="button" aria-label="one frame back">◀</button>
<button type="button">Play</button>
<button type="button" aria-label="one frame on">▶</button>
<input type="range" min="0" max="LAST" value="LAST" aria-label="frame"> <span>COUNT of COUNT</span>
</div>
<script>
{
  const root = document.currentScript.closest(".bp-animation");
  const image = root.querySelector("img"), row = root.querySelector("div");
  const [back, play, on] = row.querySelectorAll("button");
  const range = row.querySelector("input"), count = row.querySelector("span");
  const frames = FRAMES, texts = TEXTS;
  let timer = 0;
  const show = (k) => {
    k = Math.max(0, Math.min(frames.length - 1, k));
    image.src = frames[k];
    image.alt = texts[k];
    range.value = k;
    range.setAttribute("aria-valuetext", `${k + 1} of ${frames.length}: ${texts[k]}`);
    count.textContent = `${k + 1} of ${frames.length}`;
  };
  const stop = () => { clearInterval(timer); timer = 0; play.textContent = "Play"; };
  const next = () => {
    if (!root.isConnected || range.valueAsNumber >= frames.length - 1) stop();
    else show(range.valueAsNumber + 1);
  };
  play.addEventListener("click", () => {
    if (timer) return stop();
    if (range.valueAsNumber >= frames.length - 1) show(0);
    timer = setInterval(next, PERIOD);
    play.textContent = "Pause";
  });
  back.addEventListener("click", () => { stop(); show(range.valueAsNumber - 1); });
  on.addEventListener("click", () => { stop(); show(range.valueAsNumber + 1); });
  range.addEventListener("input", () => { stop(); show(range.valueAsNumber); });
  const quiet = (event) => {  // JupyterLab's shortcuts stay off where a plain key is ours
    if (!root.isConnected) return window.removeEventListener("keydown", quiet, true);
    if (!root.contains(event.target)) return;
    const plain = !(event.ctrlKey || event.metaKey || event.shiftKey);
    for (const at of [root, event.target]) at.dataset.lmSuppressShortcuts = plain ? "true" : "";
  };
  window.addEventListener("keydown", quiet, true);
  show(frames.length - 1);
  row.hidden = false;
}
</script>
</div>"""


class Animation:
    """Frames, each a picture with a sentence that says what it shows.

    In a notebook it is a player: play, one frame on or back, and a slider. Where a notebook is not
    trusted, and in print, its last frame stands.

    Attributes
    ----------
    frames : list of bytes
        PNG.
    texts : list of str
        Their alt texts.
    seconds : float
        How long each frame stands.
    """

    def __init__(self, figure, draw, count, *, seconds):
        """Render frames: ``draw(k)`` changes the figure to frame k, and returns its text."""
        self.texts, self.frames, self.seconds = [], [], seconds
        for k in range(count):
            self.texts.append(draw(k))
            file = BytesIO()
            figure.savefig(file, format="png", metadata={"Software": None})  # the same bytes
            self.frames.append(file.getvalue())

    def __len__(self):
        return len(self.frames)

    def __repr__(self):
        return f"Animation of {len(self)} frames. At the end: {self.texts[-1]}"

    def save(self, path):
        """Write an animated GIF, which plays for ever.

        Parameters
        ----------
        path : str or path-like
            Its name ends in ``.gif``.

        Raises
        ------
        ValueError
            If it ends otherwise.
        """
        path = Path(path)
        if path.suffix.lower() != ".gif":
            raise ValueError(f"path is {str(path)!r}; expected a name that ends in .gif.")
        first, *others = (Image.open(BytesIO(png)).convert("RGB") for png in self.frames)
        period = round(1000 * self.seconds)
        first.save(path, save_all=True, append_images=others, duration=period, loop=0)

    def html(self):
        """The player as HTML that holds all it needs."""
        sources = [f"data:image/png;base64,{b64encode(png).decode('ascii')}" for png in self.frames]
        image = f'<img alt="{escape(self.texts[-1])}" src="{sources[-1]}">'
        parts = {
            "IMAGE": image,
            "LAST": str(len(self) - 1),
            "COUNT": str(len(self)),
            "PERIOD": str(round(1000 * self.seconds)),
            "TEXTS": _script_json(self.texts),
            "FRAMES": _script_json(sources),  # the last: base64 may spell any of the other names
        }
        html = PLAYER
        for name, part in parts.items():
            html = html.replace(name, part)
        return html

    def _repr_mimebundle_(self, include=None, exclude=None):
        png = b64encode(self.frames[-1]).decode("ascii")
        return {
            "image/png": png,
            "text/html": self.html(),
            "text/plain": repr(self),
        }, alt_metadata(self.texts[-1])


def _script_json(value):
    return json.dumps(value, ensure_ascii=False).replace("<", "\\u003c")
