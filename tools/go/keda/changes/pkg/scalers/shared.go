package scalers

// What files that are left out have for all: azure_queue_scaler.go and kafka_scaler.go.
const (
	externalMetricType = "External"
	stringEnable       = "enable"
	stringDisable      = "disable"
)
