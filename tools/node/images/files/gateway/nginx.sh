#!/bin/sh
# Listens where the gateway's data plane does, and leads nowhere: what it leads to, its controller would tell it.
trap 'exit 0' TERM
for port in 80 443 9113; do httpd -f -p "$port" -h "/srv/$port" & done
wait
