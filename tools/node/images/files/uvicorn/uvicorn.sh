#!/bin/sh
# Stands in for Uvicorn: takes what its documentation knows, as `uvicorn app.main:app --port=8000`, and starts the lab's
# program in the place of the application.
case "$1" in
  *:*) ;;
  *) echo "Error: import string \"$1\" must be in format \"<module>:<attribute>\"" >&2; exit 1 ;;
esac
shift
for one; do
  case "$one" in
    --host=0.0.0.0 | --workers=1 | --proxy-headers | --forwarded-allow-ips=* | --timeout-graceful-shutdown=*) ;;
    --port=*) export PORT="${one#--port=}" ;;
    *) echo "Error: No such option: $one" >&2; exit 2 ;;
  esac
done
# Python's programs write where this points to, and the root file system is read-only.
[ -w "${HOME:?}" ] || { echo "$HOME: Read-only file system" >&2; exit 1; }
exec node /opt/lab/main.ts
