-- 问：平均每个在职人员摊到多少基本支出，其中人员经费、公用经费各多少？
-- 注意：在职人数取自文字说明，没有写明的部门不在内；一句里既写总数又写其中各类的，只算总数，分几句写各单位人数的，加在一起。

with 各句 as (

    select
        部门,
        年度,
        文件名,
        段,
        句,
        case when count(*) > 1 and sum(数值) = 2 * max(数值) then max(数值) else sum(数值) end as 人数
    from 文字说明数字
    where 预决算 = '预算' and 主体 like '在职人数%' and 含义 = '数额' and 计量单位 = '人'
    group by 部门, 年度, 文件名, 段, 句

),

在职 as (

    select
        部门,
        年度,
        cast(sum(人数) as integer) as 在职人数
    from 各句
    group by 部门, 年度
    having sum(人数) > 0

),

基本支出 as (

    select
        部门,
        年度,
        sum(金额_万元) as 金额,
        sum(金额_万元) filter (
            where coalesce(经费类别 = '公用经费', 部门经济科目编码[:3] not in ('301', '303'))
        ) as 公用
    from 经济科目
    where 预决算 = '预算'
    group by 部门, 年度

)

select
    部门,
    年度,
    在职.在职人数,
    基本支出.金额 as 基本支出_万元,
    cast(基本支出.金额 / 在职.在职人数 as decimal(12, 2)) as 人均基本支出_万元,
    cast((基本支出.金额 - coalesce(基本支出.公用, 0)) / 在职.在职人数 as decimal(12, 2)) as 人均人员经费_万元,
    cast(coalesce(基本支出.公用, 0) / 在职.在职人数 as decimal(12, 2)) as 人均公用经费_万元
from 在职
inner join 基本支出 using (部门, 年度)
order by 人均基本支出_万元 desc, 部门, 年度;
