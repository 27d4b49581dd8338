#!/bin/bash
# As the public image: user rabbitmq, and RABBITMQ_DEFAULT_USER, …_PASS and …_VHOST become defaults of the configuration.
set -euo pipefail
if [[ "$1" == rabbitmq* ]] && [ "$(id -u)" = 0 ]; then
  if [ "$1" = rabbitmq-server ]; then find /var/lib/rabbitmq \! -user rabbitmq -exec chown rabbitmq {} +; fi
  exec setpriv --reuid=rabbitmq --regid=rabbitmq --init-groups "$0" "$@"
fi
if [ "$1" = rabbitmq-server ]; then
  {
    echo 'loopback_users.guest = false'
    for name in user pass vhost; do
      variable=RABBITMQ_DEFAULT_${name^^}
      if [ -n "${!variable:-}" ]; then echo "default_$name = ${!variable}"; fi
    done
  } > /etc/rabbitmq/conf.d/10-defaults.conf
fi
exec "$@"
