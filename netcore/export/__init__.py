"""Handing an experiment on: as a script that anybody can read, and run with NumPy alone."""

from netcore.export.script import export_script as export_script
