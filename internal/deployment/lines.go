// Package deployment derives from the functions' declarations what deploying
// them needs: facts for a script, the configuration of Firebase Hosting, a load
// balancer's map, and rules that close Ally's data.
package deployment

import (
	"fmt"
	"reflect"
	"slices"
	"strings"

	"getaifactory.com/ally/shared/config"
	"getaifactory.com/ally/shared/function"
)

// Lines gives a line for each function, of fields that are separated by bars:
// name, kind (http, event or schedule), route, paths below it (yes or no), event
// type, document pattern, cron, memory, timeout in seconds, concurrency, whether
// it writes, asks the model and signs browsers in (yes or no), and its secret
// variables, separated by commas.
func Lines(all []function.Function) string {
	var b strings.Builder
	for _, f := range all {
		kind, event, document, cron := "http", "", "", ""
		if f.Trigger != nil {
			kind, event, document = "event", f.Trigger.Event, f.Trigger.Document
		}
		if f.Schedule != nil {
			kind, cron = "schedule", f.Schedule.Cron
		}
		b.WriteString(strings.Join([]string{
			f.Name, kind, f.Route, yes(f.HasPaths()), event, document, cron, f.Memory, fmt.Sprintf("%.0f", f.Timeout.Seconds()),
			fmt.Sprint(f.Concurrency), yes(len(f.Writes) > 0), yes(f.Model), yes(f.Signer != nil), strings.Join(f.Secrets, ","),
		}, "|") + "\n")
	}
	return b.String()
}

func yes(b bool) string {
	if b {
		return "yes"
	}
	return "no"
}

// local are variables that mean something on localhost only.
var local = []string{"FIRESTORE_EMULATOR_HOST"}

// Variables lists the variables that a deployment sets in the open: those of the
// configuration that no function has from Secret Manager.
func Variables(all []function.Function) []string {
	left := slices.Clone(local)
	for _, f := range all {
		left = append(left, f.Secrets...)
	}
	var names []string
	for field := range reflect.TypeFor[config.Config]().Fields() {
		if name := field.Tag.Get("env"); name != "" && !slices.Contains(left, name) {
			names = append(names, name)
		}
	}
	return names
}

// Collections lists Ally's own collections by name: what the functions declare to
// write, without the classic system's, of which only additive fields are, and its
// configuration.
func Collections(all []function.Function) []string {
	names := []string{"ally_apps", "ally_config", "super_prompts"}
	for _, f := range all {
		for _, name := range f.Writes {
			if strings.HasPrefix(name, "ally_") {
				names = append(names, name)
			}
		}
	}
	slices.Sort(names)
	return slices.Compact(names)
}
