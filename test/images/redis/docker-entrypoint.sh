#!/bin/sh
# As the public image: options or a *.conf are for redis-server, which runs as user redis and answers other hosts.
set -e
if [ "${1#-}" != "$1" ] || [ "${1%.conf}" != "$1" ]; then set -- redis-server "$@"; fi
if [ "$1" = redis-server ]; then
  if [ "$(id -u)" = 0 ]; then
    find . \! -user redis -exec chown redis '{}' +
    exec setpriv --reuid=redis --regid=redis --clear-groups "$0" "$@"
  fi
  set -- "$@" --protected-mode no
fi
exec "$@"
