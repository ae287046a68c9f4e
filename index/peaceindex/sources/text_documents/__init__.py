"""Documents of word processors: from their paragraphs and tables to one article, or to the articles of an export."""
