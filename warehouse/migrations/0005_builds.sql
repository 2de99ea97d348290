-- What builds have done, so that the next one computes only what is new.

create table raw.document_built (
    sha256 varchar not null,
    extractor_version varchar not null,
    built_at timestamptz not null,
    primary key (sha256, extractor_version)
);
comment on table raw.document_built is 'Documents whose rows stand in marts and quality, of a build whose models and tests all passed.';
comment on column raw.document_built.sha256 is 'SHA-256 of the file''s bytes, hexadecimal.';
comment on column raw.document_built.extractor_version is 'Version of the extractor that read it.';
comment on column raw.document_built.built_at is 'When the build ended.';

create table raw.project_build (
    project_digest varchar not null,
    built_at timestamptz not null
);
comment on table raw.project_build is 'Builds that passed, by the rules they were made with.';
comment on column raw.project_build.project_digest is 'SHA-256 over the files of the dbt project and the version of the extractor.';
comment on column raw.project_build.built_at is 'When the build ended.';
