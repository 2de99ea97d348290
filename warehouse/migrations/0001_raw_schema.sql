-- Documents exactly as read: text as printed, every cell with its box. Nothing here is parsed, summed, picked or renamed.

create schema if not exists raw;

create table raw.document (
    sha256 varchar not null,
    file_name varchar not null,
    source_path varchar not null,
    size_bytes bigint not null,
    page_count integer not null,
    producer varchar,
    creator varchar,
    content_kind varchar not null,
    extractor_version varchar not null,
    landed_at timestamptz not null,
    run_id varchar not null,
    primary key (sha256, extractor_version)
);
comment on table raw.document is 'One version of one document: a file, by its content, as one version of the extractor read it.';
comment on column raw.document.sha256 is 'SHA-256 of the file''s bytes, hexadecimal.';
comment on column raw.document.file_name is 'Name under which the file was handed in.';
comment on column raw.document.source_path is 'Absolute path from which it was read.';
comment on column raw.document.size_bytes is 'Size of the file in bytes.';
comment on column raw.document.page_count is 'Pages in the file.';
comment on column raw.document.producer is 'Producer named in the file''s metadata.';
comment on column raw.document.creator is 'Creator named in the file''s metadata.';
comment on column raw.document.content_kind is 'text, scanned or mixed.';
comment on column raw.document.extractor_version is 'Version of the extractor that read it.';
comment on column raw.document.landed_at is 'When its rows were written.';
comment on column raw.document.run_id is 'Load run that wrote them.';

create table raw.page (
    sha256 varchar not null,
    extractor_version varchar not null,
    page_no integer not null,
    printed_page_no varchar,
    width double not null,
    height double not null,
    rotation integer not null,
    method varchar not null,
    text varchar not null,
    set_aside varchar not null,
    primary key (sha256, extractor_version, page_no)
);
comment on table raw.page is 'One page of a document.';
comment on column raw.page.page_no is 'Page in the file, from 1.';
comment on column raw.page.printed_page_no is 'Page number printed on the page, if any.';
comment on column raw.page.width is 'Width as displayed, in PDF points.';
comment on column raw.page.height is 'Height as displayed, in PDF points.';
comment on column raw.page.rotation is 'Rotation of the page in degrees.';
comment on column raw.page.method is 'text, scanned or blank.';
comment on column raw.page.text is 'Plain text of the page.';
comment on column raw.page.set_aside is 'Text kept out of the page and its tables: watermarks and what lies off the page.';

create table raw.table_grid (
    sha256 varchar not null,
    extractor_version varchar not null,
    table_index integer not null,
    first_page integer not null,
    last_page integer not null,
    title varchar,
    label varchar,
    unit_line varchar,
    department_line varchar,
    column_count integer not null,
    heading_paths struct(column_index integer, path varchar[])[] not null,
    notes varchar[] not null,
    x0 double,
    top double,
    x1 double,
    bottom double,
    primary key (sha256, extractor_version, table_index)
);
comment on table raw.table_grid is 'One ruled table of a document, continuations over pages joined.';
comment on column raw.table_grid.table_index is 'Order of the table in the document, from 0.';
comment on column raw.table_grid.first_page is 'Page on which it begins, from 1.';
comment on column raw.table_grid.last_page is 'Page on which it ends, from 1.';
comment on column raw.table_grid.title is 'Title as printed above the table.';
comment on column raw.table_grid.label is 'Label as printed, such as 预算公开表1.';
comment on column raw.table_grid.unit_line is 'Unit line as printed, such as 单位：万元.';
comment on column raw.table_grid.department_line is 'Department line as printed.';
comment on column raw.table_grid.column_count is 'Columns of the grid.';
comment on column raw.table_grid.heading_paths is 'Headings of each column from the top level down.';
comment on column raw.table_grid.notes is 'Notes as printed below the table.';

create table raw.table_row (
    sha256 varchar not null,
    extractor_version varchar not null,
    table_index integer not null,
    row_index integer not null,
    page_no integer not null,
    role varchar not null,
    cells struct(
        column_index integer,
        column_span integer,
        row_span integer,
        text varchar,
        x0 double,
        top double,
        x1 double,
        bottom double,
        text_x0 double
    )[] not null
);
comment on table raw.table_row is 'One row of a table with its cells in order.';
comment on column raw.table_row.row_index is 'Order of the row in the whole table, from 0.';
comment on column raw.table_row.page_no is 'Page on which the row stands, from 1.';
comment on column raw.table_row.role is 'heading, column_number, body or repeated_heading.';
comment on column raw.table_row.cells is 'Cells: text as printed, box in PDF points from the top left as displayed, spans.';

create table raw.paragraph (
    sha256 varchar not null,
    extractor_version varchar not null,
    page_no integer not null,
    paragraph_no integer not null,
    heading_path varchar[] not null,
    text varchar not null,
    x0 double not null,
    top double not null,
    x1 double not null,
    bottom double not null
);
comment on table raw.paragraph is 'One paragraph of the narrative.';
comment on column raw.paragraph.paragraph_no is 'Order of the paragraph.';
comment on column raw.paragraph.heading_path is 'Headings under which it stands, outermost first.';

create table raw.load_run (
    run_id varchar primary key,
    started_at timestamptz not null,
    ended_at timestamptz,
    status varchar not null,
    documents_found integer,
    documents_loaded integer,
    documents_known integer,
    documents_refused integer
);
comment on table raw.load_run is 'One run of the loader.';
comment on column raw.load_run.status is 'running, published, unchanged or failed.';

create sequence raw.load_event_no;

create table raw.load_event (
    event_no bigint primary key default nextval('raw.load_event_no'),
    run_id varchar not null,
    sha256 varchar not null,
    extractor_version varchar not null,
    file_name varchar not null,
    stage varchar not null,
    outcome varchar not null,
    reason varchar,
    message varchar,
    seconds double,
    recorded_at timestamptz not null
);
comment on table raw.load_event is 'What happened to a document in a run; its newest event says where it stands.';
comment on column raw.load_event.stage is 'extract, land or publish.';
comment on column raw.load_event.outcome is 'refused, landed, loaded or held_back.';
comment on column raw.load_event.reason is 'Reason code of a refusal.';
comment on column raw.load_event.message is 'Message as shown to the user.';
comment on column raw.load_event.seconds is 'Time spent on the stage.';
