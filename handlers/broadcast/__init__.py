"""What goes out to many: approval, sending, subscriptions, the monthly news, who was reached."""
