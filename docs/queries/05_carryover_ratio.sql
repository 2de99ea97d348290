-- 问：各部门的收入里，上年结转占多少？
-- 注意：比例高，说明上年的钱没有花完；决算的年初结转口径不同，这里只看预算。

select
    部门,
    年度,
    sum(金额_万元) as 收入总计_万元,
    coalesce(sum(金额_万元) filter (where 当年或结转 = '结转'), 0) as 上年结转_万元,
    cast(100 * coalesce(sum(金额_元) filter (where 当年或结转 = '结转'), 0) / sum(金额_元) as decimal(5, 2))
        as 结转占比_百分比
from 收支
where 收支方向 = '收入' and 预决算 = '预算'
group by 部门, 年度
order by 结转占比_百分比 desc, 部门, 年度;
