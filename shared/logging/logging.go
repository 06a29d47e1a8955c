// Package logging writes structured lines that Cloud Logging understands.
package logging

import (
	"io"
	"log/slog"
)

// New gives a log of JSON lines with Cloud Logging's names for level and
// message.
// https://cloud.google.com/logging/docs/structured-logging#structured_logging_special_fields
func New(w io.Writer) *slog.Logger {
	return slog.New(slog.NewJSONHandler(w, &slog.HandlerOptions{ReplaceAttr: func(groups []string, a slog.Attr) slog.Attr {
		if len(groups) > 0 {
			return a
		}
		switch a.Key {
		case slog.LevelKey:
			a.Key = "severity"
			if a.Value.Any() == slog.LevelWarn {
				a.Value = slog.StringValue("WARNING")
			}
		case slog.MessageKey:
			a.Key = "message"
		}
		return a
	}}))
}
