-- Every column of money in marts and quality, by the suffix that names its unit.
select
    table_schema,
    table_name,
    column_name,
    data_type,
    case
        when table_schema = 'marts' and column_name = 'amount_yuan' then 'DECIMAL(20,2)'
        when table_schema = 'marts' and column_name = 'amount_wan' then 'DECIMAL(20,6)'
        else data_type
    end as contract_type
from information_schema.columns
where
    table_catalog = current_database()
    and table_schema in ('marts', 'quality')
    and regexp_matches(column_name, '_(yuan|wan)$')
order by table_schema, table_name, column_name
