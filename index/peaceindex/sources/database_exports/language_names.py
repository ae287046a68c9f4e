"""The names of languages in the exports of news databases, in English, in themselves and in other interfaces."""

from __future__ import annotations

import re
from typing import Final

from peaceindex.startup.late_pattern import late_pattern

_LANGUAGES: Final = {
    "en": "english|englisch|anglais|inglés|inglese|inglês|английский|англійська|英文|英语|英語|영어|engels|ingilizce",
    "de": "german|deutsch|allemand|alemán|tedesco|alemão|немецкий|德文|德语|德語|ドイツ語|독일어|duits|almanca",
    "fr": "french|französisch|français|francés|francese|francês|французский|法文|法语|"
    "法語|フランス語|프랑스어|frans|fransızca",
    "es": "spanish|spanisch|espagnol|español|spagnolo|espanhol|испанский|西班牙文|"
    "西班牙语|西班牙語|スペイン語|스페인어|spaans",
    "it": "italian|italienisch|italien|italiano|итальянский|意大利文|意大利语|"
    "義大利文|イタリア語|이탈리아어|italiaans",
    "pt": "portuguese|portugiesisch|portugais|portugués|portoghese|português|"
    "португальский|葡萄牙文|葡萄牙语|ポルトガル語",
    "ru": "russian|russisch|russe|ruso|russo|русский|俄文|俄语|俄語|ロシア語|러시아어|rusça",
    "uk": "ukrainian|ukrainisch|ukrainien|ucraniano|ucraino|украинский|українська|烏克蘭文|乌克兰文",
    "zh": "chinese|chinesisch|chinois|chino|cinese|chinês|китайский|中文|汉语|漢語|中国語|중국어|chinees|çince",
    "ja": "japanese|japanisch|japonais|japonés|giapponese|japonês|японский|日文|日语|"
    "日語|日本語|일본어|japans|japonca",
    "ko": "korean|koreanisch|coréen|coreano|корейский|韩文|韓文|韩语|韓語|韓国語|한국어|koreaans",
    "ar": "arabic|arabisch|arabe|árabe|arabo|арабский|阿拉伯文|阿拉伯语|アラビア語|아랍어|العربية|arapça",
    "nl": "dutch|niederländisch|néerlandais|neerlandés|holandés|olandese|holandês|нидерландский|"
    "荷兰文|荷蘭文|オランダ語|nederlands",
    "tr": "turkish|türkisch|turc|turco|турецкий|土耳其文|土耳其语|トルコ語|turks|türkçe",
    "pl": "polish|polnisch|polonais|polaco|polacco|polonês|польский|波兰文|波蘭文|ポーランド語|pools|polski",
    "sv": "swedish|schwedisch|suédois|sueco|svedese|шведский|瑞典文|スウェーデン語|zweeds|svenska",
    "no": "norwegian|norwegisch|norvégien|noruego|norvegese|norueguês|норвежский|挪威文|ノルウェー語|noors|norsk",
    "da": "danish|dänisch|danois|danés|danese|dinamarquês|датский|丹麦文|丹麥文|デンマーク語|deens|dansk",
    "fi": "finnish|finnisch|finnois|finés|finlandés|finlandese|finlandês|финский|"
    "芬兰文|芬蘭文|フィンランド語|fins|suomi",
    "cs": "czech|tschechisch|tchèque|checo|ceco|tcheco|чешский|捷克文|チェコ語|tsjechisch|čeština|český",
    "sk": "slovak|slowakisch|slovaque|eslovaco|slovacco|словацкий|斯洛伐克文|slovenčina",
    "hu": "hungarian|ungarisch|hongrois|húngaro|ungherese|венгерский|匈牙利文|ハンガリー語|hongaars|magyar",
    "bg": "bulgarian|bulgarisch|bulgare|búlgaro|bulgaro|болгарский|保加利亚文|български",
    "ro": "romanian|rumänisch|roumain|rumano|rumeno|romeno|румынский|罗马尼亚文|română",
    "el": "greek|griechisch|grec|griego|greco|grego|греческий|希腊文|希臘文|ελληνικά",
    "he": "hebrew|hebräisch|hébreu|hebreo|ebraico|hebraico|иврит|希伯来文|希伯來文|עברית",
    "fa": "persian|farsi|persisch|persan|persa|персидский|波斯文|فارسی",
    "ca": "catalan|katalanisch|catalán|catalano|catalão|каталанский|加泰罗尼亚文|català",
    "id": "indonesian|bahasa indonesia|indonesisch|indonésien|indonesio|indonesiano|индонезийский|印尼文",
    "ms": "malay|bahasa malaysia|malaiisch|malais|malayo|malese|马来文|馬來文",
    "th": "thai|thailändisch|thaï|tailandés|тайский|泰文|泰语",
    "vi": "vietnamese|vietnamesisch|vietnamien|vietnamita|вьетнамский|越南文",
    "hi": "hindi", "ur": "urdu", "sr": "serbian|serbisch|serbe|serbio|serbo|сербский",
    "hr": "croatian|kroatisch|croate|croata|хорватский", "sl": "slovenian|slowenisch|slovène|esloveno|sloveno",
    "et": "estonian|estnisch|estonien|estonio|estone", "lv": "latvian|lettisch|letton|letón|lettone",
    "lt": "lithuanian|litauisch|lituanien|lituano", "bs": "bosnian|bosnisch", "mk": "macedonian|mazedonisch",
}  # fmt: skip
_CODES: Final = {name: code for code, names in _LANGUAGES.items() for name in names.split("|")}
_FORM_OF_SCRIPT = late_pattern(r"\s*[-–—(（].{2,24}$")
_MAX_NAME_CHARACTERS: Final = 40


def code_of_name(text: str) -> str:
    """Return the ISO 639-1 code of a text that is only the name of a language; "" for any other."""
    name = text.strip().casefold()
    if len(name) > _MAX_NAME_CHARACTERS:
        return ""
    return _CODES.get(name) or _CODES.get(_FORM_OF_SCRIPT.sub("", name), "")


def code_in(text: str) -> str:
    """Return the ISO 639-1 code of the first language that is named in a text, or ""."""
    return next((_CODES[word] for word in re.findall(r"[^\W\d_]+", text.casefold()) if word in _CODES), "")
