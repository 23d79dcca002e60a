"""The whole way of a part in a real terminal: wrong, looked into, mended in one's own editor, passed, put to work."""

import stat

from terminal_stage import TerminalStage
from workshop_stage import OWN

MENDING = """\
import pathlib, sys
path = pathlib.Path(sys.argv[1])
path.write_text(path.read_text().replace("- self.biases", "+ self.biases"))
print("the editor was here")
"""


def test_dense_forward_from_a_wrong_sign_to_a_trained_spiral(tmp_path):
    editor = tmp_path / "editor.py"
    editor.write_text(MENDING)
    starter = tmp_path / "editor"
    starter.write_text(f'#!/bin/sh\nexec python3 {editor} "$1"\n')
    starter.chmod(starter.stat().st_mode | stat.S_IXUSR)
    (tmp_path / "lessons").mkdir()
    (tmp_path / "lessons" / "01-own.md").write_text(OWN)
    stage = TerminalStage(
        tmp_path / "home", "--lessons", str(tmp_path / "lessons"), "own", EDITOR=str(starter), VISUAL=""
    )
    stage.wait_for("enter opens the workshop")
    stage.press("\r")
    stage.wait_for("workshop · Dense forward")
    stage.press("e")
    stage.wait_for("self.output = None")
    stage.press("\x1b[B" * 8 + "\x1b[F" + "\x15")  # to the line that is to be written, and clear it
    stage.press("        self.output = inputs @ self.weights - self.biases")
    stage.wait_for("- self.biases")
    stage.press("\x1b[15~")  # F5
    stage.wait_for("The biases are taken off")
    stage.wait_for("✗ output")
    stage.press("\r")
    stage.wait_for("= 0 − 3 = −3")
    stage.press("\x1b")
    stage.wait_for("enter why?")
    stage.press("I")
    stage.wait_for("Dense · 1/2")
    stage.press("\x1bOS")  # F4
    stage.wait_for("It passes")
    assert b"the editor was here" in stage.raw
    written = tmp_path / "home" / "workshop" / "dense_forward.py"
    assert "+ self.biases" in written.read_text()
    stage.press("\x1b")
    stage.wait_for("It is yours now.")
    stage.press("w")
    stage.wait_for("[x] Dense forward")
    stage.press("\r")
    stage.wait_for("with your parts")
    stage.press(" ")
    stage.wait_for("Run how many updates?")
    for key in "\x15300\r":
        stage.press(key)
    stage.wait_for("update 300", seconds=60)
    assert stage.leave() == 0
