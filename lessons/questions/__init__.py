"""Around a question: recognised mistakes, blanks, fresh numbers, whether it is sound, and asking it days later."""
