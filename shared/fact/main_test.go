package fact_test

import (
	"os"
	"testing"

	"getaifactory.com/ally/internal/emulator/emulatortest"
)

func TestMain(m *testing.M) { os.Exit(emulatortest.Main(m)) }
