{# A build computes the documents of int_documents_due. What holds all documents (marts, quality, intermediate/kept) is
   incremental by document: the rows of these documents are replaced, whether there are new ones or none. #}


{# Whether a row of raw belongs to a document that this build computes.
   #}
{% macro is_due() -%}
    (sha256, extractor_version) in (select sha256, extractor_version from {{ ref('int_documents_due') }})
{%- endmacro %}


{# Ends a query of new documents where a build takes only so many at a time. #}
{% macro at_most_a_batch() -%}
    {%- if execute and env_var('YUSUAN_LARGEST_BATCH', '') -%} limit {{ env_var('YUSUAN_LARGEST_BATCH') }} {%- endif -%}
{%- endmacro %}


{# The incremental strategy of models with a document_key. #}
{% macro get_incremental_by_document_sql(arg_dict) -%}
    {%- set target = arg_dict['target_relation'] -%}
    {%- set columns = get_quoted_csv(arg_dict['dest_columns'] | map(attribute='name')) -%}
    {%- set due = due_relation() -%}
    create or replace table {{ batch_relation(target) }} as
    from {{ arg_dict['temp_relation'] }} where document_key in (select document_key from {{ due }});
    delete from {{ target }} where document_key in (select unnest(document_keys) from {{ due }});
    insert into {{ target }} ({{ columns }}) select {{ columns }} from {{ batch_relation(target) }};
{%- endmacro %}


{# int_documents_due for macros that dbt runs outside of a model's text, where ref is not to be had. #}
{% macro due_relation() -%}
    {{ api.Relation.create(database=target.database, schema='intermediate', identifier='int_documents_due') }}
{%- endmacro %}


{# The rows that a model incremental by document has of the documents that this build computes. #}
{% macro batch_relation(relation) -%}
    {{ api.Relation.create(database=relation.database, schema='batch', identifier=relation.identifier) }}
{%- endmacro %}


{# What int_documents_due knows of the documents of earlier builds. No ref: these rows are made of int_documents_due. #}
{% macro documents_known() -%}
    {%- set known = none -%}
    {%- if execute -%}
        {%- set known = adapter.get_relation(target.database, 'intermediate', 'int_documents_known') -%}
    {%- endif -%}
    {%- if known -%}
        {{ known }}
    {%- else -%}
        (select '' as document_key, '' as sha256, '' as department_key where false)
    {%- endif -%}
{%- endmacro %}


{# Runs before a build. A full refresh computes all documents, and so does a build that meets a new model. #}
{% macro begin_batch() -%}
    {%- if execute and flags.WHICH in ('build', 'run') -%}
        {%- if flags.FULL_REFRESH and (invocation_args_dict.get('select') or invocation_args_dict.get('exclude')) -%}
            {{ exceptions.raise_compiler_error('A full refresh is of all models: leave out --select and --exclude.') }}
        {%- endif -%}
        {%- set is_whole = namespace(value=flags.FULL_REFRESH) -%}
        {%- for model in graph.nodes.values() if model.config.incremental_strategy == 'by_document'
            and model.config.materialized == 'incremental' -%}
            {%- if 'document_key' not in model.columns -%}
                {{ exceptions.raise_compiler_error(
                    model.name ~ ' has no document_key: it needs materialized=\'table\' and tables of all documents.'
                ) }}
            {%- endif -%}
            {%- if not adapter.get_relation(model.database, model.schema, model.alias) -%}
                {%- set is_whole.value = true -%}
            {%- endif -%}
        {%- endfor -%}
        {%- if is_whole.value -%}
            delete from raw.document_built;
        {%- endif -%}
        drop schema if exists batch cascade;
        create schema batch;
    {%- endif -%}
{%- endmacro %}


{# Runs after a build. Documents are built when every model was and every test of this run passed; until then they are
   due. #}
{% macro record_built_documents(results) -%}
    {%- if execute and flags.WHICH in ('build', 'run') -%}
        {%- set passed = results | selectattr('status', 'in', ['success', 'pass', 'warn']) | list -%}
        {%- set made = passed | map(attribute='node.unique_id') | list -%}
        {%- set models = graph.nodes.values() | selectattr('resource_type', 'equalto', 'model') -%}
        {%- set lacking = models | map(attribute='unique_id') | reject('in', made) | list -%}
        {%- if passed | length == results | length and not lacking -%}
            insert or ignore into raw.document_built
            select sha256, extractor_version, now() from {{ due_relation() }}
        {%- endif -%}
    {%- endif -%}
{%- endmacro %}


{# Tests of a model that is incremental by document look at the rows of this build; `dbt test` by itself at all. #}
{% macro default__get_where_subquery(relation) -%}
    {%- set where = config.get('where', '') -%}
    {%- set tested = of_batch(relation) -%}
    {%- if where -%}
        {%- do return('(select * from ' ~ tested ~ ' where ' ~ where ~ ') dbt_subquery') -%}
    {%- endif -%}
    {%- do return(tested) -%}
{%- endmacro %}


{# The rows of this build of a model that is incremental by document: what models of the batch and tests read, so that
   they cost the same whatever stands beside. A model that is made anew, and the input of a unit test, has no others. #}
{% macro of_batch(relation) -%}
    {%- if execute and flags.WHICH in ('build', 'run') and not relation.is_cte -%}
        {%- set kept = run_query(
            "select 1 from duckdb_tables() where schema_name = 'batch' and table_name = '" ~ relation.identifier ~ "'"
        ) -%}
        {%- if kept | length > 0 -%}
            {%- do return(batch_relation(relation)) -%}
        {%- endif -%}
    {%- endif -%}
    {%- do return(relation) -%}
{%- endmacro %}
