"""The command line: what it says, and all that is printed without a screen."""
