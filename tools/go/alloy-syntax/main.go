// Parses a Grafana Alloy configuration on standard input with Alloy's own parser.
// Building Alloy itself takes far longer than this check is worth.
package main

import (
	"fmt"
	"io"
	"os"

	"github.com/grafana/alloy/syntax/parser"
)

func main() {
	source, err := io.ReadAll(os.Stdin)
	if err == nil {
		_, err = parser.ParseFile("config.alloy", source)
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}
