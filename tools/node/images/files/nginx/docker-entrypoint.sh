#!/bin/sh
# As the official image's: fills templates in, then starts nginx (nginx/docker-nginx, 20-envsubst-on-templates.sh).
set -e
for template in /etc/nginx/templates/*.template; do
  [ -e "$template" ] || continue
  to="/etc/nginx/conf.d/$(basename "$template" .template)"
  if [ ! -w /etc/nginx/conf.d ]; then
    echo "$0: can not write to /etc/nginx/conf.d" >&2
    continue
  fi
  # Variables that are set, and no others: nginx has its own with the same sign.
  text="$(cat "$template")"
  for name in $(env | sed -n 's/^\([A-Z][A-Z0-9_]*\)=.*/\1/p'); do
    value="$(eval "printf '%s' \"\$$name\"" | sed 's/[&|\\]/\\&/g')"
    text="$(printf '%s' "$text" | sed "s|\${$name}|$value|g")"
  done
  printf '%s\n' "$text" >"$to"
done
exec "$@"
