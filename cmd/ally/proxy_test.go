package main

import (
	"encoding/json"
	"os/exec"
	"testing"

	"getaifactory.com/ally/functions"
)

func TestTheAstroProxyLeadsEveryRouteToItsFunction(t *testing.T) {
	t.Parallel()
	node, err := exec.LookPath("node")
	if err != nil {
		missing(t, "Node is not installed")
	}
	routes := map[string]string{}
	for _, f := range functions.All {
		if f.Route != "" {
			routes[f.Route] = f.Name
		}
	}
	raw, err := json.Marshal(routes)
	must(t, err)
	run := exec.CommandContext(t.Context(), node, "../../deploy/astro/ally.test.mjs", string(raw))
	if out, err := run.CombinedOutput(); err != nil {
		t.Errorf("%v\n%s", err, out)
	}
}
