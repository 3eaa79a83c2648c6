"""How this package compares with the official SDK and with real servers. Not installed."""
