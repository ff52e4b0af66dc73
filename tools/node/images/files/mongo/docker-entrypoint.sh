#!/bin/sh
# Does for a user that is not root what the official image's entrypoint does (docker-library/mongo, 8.0): makes the first
# account once, by a server without logins and without its set, and then runs what it is told.
set -eu

case "${1:-}" in -*) set -- mongod "$@" ;; esac
if [ "$1" != mongod ]; then exec "$@"; fi

user="${MONGO_INITDB_ROOT_USERNAME:-}"
password="${MONGO_INITDB_ROOT_PASSWORD:-}"
if [ -n "$user$password" ] && { [ -z "$user" ] || [ -z "$password" ]; }; then
  echo >&2 "error: missing 'MONGO_INITDB_ROOT_USERNAME' or 'MONGO_INITDB_ROOT_PASSWORD'"
  exit 1
fi

if [ -n "$user" ] && [ ! -e /data/db/WiredTiger ]; then
  # It writes what is left of the configuration there.
  echo 'storage: { dbPath: /data/db }' >"${TMPDIR:-/tmp}/docker-entrypoint-temp-config.json"
  mongod --config "${TMPDIR:-/tmp}/docker-entrypoint-temp-config.json" --bind_ip 127.0.0.1 --port 27017 &
  server=$!
  tries=30
  until mongosh --host 127.0.0.1 --port 27017 --quiet admin --eval 'quit(0)' >/dev/null 2>&1; do
    tries=$((tries - 1))
    if [ "$tries" -le 0 ] || ! kill -0 "$server"; then
      echo >&2 'error: mongod does not appear to have stayed running'
      exit 1
    fi
    sleep 1
  done
  mongosh --host 127.0.0.1 --port 27017 --quiet admin <<EOJS
db.createUser({ user: '$user', pwd: '$password', roles: [{ role: 'root', db: 'admin' }] })
EOJS
  kill "$server"
  wait "$server"
  echo 'MongoDB init process complete; ready for start up.'
fi
if [ -n "$user" ]; then set -- "$@" --auth; fi
unset MONGO_INITDB_ROOT_USERNAME MONGO_INITDB_ROOT_PASSWORD
rm -f "${TMPDIR:-/tmp}/docker-entrypoint-temp-config.json"
exec "$@"
