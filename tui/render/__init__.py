"""Pure drawing: plain data and a size in, lines of toned text out.

One file a view. Nothing here knows a widget, a colour or a key; the widgets of the same name in `tui.widgets` put the
lines on the screen, and the tests read them as text.
"""
