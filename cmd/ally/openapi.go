package main

import (
	"fmt"
	"os"
	"path/filepath"

	"github.com/spf13/cobra"

	"getaifactory.com/ally/functions"
	"getaifactory.com/ally/shared/openapi"
)

// openapiFile is where the document is committed and served from.
const openapiFile = "functions/allyopenapi/openapi.json"

func openapiCommand() *cobra.Command {
	var write bool
	c := &cobra.Command{
		Use:   "openapi",
		Short: "Print the OpenAPI document of the HTTP contract",
		Args:  cobra.NoArgs,
		RunE: func(c *cobra.Command, _ []string) error {
			document, err := openapi.Document(functions.All)
			if err != nil {
				return err
			}
			if !write {
				_, err = c.OutOrStdout().Write(document)
				return err
			}
			root, err := projectRoot()
			if err != nil {
				return err
			}
			return os.WriteFile(filepath.Join(root, openapiFile), document, 0o644)
		},
	}
	c.Flags().BoolVar(&write, "write", false, "write it to "+openapiFile)
	return c
}

// projectRoot is the folder of go.mod, at or above the working directory.
func projectRoot() (string, error) {
	folder, err := os.Getwd()
	if err != nil {
		return "", err
	}
	for {
		if _, err := os.Stat(filepath.Join(folder, "go.mod")); err == nil {
			return folder, nil
		}
		above := filepath.Dir(folder)
		if above == folder {
			return "", fmt.Errorf("run this inside the project: there is no go.mod here or above")
		}
		folder = above
	}
}
