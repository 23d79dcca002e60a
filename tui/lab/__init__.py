"""The lab as the views see it: a trace and a run turned into the plain data that is drawn."""
