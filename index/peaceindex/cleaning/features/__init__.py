"""What the models see of the lines of a page and of candidates for title, date and author."""
