-- Pages may be the sheets of a workbook.

alter table raw.page add column sheet_name varchar;
comment on column raw.page.page_no is 'Page in the file, or the number of the sheet in the workbook, from 1.';
comment on column raw.page.width is 'Width as displayed, in PDF points; of a sheet in columns.';
comment on column raw.page.height is 'Height as displayed, in PDF points; of a sheet in rows.';
comment on column raw.page.set_aside is 'Text kept out of the page and its tables: watermarks and what lies off the page; on a sheet hidden cells, and formulas without a result.';
comment on column raw.page.sheet_name is 'Name of the sheet; null on a page of paper.';
comment on column raw.table_row.cells is 'Cells: text as printed, box in PDF points from the top left as displayed, on a sheet in columns and rows, spans.';
comment on column raw.document.page_count is 'Pages in the file, or sheets in the workbook.';
