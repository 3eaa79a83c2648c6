"""Streams as events that know the whole they are a part of."""
