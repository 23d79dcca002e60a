"""What is taught and how it is checked; no terminal code."""
