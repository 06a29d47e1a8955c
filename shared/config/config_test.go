package config

import (
	"strings"
	"testing"
)

func TestDefaultsAreForProductionAndOff(t *testing.T) {
	c, err := FromEnvironment([]string{"GOOGLE_CLOUD_PROJECT=p", "JWT_SECRET=s"})
	if err != nil {
		t.Fatal(err)
	}
	if c.AllyOn || c.Environment != Production || c.Model != Gemini || c.Cookie != "flow_session" ||
		len(c.Superadmins) != 1 || c.Superadmins[0] != "alec@getaifactory.com" {
		t.Errorf("defaults: %+v", c)
	}
}

func TestLocalhostNeedsNeitherSecretNorKey(t *testing.T) {
	c, err := FromEnvironment([]string{"GOOGLE_CLOUD_PROJECT=p", "ENVIRONMENT_NAME=localhost"})
	if err != nil {
		t.Fatal(err)
	}
	if c.Secret != LocalSecret || c.Model != Local {
		t.Errorf("localhost: %+v", c)
	}
}

func TestAWrongValueIsRefusedByItsVariablesName(t *testing.T) {
	good := map[string]string{"GOOGLE_CLOUD_PROJECT": "p", "JWT_SECRET": "s"}
	for _, tc := range []struct{ variable, value string }{
		{"GOOGLE_CLOUD_PROJECT", ""},
		{"JWT_SECRET", ""},
		{"JWT_SECRET", LocalSecret},
		{"JWT_SECRET", "projects/1/secrets/jwt/versions/latest"},
		{"ENVIRONMENT_NAME", "prod"},
		{"SESSION_COOKIE_NAME", "a cookie"},
		{"ALLY_SUPERADMIN_EMAILS", "alec@getaifactory.com,nobody"},
		{"ALLY_ALLOWED_ORIGINS", "chat.example.com"},
		{"ALLY_SMTP_URL", "smtp.example.com"},
		{"ALLY_SMTP_URL", "https://smtp.example.com?from=a@example.com"},
		{"ALLY_SMTP_URL", "smtp://user:secret@smtp.example.com:587"},
		{"ALLY_SMTP_URL", "smtp://user:secret@smtp.example.com:587?from=nobody"},
		{"ALLY_EMAILS_PER_DAY", "-1"},
		{"ALLY_ORGANIZATION_EMAILS_PER_DAY", "-1"},
		{"ALLY_ALLOWED_ORIGINS", "https://chat.example.com/path"},
		{"ALLY_MODEL", "parrot"},
		{"ENABLE_ALLY_BETA", "perhaps"},
		{"ALLY_GEMINI_URL", "proxy"},
		{"FIRESTORE_EMULATOR_HOST", "127.0.0.1:8080"},
	} {
		t.Run(tc.variable+"="+tc.value, func(t *testing.T) {
			var environ []string
			for k, v := range good {
				if k != tc.variable {
					environ = append(environ, k+"="+v)
				}
			}
			_, err := FromEnvironment(append(environ, tc.variable+"="+tc.value))
			if err == nil || !strings.Contains(err.Error(), tc.variable) {
				t.Errorf("error %v does not name %s", err, tc.variable)
			}
		})
	}
}
