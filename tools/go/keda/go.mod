// KEDA's operator and its metrics adapter. Built from its own source with its own go.mod and go.sum, but for the files in
// changes/ and those that only.yaml leaves out: what asks brokers that no manifest of ours names, and keeps of secrets in
// clouds.
module phasewise/tools/keda

go 1.26.0

require github.com/kedacore/keda/v2 v2.21.0
