@echo off
rem Install the course from this folder, without internet.
cd /d "%~dp0"
where py >nul 2>nul
if errorlevel 1 (python install.py) else (py -3 install.py)
pause
