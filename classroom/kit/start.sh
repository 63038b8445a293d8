#!/bin/sh
# Open the lessons in JupyterLab, on copies in my-lessons/.
cd "$(dirname "$0")" || exit 1
exec venv/bin/python course/tools/lab.py --work my-lessons "$@"
