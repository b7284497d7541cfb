"""Page, PDF and Excel from one document. Nothing here reads the database or the clock."""
