#!/bin/bash
# Makes the database on the first start, as the public image does: MARIADB_ROOT_PASSWORD, MARIADB_DATABASE, MARIADB_USER,
# MARIADB_PASSWORD and *.sql of /docker-entrypoint-initdb.d.
set -euo pipefail
data=/var/lib/mysql

quoted() { printf "'%s'" "${1//\'/\'\'}"; }

initialise() {
  if [ -z "${MARIADB_ROOT_PASSWORD:-}" ]; then
    echo 'Database is uninitialized and password option is not specified: MARIADB_ROOT_PASSWORD.' >&2
    exit 1
  fi
  mariadb-install-db --datadir="$data" --auth-root-authentication-method=normal --skip-test-db >/dev/null
  {
    echo "ALTER USER root@localhost IDENTIFIED BY $(quoted "$MARIADB_ROOT_PASSWORD");"
    echo "CREATE USER root@'%' IDENTIFIED BY $(quoted "$MARIADB_ROOT_PASSWORD");"
    echo "GRANT ALL ON *.* TO root@'%' WITH GRANT OPTION;"
    if [ -n "${MARIADB_DATABASE:-}" ]; then echo "CREATE DATABASE \`$MARIADB_DATABASE\`;"; fi
    if [ -n "${MARIADB_USER:-}" ]; then
      echo "CREATE USER $(quoted "$MARIADB_USER")@'%' IDENTIFIED BY $(quoted "${MARIADB_PASSWORD:-}");"
      if [ -n "${MARIADB_DATABASE:-}" ]; then
        echo "GRANT ALL ON \`$MARIADB_DATABASE\`.* TO $(quoted "$MARIADB_USER")@'%';"
      fi
    fi
  } > "$data/first-start.sql"
  local socket=/run/mysqld/first.sock file
  mariadbd --datadir="$data" --skip-networking --socket="$socket" --init-file="$data/first-start.sql" &
  until mariadb-admin --socket="$socket" --user=root --password="$MARIADB_ROOT_PASSWORD" ping >/dev/null 2>&1; do
    kill -0 $! || exit 1
    sleep 0.2
  done
  for file in /docker-entrypoint-initdb.d/*.sql; do
    if [ -e "$file" ]; then
      mariadb --socket="$socket" --user=root --password="$MARIADB_ROOT_PASSWORD" "${MARIADB_DATABASE:-mysql}" < "$file"
    fi
  done
  mariadb-admin --socket="$socket" --user=root --password="$MARIADB_ROOT_PASSWORD" shutdown
  wait
  rm "$data/first-start.sql"
  echo 'MariaDB init process done. Ready for start up.'
}

if [ "${1:0:1}" = - ]; then set -- mariadbd "$@"; fi
if [ "$1" = mariadbd ]; then
  if [ "$(id -u)" = 0 ]; then
    find "$data" \! -user mysql -exec chown mysql: {} +
    exec setpriv --reuid=mysql --regid=mysql --init-groups "$0" "$@"
  fi
  [ -d "$data/mysql" ] || initialise
fi
exec "$@"
