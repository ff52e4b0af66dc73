// Validates Istio's resources on standard input as Istio's own webhook does when they are applied, warnings
// included. Resources of others are passed over. Building istioctl takes far longer than this check is worth.
package main

import (
	"fmt"
	"io"
	"os"

	"istio.io/istio/pilot/pkg/config/kube/crd"
	"istio.io/istio/pkg/config/schema/collections"
)

func main() {
	source, err := io.ReadAll(os.Stdin)
	if err != nil {
		fail(err)
	}
	configs, _, err := crd.ParseInputs(string(source))
	if err != nil {
		fail(err)
	}
	for _, config := range configs {
		schema, found := collections.Pilot.FindByGroupVersionAliasesKind(config.GroupVersionKind)
		if !found {
			continue
		}
		warning, err := schema.ValidateConfig(config)
		if err != nil {
			fail(fmt.Errorf("%s/%s: %w", config.GroupVersionKind.Kind, config.Name, err))
		}
		if warning != nil {
			fail(fmt.Errorf("%s/%s: %w", config.GroupVersionKind.Kind, config.Name, warning))
		}
	}
	// How many were judged, so that nobody takes silence for consent.
	fmt.Println(len(configs))
}

func fail(err error) {
	fmt.Fprintln(os.Stderr, err)
	os.Exit(1)
}
