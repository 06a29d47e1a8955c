package firebase_test

import (
	"crypto/rand"
	"crypto/rsa"
	"crypto/x509"
	"encoding/json"
	"encoding/pem"
	"os"
	"path/filepath"
	"testing"

	"github.com/golang-jwt/jwt/v5"

	"getaifactory.com/ally/shared/signin/firebase"
)

// What signs on Google Cloud is IAM; a service account's key makes the same
// token, and can be tried here.
func TestTheTokenCarriesThePersonAndTheClaims(t *testing.T) {
	key, err := rsa.GenerateKey(rand.Reader, 2048)
	must(t, err)
	encoded, err := x509.MarshalPKCS8PrivateKey(key)
	must(t, err)
	account, err := json.Marshal(map[string]string{
		"type": "service_account", "project_id": "demo-ally", "client_email": "ally@demo-ally.iam.gserviceaccount.com",
		"private_key": string(pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: encoded})), "token_uri": "https://oauth2.googleapis.com/token",
	})
	must(t, err)
	file := filepath.Join(t.TempDir(), "account.json")
	must(t, os.WriteFile(file, account, 0o600))
	t.Setenv("GOOGLE_APPLICATION_CREDENTIALS", file)

	signer, err := firebase.New(t.Context(), "demo-ally")
	must(t, err)
	token, err := signer.Sign(t.Context(), "usr_1", map[string]any{"ally": true, "organizationId": "salfa-corp"})
	must(t, err)
	claims := jwt.MapClaims{}
	_, err = jwt.ParseWithClaims(token, claims, func(*jwt.Token) (any, error) { return &key.PublicKey, nil }, jwt.WithValidMethods([]string{"RS256"}))
	must(t, err)
	inner, _ := claims["claims"].(map[string]any)
	if claims["uid"] != "usr_1" || inner["ally"] != true || inner["organizationId"] != "salfa-corp" {
		t.Errorf("claims %v", claims)
	}
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}
