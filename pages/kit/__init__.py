"""What every page uses: frame, theme, tables, forms, pickers, formats; knows no page's parts."""
