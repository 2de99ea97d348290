-- 问：各部门的支出里，项目支出占多少？
-- 注意：含上年结转安排的支出；只印合计、不分基本支出和项目支出的文件不在内。

select
    部门,
    年度,
    sum(金额_万元) as 支出_万元,
    sum(项目支出_万元) as 项目支出_万元,
    cast(100 * sum(项目支出_元) / sum(金额_元) as decimal(5, 2)) as 项目支出占比_百分比
from 收支
where 收支方向 = '支出' and 预决算 = '预算'
group by 部门, 年度
having sum(项目支出_元) is not null
order by 项目支出占比_百分比 desc, 部门, 年度;
