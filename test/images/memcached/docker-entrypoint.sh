#!/bin/sh
# As the public image: options are for memcached.
if [ "${1#-}" != "$1" ]; then set -- memcached "$@"; fi
exec "$@"
