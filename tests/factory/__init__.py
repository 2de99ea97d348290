"""A factory of budget PDFs made by code from committed figures of departments that do not exist, one defect each.

- ``figures``: ``archives()``, ``culture()``, ``sports()``; ``tamper()`` changes one printed figure and nothing else.
- ``layouts``: ``shanxi``, ``jiangsu``, ``shanghai``, ``final_accounts``: figures to bytes with their expected cells.
- ``bad_files``: what a loader must refuse.
- ``drawing.Style``: fake bold, watermark, kinds of rules, stray glyphs, stored rotation and other defects.
"""
