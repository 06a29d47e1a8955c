package main

import (
	"fmt"
	"io"
	"strings"

	"github.com/spf13/cobra"

	"getaifactory.com/ally/functions"
	"getaifactory.com/ally/internal/deployment"
)

func firebaseCommand() *cobra.Command {
	site := deployment.Site{}
	c := made("firebase", "Make firebase.json from the functions' declarations", "firebase.json",
		func(*cobra.Command) ([]byte, error) { return deployment.Firebase(functions.All, site) })
	c.Flags().StringVar(&site.Region, "region", "us-central1", "the functions' region")
	c.Flags().StringVar(&site.Name, "site", "", "the hosting site, for projects that have several")
	c.Flags().StringVar(&site.Public, "public", "web/dist", "the folder of the page")
	c.Flags().BoolVar(&site.Closed, "closed", false, "without the ways to the functions")
	return c
}

func urlmapCommand() *cobra.Command {
	var b deployment.Balancer
	var backends bool
	c := &cobra.Command{
		Use: "urlmap", Short: "Print a load balancer's URL map that leads Ally's routes to the functions", Args: cobra.NoArgs,
		RunE: func(c *cobra.Command, _ []string) error {
			if backends {
				_, err := fmt.Fprintln(c.OutOrStdout(), strings.Join(deployment.Backends(functions.All, b), "\n"))
				return err
			}
			_, err := io.WriteString(c.OutOrStdout(), deployment.URLMap(functions.All, b))
			return err
		},
	}
	for _, flag := range []struct {
		to          *string
		name, usage string
	}{
		{&b.Project, "project", "the project's id"},
		{&b.Map, "map", "the URL map's name"},
		{&b.Host, "host", "the host that people use, such as chat.example.com"},
		{&b.Classic, "classic", "the backend service of the classic system"},
	} {
		c.Flags().StringVar(flag.to, flag.name, "", flag.usage)
		_ = c.MarkFlagRequired(flag.name) // the flag is there
	}
	c.Flags().StringVar(&b.Region, "region", "us-central1", "the functions' region")
	c.Flags().BoolVar(&backends, "backends", false, "the commands that make the functions' backend services, instead")
	return c
}
