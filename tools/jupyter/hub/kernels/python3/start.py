"""A learner's kernel on a hub: without a debugger, for which a kernel loads 8 MB when it starts.

It is ipykernel's own launcher but for that: JupyterLab shows its button for debugging as off.
"""

import sys

sys.path.pop(0)  # this folder; the shell sets the learner's in its place
sys.modules["debugpy"] = None

if __name__ == "__main__":
    from ipykernel import kernelapp

    kernelapp.launch_new_instance()
