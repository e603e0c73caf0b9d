"""The questions as anybody may ask them: their parameters and their answers, before they are printed or sent."""
