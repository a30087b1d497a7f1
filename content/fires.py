"""How people say that something burns, leaks gas, or is live: patterns for `content/perils.py`."""

BUILT = (
    "nhà|quán|chợ|tiệm|kho|bếp|xưởng|phòng|sạp|ki ốt|kiốt|tầng|lầu|gác|bên cạnh|hàng xóm"
    "|hàng bên|ổ điện|tủ điện|dây điện|bình ga|bình gas|rác"
)

# How each is said, typed in full, without tones or without marks; then what only marks tell.
FIRE = (
    rf"(?:{BUILT})(?: (?!bán|nấu|món|đồ|ăn|cơm)[^\W_]+){{0,3}} cháy (?:rồi|to|lớn|kìa|với|dữ)"
    r"|khói (?:đen|mù mịt|nghi ngút|dày đặc)|(?:bốc|ngập|ngạt|đầy) khói|lửa (?:to|lớn|lan|bốc|cháy)"
    r"|(?:bốc|có) lửa|nổ (?:ga|gas|bình|tủ điện|bếp)|(?:bình|bếp|ga|gas|tủ điện)(?: ga| gas)? "
    r"(?:bị |vừa |mới )?nổ|(?:phát|bốc) hỏa|(?:phát|bốc) hoả",
    r"(?<!toán )(?<!sổ )(?<!giấy )(?<!đèn )(?:đang |bị |phát |bốc )cháy(?! hàng| vé| túi| nắng)"
    rf"|^cháy(?: to| lớn)? (?:rồi|quá)|(?<!cơm )(?<!chống )(?<!phòng )cháy (?:{BUILT}|xe)"
    rf"|(?:{BUILT}|xe)(?: tôi| em| mình)? cháy$"
    r"|xe(?: [^\W_]+){0,3} cháy (?:rồi|to|lớn|kìa|với|dữ)",
)
GAS = (
    # `nắp hố ga` is of a drain, and reads like `hở ga` without its marks.
    r"(?<!nắp )(?<!nap )(?<!cái )(?<!cai )(?<!miệng )(?<!mieng )(?<!cống )(?<!cong )"
    r"(?:rò|xì|hở|thoát)(?: rỉ)?(?: khí)? (?:ga|gas)|(?<!hố )(?<!ho )(?:khí )?(?:ga|gas)"
    r" (?:bị |đang )?"
    r"(?:rò|xì|hở|rỉ|thoát)|(?:có|nghe|ngửi|thấy|toàn|nồng|sặc) mùi (?:khí )?(?:ga|gas)"
    r"|mùi (?:ga|gas) (?:nồng|nặc|khắp|trong|nhiều)|mùi gas (?:quá|lắm|hoài|từ)|hôi (?:mùi )?gas"
    r"|(?:bình|van|ống|dây)(?: ga| gas)(?: [^\W_]+){0,3} xì|ngộ độc khí",
)
ELECTRIC = (
    r"(?:dây điện (?:[^\W_]+ ){0,3}(?:đứt|rơi|rớt)|cột điện (?:bị |vừa )?(?:đổ|gãy))"
    r"|điện giật|giật điện|chập điện|rò điện",
)
# What runs on electricity, and what tells that it burns inside.
_WIRED = (
    r"bếp (?:từ|điện|hồng ngoại)|ổ (?:điện|cắm)|dây điện|tủ điện|công tơ|đồng hồ điện|cầu dao"
    r"|áp tô mát|aptomat|phích cắm|bảng điện|cột điện|trạm điện|quạt|tủ (?:lạnh|đông|mát)|máy lạnh"
    r"|điều hòa|nồi cơm|lò (?:vi sóng|nướng điện)|máy (?:bơm|giặt|xay|nước nóng|in|tính)"
    r"|bình nóng lạnh|sạc|pin|xe (?:đạp )?điện|bóng đèn|bóng điện"
)
_SCORCHED = (
    r"mùi khét|khét (?:lẹt|khét|quá|lắm)|bị khét|(?:bốc|có|lên|tỏa|ra) khói(?! động| lượng| phải)"
    r"|(?:xẹt|tóe|toé|bắn|nháy|tia) (?:ra )?lửa|xẹt điện|nóng (?:ran|rực|bỏng)|nổ (?:lụp|lách|lẹt)"
)
BURNING = (
    rf"(?:{_WIRED})(?: [^\W_]+){{0,4}} (?:{_SCORCHED})|(?:{_SCORCHED})(?: [^\W_]+){{0,4}}"
    rf" (?:{_WIRED})"
    r"|(?:nghe|có|thấy|ngửi|ngửi thấy) mùi khét(?: [^\W_]+){0,3} (?:trong|ở|trên|dưới|từ) "
    r"(?:nhà|quán|phòng|tiệm|sạp|kho|trần|gác|tầng|chợ)",
)
