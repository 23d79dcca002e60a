"""Reading lesson files: Markdown and TOML become frozen records, and every fault has its line."""
