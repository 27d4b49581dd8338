#!/bin/bash
# Makes the database on the first start, as the public image does: POSTGRES_USER, POSTGRES_PASSWORD (or …_FILE),
# POSTGRES_DB, POSTGRES_INITDB_ARGS, POSTGRES_HOST_AUTH_METHOD and /docker-entrypoint-initdb.d.
set -euo pipefail

from_file() {
  local name=$1 file="${1}_FILE"
  if [ -n "${!file:-}" ]; then export "$name"="$(<"${!file}")"; fi
}

initialise() {
  if [ -z "${POSTGRES_PASSWORD:-}" ] && [ "${POSTGRES_HOST_AUTH_METHOD:-}" != trust ]; then
    echo 'Error: Database is uninitialized and superuser password is not specified.' >&2
    echo '       You must specify POSTGRES_PASSWORD to a non-empty value for the superuser.' >&2
    exit 1
  fi
  local user=${POSTGRES_USER:-postgres}
  local database=${POSTGRES_DB:-$user}
  # shellcheck disable=SC2086 # several arguments in one variable
  initdb --username="$user" --pwfile=<(printf '%s\n' "${POSTGRES_PASSWORD:-}") --locale=C.UTF-8 --encoding=UTF8 \
    --no-sync ${POSTGRES_INITDB_ARGS:-} >/dev/null
  printf '\nhost all all all %s\n' "${POSTGRES_HOST_AUTH_METHOD:-scram-sha-256}" >> "$PGDATA/pg_hba.conf"

  pg_ctl -D "$PGDATA" -o '-c listen_addresses=' -w start >/dev/null
  local sql=(psql -v ON_ERROR_STOP=1 --no-password --username "$user")
  if [ "$database" != postgres ]; then
    "${sql[@]}" --dbname postgres -v database="$database" <<< 'CREATE DATABASE :"database";'
  fi
  local file
  for file in /docker-entrypoint-initdb.d/*; do
    case "$file" in
      *.sh) if [ -x "$file" ]; then "$file"; else . "$file"; fi ;;
      *.sql) "${sql[@]}" --dbname "$database" -f "$file" ;;
      *.sql.gz) gunzip -c "$file" | "${sql[@]}" --dbname "$database" ;;
    esac
  done
  pg_ctl -D "$PGDATA" -m fast -w stop >/dev/null
  echo 'PostgreSQL init process complete; ready for start up.'
}

if [ "${1:0:1}" = - ]; then set -- postgres "$@"; fi
if [ "$1" = postgres ]; then
  if [ "$(id -u)" = 0 ]; then
    mkdir -p "$PGDATA"
    find "$PGDATA" \! -user postgres -exec chown postgres {} +
    chmod 700 "$PGDATA"
    exec setpriv --reuid=postgres --regid=postgres --init-groups "$0" "$@"
  fi
  from_file POSTGRES_USER
  from_file POSTGRES_PASSWORD
  from_file POSTGRES_DB
  [ -s "$PGDATA/PG_VERSION" ] || initialise
fi
exec "$@"
