// Asks what a trigger of a ScaledObject asks, once, by KEDA's own code: reads triggers from standard input, one JSON object
// each, and writes for each what KEDA makes of it and finds.
package main

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"time"

	kedav1alpha1 "github.com/kedacore/keda/v2/apis/keda/v1alpha1"
	"github.com/kedacore/keda/v2/pkg/scalers"
	"github.com/kedacore/keda/v2/pkg/scalers/scalersconfig"
)

type trigger struct {
	Type     string            `json:"type"`
	Metadata map[string]string `json:"metadata"`
}

// What one pod may have in front of it, in thousandths; what there is; and whether there is anything to do.
type answer struct {
	Target int64   `json:"target"`
	Value  float64 `json:"value"`
	Active bool    `json:"active"`
	Error  string  `json:"error,omitempty"`
}

func main() {
	triggers := json.NewDecoder(os.Stdin)
	answers := json.NewEncoder(os.Stdout)
	for {
		var one trigger
		if err := triggers.Decode(&one); err == io.EOF {
			return
		} else if err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		found, err := ask(one)
		if err != nil {
			found.Error = err.Error()
		}
		if err := answers.Encode(found); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
	}
}

func ask(one trigger) (answer, error) {
	if one.Type != "prometheus" {
		return answer{}, fmt.Errorf("no scaler found for type: %s", one.Type)
	}
	ctx, cancel := context.WithTimeout(context.Background(), 10*time.Second)
	defer cancel()
	scaler, err := scalers.NewPrometheusScaler(&scalersconfig.ScalerConfig{
		ScalableObjectName: "asked",
		ScalableObjectType: "ScaledObject",
		TriggerType:        one.Type,
		TriggerMetadata:    one.Metadata,
		AuthParams:         map[string]string{},
		PodIdentity:        kedav1alpha1.AuthPodIdentity{},
		GlobalHTTPTimeout:  5 * time.Second,
	})
	if err != nil {
		return answer{}, err
	}
	defer scaler.Close(ctx)
	spec := scaler.GetMetricSpecForScaling(ctx)[0].External
	values, active, err := scaler.GetMetricsAndActivity(ctx, spec.Metric.Name)
	if err != nil {
		return answer{}, err
	}
	return answer{
		Target: spec.Target.AverageValue.MilliValue(),
		Value:  values[0].Value.AsApproximateFloat64(),
		Active: active,
	}, nil
}
