#!/bin/sh
# As the public image: /etc/nginx/templates/*.template are filled in from the environment, then /docker-entrypoint.d runs.
set -e
if [ "$1" = nginx ]; then
  variables=$(env | sed -n 's/^\([A-Za-z_][A-Za-z0-9_]*\)=.*/${\1}/p' | tr '\n' ' ')
  find /etc/nginx/templates -follow -name '*.template' 2>/dev/null | while read -r template; do
    name=${template#/etc/nginx/templates/}
    mkdir -p "$(dirname "/etc/nginx/conf.d/$name")"
    envsubst "$variables" < "$template" > "/etc/nginx/conf.d/${name%.template}"
  done
  for script in /docker-entrypoint.d/*.sh; do
    if [ -x "$script" ]; then "$script"; fi
  done
fi
exec "$@"
