"""Around a question: mistakes that are recognised, blanks, fresh numbers, and asking again days later."""
