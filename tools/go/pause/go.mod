// The process that holds the namespaces of a pod.
module phasewise/tools/pause

go 1.26.0
