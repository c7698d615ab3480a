"""Chinese for the mechanisms that can be switched off, and for the names of rules and groups."""

MECHANISMS: dict[str, str] = {
    "rule 1: others' payment is seen; off: the norm stays as it was at the start": (
        "规则 1：看得到别人是否缴费；关闭：规范保持起始时的样子"
    ),
    "rule 2: the choice to pay is revised; off: the first choice is repeated": (
        "规则 2：会重新考虑是否缴费；关闭：一直重复最初的选择"
    ),
    "rule 2: the payee reminds and sues": "规则 2：收费方催缴、起诉",
    "rule 2: a household that pays also pays off arrears": "规则 2：缴费的住户也补缴欠费",
    "rule 3: service follows income; off: service stays as it was": "规则 3：服务随收入变化；关闭：服务保持原样",
    "rule 3: condition wears and is repaired; off: it stays as it was": (
        "规则 3：设施会损耗，也会得到维修；关闭：设施状况保持原样"
    ),
    "rule 3: a company that loses too long leaves": "规则 3：亏损过久的物业公司会撤出",
    "rule 4: trust moves; off: trust stays as it was": "规则 4：信任会变化；关闭：信任保持原样",
    "rule 5: belonging moves; off: it stays as it was": "规则 5：归属感会变化；关闭：归属感保持原样",
    "rule 6: ties grow and fade; off: ties stay as they were": "规则 6：熟人关系会增进、会淡去；关闭：保持原样",
    "rule 7: active members visit the households assigned to them": "规则 7：在岗党员走访所联系的住户",
    "rule 7: motivation moves with load; off: members never tire": "规则 7：积极性随负荷变化；关闭：党员永不疲倦",
    "rule 7: residents who are not activated take part": "规则 7：未被激活的居民也会参与",
    "rule 8: owners can decide together; off: every vote fails": "规则 8：业主能够共同决定；关闭：任何表决都不通过",
    "rule 8: the law's quorum binds; off: those who vote decide": "规则 8：须达到法定参与人数；关闭：由投票者决定",
    "rule 9: people may stay silent; off: all say what they think": "规则 9：人们可以沉默；关闭：人人说出所想",
    "rule 9, rival: an expert plan moves private opinion itself": "规则 9 的对立假说：专家方案直接改变私下意见",
    "rule 10: a committee can exist; off: none is ever set up": "规则 10：可以有业委会；关闭：永不成立",
    "rule 10: common parts earn; off: they earn nothing": "规则 10：共有部分有收益；关闭：没有任何收益",
    "rule 10: dividends are paid": "规则 10：发放分红",
    "rule 10: money is spent on repair": "规则 10：花钱维修",
    "rule 11: grievances arise": "规则 11：会产生矛盾",
    "rule 11: disputes are mediated; off: they wait for the court": "规则 11：纠纷有人调解；关闭：只能等法院",
    "rule 12: the leader's quality counts; off: as without a leader": (
        "规则 12：带头人的水平起作用；关闭：如同没有带头人"
    ),
}
