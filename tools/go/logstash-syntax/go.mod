// A parser of pipelines made from the grammar in Logstash itself, around a main function of ours.
module phasewise/tools/logstash-syntax

go 1.26.0

require github.com/breml/logstash-config v0.5.3
