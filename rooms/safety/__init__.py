"""What the house notices so that a person is looked after. It never decides what they may do."""
