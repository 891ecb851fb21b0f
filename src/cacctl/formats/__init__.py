"""The formats that a programme is read from and written in, a module for each."""
