#!/bin/sh
# What the official image's entrypoint does for a user that is not root and no variables of RabbitMQ's
# (docker-library/rabbitmq).
set -eu
if [ "$(hostname)" != "$(hostname -s)" ]; then export RABBITMQ_USE_LONGNAME="${RABBITMQ_USE_LONGNAME:-true}"; fi
exec "$@"
