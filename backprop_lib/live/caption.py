"""What stands under the still picture of a view: true wherever somebody sees it.

It is seen on GitHub and in an exported page, in JupyterLab before a cell has run, and in a notebook
that JupyterLab does not trust yet.
"""

STILL = "A still picture. It is live in JupyterLab (README: make lab), once run from the top."
