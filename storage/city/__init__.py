"""The schema `city`: which wards there are, which processes serve, and who has which ward."""
