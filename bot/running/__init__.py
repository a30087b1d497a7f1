"""What keeps the program running: loops that do not end, threads in bounds, a watchdog."""
