@echo off
rem Windows runs this file when it is opened by a double click.
if not exist "%~dp0start.ps1" (
    echo The course's other files are missing here. Unpack the whole zip, and start it from there.
    pause
    exit /b 1
)
powershell -NoProfile -ExecutionPolicy Bypass -File "%~dp0start.ps1" %*
if errorlevel 1 pause
