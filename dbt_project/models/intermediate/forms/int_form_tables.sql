-- Which tables are project performance forms: by their title, by labels such as 一级指标 in their cells, or because they go
-- on from such a table overleaf without a title.

with grids as (

    select
        grid.document_key,
        grid.table_index,
        grid.first_page,
        grid.last_page,
        {{ without_year(normalised('grid.title')) }} as title_text,
    from {{ ref('stg_raw__table_grid') }} as grid

),

titles as (

    select
        grids.document_key,
        grids.table_index,
        seeds.form_kind,
    from grids
    inner join {{ ref('form_titles') }} as seeds on regexp_matches(grids.title_text, seeds.pattern)
    qualify row_number() over (partition by grids.document_key, grids.table_index order by seeds.priority) = 1

),

marks as (

    select
        document_key,
        table_index,
        count(distinct field) filter (where field in ('level1', 'level2', 'level3', 'value')) as level_count,
        bool_or(field in ('level1', 'level2', 'level3')) as has_level,
        bool_or(field = 'evaluation') as is_evaluation,
        bool_or(field = 'project_name') as has_project,
        bool_or(field in ('project_name', 'unit', 'department')) as has_owner,
    from {{ ref('int_form_labels') }}
    group by all

),

extents as (

    select
        document_key,
        table_index,
        min(x0) as x0,
        max(x1) as x1,
    from {{ ref('int_table_cells_unnested') }}
    group by all

),

seen as (

    select
        grids.*,
        coalesce(titles.form_kind, case when marks.is_evaluation then 'evaluation' end) as title_kind,
        coalesce(marks.has_project, false) as has_project,
        coalesce(marks.has_owner, false) as has_owner,
        coalesce(marks.is_evaluation, false) as is_evaluation,
        -- Headings of indicators are enough; a title needs an owner or a heading beside it.
        coalesce(marks.level_count >= 2 and marks.has_level, false) as has_headings,
        grids.title_text = ''
        and coalesce(
            grids.first_page - lag(grids.last_page) over tables_before between 0 and 1
            and abs(extents.x0 - lag(extents.x0) over tables_before) <= 15
            and abs(extents.x1 - lag(extents.x1) over tables_before) <= 15,
            false
        ) as could_continue,
        lag(grids.last_page) over tables_before as last_page_before,
    from grids
    left join titles on grids.document_key = titles.document_key and grids.table_index = titles.table_index
    left join marks on grids.document_key = marks.document_key and grids.table_index = marks.table_index
    left join extents on grids.document_key = extents.document_key and grids.table_index = extents.table_index
    window tables_before as (partition by grids.document_key order by grids.table_index)

),

judged as (

    select
        *,
        not is_evaluation
        and coalesce(title_kind, '') != 'evaluation'
        and (has_headings or (title_kind is not null and has_owner)) as is_form,
        case
            when title_kind is not null then title_kind
            when has_project or not has_owner then 'project'
            else 'department'
        end as own_kind,
    from seen

),

-- A chain: a table with something of its own, and the bare ones after it.
chained as (

    select
        *,
        sum(cast(is_form or not could_continue as integer)) over (
            partition by document_key order by table_index
        ) as chain_no,
    from judged

),

final as (

    select
        document_key,
        table_index,
        first_page,
        last_page,
        title_text,
        case when is_form then own_kind else first_value(own_kind) over chain end as form_kind,
        is_form as is_form_itself,
        has_project,
        has_owner,
        last_page_before,
    from chained
    window chain as (partition by document_key, chain_no order by table_index)
    qualify first_value(is_form) over chain

)

select * from final
