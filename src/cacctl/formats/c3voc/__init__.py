"""The streaming API of c3voc, which also serves other conferences: `streams/v2.json`."""
