"""The tests draw the same on every machine: what the developer's own terminal is like does not count."""

import os

for name in [name for name in os.environ if name.startswith(("TEXTUAL", "NO_COLOR", "COLORTERM", "SSH"))]:
    del os.environ[name]
os.environ["TERM"] = "xterm-256color"
