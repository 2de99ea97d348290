-- The documents that this build computes: those that no build which passed has, and all others of their departments,
-- which may be other parts or versions of one disclosure, or the year before. All others stand as they were built.

with documents as (

    select * from {{ ref('int_documents_latest') }}

),

built as (

    select * from {{ ref('stg_raw__document_built') }}

),

known as (

    select * from {{ documents_known() }}

),

landed as (

    select documents.*
    from documents
    anti join built on documents.document_key = built.document_key
    order by documents.first_landed_at, documents.sha256
    {{ at_most_a_batch() }}

),

-- By the file: read again, it may turn out to be another department's.
departments as (

    select distinct known.department_key
    from known
    semi join landed on known.sha256 = landed.sha256
    where known.department_key is not null

),

related as (

    select documents.*
    from documents
    inner join known on documents.document_key = known.document_key
    semi join departments on known.department_key = departments.department_key

),

final as (

    select * from landed
    union
    select * from related

)

select * from final
