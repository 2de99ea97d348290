-- What was recognised on scanned pages, and how sure each character is.

create table raw.reading (
    sha256 varchar not null,
    extractor_version varchar not null,
    page_no integer not null,
    reading_no integer not null,
    text varchar not null,
    confidence double not null,
    characters struct(text varchar, confidence double, second varchar, second_confidence double)[] not null,
    x0 double not null,
    top double not null,
    x1 double not null,
    bottom double not null,
    primary key (sha256, extractor_version, page_no, reading_no)
);
comment on table raw.reading is 'One piece of text recognised on a scanned page.';
comment on column raw.reading.page_no is 'Page in the file, from 1.';
comment on column raw.reading.reading_no is 'Order of the piece on the page, from 0.';
comment on column raw.reading.text is 'The piece as recognised.';
comment on column raw.reading.confidence is 'Confidence of its least sure character, 0 to 1.';
comment on column raw.reading.characters is 'Each character with its confidence, and the next likely one.';
comment on column raw.page.method is 'text, ocr (a picture that was recognised), scanned (a picture that was not) or blank.';
