"""When customers come next: fitted, tried, told; it must not know where orders are kept."""
