package main

import (
	"errors"
	"fmt"
	"os"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"getaifactory.com/ally/internal/sample"
	"getaifactory.com/ally/shared/access"
	"getaifactory.com/ally/shared/config"
)

// tokenLife is how long the classic system's own sessions live.
const tokenLife = 7 * 24 * time.Hour

func tokenCommand() *cobra.Command {
	var email, id string
	var list bool
	c := &cobra.Command{
		Use:   "token --email ADDRESS",
		Short: "Print a session token for curl",
		Long: `Print a session token for a person of the sample, or with --id for anybody.

It is signed with JWT_SECRET, or with the secret for localhost where that is not set:
  curl -H "Cookie: flow_session=$(go run ./cmd/ally token --email alec@getaifactory.com)" …`,
		Args: cobra.NoArgs,
		RunE: func(c *cobra.Command, _ []string) error {
			if list {
				for _, p := range sample.People() {
					fmt.Fprintf(c.OutOrStdout(), "%-36s %-26s %s\n", p.Email, p.ID, p.Role)
				}
				return nil
			}
			secret, err := localSecret(os.Environ())
			if err != nil {
				return err
			}
			holder, err := holderOf(strings.ToLower(strings.TrimSpace(email)), id)
			if err != nil {
				return err
			}
			token, err := access.Token(secret, holder, time.Now(), tokenLife)
			if err != nil {
				return err
			}
			fmt.Fprintln(c.OutOrStdout(), token)
			return nil
		},
	}
	c.Flags().StringVar(&email, "email", "", "the person's e-mail address")
	c.Flags().StringVar(&id, "id", "", "the id of the person's document, for somebody who is not in the sample or has two documents")
	c.Flags().BoolVar(&list, "list", false, "list the people of the sample")
	return c
}

// localSecret is the secret to sign with. It refuses where the environment is
// that of a deployment: tokens that production accepts are issued by the classic
// system alone.
func localSecret(environ []string) (string, error) {
	secret := config.LocalSecret
	for _, entry := range environ {
		name, value, _ := strings.Cut(entry, "=")
		switch {
		case name == "ENVIRONMENT_NAME" && value != "" && value != config.Localhost:
			return "", fmt.Errorf("ENVIRONMENT_NAME is %s: tokens are only made for localhost", value)
		case name == "JWT_SECRET" && config.IsSecretReference(value):
			return "", errors.New("JWT_SECRET refers to a deployment's secret: tokens are only made for localhost")
		case name == "JWT_SECRET" && value != "":
			secret = value
		}
	}
	return secret, nil
}

func holderOf(email, id string) (access.Holder, error) {
	if !strings.Contains(email, "@") {
		return access.Holder{}, errors.New("whose token? Give --email ADDRESS (--list shows the people of the sample)")
	}
	for _, p := range sample.People() {
		if p.Email == email && (id == "" || p.ID == id) {
			return access.Holder{
				ID: p.ID, GoogleUserID: p.GoogleUserID, Email: p.Email, Name: p.Name,
				Picture: p.Picture, Role: p.Role, Roles: p.Roles,
			}, nil
		}
	}
	if id == "" {
		return access.Holder{}, fmt.Errorf("%s is not in the sample: give --id too, or choose somebody from --list", email)
	}
	return access.Holder{ID: id, Email: email, Role: "user", Roles: []string{"user"}}, nil
}
