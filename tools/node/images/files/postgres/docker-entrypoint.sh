#!/bin/sh
# Does for a user that is not root what the official image's entrypoint does (docker-library/postgres, alpine variants of
# 16): makes the data folder once, by a server that listens on its socket alone, and then runs what it is told.
set -eu

case "${1:-}" in -*) set -- postgres "$@" ;; esac
if [ "$1" != postgres ]; then exec "$@"; fi

mkdir -p "$PGDATA"
chmod 00700 "$PGDATA" || :
mkdir -p /var/run/postgresql || :
chmod 03775 /var/run/postgresql || :

if [ ! -s "$PGDATA/PG_VERSION" ]; then
  : "${POSTGRES_USER:=postgres}"
  : "${POSTGRES_DB:=$POSTGRES_USER}"
  if [ -z "${POSTGRES_PASSWORD:-}" ] && [ "${POSTGRES_HOST_AUTH_METHOD:-}" != trust ]; then
    echo >&2 'Error: Database is uninitialized and superuser password is not specified.'
    exit 1
  fi
  passwords="$(mktemp)"
  printf '%s\n' "$POSTGRES_PASSWORD" >"$passwords"
  eval "initdb --username=\"\$POSTGRES_USER\" --pwfile=\"\$passwords\" ${POSTGRES_INITDB_ARGS:-}"
  rm "$passwords"
  printf '\nhost all all all %s\n' "${POSTGRES_HOST_AUTH_METHOD:-scram-sha-256}" >>"$PGDATA/pg_hba.conf"

  # With the same arguments as later, so that a setting it does not know is told at once.
  export PGPASSWORD="${PGPASSWORD:-$POSTGRES_PASSWORD}"
  shift
  arguments=
  for argument in "$@" -c listen_addresses= -p "${PGPORT:-5432}"; do arguments="$arguments '$argument'"; done
  set -- postgres "$@"
  PGUSER="$POSTGRES_USER" pg_ctl -D "$PGDATA" -o "$arguments" -w start
  if [ "$POSTGRES_DB" != postgres ]; then
    psql -v ON_ERROR_STOP=1 --no-psqlrc --username "$POSTGRES_USER" --dbname postgres -c "CREATE DATABASE \"$POSTGRES_DB\""
  fi
  pg_ctl -D "$PGDATA" -m fast -w stop
  unset PGPASSWORD
fi

exec "$@"
