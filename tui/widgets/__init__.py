"""The views and controls of the app, one a file. A widget holds no truth: attributes down, messages up."""
