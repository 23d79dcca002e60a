"""A lesson as the screen sees it: the learner's visit, and what stands on and around its pages."""
