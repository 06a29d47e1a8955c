// Package firebase signs with Firebase Authentication.
package firebase

import (
	"context"
	"fmt"

	sdk "firebase.google.com/go/v4"
	"firebase.google.com/go/v4/auth"

	"getaifactory.com/ally/shared/signin"
)

type signer struct{ client *auth.Client }

// New gives a signer for the project, from application default credentials. On
// Google Cloud there is no private key: IAM signs, for which the function's
// service account needs roles/iam.serviceAccountTokenCreator on itself and the
// project the API iamcredentials.googleapis.com.
// https://firebase.google.com/docs/auth/admin/create-custom-tokens#using_a_service_account_id
func New(ctx context.Context, project string) (signin.Signer, error) {
	app, err := sdk.NewApp(ctx, &sdk.Config{ProjectID: project})
	if err != nil {
		return nil, fmt.Errorf("firebase: %w", err)
	}
	client, err := app.Auth(ctx)
	if err != nil {
		return nil, fmt.Errorf("firebase: %w", err)
	}
	return signer{client}, nil
}

func (s signer) Sign(ctx context.Context, userID string, claims map[string]any) (string, error) {
	token, err := s.client.CustomTokenWithClaims(ctx, userID, claims)
	if err != nil {
		return "", fmt.Errorf("firebase: sign in %s: %w", userID, err)
	}
	return token, nil
}
