"""Has the parser of the Cloud SDK at argv[1] read commands from standard input, one a line.

For each it prints the exit status: 2 where the parser refuses it, 1 where it is accepted and
fails for want of an account.
"""
import contextlib
import io
import os
import shlex
import sys

sys.path[0:0] = [os.path.join(sys.argv[1], "lib"), os.path.join(sys.argv[1], "lib", "third_party")]

from googlecloudsdk import gcloud_main  # noqa: E402

cli = gcloud_main.CreateCLI([])
for line in sys.stdin:
    said = io.StringIO()
    status = 0
    try:
        with contextlib.redirect_stdout(said), contextlib.redirect_stderr(said):
            cli.Execute(shlex.split(line)[1:])
    except SystemExit as end:
        status = end.code
    print(status, flush=True)
