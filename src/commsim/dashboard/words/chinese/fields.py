"""Chinese for the fields of a scenario: estates, residents, network, start and record.

A field's unit, where its description ends with one in brackets or after a comma, stands in ``units.py``.
"""

FIELDS: dict[str, str] = {
    # title and the like
    "English text": "英文文本",
    "Chinese text": "中文文本",
    "version of this format": "格式版本",
    "short name: lower case, digits, hyphens": "短名称：小写字母、数字、连字符",
    "the question the scenario answers": "该情景要回答的问题",
    "what is assumed and why": "作了哪些假设，为什么",
    "casebook ids of what the sources report": "案例册中资料所报事实的编号",
    "shipped scenario drawn as the grey line beside this one": "作为灰线与之对照的内置情景",
    "months a run lasts": "运行的月数",
    "calendar year of month 1 (January)": "第 1 个月（一月）所在的年份",
    "seed of world building; default: the run's seed": "生成小区所用的随机种子；默认与运行的种子相同",
    "keep every household's own history, month by month": "逐月保存每户自己的历史",
    # tenure
    "owner-occupied homes": "业主自住的住房",
    "homes let to tenants, who pay the fee but do not vote": "出租的住房；租户缴费但不投票",
    "vacant homes, whose owner pays and votes from afar": "空置的住房；业主在外地缴费、投票",
    # ages
    "under 35 years": "35 岁以下",
    "35 to 60 years": "35 至 60 岁",
    "over 60 years": "60 岁以上",
    # types
    "pays the more, the more others pay": "别人缴得越多，自己越愿意缴（条件合作者）",
    "answers others little": "不大受别人影响（搭便车者）",
    "answers others up to a half, then less": "别人缴到一半之前跟着增加，之后反而减少（驼峰型）",
    "pays whatever others do": "无论别人怎样都缴（无条件合作者）",
    # residents
    "households with a party member": "有党员的住户",
    "of these members, the retired": "这些党员中退休的",
    "households that gain from disorder, say park free": "从无序中得利的住户，例如免费占位停车",
    "households that gain from disorder": "从无序中得利的住户",
    "median household income": "家庭收入中位数",
    "median income": "收入中位数",
    "spread of log income": "收入对数的离散程度",
    # company
    "a company serves the estate at the start": "起始时有物业公司在服务",
    "hardest step it takes against arrears": "对欠费采取的最强硬手段",
    "its cash for this estate at the start": "起始时物业公司在本小区的现金",
    # common parts
    "parking spaces on common land": "共有场地上的停车位",
    "spaces let, on average; not above parking_spaces": "平均租出的车位；不超过车位总数",
    "yuan a let space a day": "每个租出车位每天的租金（元）",
    "adverts": "广告收入",
    "other income of common parts": "共有部分的其他收入",
    "who runs the common parts at the start": "起始时由谁经营共有部分",
    "of the owners' income: repair": "业主所得收益中用于维修的部分",
    "of the owners' income: topping up service": "业主所得收益中用于补贴服务的部分",
    "of the owners' income: yearly dividend; rest: reserve": "业主所得收益中用于年度分红的部分；其余留作储备",
    # committee
    "a committee exists at the start": "起始时已有业委会",
    "its quality at the start; 0 is in name only": "起始时的履职水平；0 表示名存实亡",
    # street
    "community mediators": "社区调解员的工时",
    "street mediators": "街道调解员的工时",
    "upkeep the street does where there is no payee": "没有收费方时，街道承担的维护",
    # network
    "generator of the acquaintances": "熟人网络的生成方式",
    "mean number of acquaintances a household": "平均每户的熟人数",
    "blocks: ties drawn in the stairwell": "分块网络：在本单元内结成的关系",
    "blocks: ties drawn in the building; the rest lie anywhere": "分块网络：在本楼内结成的关系；其余不限地点",
    "watts_strogatz: chance that a tie is rewired": "小世界网络：一条关系被重连的概率",
    "file: GraphML or edge list, relative to the scenario file": "文件：GraphML 或边列表，路径相对于情景文件",
    # start
    "households that pay": "缴费的住户",
    "months owed by those who do not pay": "不缴费住户已拖欠的月数",
    "service (0 none, 1 as agreed)": "服务水平（0 为没有，1 为符合约定）",
    "condition of buildings and grounds (0 ruined, 1 new)": "房屋与场地的状况（0 为破败，1 为崭新）",
    "mean trust in the payee": "对收费方的平均信任",
    "mean trust in self-government": "对自治的平均信任",
    "standard deviation of first trust between households": "各户最初信任的标准差",
    "mean belonging": "平均归属感",
    "mean trust on a tie; near 0 in a new estate": "一条熟人关系上的平均信任；新小区接近 0",
    "households with an unrepaired developer defect": "有开发商遗留问题未修复的住户",
    # estate
    "homes": "住宅套数",
    "shops": "商铺",
    "buildings; at most one a home": "楼栋数；不多于住宅套数",
    "stairwells a building": "每栋楼的单元数",
    "floors a building": "每栋楼的层数",
    "mean area of a home": "住宅平均面积",
    "mean area of a shop": "商铺平均面积",
    "fee of homes": "住宅物业费",
    "fee of shops": "商铺物业费",
    "flat fee": "按户定额收费",
    "maintenance fund at the start": "起始时的维修资金",
    # targets
    "short name of the target": "目标的短名称",
    "a measure of the run, see `commsim parameters measures`": "运行的一个指标，见 `commsim parameters measures`",
    "'whole run', 'last month', 'last N months', 'month N', 'months A..B' (or 'month A..B'), 'years A..B from first "
    "dividend', or 'each year' (every calendar year must hold it)": (
        "'whole run'、'last month'、'last N months'、'month N'、'months A..B'（或 'month A..B'）、"
        "'years A..B from first dividend'，或 'each year'（每个自然年都须达到）"
    ),
    "how the measure stands to the value": "指标与目标值的关系",
    "the value; not for 'between'": "目标值；不用于 'between'",
    "'between': least value": "'between'：最小值",
    "'between': greatest value": "'between'：最大值",
    "divide the measure by itself in this window, then compare": "先除以该指标在此时段的值，再比较",
    "the estate meant; by default the first": "所指的小区；默认为第一个",
    "casebook id of what reports it": "报告该数字的案例册条目",
    "true: the figure is our assumption, no source gives it": "true：该数字是我们的假设，没有资料给出",
    "what the reader should know": "读者应当知道的",
}
