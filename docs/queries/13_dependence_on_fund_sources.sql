-- 问：各部门当年的收入靠哪些资金，各占多少？
-- 注意：不含上年结转；没有按资金来源印收入的文件归入“未分列”。

with 各项 as (

    select
        部门,
        年度,
        coalesce(资金来源, '未分列') as 资金,
        sum(金额_万元) as 金额
    from 收支
    where 收支方向 = '收入' and 预决算 = '预算' and 当年或结转 = '当年'
    group by all

)

select
    部门,
    年度,
    资金 as 资金来源,
    金额 as 金额_万元,
    cast(100 * 金额 / sum(金额) over (partition by 部门, 年度) as decimal(5, 2)) as 占比_百分比
from 各项
where 金额 != 0
order by 部门, 年度, 金额_万元 desc;
