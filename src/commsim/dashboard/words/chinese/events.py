"""Chinese for the events of the timeline: what each is and what its fields say."""

EVENTS: dict[str, str] = {
    "A party branch is founded in the estate, with the support it gives its members.": (
        "小区成立党支部，并为党员提供支持。"
    ),
    "The branch's support for active members changes.": "党支部对在岗党员的支持发生变化。",
    "Members are asked to serve; give either ``share`` or ``count``.": (
        "请党员出来服务；``share`` 与 ``count`` 二者给出其一。"
    ),
    "Active members stop serving.": "在岗党员停止服务。",
    "Strangers come, paid by the street, to visit households that nobody else visits, and do nothing else.": (
        "由街道付费的陌生人来走访无人走访的住户，此外什么也不做。"
    ),
    "The owners' assembly votes on a matter; ballots are collected for some months.": (
        "业主大会就一个事项表决；选票征集持续若干个月。"
    ),
    "The owners' assembly votes on a committee; it exists from the month the vote passes.": (
        "业主大会表决成立业委会；自通过之月起成立。"
    ),
    "A committee is set up by decree, without a vote.": "不经表决，指定成立业委会。",
    "A body ends.": "一个组织终止。",
    "A property company takes over the estate (the old one, if any, leaves).": "一家物业公司接管小区（原有的撤出）。",
    "Money is advanced for works, to be repaid from the owners' common account.": (
        "为工程垫资，日后由业主共有账户偿还。"
    ),
    "The property company goes; nobody bills until another payee comes.": "物业公司撤出；在新的收费方到来前无人收费。",
    "The committee or a residents' group collects the fee and runs the estate itself.": (
        "由业委会或居民小组收费，自行管理小区。"
    ),
    "Who runs the common parts from now on.": "此后由谁经营共有部分。",
    "The street pays into the estate for some months.": "街道在若干个月内为小区出资。",
    "Repair paid from outside, at once.": "由外部一次性出资维修。",
    "A residents' convention (公约) is agreed.": "订立居民公约。",
    "A leader (头雁) of the given quality comes.": "来了一位给定水平的带头人（头雁）。",
    "The leader goes; the branch's bench decides how much is lost.": "带头人离开；损失多少取决于党支部的后备力量。",
    "The payee changes the hardest step it takes against arrears.": "收费方改变对欠费采取的最强硬手段。",
    "An open conflict with the payee breaks out: a recorded shock.": "与收费方爆发公开冲突：一次有记录的冲击。",
    "Work units press those of their staff who live here to pay the fee; it takes the place of pressure before.": (
        "单位要求住在本小区的职工缴费；取代此前的压力。"
    ),
    "A residents' meeting on a plan: who speaks up, who stays silent.": "就一项方案召开居民会议：谁发言，谁沉默。",
    "A mechanism is switched on or off.": "打开或关闭一个机制。",
}

EVENT_FIELDS: dict[str, str] = {
    "name of the event in paths; by default its kind": "事件在路径中的名称；默认为其种类",
    "month in which it happens, counted from 1": "发生的月份，从 1 起算",
    "name of the estate it happens in, or 'all'": "发生在哪个小区，或 'all'（全部）",
    "hours are capped at what was offered": "排班：工时不超过各人愿投入的时间",
    "service is kept on file and weighed by the work unit": "服务记录在案，并由所在单位考量",
    "service is kept on file": "服务记录在案",
    "points and thanks": "积分与表扬",
    "the branch's own hours": "党支部自有的工时",
    "successors trained: what stays when a leader goes": "培养的接班人：带头人离开后留下多少",
    "of the members asked; non_members: as many as this share of the members": (
        "被请的党员的比例；选非党员住户时：户数与这一比例的党员相当"
    ),
    "members asked": "被请的党员",
    "from whom they are chosen; non_members: homes without a member, who then do what members do": (
        "从谁中选；非党员住户：没有党员的住户，做党员所做的事"
    ),
    "who comes first: by lot, or by rank in the trust network": "谁优先：抽签，或按其在信任网络中的位次",
    "who asks: the estate's branch (must have been founded) or the community, without one": (
        "谁来请：小区党支部（须已成立），或没有党支部时由社区出面"
    ),
    "paperwork: the same hours, for nobody's good": "台账：同样的工时，却无人受益",
    "households are assigned to them and visited": "为他们分派联系户并走访",
    "of the active members": "占在岗党员",
    "months they come": "上门的月数",
    "number of callers": "上门人员的人数",
    "paid time of each caller": "每名上门人员的付费工时",
    "what an hour costs the street": "每小时街道付出的费用",
    "what is voted on": "表决事项",
    "use_fund, raise_fund: the sum": "使用或增补维修资金时的金额",
    "let_common_parts: who runs them if it passes": "共有部分经营权：若通过，由谁经营",
    "months in which ballots are collected": "征集选票的月数",
    "months in which ballots are collected, each attempt": "每次尝试征集选票的月数",
    "attempts, one after another, if the vote fails": "表决未通过时依次再试的次数",
    "it gets an own account, standing in court, borrowing": "取得自己的账户、诉讼资格与借款能力",
    "own account, standing in court, borrowing": "自己的账户、诉讼资格与借款能力",
    "the committee runs the common parts from then on": "此后由业委会经营共有部分",
    "its quality is held at this value, whatever it does": "无论其作为如何，履职水平固定为此值",
    "which body": "哪个组织",
    "only if the owners' assembly chooses it (an ordinary matter)": "须由业主大会选聘（普通事项）",
    "vote: months in which ballots are collected, each attempt": "表决：每次尝试征集选票的月数",
    "vote: attempts, one after another, if the vote fails": "表决：未通过时依次再试的次数",
    "months of full service whatever comes in": "无论收入多少都提供全部服务的月数",
    "hardest step against arrears": "对欠费的最强硬手段",
    "works needed before it starts, advanced by it": "进驻前所需的工程，由其垫资",
    "months over which the owners repay the advance": "业主偿还垫资的月数",
    "sum advanced": "垫资金额",
    "months over which the owners repay it": "业主偿还的月数",
    "who advances it: the company, or a lender, who wants a body with legal personality": (
        "由谁垫资：物业公司，或要求对方有法人资格的出借人"
    ),
    "who runs them": "由谁经营",
    "new share for repair": "新的维修比例",
    "new share for topping up service": "新的服务补贴比例",
    "new share for dividends": "新的分红比例",
    "months it lasts": "持续的月数",
    "what it pays for; for service only while there is a payee who can buy it": (
        "用于什么；只有存在能够购买服务的收费方时，才能用于服务"
    ),
    "how concrete and local it is (0 hangs on the wall, 1 fully)": (
        "有多具体、多贴近本地（0 为只挂在墙上，1 为完全做到）"
    ),
    "warmth, appeal and skill": "热心、号召力与本领",
    "hardest step": "最强硬的手段",
    "households that open a dispute with the payee": "与收费方发生纠纷的住户",
    "months it lasts: the same households keep a dispute open": "持续的月数：同一批住户的纠纷一直未了",
    "trust in the payee lost at once by everybody": "所有住户立即失去的对收费方信任",
    "occupied homes with somebody employed by such a unit": "有人在此类单位任职的常住户",
    "how hard they are pressed (1: as a suit presses at a year's arrears)": (
        "压力的大小（1：相当于欠费一年时被起诉的压力）"
    ),
    "occupied homes invited; a stake needs no invitation": "受邀的常住户；利益相关者不请自来",
    "private supporters of the plan among those without a gain": "未从无序中得利者中私下赞成方案的",
    "outspoken members who come and speak for the plan from the start": "一开始就到会发言支持方案的敢言党员",
    "experts lay out the plan (acts only with mechanism 'argument')": (
        "由专家讲解方案（仅在打开 argument 机制时起作用）"
    ),
    "name of the mechanism, as under 'mechanisms'": "机制的名称，与“机制”中相同",
    "true: on, false: off": "true：打开，false：关闭",
}
