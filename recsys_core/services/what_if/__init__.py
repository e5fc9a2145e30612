"""What knobs cost on held-out purchases; its lists are made as any other's."""
