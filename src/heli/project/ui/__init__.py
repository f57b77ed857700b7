"""What the templates of every face share: dates, lamps, icons and form fields."""
