@echo off
rem Open the lessons in JupyterLab, on copies in my-lessons.
cd /d "%~dp0"
venv\Scripts\python.exe course\tools\lab.py --work my-lessons %*
pause
