"""Chinese for what the page itself says: views, buttons, hints."""

INTERFACE: dict[str, str] = {
    # frame
    "Skip to the content": "跳到正文",
    "Views": "视图",
    "Language": "语言",
    "Scenarios": "情景",
    "The estate": "小区",
    "Twin worlds": "平行世界",
    "Many seeds": "多次运行",
    "Take away": "带走",
    "Guided tour": "导览",
    "The engine is being made ready. Only the first start on a computer takes a minute.": (
        "引擎准备中。只有在一台电脑上首次启动时才需要一分钟。"
    ),
    # scenarios
    "Bishan district, Chongqing": "重庆市璧山区",
    "Hechuan district, Chongqing": "重庆市合川区",
    "assumed, after a survey in Jinzhai county, Anhui": "假设的小区，依据安徽省金寨县的调查",
    "assumed, a typical estate": "假设的典型小区",
    "{title}: {n} households, {share} % pay at the start": "{title}：{n} 户，起始时 {share} % 缴费",
    "{homes} households · {months} months": "{homes} 户 · {months} 个月",
    "Which estate do you want to see?": "想看哪个小区？",
    "Every estate here is simulated on this computer: each month every household decides whether to pay, to take part, "
    "to speak up. Pick one, watch it, then change something and see what becomes of it.": (
        "这里的每个小区都在本机上模拟：每个月，每户决定是否缴费、是否参与、是否发言。"
        "选一个看看，再改动一点，看会变成什么样。"
    ),
    "Begin with the guided tour": "从导览开始",
    "Open a scenario of your own": "打开自己的情景",
    "A YAML file as `commsim scenarios copy` writes it. What is wrong is shown with its line.": (
        "由 `commsim scenarios copy` 写出的 YAML 文件。有错误时会指出所在的行。"
    ),
    "Scenario file": "情景文件",
    "Choose a file, or drop it here": "选择文件，或拖放到这里",
    "The file is too large: at most {n} kB are taken.": "文件太大：最多接受 {n} kB。",
    "Open the results of a run": "打开一次运行的结果",
    "The file `manifest.json` of a results folder says all that is needed to make the run again.": (
        "结果文件夹中的 `manifest.json` 记有重做这次运行所需的一切。"
    ),
    "Manifest of a results folder": "结果文件夹的清单文件",
    "Folders on this server": "本服务器上的文件夹",
    # estate
    "Estate": "小区",
    "Curves": "曲线",
    "Windows show": "窗户显示",
    "Drawn as": "画成",
    "Close": "关闭",
    "Levers": "调节",
    "Results": "结果",
    "The estate is being run …": "正在运行小区……",
    "In this run": "在本次运行中",
    "In the other world: {name}": "在另一个世界：{name}",
    "buildings": "楼栋",
    "trust network": "信任网络",
    "who pays": "谁缴费",
    "who speaks up": "谁发言",
    "open disputes": "未了的纠纷",
    "trust in the payee": "对收费方的信任",
    "trust in self-government": "对自治的信任",
    # settings
    "What would you change?": "想改变什么？",
    "Take this change back": "撤销这处改动",
    "on": "开",
    "off": "关",
    "The seed is a whole number from 0 to 2^64 - 1.": "种子是 0 至 2^64 - 1 的整数。",
    "Months are a whole number from 1 to {n}.": "月数是 1 至 {n} 的整数。",
    "Luck (seed)": "运气（种子）",
    "Other luck": "换一种运气",
    "Months": "月数",
    "{n} settings match; the first {most} are shown.": "有 {n} 项设置符合；显示前 {most} 项。",
    "No setting matches.": "没有符合的设置。",
    "Back to the scenario": "恢复原情景",
    "Group": "分组",
    "Look for": "查找",
    "Fewer settings": "收起设置",
    "More settings": "更多设置",
    # seeds
    "waiting for its turn": "排队中",
    "running": "运行中",
    "done": "已完成",
    "cancelled": "已取消",
    "failed": "失败",
    "{done} of {total} runs, {state}": "{total} 次运行中的 {done} 次，{state}",
    "{done} of {total} runs": "{total} 次运行中的 {done} 次",
    "One run is one story. Many runs that differ only in their luck (the seed) show what is the rule: half of them "
    "lie in the dark band, nine in ten in the light one.": (
        "一次运行只是一个故事。只换运气（种子）、多次运行，才看得出哪些是规律：深色带里有一半的运行，浅色带里有十分之九。"
    ),
    "One lever over its range": "一个调节项的整个取值范围",
    "Everything else stays as it is; each point is the mean of {n} seeds over the last twelve months "
    "(of what is counted at a time, such as money: in the last of them), with its 95 % interval.": (
        "其余一切不变；每个点是 {n} 个种子最后十二个月的平均值（金额等时点数取最后一个月），附 95 % 区间。"
    ),
    "The number of seeds is a whole number from 2 to {n}.": "种子数是 2 至 {n} 的整数。",
    "Progress": "进度",
    "Cancel": "取消",
    "Show": "显示",
    "Seeds": "种子数",
    "Run them": "开始运行",
    "Run it": "开始运行",
    "Lever": "调节项",
    "Measure": "指标",
    # take away
    "Copy": "复制",
    "Copied": "已复制",
    "What you see here can be made again anywhere: the same scenario and seed give the same numbers to the last "
    "digit.": "这里看到的在任何地方都能重做：同样的情景和种子，得到的数字连最后一位都相同。",
    "Files": "文件",
    "The scenario with all your changes: open it here again, or run it from the command line.": (
        "包含全部改动的情景文件：可在这里重新打开，也可用命令行运行。"
    ),
    "The numbers, as tables for a spreadsheet: every month, every household at the end, what happened.": (
        "全部数字，可用电子表格软件打开：每个月、期末的每一户、发生的事。"
    ),
    "The curves as a picture: PNG for slides, SVG for print.": "曲线图：PNG 适合幻灯片，SVG 适合印刷。",
    "The same run from the command line": "用命令行做同样的运行",
    "Share": "分享",
    "The link works for everybody who can reach this server. A scenario file too long for a link is kept by this "
    "server only while it runs: hand on the file instead.": (
        "凡能访问本服务器的人都能打开这个链接。情景文件太长放不进链接时，只在服务器运行期间保留：请改为传递文件。"
    ),
    "Scenario (YAML)": "情景（YAML）",
    "Tables (CSV in a ZIP)": "数据表（CSV，ZIP 压缩包）",
    "Picture ({kind})": "图（{kind}）",
    "With the scenario file, downloaded here": "使用在此下载的情景文件",
    "Without any file": "不用任何文件",
    "A link with all settings": "包含全部设置的链接",
    # tour
    "undefined": "无定义",
    "Seven steps through one question": "七步探究一个问题",
    "Why do people stop paying for what all of them need, and what brings them back? Each step opens an estate, tells "
    "what to look at, and asks something you can find out by trying.": (
        "人人需要的东西，为什么会有人不再缴费？又是什么让他们回来？"
        "每一步打开一个小区，告诉你看什么，再问一个动手试试就能弄清的问题。"
    ),
    "Step {n} of {all}: {title}": "第 {n} 步（共 {all} 步）：{title}",
    "Do:": "做：",
    "Look at:": "看：",
    "Think:": "想：",
    "{label}:": "{label}：",
    " (other world: {figure})": "（另一个世界：{figure}）",
    "Open step {n}": "打开第 {n} 步",
    "Step back": "上一步",
    "Next step": "下一步",
    "Set this step up again": "重置这一步",
    "Leave the tour": "退出导览",
    "Hide the text": "收起文字",
    "Show the text": "展开文字",
    "you are here": "当前位置",
    # twin
    "the twin that comes with the scenario": "情景自带的对照",
    "the same estate, left alone": "同一个小区，听其自然",
    "the scenario as it came, before your changes": "改动之前的原情景",
    "Which windows differ, and since when": "哪些窗户不同，从何时开始",
    "{any} of {n} households differ in something by the end; {pays} of them paid differently in some month.": (
        "到期末，{n} 户中有 {any} 户在某方面不同；其中 {pays} 户在某个月的缴费不同。"
    ),
    "This scenario has no twin of this kind. Choose another one.": "这个情景没有这种对照。请另选一种。",
    "Both worlds have the same households and the same luck: whatever differs follows from what was done "
    "differently.": ("两个世界的住户相同，运气也相同：任何差别都出自做法的不同。"),
    "Household": "住户",
    "pays differently since month": "缴费从第几个月起不同",
    "differs in anything since month": "从第几个月起有所不同",
    "The first to pay differently": "最先在缴费上不同的住户",
    "Compare with": "与之比较",
    "This view failed: a fault of the dashboard, not yours. It is noted in the server's log.": (
        "这个视图出错了：是仪表板的问题，不是你的。已记入服务器日志。"
    ),
    "Back to the scenarios": "回到情景列表",
    "The story of a household": "一户的故事",
}
