package main

import (
	"encoding/json"
	"fmt"
	"io"
	"strings"
	"text/tabwriter"

	"github.com/spf13/cobra"

	"getaifactory.com/ally/functions"
	"getaifactory.com/ally/internal/deployment"
	"getaifactory.com/ally/shared/function"
)

func functionsCommand() *cobra.Command {
	var asJSON, lines bool
	c := &cobra.Command{
		Use:   "functions",
		Short: "List the functions and what their deployment needs to know",
		Args:  cobra.NoArgs,
		RunE: func(c *cobra.Command, _ []string) error {
			switch {
			case lines:
				_, err := fmt.Fprintf(c.OutOrStdout(), "%s\n%s", strings.Join(deployment.Variables(functions.All), " "), deployment.Lines(functions.All))
				return err
			case asJSON:
				return printFunctions(c.OutOrStdout(), functions.All)
			}
			return tabulate(c.OutOrStdout(), functions.All)
		},
	}
	c.Flags().BoolVar(&asJSON, "json", false, "as JSON")
	c.Flags().BoolVar(&lines, "lines", false, "for deploy.sh: a line with the variables that a deployment sets, then one for each function")
	c.MarkFlagsMutuallyExclusive("json", "lines")
	return c
}

// facts is what a function's deployment needs to know.
type facts struct {
	Name           string   `json:"name"`
	Purpose        string   `json:"purpose"`
	Route          string   `json:"route,omitempty"`
	Methods        []string `json:"methods,omitempty"`
	Event          string   `json:"event,omitempty"`
	Document       string   `json:"document,omitempty"`
	Schedule       string   `json:"schedule,omitempty"`
	Callers        string   `json:"callers"`
	Memory         string   `json:"memory"`
	TimeoutSeconds int      `json:"timeoutSeconds"`
	Concurrency    int      `json:"concurrency"`
	Model          bool     `json:"model"`
	Secrets        []string `json:"secrets"`
	Writes         []string `json:"writes"`
}

// happens is what Eventarc tells of, such as created or written.
func (x facts) happens() string { return x.Event[strings.LastIndexByte(x.Event, '.')+1:] }

func factsOf(f function.Function) facts {
	out := facts{
		Name: f.Name, Purpose: f.Purpose, Route: f.Route, Methods: f.Methods(), Callers: f.Callers(),
		Memory: f.Memory, TimeoutSeconds: int(f.Timeout.Seconds()), Concurrency: f.Concurrency, Model: f.Model,
		Secrets: append([]string{}, f.Secrets...), Writes: append([]string{}, f.Writes...),
	}
	if f.Trigger != nil {
		out.Event, out.Document = f.Trigger.Event, f.Trigger.Document
	}
	if f.Schedule != nil {
		out.Schedule = f.Schedule.Cron
	}
	return out
}

func printFunctions(w io.Writer, all []function.Function) error {
	var list []facts
	for _, f := range all {
		list = append(list, factsOf(f))
	}
	encoder := json.NewEncoder(w)
	encoder.SetIndent("", "  ")
	return encoder.Encode(list)
}

func tabulate(w io.Writer, all []function.Function) error {
	t := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	fmt.Fprintln(t, "NAME\tWHAT FOR\tCALLED AT\tBY\tMEMORY\tTIMEOUT\tAT ONCE\tSECRETS\tWRITES")
	for _, f := range all {
		x := factsOf(f)
		at := strings.Join(x.Methods, ", ") + " " + x.Route
		if x.Document != "" {
			at = x.happens() + " " + x.Document
		}
		if x.Schedule != "" {
			at = "schedule " + x.Schedule
		}
		writes := strings.Join(x.Writes, ", ")
		if writes == "" {
			writes = "nothing"
		}
		fmt.Fprintf(t, "%s\t%s\t%s\t%s\t%s\t%ds\t%d\t%s\t%s\n", x.Name, x.Purpose, at, x.Callers, x.Memory, x.TimeoutSeconds, x.Concurrency,
			strings.Join(x.Secrets, ", "), writes)
	}
	return t.Flush()
}
