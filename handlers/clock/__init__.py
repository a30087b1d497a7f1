"""What happens by itself: schedules, upkeep, alarms, and what a restore holds back."""
