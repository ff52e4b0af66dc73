#!/bin/sh
# As the image's own where MINIO_USERNAME is not set (minio/minio, dockerscripts/docker-entrypoint.sh).
if [ "$1" != minio ] && [ -n "$1" ]; then set -- minio "$@"; fi
exec "$@"
