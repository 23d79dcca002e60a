"""What the learner sees: screens, widgets and charts, and no maths."""
