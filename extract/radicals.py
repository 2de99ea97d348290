"""CJK Radicals Supplement code points and the ideographs that look the same.

NFKC maps only two of them (measured), so the others are listed here: those whose printed form is an ideograph of
its own. Components that are no character (⺀, ⺮ …) stay as they are. The last pairs are Kangxi radicals for which NFKC
knows the traditional form only, while a font for simplified Chinese draws them as the simplified one.
"""

from __future__ import annotations

_PAIRS = (
    "⺁厂 ⺅亻 ⺇几 ⺉刂 ⺊卜 ⺋㔾 ⺎尢 ⺏尣 ⺒巳 ⺓幺 ⺕彐 ⺖忄 ⺗㣺 ⺘扌 ⺙攵 ⺛旡 ⺜日 ⺝月 ⺞歺 ⺟母 "
    "⺠民 ⺡氵 ⺢氺 ⺣灬 ⺤爫 ⺥爫 ⺦丬 ⺧牛 ⺨犭 ⺩王 ⺪疋 ⺫目 ⺬示 ⺭礻 ⺯糹 ⺰纟 ⺱罓 ⺲罒 ⺳㓁 ⺶羊 "
    "⺷羊 ⺸羋 ⺹耂 ⺺肀 ⺻聿 ⺼月 ⺽臼 ⺾艹 ⺿艹 ⻀艹 ⻁虎 ⻂衤 ⻃覀 ⻄西 ⻅见 ⻆角 ⻇角 ⻈讠 ⻉贝 ⻊足 "
    "⻋车 ⻌辶 ⻍辶 ⻎辶 ⻏阝 ⻐钅 ⻑長 ⻒镸 ⻓长 ⻔门 ⻕阜 ⻖阝 ⻗雨 ⻘青 ⻙韦 ⻚页 ⻛风 ⻜飞 ⻝食 ⻞飠 "
    "⻟飠 ⻠饣 ⻡首 ⻢马 ⻣骨 ⻤鬼 ⻥鱼 ⻦鸟 ⻧卤 ⻨麦 ⻩黄 ⻪黾 ⻫斉 ⻬齐 ⻭歯 ⻮齿 ⻯竜 ⻰龙 ⻱龜 ⻲亀 "
    "⻳龟 "
    "⼾户 ⾭青 ⿈黄"
)

RADICAL_SUPPLEMENT: dict[str, str] = {pair[0]: pair[1] for pair in _PAIRS.split()}
