"""Who may ask and load over HTTP: accounts, tokens of programs, sessions, and what they did."""
