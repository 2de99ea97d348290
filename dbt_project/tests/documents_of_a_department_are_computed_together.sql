-- Holds where `int_documents_known` was brought up to date before this build, as `yusuan` does. Where it was not, a new
-- document was computed without the others of its department, which the next build computes with it.

with due as (

    select * from {{ ref('int_documents_due') }}

),

known as (

    select known.*
    from {{ ref('int_documents_known') }} as known
    semi join {{ ref('int_documents_latest') }} as latest on known.document_key = latest.document_key

),

departments as (

    select distinct known.department_key
    from known
    semi join due on known.document_key = due.document_key

)

select known.*
from known
semi join departments on known.department_key = departments.department_key
anti join due on known.document_key = due.document_key
