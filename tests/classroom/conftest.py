"""What a teacher hands out is built by tools/, which is no package: its folder joins the path."""

import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path += [str(HERE), str(HERE.parents[1] / "tools")]
