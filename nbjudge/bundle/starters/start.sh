#!/bin/sh
# Makes the course ready on Linux or macOS, and opens it: finds a Python, and lets start.py do it.
case $0 in */*) cd "${0%/*}" || exit 1 ;; esac

say() { printf '%s\n' "$@" >&2; }
right() { "$1" -c 'import sys; sys.exit(sys.version_info < (3, 11))' > /dev/null 2>&1; }

if [ ! -f engine/start.py ]; then
    say "The course's other files are missing here. Unpack the whole zip, and start it from there."
    exit 1
fi

found=
old=
for python in ${PYTHON:+"$PYTHON"} python3 python3.14 python3.13 python3.12 python3.11 python; do
    command -v "$python" > /dev/null 2>&1 || continue
    if right "$python"; then
        found=$python
        break
    fi
    old=${old:-$python}
done

if [ -z "$found" ]; then
    if [ -n "$old" ]; then
        say "Python 3.11 or later is needed, and this computer has an older one:" \
            "$old is $("$old" --version 2>&1)."
    else
        say "Python 3.11 or later is needed, and this computer has none."
    fi
    say "Install it: on macOS from https://www.python.org/downloads/, on Debian and Ubuntu with" \
        "    sudo apt install python3 python3-venv" \
        "Then start again. To use one that lies elsewhere: PYTHON=/path/to/python3 ./start.sh"
    exit 1
fi

exec "$found" engine/start.py "$@"
