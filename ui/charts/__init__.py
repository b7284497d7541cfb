"""Charts drawn on the server as plain SVG.

Presentation attributes carry the light theme, so the same markup works in the PDF; classes re-map
the ink to the page's tokens. No style attributes, no scripts. Every chart that stands alone has a
`<title>` in words; bars inside table rows are decoration beside a number written in the next cell.
"""
