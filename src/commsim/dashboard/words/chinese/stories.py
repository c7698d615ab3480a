"""Chinese for a household's story: who it is, what it decided, and the reasons term by term."""

STORIES: dict[str, str] = {
    # who
    "Building {building}, stairwell {stairwell}, floor {floor}": "{building} 栋 {stairwell} 单元 {floor} 层",
    "Building {building}, stairwell {stairwell}, a shop": "{building} 栋 {stairwell} 单元 商铺",
    "the owner lives here": "业主自住",
    "a tenant lives here": "租户居住",
    "vacant, the owner lives elsewhere": "空置，业主住在别处",
    "middle-aged": "中年",
    "pays if others pay": "别人缴才缴",
    "pays with others up to half of them": "随别人缴，到一半为止",
    "a shop": "商铺",
    "a retired party member": "退休党员",
    "a party member in service": "在职党员",
    "serves its neighbours": "正在为邻里服务",
    "visited from: {place}": "走访者来自：{place}",
    "visited by a paid caller": "由付费上门人员走访",
    "in a quarrel with a neighbour": "与邻居有纠纷",
    # decision
    "No bill came this month: nobody collects the fee.": "本月没有账单：无人收费。",
    "It paid, as it did at the start.": "缴了费，与起始时一样。",
    "It did not pay, as at the start.": "没有缴费，与起始时一样。",
    "It paid: it repeated its choice of month {m}.": "缴了费：沿用第 {m} 个月的决定。",
    "It did not pay: it repeated its choice of month {m}.": "没有缴费：沿用第 {m} 个月的决定。",
    "It thought about it anew, and paid.": "重新考虑后，缴了费。",
    "It thought about it anew, and did not pay.": "重新考虑后，没有缴费。",
    "It happened to think again, as one does from time to time.": "这户恰好重新考虑了一次，人不时会这样。",
    "It had occasion to think again: a visit, a suit, a new quarrel or a new payee.": (
        "这户有缘由重新考虑：有人走访、被起诉、新起纠纷，或换了收费方。"
    ),
    "The chance that it pays was {chance}; the lot fell at {luck}, below it: it pays.": (
        "这户缴费的概率是 {chance}；抽到 {luck}，低于概率：缴费。"
    ),
    "The chance that it pays was {chance}; the lot fell at {luck}, above it: it does not pay.": (
        "这户缴费的概率是 {chance}；抽到 {luck}，高于概率：不缴费。"
    ),
    # terms
    "Its type": "所属类型",
    "Nobody lives here": "无人居住",
    "Its own leaning": "自身倾向",
    "Others": "别人的做法",
    "Steps against arrears": "催缴手段",
    "Money at stake": "利害得失",
    "A visitor's word": "走访者的话",
    "Quarrel with the payee": "与收费方的纠纷",
    "Defect left by the developer": "开发商遗留问题",
    "Pressure by the work unit": "单位压力",
    # reasons
    "Where a household of its type ({type}) starts from.": "这类住户（{type}）的起点。",
    "Somebody lives or works here.": "这里有人居住或经营。",
    "The home is vacant; its owner is far away.": "房屋空置；业主在外地。",
    "By its own lasting leaning it is {z} standard deviations more willing than the mean.": (
        "就自身的固有倾向而言，这户比平均水平更愿意缴费，高 {z} 个标准差。"
    ),
    "By its own lasting leaning it is {z} standard deviations less willing than the mean.": (
        "就自身的固有倾向而言，这户比平均水平更不愿缴费，低 {z} 个标准差。"
    ),
    "What others do moves nobody in this world; as at the start it takes it that {m} pay.": (
        "在这个世界里，别人怎么做不影响任何人；这户仍像起始时那样以为有 {m} 缴费。"
    ),
    "It has no acquaintances; by the public signal it takes it that {m} pay.": (
        "这户没有熟人；按公开信号，这户以为有 {m} 缴费。"
    ),
    "{paid} of its {n} acquaintances paid last month; weighed by trust, and with the public signal, it takes it "
    "that {m} of all pay.": (
        "这户的 {n} 户熟人中上月有 {paid} 户缴费；按信任加权并结合公开信号，以为全体有 {m} 缴费。"
    ),
    "The service it gets is at {x} of what is promised.": "这户得到的服务是约定的 {x}。",
    "Its trust in whoever is paid: {x}.": "这户对收费方的信任：{x}。",
    "Its bond to the place: {x}.": "这户对这里的归属感：{x}。",
    "It owes nothing from before, or nobody presses it for what it owes.": "这户没有旧欠，或者没有人催这户缴清欠费。",
    "The payee presses it for what it owes: {x} of the hardest.": "收费方催这户缴清欠费：力度为最强硬时的 {x}。",
    "The fee is above any dividend at stake, by {x} of its income.": "物业费高于可得的分红，差额是这户收入的 {x}。",
    "The dividend at stake is above the fee, by {x} of its income.": "可得的分红高于物业费，差额是这户收入的 {x}。",
    "No visitor whose word counts came lately.": "近来没有说话有分量的人来走访。",
    "Somebody it trusts came and spoke for paying: {x}.": "有这户信任的人来劝其缴费：{x}。",
    "Somebody it does not trust came to speak for paying, which put it off: {x}.": (
        "有这户不信任的人来劝其缴费，反而引起反感：{x}。"
    ),
    "It has no open quarrel with whoever is paid.": "这户与收费方没有未了的纠纷。",
    "It has an open quarrel with whoever is paid.": "这户与收费方有未了的纠纷。",
    "It has no defect left by the developer.": "这户没有开发商遗留的质量问题。",
    "A defect that the developer left is not mended.": "开发商遗留的质量问题没有修好。",
    "No work unit presses it to pay.": "没有单位要求这户缴费。",
    "The work unit that employs it presses it to pay: {x}.": "这户的家人所在的单位要求缴费：{x}。",
    # how it is drawn
    "Month {month}": "第 {month} 个月",
    "What it weighed": "权衡了什么",
    "speaks against paying": "不利于缴费",
    "speaks for paying": "有利于缴费",
    "Without weight here: {labels}": "在此不起作用：{labels}",
    "The luck of the draw": "抽签的运气",
    "Sum of the reasons": "各项之和",
    "in log odds; 0 is an even chance": "以对数几率计；0 表示一半机会",
    "pays where the lot falls here": "抽到这一段则缴费",
    "does not pay where it falls here": "抽到这一段则不缴费",
    "the lot": "抽到的数",
    "It knows nobody in the estate.": "这户在小区里没有熟人。",
    "Of its {n} acquaintances, {paid} paid the month before.": "{n} 户熟人中，上月有 {paid} 户缴费。",
    "Its months": "逐月情况",
    "It paid in {paid} of {bills} months with a bill.": "{bills} 个有账单的月份中，缴费 {paid} 个月。",
    "paid": "缴费",
    "did not pay": "未缴费",
    "no bill": "没有账单",
}
