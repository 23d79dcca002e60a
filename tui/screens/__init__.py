"""The screens. A screen lays out its widgets and routes messages; what it knows is in its session."""
