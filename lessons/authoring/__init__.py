"""The author's tools: the check of lessons, and a lesson to begin from."""
