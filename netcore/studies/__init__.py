"""Studies: small computations that make one idea visible, each a pure function that returns a frozen record.

A study is what a chart draws: the curve of an activation, the plane of two weights, the error of a numerical slope. It
asks the network's own code wherever there is some, and never moves the run that it looks at.
"""
