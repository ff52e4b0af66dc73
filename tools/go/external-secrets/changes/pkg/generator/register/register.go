// Package register has the one generator that our manifests use.
package register

import _ "github.com/external-secrets/external-secrets/pkg/generator/password"
