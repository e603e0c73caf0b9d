"""From bytes to records: one loader a format, one reading for all."""
