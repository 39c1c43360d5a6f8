"""What people hand in, looked at in a process of its own before anything of it is kept."""
