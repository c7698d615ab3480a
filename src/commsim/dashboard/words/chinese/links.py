"""Chinese for what is said about a link that cannot be used as it is."""

LINKS: dict[str, str] = {
    "{part}: '{value}' was not used; allowed: {allowed}.": "{part}：未采用“{value}”；允许：{allowed}。",
    "a whole number from {low} to {high}": "{low} 至 {high} 的整数",
    "{part}: not used: {reason}": "{part}：未采用：{reason}",
    "The link has {n} characters; at most {most} are read. It was not used.": (
        "链接有 {n} 个字符；最多读取 {most} 个。未采用该链接。"
    ),
    "The link has more than {most} parts. It was not used.": "链接超过 {most} 个部分。未采用该链接。",
    "{part}: control characters; it was not used.": "{part}：含有控制字符；未采用。",
    "{part}: given twice; the first one counts.": "{part}：出现了两次；以第一次为准。",
    "The scenario that was uploaded is no longer kept on this server; please open it again.": (
        "上传的情景已不在本服务器上；请重新打开。"
    ),
    "The scenario in the link cannot be used: {reason}": "链接中的情景无法使用：{reason}",
    "a path and a value, such as behaviour.fees.b_S:2": "路径与数值，例如 behaviour.fees.b_S:2",
}
