"""What the readers of other formats share."""
