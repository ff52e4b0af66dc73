// Package register has the one provider that the lab asks: the others bring the libraries of every cloud, which are
// two thirds of the build.
package register

import _ "github.com/external-secrets/external-secrets/pkg/provider/fake"
