// Command logstash-syntax parses a Logstash pipeline from standard input.
package main

import (
	"fmt"
	"os"

	config "github.com/breml/logstash-config"
)

func main() {
	if _, err := config.ParseReader("pipeline", os.Stdin); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}
