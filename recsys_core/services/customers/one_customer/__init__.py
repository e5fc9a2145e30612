"""What is known of one customer beside the profile; it must not know how pages draw it."""
