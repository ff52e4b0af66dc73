#!/bin/sh
# What the official image's entrypoint does for a user that is not root (redis/docker-library-redis, 7.4).
set -e
case "${1:-}" in -* | *.conf) set -- redis-server "$@" ;; esac
if [ "$(umask)" = 0022 ]; then umask 0077; fi
exec "$@"
