package deployment

import (
	"fmt"
	"strings"

	"getaifactory.com/ally/shared/function"
)

// Balancer is the load balancer that the classic system stands behind.
type Balancer struct {
	Project, Region string
	Map             string // name of its URL map
	Host            string // that its people use
	Classic         string // name of the classic system's backend service
}

// URLMap gives a URL map, as `gcloud compute url-maps import` takes it: each
// function's routes to its backend service, all else to the classic system.
func URLMap(all []function.Function, b Balancer) string {
	services := "https://www.googleapis.com/compute/v1/projects/" + b.Project + "/global/backendServices/"
	var y strings.Builder
	fmt.Fprintf(&y, "name: %s\ndefaultService: %s\nhostRules:\n- hosts:\n  - %s\n  pathMatcher: ally\n", b.Map, services+b.Classic, b.Host)
	fmt.Fprintf(&y, "pathMatchers:\n- name: ally\n  defaultService: %s\n  pathRules:\n", services+b.Classic)
	for _, f := range all {
		if f.Route == "" {
			continue
		}
		fmt.Fprintf(&y, "  - service: %s\n    paths:\n    - %s\n", services+f.Name, f.Route)
		if f.HasPaths() {
			fmt.Fprintf(&y, "    - %s/*\n", f.Route)
		}
	}
	return y.String()
}

// Backends gives the commands that make a backend service of each function with
// a route.
func Backends(all []function.Function, b Balancer) []string {
	var commands []string
	for _, f := range all {
		if f.Route == "" {
			continue
		}
		commands = append(commands,
			fmt.Sprintf("gcloud compute network-endpoint-groups create %s --project=%s --region=%s --network-endpoint-type=serverless --cloud-run-service=%s",
				f.Name, b.Project, b.Region, f.Name),
			fmt.Sprintf("gcloud compute backend-services create %s --project=%s --global --load-balancing-scheme=EXTERNAL_MANAGED", f.Name, b.Project),
			fmt.Sprintf("gcloud compute backend-services add-backend %s --project=%s --global --network-endpoint-group=%s --network-endpoint-group-region=%s",
				f.Name, b.Project, f.Name, b.Region))
	}
	return commands
}
