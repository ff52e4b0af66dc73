// Alertmanager, and its own checker of its configuration; Debian's is too old to know the fields we use. Built from its
// own source with its own go.mod and go.sum; the module proxy lacks its pages, so changes/ has an empty one.
module phasewise/tools/alertmanager

go 1.26.0

require github.com/prometheus/alertmanager v0.34.0
