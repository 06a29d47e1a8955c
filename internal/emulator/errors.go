package emulator

import "errors"

// What can keep the emulator from starting. Each comes wrapped in a sentence
// that tells a person what was found and what to do.
var (
	// ErrJava: no Java, or one older than the emulator needs.
	ErrJava = errors.New("the Firestore emulator needs Java 11 or newer")
	// ErrMissing: the emulator's jar is nowhere and could not be fetched.
	ErrMissing = errors.New("the Firestore emulator is not installed")
	// ErrPort: the wanted port is in use.
	ErrPort = errors.New("the port is in use")
	// ErrRules: the rules file can't be read or does not compile.
	ErrRules = errors.New("the security rules can't be used")
	// ErrData: the data folder can't be used. Nothing in it was changed.
	ErrData = errors.New("the saved data can't be used")
	// ErrDied: the emulator's process ended without being told to.
	ErrDied = errors.New("the Firestore emulator ended by itself")
)
