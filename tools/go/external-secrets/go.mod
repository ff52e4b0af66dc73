// External Secrets' own controller. Of 1.0 and later the module proxy lacks the modules inside; what they do with an
// object that is made once is the same (shouldRefresh and mutationFunc in pkg/controllers/externalsecret, up to 2.9).
// Built from its own source with its own go.mod and go.sum, but for the files in changes/.
module phasewise/tools/external-secrets

go 1.26.4

require github.com/external-secrets/external-secrets v0.20.4
