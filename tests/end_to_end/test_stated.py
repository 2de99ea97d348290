"""What a narrative states is read, and compared with the tables: each wrong figure is found and no right one."""

from __future__ import annotations

from tests.end_to_end.loading import Load, ask

# page by page as the text has them: figure, what it says, of what, direction, table, how it compares
STATED = [
    ("540.46万元", "level", "收入总计", None, 1, "equal"),
    ("0万元", "change", "收入总计", "增加", None, None),
    ("5,404,600元", "level", "支出总计", "持平", 1, "equal"),
    ("540.46万元", "level", "收入预算（决算）", None, 1, "equal"),
    ("５４０．４６万元", "level", "一般公共预算拨款收入", None, 1, "equal"),
    ("100%", "share", "一般公共预算拨款收入", None, None, None),
    ("0万元", "level", "单位资金", None, 1, "equal"),
    ("0%", "share", "单位资金", None, None, None),
    ("540.46万元", "level", "支出预算（决算）", None, 1, "equal"),
    ("420.16万元", "level", "基本支出", None, 3, "equal"),
    ("77.74%", "share", "基本支出", None, None, None),
    ("120.30万元", "level", "项目支出", None, 3, "equal"),
    ("22.36%", "share", "项目支出", None, None, None),
    ("540.64万元", "level", "财政拨款收支总计", None, 4, "broken"),
    ("540.46万元", "level", "一般公共预算支出", None, 5, "equal"),
    ("432.76万元", "level", "一般公共服务支出", None, 5, "equal"),
    ("80.07%", "share", "一般公共服务支出", None, None, None),
    ("58.38万元", "level", "社会保障和就业支出", None, 5, "equal"),
    ("10.80%", "share", "社会保障和就业支出", None, None, None),
    ("16.05万元", "level", "卫生健康支出", None, 5, "equal"),
    ("33.27万元", "level", "住房保障支出", None, 5, "equal"),
    ("420.16万元", "level", "基本支出", None, 5, "equal"),
    ("340.16万元", "level", "人员经费", None, 6, "equal"),
    ("8.00万元", "level", "公用经费", None, 6, "broken"),
    ("80.00万元", "level", "机关运行经费", None, None, None),
    ("20.00万元", "change", "机关运行经费", "减少", None, None),
    ("25.00%", "rate", "机关运行经费", "减少", None, None),
    ("120.30万元", "level", "项目支出", None, 3, "equal"),
    ("12.50万元", "change", "项目支出", "增加", None, None),
    ("11.60%", "rate", "项目支出", "增加", None, None),
    ("60.00万元", "level", None, None, None, None),
    ("3辆", "level", "车辆", None, None, None),
    ("2辆", "level", "执法执勤用车", None, None, None),
    ("1台（套）", "level", "设备：单价100万元(含)以上的设备", None, None, None),
    ("1,250.5平方米", "level", "办公用房面积", None, None, None),
    ("95%", "percentage", None, None, None, None),
]


def test_every_figure_is_read_with_its_subject(mixed_load: Load) -> None:
    found = ask(
        mixed_load.database,
        """
        select value_text, stated_as, subject_label, direction, table_no, match_outcome
        from marts.fct_stated_figure where file_name = 'stated.pdf'
        order by paragraph_no, sentence_no, figure_no
        """,
    )
    assert found == STATED


def test_each_wrong_figure_breaks_its_rule_and_no_right_one(mixed_load: Load) -> None:
    found = ask(
        mixed_load.database,
        """
        select rule_no, line_label, left_yuan::varchar, right_yuan::varchar from quality.reconciliation
        where file_name = 'stated.pdf' and outcome = 'broken'
        order by rule_no, line_label
        """,
    )
    assert found == [
        ("R40", "公用经费 8.00万元", "80000.00", "800000.00"),
        ("R40", "财政拨款收支总计 540.64万元", "5406400.00", "5404600.00"),
        ("R41", "机关运行经费 25.00%", None, None),
        ("R41", "项目支出 22.36%", None, None),
        ("R42", "项目支出 12.50万元", "1078000.00", "1203000.00"),
    ]


def test_a_finding_says_the_page_the_sentence_and_both_figures(mixed_load: Load) -> None:
    found = dict(
        ask(
            mixed_load.database,
            """
            select line_label, reason from quality.reconciliation
            where file_name = 'stated.pdf' and outcome = 'broken'
            """,
        )
    )
    assert found["财政拨款收支总计 540.64万元"].endswith(
        "页：“2012年度财政拨款收支总预算540.64万元。”，表4是540.46万元"
    )
    assert found["项目支出 22.36%"].endswith("页：“项目支出120.30万元，占22.36%。”，按金额重算是22.26%")
    assert found["项目支出 12.50万元"].endswith("由此上年是107.80万元，上年文件是120.30万元")


def test_an_amount_leads_to_the_cell_that_it_names(mixed_load: Load) -> None:
    found = ask(
        mixed_load.database,
        """
        select amounts.file_name, amounts.table_no, amounts.line_name, amounts.measure
        from marts.fct_stated_figure as figures
        inner join marts.fct_reported_amount as amounts
            on list_contains(figures.reported_amount_keys, amounts.reported_amount_key)
        where figures.file_name = 'stated.pdf' and figures.value_text = '58.38万元'
        """,
    )
    assert found == [("total.pdf", 5, "社会保障和就业支出", "合计")]


def test_persons_stay_in_raw(mixed_load: Load) -> None:
    found = ask(mixed_load.database, "select sentence_text from marts.fct_stated_figure where value_text = '95%'")
    assert [text for (text,) in found] == ["联系人：，电话：，群众满意度不低于95%。"]


def test_what_no_pattern_knows_is_listed(mixed_load: Load) -> None:
    found = ask(
        mixed_load.database,
        """
        select reason, value_text from quality.unmatched_stated_figure where file_name = 'stated.pdf' order by all
        """,
    )
    assert found == [
        ("no_table_figure", "80.00万元"),
        ("unknown_subject", "60.00万元"),
        ("unknown_subject", "95%"),
    ]
