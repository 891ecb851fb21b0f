"""The commands, by group; `registry` lists them."""
