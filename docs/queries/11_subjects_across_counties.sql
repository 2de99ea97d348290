-- 问：同一类支出，各县各花多少，占本县的多少？
-- 注意：只比仓库里有的部门，不是全县；县名认不出的（同名的区）归入“未判定”。

with 各类 as (

    select
        coalesce(地区, '未判定') as 县区,
        年度,
        类名称,
        sum(金额_万元) as 金额
    from 收支
    where 收支方向 = '支出' and 预决算 = '预算'
    group by all

)

select
    年度,
    类名称,
    县区,
    金额 as 金额_万元,
    cast(100 * 金额 / sum(金额) over (partition by 县区, 年度) as decimal(5, 2)) as 占本县_百分比
from 各类
order by 年度, 类名称, 金额_万元 desc, 县区;
