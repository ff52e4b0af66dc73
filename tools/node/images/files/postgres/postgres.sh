#!/bin/sh
# pg_rewind starts the server that lies beside it, and only one of its own version, which knows no TLS: it gets the other.
[ "$1" = -V ] && exec echo 'postgres (PostgreSQL) 16.2'
exec /usr/local/bin/postgres "$@"
