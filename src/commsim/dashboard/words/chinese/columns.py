"""Chinese for the monthly columns, the measures and the outcomes of a whole run."""

COLUMNS: dict[str, str] = {
    "homes and shops, vacant ones included": "住宅与商铺，含空置",
    "homes and shops somebody lives or works in": "有人居住或经营的住宅与商铺",
    "bills issued this month": "本月开出的账单",
    "of these bills, what was paid within 3 months of issue": "其中开单后 3 个月内缴清的金额",
    "households billed this month": "本月收到账单的户数",
    "of these bills, those paid in full within 3 months of issue": "其中开单后 3 个月内足额缴清的账单",
    "fee rate: fen paid within 3 months of issue over fen billed, vacant homes included": (
        "物业费收缴率：开单后 3 个月内缴纳的金额与应收金额之比，含空置房"
    ),
    "fee rate by households: bills paid in full within 3 months over bills": (
        "按户计的收缴率：3 个月内足额缴清的账单数与账单总数之比"
    ),
    "all fee money received this month, arrears included": "本月收到的全部物业费，含补缴的欠费",
    "of this, arrears more than 3 months old": "其中超过 3 个月的旧欠",
    "fees owed at the end of the month": "月末拖欠的物业费",
    "billed in the last 12 months and paid at most 5 % of it": "近 12 个月有账单、缴纳不超过其 5 % 的住户",
    "paid 5 to 95 % of what was billed in the last 12 months": "近 12 个月缴纳了账单 5 % 至 95 % 的住户",
    "non-payers with an open dispute, legacy defect or service < 0.3": (
        "不缴费者中，有未了纠纷、有遗留质量问题、或服务水平低于 0.3 的住户"
    ),
    "other non-payers who gave no hours; undefined when service < 0.3": (
        "其余不缴费、也没有出过力的住户；服务水平低于 0.3 时无定义"
    ),
    "no vote, meeting or hour in 12 months while a body works": (
        "有组织在做事，而 12 个月内没有投过票、开过会、出过力的住户"
    ),
    "non-activated households with a vote, meeting or hour this month": (
        "未被激活的住户中，本月投过票、开过会或出过力的"
    ),
    "occupied households visited this month": "本月被走访的常住户",
    "grievances that arose: payee": "产生的矛盾：与收费方",
    "grievances that arose: neighbour": "产生的矛盾：邻里之间",
    "grievances that arose: committee": "产生的矛盾：与业委会",
    "grievances that arose: other": "产生的矛盾：其他",
    "grievances reported: payee": "反映出来的矛盾：与收费方",
    "grievances reported: neighbour": "反映出来的矛盾：邻里之间",
    "grievances reported: committee": "反映出来的矛盾：与业委会",
    "grievances reported: other": "反映出来的矛盾：其他",
    "reported disputes open at the end of the month": "月末已反映而未了结的纠纷",
    "grievances, reported or not, open at the end of the month": "月末未了的矛盾，无论是否反映",
    "disputes ended at the rung: stairwell": "在该层级了结的纠纷：单元",
    "disputes ended at the rung: estate": "在该层级了结的纠纷：小区",
    "disputes ended at the rung: community": "在该层级了结的纠纷：社区",
    "disputes ended at the rung: street": "在该层级了结的纠纷：街道",
    "disputes ended at the rung: court": "在该层级了结的纠纷：法院",
    "grievances never reported that faded": "从未反映、自行淡去的矛盾",
    "median months from report to end, disputes ended in the last 12 months": (
        "近 12 个月了结的纠纷，从反映到了结的月数中位数"
    ),
    "property share of all reports in 12 months; undefined under 50 reports": (
        "12 个月内全部反映中与物业有关的比例；不足 50 件时无定义"
    ),
    "service S": "服务水平 S",
    "condition K": "设施状况 K",
    "mean trust in the payee, occupied households": "对收费方的平均信任（常住户）",
    "mean trust in self-government, occupied households": "对自治的平均信任（常住户）",
    "mean trust on the ties": "熟人关系上的平均信任",
    "mean belonging, occupied households": "平均归属感（常住户）",
    "members serving this month": "本月在服务的党员",
    "felt load of active members: minutes demanded over minutes offered": (
        "在岗党员感到的负荷：被要求的时间与愿投入的时间之比"
    ),
    "mean motivation of active members": "在岗党员的平均积极性",
    "working time offered by active members": "在岗党员愿投入的工时",
    "working time demanded of active members": "要求在岗党员投入的工时",
    "working time given by active members": "在岗党员实际投入的工时",
    "share of the upkeep done by volunteers, where there is no payee; else undefined": (
        "没有收费方时，志愿者完成的维护比例；否则无定义"
    ),
    "a property company serves the estate": "有物业公司在服务",
    "an owners' committee exists": "有业主委员会",
    "quality of the committee (0 where there is none)": "业委会的履职水平（没有业委会时为 0）",
    "how far the accounts are disclosed": "账目公开的程度",
    "income of the common parts": "共有部分的收入",
    "of this, what reached the owners' common account": "其中进入业主共有账户的部分",
    "dividends paid to households": "发给住户的分红",
    "spent on repair": "用于维修的支出",
    "spent from the common account on service": "共有账户用于补贴服务的支出",
    "spent by the street office on the estate": "街道办事处为小区支出的费用",
    "instalments of the company's advance that fell due": "物业公司垫资到期的分期款",
    "instalments paid": "已还的分期款",
    "advance not yet repaid": "尚未还清的垫资",
    "cash of the company for this estate": "物业公司在本小区的现金",
    "owners' common account": "业主共有账户",
    "maintenance fund": "维修资金",
    "owners' assemblies counted this month": "本月计票的业主大会",
    "of these, passed": "其中通过的",
    "owners who took part in the vote counted this month (by head)": "参加本月所计表决的业主比例（按人数）",
    "residents' meetings this month": "本月的居民会议",
    "attendees privately for the plan": "到会者中私下赞成方案的",
    "attendees who spoke for the plan": "到会者中公开发言支持方案的",
    "more than half of the attendees spoke for the plan": "过半到会者公开发言支持方案",
}

MEASURES: dict[str, str] = {
    "new disputes reported, all kinds": "新反映的纠纷，各类合计",
    "new grievances that arose, reported or not, all kinds": "新产生的矛盾，无论是否反映，各类合计",
    "disputes reported: payee": "反映的纠纷：与收费方",
    "disputes reported: neighbour": "反映的纠纷：邻里之间",
    "disputes reported: committee": "反映的纠纷：与业委会",
    "disputes reported: other": "反映的纠纷：其他",
    "reported disputes open": "已反映而未了结的纠纷",
    "consecutive calendar years with a dividend": "连续有分红的年数",
    "month of the first dividend": "首次分红的月份",
    "months in which volunteers did some of the upkeep": "志愿者承担了部分维护的月数",
    "instalments paid over instalments due; undefined where none fell due": (
        "已还分期款与到期分期款之比；没有到期款时无定义"
    ),
    "disputes reported over grievances that arose, all kinds; undefined where none arose": (
        "反映的纠纷与产生的矛盾之比，各类合计；没有矛盾时无定义"
    ),
    "1 if the fee rate is at least 0.80 and a company or committee serves, in every month; a month without bills "
    "breaks it": "若每个月收缴率都不低于 0.80、且有物业公司或业委会在服务，则为 1；出现没有账单的月份即中断",
    "months with a fee rate of at least 0.80 and a company or committee serving": (
        "收缴率不低于 0.80 且有物业公司或业委会在服务的月数"
    ),
    "months with a fee rate of at least 0.80": "收缴率不低于 0.80 的月数",
    "months with a fee rate of at least 0.90": "收缴率不低于 0.90 的月数",
    "one less the fee rate": "1 减去收缴率",
    "fee rate of the last 12 months less that of the first 12; undefined under 24 months": (
        "最后 12 个月的收缴率减去最初 12 个月的；不足 24 个月时无定义"
    ),
    "months after the first 12 until the fee rate of three months in a row reaches the middle between the first 12 "
    "and the last 12; undefined without a gain of 0.05": (
        "最初 12 个月之后，连续三个月的收缴率达到首尾 12 个月中点所需的月数；增幅不足 0.05 时无定义"
    ),
    "fee rate of the whole calendar year with the lowest": "收缴率最低的那个整年的收缴率",
    "fee rate of the calendar year after the one with the lowest; undefined where that was the last": (
        "收缴率最低一年的次年的收缴率；若最低年是最后一年则无定义"
    ),
}

OUTCOMES: dict[str, str] = {
    "months the first effort lasted, both ends counted; to the end of the run if it goes on; undefined where nobody "
    "served": "第一轮服务持续的月数，首尾都算；若仍在继续则算到运行结束；无人服务时无定义",
    "the first effort ended; undefined where nobody served": "第一轮服务中断；无人服务时无定义",
    "burnout ended it; undefined where nobody served": "因不堪重负而中断；无人服务时无定义",
    "an empty cash box ended it; undefined where nobody served": "因没有钱而中断；无人服务时无定义",
    "a lost mandate ended it; undefined where nobody served": "因失去授权而中断；无人服务时无定义",
    "members serving at the end": "运行结束时在服务的党员",
    "a property company serves the estate at the end": "运行结束时有物业公司在服务",
    "an owners' committee exists at the end": "运行结束时有业主委员会",
}
