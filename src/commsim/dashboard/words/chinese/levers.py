"""Chinese for the first levers: what they are called and the sentence beside each."""

LEVERS: dict[str, str] = {
    "as the scenario says": "按情景所定",
    "Members activated": "激活的党员",
    "share of the members": "占党员的比例",
    "How many of those asked begin to serve their neighbours; 0: nobody is asked.": (
        "被请的人中有多少开始为邻里服务；0：一个也不请。"
    ),
    "Who is asked": "请谁",
    "From whom those who serve are chosen; in the place of members, homes without a member can be asked.": (
        "服务者从谁中选出；也可以不请党员，而请没有党员的住户。"
    ),
    "all members": "全体党员",
    "members in service": "在职党员",
    "retired members": "退休党员",
    "households without a member": "没有党员的住户",
    "Support behind them": "背后的支持",
    "Owners' committee": "业主委员会",
    "Whether the owners vote on a new committee, which then runs the common parts.": (
        "业主是否表决成立新的业委会，此后由它经营共有部分。"
    ),
    "What the party branch gives those who serve; with none, the community asks them.": (
        "党支部给服务者什么支持；没有党支部时，由社区出面请。"
    ),
    "no branch": "没有党支部",
    "a branch with a rota only": "只有排班的党支部",
    "rota, service on file and recognition": "排班、服务记录与表彰",
    "no new committee": "不成立新的业委会",
    "elected by the owners": "由业主选举",
    "Income of the common parts": "共有部分的收入",
    "yuan a home a year": "元／户·年",
    "What parking, adverts and other common parts earn, whoever runs them.": (
        "停车、广告等共有部分的收入，无论由谁经营。"
    ),
    "Residents' convention": "居民公约",
    "how concrete and local": "具体、贴近本地的程度",
    "A convention that the residents agree on: 0 is none, 1 is fully concrete and local.": (
        "居民共同订立的公约：0 为没有，1 为十分具体、完全贴近本地。"
    ),
    "Community mediation": "社区调解",
    "Hours that the community's mediators have for the disputes of one estate.": "社区调解员用于一个小区纠纷的工时。",
}
