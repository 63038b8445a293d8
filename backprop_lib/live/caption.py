"""What stands under the still picture of a view: true wherever somebody sees it.

It is seen on GitHub and in an exported page, in JupyterLab before a cell has run, and in a notebook
that JupyterLab does not trust yet.
"""

STILL = (
    "A still picture. In JupyterLab (README: make lab) it is live "
    "once you run the cells from the top."
)
# Of a view with a function of the lesson's own, which may need a framework.
STILL_WITH_FUNCTION = f"{STILL[:-1]}\nwhere all that they use is installed."
