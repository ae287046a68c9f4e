"""Text: decoding, tokens, folding, stems, sentences, lines and language."""
