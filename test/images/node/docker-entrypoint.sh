#!/bin/sh
# As the public image: what is no command of the system is for node.
set -e
if [ "${1#-}" != "$1" ] || [ -z "$(command -v "$1")" ]; then set -- node "$@"; fi
exec "$@"
