"""The programme of an event, its streams, and what differs between two versions of it."""
