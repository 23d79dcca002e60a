"""A lesson line by line, for screen readers, braille lines, simple terminals, pipes and logs.

What a learner does and what comes of it is the same as on the screen: the same visit, the same judging, the same
progress. Here it is only said in sentences. Nothing is drawn, no escape sequence is sent, and Textual is not loaded.
"""
