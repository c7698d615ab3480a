"""Chinese for the guided tour: its texts, in the order of the lessons."""

LESSONS: dict[str, str] = {
    "Fee rate, last year": "收缴率，最后一年",
    "Service, last month": "服务水平，最后一个月",
    "Condition, last month": "设施状况，最后一个月",
    "Members serving, last month": "在服务的党员，最后一个月",
    "Load in the first half-year of service": "服务头半年的负荷",
    "An estate that nobody helps": "无人相助的小区",
    "Tianhu Garden is a real estate in Chongqing. A newspaper reported that it fell out with its property company "
    "and that most households did not pay the fee. Its size and what its people are like are assumed; here it is "
    "simulated month by month, and nobody comes to help.": (
        "天湖花园是重庆的一个真实小区。有报纸报道，它与物业公司闹翻，多数住户不缴物业费。小区的规模和住户的情况是假"
        "设的；这里逐月模拟，并且没有人来帮忙。"
    ),
    "The rule: each household weighs what it sees others pay, the service it gets, whom it trusts, whether it "
    "feels that it belongs, and its own temper. Service is bought with the fees that come in.": (
        "规则：每户权衡看到多少人缴费、得到怎样的服务、信任谁、有没有归属感，再加上自己的脾性。服务是用收上来的物业"
        "费买的。"
    ),
    "Press play. A lit window is a household that pays this month. A year after the quarrel is over, stop and "
    "click on a dark window: its story says, term by term, why.": (
        "点“播放”。亮着的窗户是本月缴费的住户。冲突结束一年后停下来，点一扇暗着的窗户：它的故事会逐项说明原因。"
    ),
    "The fee rate, the service and the trust in the company before, during and after the quarrel.": (
        "冲突之前、之中、之后的收缴率、服务水平和对物业公司的信任。"
    ),
    "The quarrel ends and nobody is forbidden to pay. What keeps the windows dark? Find two households that are "
    "dark for different reasons.": "冲突结束了，也没有人禁止缴费。是什么让窗户一直暗着？找出两户原因不同的暗窗。",
    "Fee rate before the quarrel": "冲突之前的收缴率",
    "Fee rate in the quarrel's last year": "冲突最后一年的收缴率",
    "A few pensioners": "几位老党员",
    "From month 61 on a few retired members serve: they visit households, settle disputes, and carry ballots from "
    "door to door so that the owners can elect a committee. No branch stands behind them.": (
        "从第 61 个月起，几位退休党员开始服务：走访住户、调解纠纷、挨家挨户征集选票，好让业主选出业委会。他们背后没"
        "有党支部。"
    ),
    "The rule: each of them offers some hours a month. When more is asked than offered, the load is above 1 and "
    "motivation falls; who has too little left stops. With a load of at most 1 nobody wears out.": (
        "规则：每人每月愿投入若干小时。要求的工时多于愿投入的工时，负荷就超过 1，积极性随之下降；积极性太低的人便不"
        "再服务。负荷不超过 1，就没有人会累垮。"
    ),
    "Play from month 60 on and watch the members' stars. Then set 'Owners' committee' to 'no new committee', so "
    "that there are no ballots to carry, and watch again with the same luck.": (
        "从第 60 个月开始播放，留意党员的星标。然后把“业主委员会”改为“不成立新的业委会”，这样就没有选票要征集，再用"
        "同样的运气看一遍。"
    ),
    "Load and motivation in the first months, and how many still serve at the end.": (
        "头几个月的负荷与积极性，以及期末还有几人在服务。"
    ),
    "Was it good will that ran out, or time? What would you ask of a few people, and what not?": (
        "用尽的是好意，还是时间？你会请少数几个人做什么，不请他们做什么？"
    ),
    "The key minority": "关键少数",
    "Now a party branch with hours of its own and a rota stands behind the members, and the owners vote on a "
    "committee. What is open is how many of the members are asked. At first it is very few.": (
        "这一次，党员背后有一个自有工时、实行排班的党支部，业主也要表决成立业委会。悬而未决的是请多少党员出来。起初"
        "请得很少。"
    ),
    "The rule: members act by what they do with their hours, that is visits, ballots, mediation and work for the "
    "committee. Whoever is visited thinks again about paying, and sees what the neighbours do.": (
        "规则：党员靠自己的工时起作用，也就是走访、征集选票、调解和为业委会做事。被走访的住户会重新考虑是否缴费，也"
        "会看到邻居怎么做。"
    ),
    "Raise 'Members activated' step by step and write down the fee rate of the last year. Then open the view 'Many "
    "seeds' and draw the response curve of this lever.": (
        "一步步调高“激活的党员”，记下最后一年的收缴率。然后打开“多次运行”视图，画出这个调节项的响应曲线。"
    ),
    "Whether each step brings as much as the one before, or whether there is a place where a little makes a great "
    "difference. In the events: whether and when a committee is elected.": (
        "是每一步的收效都差不多，还是在某处一点点就带来很大的不同。在事件里看：有没有选出业委会，在哪个月。"
    ),
    "Is it a slope or a jump, and does other luck move the place? What do a few people have to get done before the "
    "many can join?": "这是一道斜坡还是一次跃升？换一种运气，位置会不会移动？在多数人跟上之前，少数人得先做成什么？",
    "Residents who take part, last year": "居民参与，最后一年",
    "Quality of the committee, last month": "业委会履职水平，最后一个月",
    "Money": "钱",
    "The common parts of an estate, such as parking spaces and adverts, belong to its owners. In Tianhu Garden the "
    "elected committee runs them and pays out part of the income. Here they earn nothing at all; the other world "
    "is the one in which they do.": (
        "小区的共有部分，例如停车位和广告，属于全体业主。在天湖花园，由选出的业委会经营，并把部分收益分红。这里它们"
        "一分钱也不挣；另一个世界里则有收益。"
    ),
    "The rule: income that reaches the owners' account pays for repair, tops up service and can be paid out; how "
    "much leaks on the way depends on who runs the common parts and how well they are watched. Repair and "
    "dividends are results that people see, and what they see makes them feel that they belong.": (
        "规则：进入业主账户的收益可以用于维修、补贴服务，也可以分红；途中流失多少，取决于由谁经营、监督得怎样。维修"
        "和分红是人们看得见的成效，看得见的成效让人有归属感。"
    ),
    "Compare the two worlds. Then try the opposite: nobody activated and no new committee, but plenty of income. "
    "Who gets it then?": "比较两个世界。然后反过来试：一个党员也不激活，不成立新的业委会，但收益很多。钱到了谁手里？",
    "The common account, dividends, the condition of the buildings, belonging; and only then the fee rate.": (
        "共有账户、分红、设施状况、归属感；最后才看收缴率。"
    ),
    "What does money change in this estate, and what not? Which moves the fee rate more here, people or money? Is "
    "it the same in Hongyun, which its company had left?": (
        "在这个小区里，钱改变了什么，没有改变什么？人和钱，哪一个对收缴率影响更大？在物业公司撤走了的弘运小区也一样吗？"
    ),
    "Owners' common account at the end": "期末的业主共有账户",
    "Years with a dividend, one after another": "连续分红的年数",
    "Income of the common parts, last year": "共有部分的收入，最后一年",
    "Of this, on the owners' account": "其中进入业主账户的",
    "Belonging, last month": "归属感，最后一个月",
    "An institution behind them": "背后的制度",
    "A fifth of the members is asked, retired or still in service, and nothing stands behind them: no branch, no "
    "rota, no file of their service, no thanks.": (
        "请出五分之一的党员，在职的、退休的都有，但背后什么也没有：没有党支部，没有排班，没有服务记录，也没有表彰。"
    ),
    "The rule, which is put in and not found: under a rota nobody is asked for more hours than offered, so that "
    "nobody wears out. Work that is left over waits. What comes of that is for you to find.": (
        "规则（这是事先设定的，不是发现的）：有了排班，就不会要求任何人超出其愿投入的工时，所以没有人累垮。做不完的"
        "事就搁着。由此会发生什么，要你自己去发现。"
    ),
    "Change 'Support behind them' from no branch to a rota only, then to all of it. Then go back to no branch and "
    "activate three times as many.": (
        "把“背后的支持”从没有党支部改为只有排班，再改为全部。然后改回没有党支部，把激活的党员增加到三倍。"
    ),
    "Load, motivation, how many serve at the end, and how long it takes until a committee is elected.": (
        "负荷、积极性、期末有多少人在服务，以及过了多久才选出业委会。"
    ),
    "Can more people take the place of an institution? Can an institution take the place of people? Which of the "
    "two would be easier to keep up where you live?": (
        "更多的人能不能代替制度？制度能不能代替人？在你住的地方，哪一个更容易长期维持？"
    ),
    "When the help goes": "当帮助撤走",
    "In month 61 a party branch is founded and members begin to serve. But in month 63 all of them stop. In the "
    "other world they go on.": (
        "第 61 个月，党支部成立，党员开始服务。但到第 63 个月，他们全部停了下来。在另一个世界里，他们一直做下去。"
    ),
    "The rule: service follows money within months; trust, belonging and the state of the buildings follow slowly; "
    "a committee that has been elected stays. So an estate remembers, and what it remembers depends on how far it "
    "had come.": (
        "规则：服务水平几个月内就随资金变化；信任、归属感和设施状况变得慢；选出的业委会会留下来。所以小区有记忆，记"
        "住多少取决于走到了哪一步。"
    ),
    "Open 'More settings', look for 'withdraw', and move its month: one month later, then a year later. Find the "
    "first month from which the estate holds by itself. Then try other luck.": (
        "打开“更多设置”，查找 withdraw，移动它的月份：先推迟一个月，再推迟一年。找出从哪个月起小区能自己维持下去。"
        "然后换一种运气再试。"
    ),
    "The events: what had come about when the help went, and what had not. Then the fee rate of the last year.": (
        "看事件：帮助撤走时，哪些已经办成，哪些还没有。再看最后一年的收缴率。"
    ),
    "The same people, one month more or less: what makes the difference? What does it mean for a programme that "
    "ends on a fixed date?": "同样的人，多做或少做一个月：差别从何而来？对一个到期就结束的项目，这意味着什么？",
    "Fee rate, year in which the help began": "收缴率，帮助开始的那一年",
    "Committee there in the last year": "最后一年是否有业委会",
    "Your own estate": "你自己的小区",
    "This is a typical estate by population figures, and nothing happens to it. Make it yours: homes, buildings, "
    "fee, parking spaces, how many members, what service is like now.": (
        "这是一个按统计数字设定的典型小区，什么事也没有发生。把它变成你的小区：户数、楼栋、物业费、停车位、有多少党"
        "员、现在的服务怎样。"
    ),
    "A model is no forecast. It says what follows from rules that are written down, for people who are like those "
    "assumed. Most of the weights in the rules are assumed, and you can change every one of them.": (
        "模型不是预测。它说的是：对于所假设的这样一些人，从写明的规则会推出什么。规则中的权重大多是假设的，每一个你"
        "都可以改。"
    ),
    "Open 'More settings' and put in the estate that you know. Write down what you expect, then move one lever. "
    "Open 'Many seeds', and take the scenario file and the link along.": (
        "打开“更多设置”，填入你熟悉的小区。先写下你的预期，再改动一个调节项。打开“多次运行”，并把情景文件和链接带走。"
    ),
    "Whether you had the direction right, and how wide the fan is: that is luck alone.": (
        "方向是否猜对了，以及扇形有多宽：那纯粹是运气。"
    ),
    "Which number did you have to guess, and how much hangs on it? Draw its response curve. What would you have to "
    "ask your neighbours to know it better?": (
        "哪个数字你只能猜，它又有多大影响？画出它的响应曲线。要把它弄清楚，你得向邻居问些什么？"
    ),
    "Fee rate, first year": "收缴率，第一年",
}
