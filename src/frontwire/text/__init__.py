"""Plain text below every model: sentences, paragraphs, language."""
