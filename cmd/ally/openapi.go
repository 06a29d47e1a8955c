package main

import (
	"github.com/spf13/cobra"

	"getaifactory.com/ally/functions"
	"getaifactory.com/ally/shared/openapi"
)

func openapiCommand() *cobra.Command {
	return made("openapi", "Print the OpenAPI document of the HTTP contract", "functions/allyopenapi/openapi.json",
		func(*cobra.Command) ([]byte, error) { return openapi.Document(functions.All) })
}
