"""From text and segments to a record: a pure function of bytes and rules."""
