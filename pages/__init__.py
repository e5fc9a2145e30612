"""What is seen in the browser, one thin module a page; no SQL, no model and no decision here."""
