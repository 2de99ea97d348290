-- 问：预算执行得怎么样：决算支出是预算的百分之几？
-- 注意：决算含年中追加和动用的结转，可以超过 100%；两份文件都在仓库里的部门和年度才有。

select
    部门,
    年度,
    sum(金额_万元) filter (where 预决算 = '预算') as 预算_万元,
    sum(金额_万元) filter (where 预决算 = '决算') as 决算_万元,
    cast(
        100 * sum(金额_元) filter (where 预决算 = '决算') / sum(金额_元) filter (where 预决算 = '预算') as decimal(9, 2)
    ) as 执行率_百分比
from 收支
where 收支方向 = '支出'
group by 部门, 年度
having count(distinct 预决算) = 2
order by 执行率_百分比, 部门, 年度;
