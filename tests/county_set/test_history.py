"""What the set hands in again, and what its departments were called: versions line by line, and names that are one."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from tests.county_set.conftest import CountySet
from tests.county_set.documents import CORRECTED_PROJECT, RAISED_PROJECT, REWORDED, SetDocument
from tests.county_set.faults import MENDED_FAULT
from tests.end_to_end.loading import ask

Change = tuple[str, str, int, str, int, str, Decimal | None, Decimal | None]


def versions(county_set: CountySet) -> Iterator[tuple[SetDocument, SetDocument]]:
    """Each document that a later one replaces, by the day printed, and the one that does."""
    for old in county_set.documents:
        if old.date_supersedes:
            (new,) = [
                other
                for other in county_set.documents
                if (other.entry.key, other.entry.stage, other.part == "narrative")
                == (old.entry.key, old.entry.stage, old.part == "narrative")
                and not other.date_supersedes
            ]
            yield old, new


def changes(old: SetDocument, new: SetDocument) -> set[Change]:
    """The cells in which two files differ, amounts in 万元."""
    before, after = (
        {(cell.table_no, cell.section, cell.line_no, cell.measure): cell.amount for cell in document.built.cells}
        for document in (old, new)
    )
    return {
        (new.file_name, old.file_name, *place, before.get(place), after.get(place))
        for place in before.keys() | after.keys()
        if before.get(place) != after.get(place)
    }


def test_each_amount_that_a_version_changed_is_listed_and_no_other(county_set: CountySet) -> None:
    pairs = list(versions(county_set))
    assert {old.entry.key for old, _ in pairs} == {
        CORRECTED_PROJECT[:3],
        RAISED_PROJECT[:3],
        MENDED_FAULT.place,
        REWORDED,
    }
    wanted = {change for old, new in pairs for change in changes(old, new)}
    found = ask(
        county_set.database,
        """
        select 后一文件, 前一文件, 表号, 收支, 行号, 栏目, 前一金额_万元, 后一金额_万元
        from 更正差异
        """,
    )
    assert len(found) == len(wanted) > 30
    assert set(found) == wanted


def test_a_version_that_changed_amounts_is_one_finding_with_the_largest_of_them(county_set: CountySet) -> None:
    found = dict(ask(county_set.database, "select 文件名, 说明 from 发现 where 类别 = '更正改动'"))
    pairs = {new.file_name: (old, new) for old, new in versions(county_set) if changes(old, new)}
    assert len(pairs) == 3
    assert found.keys() == pairs.keys()
    for file_name, (old, new) in pairs.items():
        said = re.search(
            r"“(.+?)”，(\d+)行的(\d+)个金额与之不同，其中最大的是.*由([\d.]+)万元改为([\d.]+)万元", found[file_name]
        )
        assert said is not None, found[file_name]
        changed = changes(old, new)
        lines = {change[2:5] for change in changed}
        assert said.groups()[:3] == (old.file_name, str(len(lines)), str(len(changed)))
        largest = max(abs((after or Decimal(0)) - (before or Decimal(0))) for *_, before, after in changed)
        assert abs(Decimal(said[5]) - Decimal(said[4])) == largest
    # The corrected project is named, not the sums that follow it.
    corrected = next(text for text in found.values() if CORRECTED_PROJECT[0] in text and "水利局" in text)
    assert CORRECTED_PROJECT[3] in corrected


def test_the_names_that_the_seed_links_are_one_department(county_set: CountySet) -> None:
    departments = ask(
        county_set.database,
        """
        select f.department_name, f.valid_from_year, f.valid_to_year, s.department_name
        from marts.dim_department as f
        left join marts.dim_department as s on f.successor_key = s.department_key
        where f.level = '部门' and (f.valid_from_year is not null or f.valid_to_year is not null)
        order by 1
        """,
    )
    assert departments == [
        ("沁水县档案史志馆", 2025, None, None),
        ("沁水县档案馆", None, 2024, "沁水县档案史志馆"),
    ]
    years = ask(
        county_set.database,
        """
        select d.department_name, list(distinct f.fiscal_year order by f.fiscal_year)
        from marts.fct_reported_amount as f
        inner join marts.dim_department as d using (department_key)
        where d.department_name like '沁水县档案%' or d.department_name like '泽州县文化%'
        group by all order by 1
        """,
    )
    assert years == [
        ("沁水县档案史志馆", [2024, 2025, 2026]),
        ("泽州县文化和旅游局", [2024, 2025]),
        ("泽州县文化旅游和体育局", [2026]),
    ]


def test_a_new_name_that_only_documents_show_is_suggested(county_set: CountySet) -> None:
    found = ask(
        county_set.database,
        """
        select 状态, 名称, 原名称, 区划代码, 原名称末个年度, 相同的部门代码, 相同的单位, 种子表的写法
        from 部门更名 order by 1, 2
        """,
    )
    assert found == [
        ("已关联", "沁水县档案史志馆", "沁水县档案馆", "140521", 2024, None, "", None),
        (
            *("待核对", "泽州县文化旅游和体育局", "泽州县文化和旅游局", "140525", 2025, "081", "泽州县图书馆"),
            "泽州县文化旅游和体育局,泽州县文化和旅游局,,2025,140525,",
        ),
        ("没有这个名称的文件", "阳城县数据局", "阳城县大数据中心", None, 2023, None, "", None),
    ]
