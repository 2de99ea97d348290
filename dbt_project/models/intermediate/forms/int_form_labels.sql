-- Cells that print a label of a project form, of every table: 项目名称, 一级指标, 填报日期：; with what stands behind the
-- colon where label and value share the cell.

with cells as (

    select
        *,
        {{ label_text('text') }} as whole_text,
        {{ label_text("regexp_extract(text, '^([^:：]{2,20})[:：]', 1)") }} as front_text,
        {{ unwrapped("regexp_replace(text, '^[^:：]*[:：]', '')") }} as behind_text,
    from {{ ref('int_table_cells_unnested') }}
    where length(text) between 2 and 2000

),

-- Each text once: patterns are many and texts repeat.
texts as (

    select whole_text as label_text from cells
    where length(whole_text) between 1 and 30
    union
    select front_text from cells
    where front_text != '' and behind_text != ''

),

labels as (

    select
        texts.label_text,
        seeds.field,
        seeds.scope,
    from texts
    inner join {{ ref('form_labels') }} as seeds on regexp_full_match(texts.label_text, seeds.pattern)
    qualify row_number() over (partition by texts.label_text order by seeds.priority) = 1

),

final as (

    select
        cells.document_key,
        cells.table_index,
        cells.row_index,
        cells.column_index,
        labels.field,
        labels.scope,
        {{ unit_in_brackets('cells.text') }} as unit_name,
        labels.label_text != cells.whole_text as has_value_inside,
        case when labels.label_text != cells.whole_text then cells.behind_text end as inside_text,
    from cells
    inner join labels
        on
            cells.whole_text = labels.label_text
            or (
                cells.front_text = labels.label_text
                and cells.behind_text != ''
                -- 三级指标 and the like head columns; they are never followed by a value in their own cell.
                and labels.field not in (
                    'level1', 'level2', 'level3', 'value', 'operator', 'value_unit', 'group', 'note'
                )
            )
    qualify
        row_number() over (
            partition by cells.document_key, cells.table_index, cells.row_index, cells.column_index
            order by labels.label_text = cells.whole_text desc
        ) = 1

)

select * from final
