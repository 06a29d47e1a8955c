package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"

	"github.com/spf13/cobra"

	"getaifactory.com/ally/internal/picture"
	"getaifactory.com/ally/internal/workspace"
)

// mostPictures is what all pictures of the documentation may take, in bytes.
const mostPictures = 4_000_000

func picturesCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "pictures [screen …]",
		Short: "Take the documentation's pictures of every screen",
		Long: `Take the pictures in docs/pictures: every screen, or those that are named, of the
workspace on a real "ally dev" with the sample, in Spanish and English, light and
dark, wide and on a phone. It needs what "ally test" needs.`,
		RunE: func(c *cobra.Command, screens []string) error {
			root, err := projectRoot()
			if err != nil {
				return err
			}
			return takePictures(c.Context(), root, screens, c.ErrOrStderr())
		},
	}
}

func takePictures(ctx context.Context, root string, screens []string, progress io.Writer) error {
	if err := tools(ctx, progress); err != nil {
		return err
	}
	space := workspace.Of(root, func(format string, args ...any) { fmt.Fprintf(progress, format+"\n", args...) })
	if err := space.Install(ctx); err != nil {
		return err
	}
	tool, err := os.Executable()
	if err != nil {
		return err
	}
	taken, err := os.MkdirTemp("", "ally-pictures-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(taken)
	// Not through npm, which keeps an interruption to itself.
	script := append([]string{"node_modules/vite-node/vite-node.mjs", "test/real/pictures.ts", tool, taken}, screens...)
	if err := command(space.Folder, "node", script...)(ctx, progress); err != nil {
		return fmt.Errorf("taking the pictures: %w", err)
	}
	return keepPictures(taken, filepath.Join(root, "docs", "pictures"), progress)
}

// keepPictures puts the pictures of one folder into another, made small.
func keepPictures(from, to string, progress io.Writer) error {
	files, err := filepath.Glob(filepath.Join(from, "*.png"))
	if err != nil {
		return err
	}
	if len(files) == 0 {
		return errors.New("no picture was taken: no screen has that name")
	}
	if err := os.MkdirAll(to, 0o755); err != nil {
		return err
	}
	for _, file := range files {
		content, err := os.ReadFile(file)
		if err != nil {
			return err
		}
		small, err := picture.Shrink(content)
		if err != nil {
			return fmt.Errorf("%s: %w", filepath.Base(file), err)
		}
		if err := os.WriteFile(filepath.Join(to, filepath.Base(file)), small, 0o644); err != nil {
			return err
		}
	}
	return weigh(to, progress)
}

// weigh says what the pictures in the folder take; too much is an error.
func weigh(folder string, progress io.Writer) error {
	files, err := filepath.Glob(filepath.Join(folder, "*.png"))
	if err != nil {
		return err
	}
	var total int64
	for _, file := range files {
		about, err := os.Stat(file)
		if err != nil {
			return err
		}
		total += about.Size()
	}
	fmt.Fprintf(progress, "%d pictures, %d KB.\n", len(files), total/1000)
	if total > mostPictures {
		return fmt.Errorf("the pictures in %s take %d KB, and at most %d KB are kept", folder, total/1000, mostPictures/1000)
	}
	return nil
}
