-- Damaged files may be read from a mended copy; pages may have text without characters.

alter table raw.document add column is_mended boolean default false;
comment on column raw.document.is_mended is 'Whether the file was damaged and read from a mended copy, of which nothing is missing.';
comment on column raw.page.method is 'text, ocr (a picture that was recognised), scanned (a picture that was not), blank, or unmapped (text whose fonts do not say which characters they show, not recognised).';
