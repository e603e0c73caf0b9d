"""What reading reaches and what it costs, measured on the documents in `../shared`."""
