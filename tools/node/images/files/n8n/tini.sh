#!/bin/sh
# As tini is called: `tini -- command argument…`. It leaves nobody behind here, so it needs no help.
if [ "$1" = -- ]; then shift; fi
exec "$@"
