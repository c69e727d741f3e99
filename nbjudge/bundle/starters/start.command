#!/bin/sh
# macOS runs this file when it is opened by a double click.
cd "${0%/*}" && exec ./start.sh "$@"
