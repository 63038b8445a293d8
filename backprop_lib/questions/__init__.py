"""Every question of the course: its options with their reasons, what is right, what was answered.

The lessons' sources hold the questions; `tools/notebooks.py` builds from them the files that stand
here. `source` reads what an author writes, `judging` says what an answer is worth, `kept` keeps it,
`again` says what is due again; `sheets` makes tasks for paper.
"""

from .bank import get, lesson, names
from .judging import Verdict, judge
from .question import Option, Question
from .sheets import sheet

__all__ = ["Option", "Question", "Verdict", "get", "judge", "lesson", "names", "sheet"]
