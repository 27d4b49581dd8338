#!/bin/sh
# As the public image: options are for nats-server.
if [ "${1#-}" != "$1" ]; then set -- nats-server "$@"; fi
exec "$@"
