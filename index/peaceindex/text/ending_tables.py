"""The endings of the languages whose stems are found by `Endings`."""

from __future__ import annotations

from dataclasses import replace
from itertools import product

from peaceindex.text.endings import Endings

_POLISH = Endings(
    nouns="""a e i y o u ow owi owie om ach ami em ie iem iom iach iami ia io iu
        ego iego emu iemu ym im ych ich ymi imi ej iej""",
    verbs="""ac al ala alo ali aly am asz amy acie aja ajac any ana ane ano ani anych anym anej
        ic il ila ilo ili ily it yc yl yla ylo yli yly ony ona one ono eni onych onym onej iony iona ione iono ieni
        ionych ionym ionej owac owal owala owalo owali owaly owany owana owane owano owani owanych owanej uje uja ujac
        ujesz""",
    changes=(
        (r"c\|ie$", "t"),
        (r"dz\|ie$", "d"),
        (r"c\|e$", "k"),
        (r"dz\|(?:e|y)$", "g"),
        (r"rz\|(?:e|y)$", "r"),
        (r"sz\|e$", "ch"),
        (r"c\|y$", "k"),
        (r"\|ow$", "ow|"),
    ),
    normalised=(
        (r"(?<=[bcdfghjklmnprstwz])i?e([cnkl]|st)$", r"\1"),  # jeniec, jeńca; wojen, wojna
        (r"i[ae]([bcdfghjklmnprstwz]{1,2})$", r"\1"),  # miasto, w mieście
    ),
)

_CZECH_VERBS = """at al ala alo ali aly an ana ano ani any it il ila ilo ili ily en ena eno eni eny ovat oval ovala
    ovali ovaly ovan ovana ovano ovany uje uji ujici ajici ejici ici nout nul nula nuli nuly et el ela eli ely"""

_CZECH = Endings(
    nouns="""a e i y o u ou em im um am ach ech ich ami emi imi ove ovi u ego eho emu ym ych ymi iho imu ata ete
        ata at ete eti etem ho mu""",
    verbs=_CZECH_VERBS,
    changes=(
        (r"z\|e$", "h"),
        (r"c\|(?:e|i|ich)$", "k"),
        (r"z\|(?:i|ich)$", "h"),
        (r"s\|(?:i|e|ich)$", "ch"),
        (r"st\|i$", "sk"),
    ),
    normalised=((r"(?<=[bcdfghjklmnprstvz])[eo]([bcknl])$", r"\1"),),
)

_UKRAINIAN = Endings(
    nouns="""а я о е є и і ї у ю ь й ів їв ев єв ам ям ами ями ах ях ом ем єм ою ею єю ові еві єві ою
        ий ій іі ого ього ому ьому им ім іми ими их іх ої ої їй ьої ую юю а я е є
          ність ності ністю єю ії ією ію ія ій іям іями іях""",
    verbs="""ти ити ати яти іти увати ювати нути в ла ло ли ив ила ило или ав ала ало али яв яла яло яли ів іла іло іли
        ував увала увало ували юють ують ає ають ить ять уть ють є еш ємо емо имо ено ано ений ена ене ені ених еним
        еного аний ана ане ані аних ув ула уло ули ться тися вся лася лося лися ється ються уються иться яться""",
    letters={"ґ": "г"},
    spellings={"г": "гґ"},
    changes=((r"ц\|і$", "к"), (r"з\|і$", "г"), (r"с\|і$", "х")),
    normalised=(
        (r"ь$", ""),
        (r"(?<=.[бвгджзйклмнпрстфхцчшщаиу])ь?[оеє]([цкнл])$", r"\1"),  # біженець, біженця
        (r"(?<=..)[іоеєї]([бвгджзклмнпрстфхцчшщ])$", r"\1"),  # Київ, Києва; захід, заходу
        (r"^(.)і([бвгджзклмнпрстфхцчшщ])$", r"\1о\2"),  # рік, року
        (r"нн$", "н"),
    ),
)

_BELARUSIAN = Endings(
    nouns="""а я о е ё э і ы у ю ь й аў яў оў ёў ам ям амі ямі ах ях ом ем ём ай яй ою аю яю ы і ыі ія ага яга аму яму
        ым ім ымі імі ых іх ай яй ую юю ае яе""",
    verbs="ць іць аць яць аваць ў ла ло лі іў іла іла ілі аў ала ала алі аваў авала авалі уе уюць аюць ае іць яць",
    normalised=((r"ь$", ""), (r"(?<=[бвгджзклмнпрстфхцчшў])[еэа]([цкнл])$", r"\1")),
)

_BULGARIAN = Endings(
    nouns="""а я о е и у ът ят та то те ата ята ото ето ите овете евете ове еве ия ият ията ии иите ие ието ен на но ни
        ния ният ната ното ните ия ския ската ското ските ъти на""",
    verbs="""ва ват вам ваме ваха ваше вал вала вали ил ила или ило ал ала али ало иха аха и ихме ят ат ан ана ано ани
        ен ена ено ени щ ща що щи""",
    changes=((r"ц\|и$", "к"), (r"ц\|(?:ите)$", "к"), (r"з\|(?:и|ите)$", "г"), (r"\|та$", "т|")),
    normalised=((r"(?<=[бвгджзклмнпрстфхцчш])[еъ]([цкнлр])$", r"\1"),),
)

_SERBIAN_LETTERS = {
    "љ": "lj", "њ": "nj", "џ": "dz", "ђ": "d", "ћ": "c", "ч": "c", "ц": "c", "ш": "s", "ж": "z", "а": "a", "б": "b",
    "в": "v", "г": "g", "д": "d", "е": "e", "з": "z", "и": "i", "ј": "j", "к": "k", "л": "l", "м": "m", "н": "n",
    "о": "o", "п": "p", "р": "r", "с": "s", "т": "t", "у": "u", "ф": "f", "х": "h",
}  # fmt: skip
_SERBIAN_WRITTEN = (("dj", "d"), (r"(?<=[bcdfghlmnprstvz])i?je(?=..)", "e"))
"""Serbian is written in two scripts, and đ is typed as dj or d. Words with je (Bosnian, Croatian) meet those with e."""

_SERBIAN_SPELLINGS = {
    latin: (latin, *cyrillic.split())
    for latin, cyrillic in {
        "a": "а", "b": "б", "c": "ц ч ћ", "d": "dj д ђ џ", "e": "je ije е је ије", "f": "ф", "g": "г", "h": "х",
        "i": "и", "j": "ј", "k": "к", "l": "л љ", "m": "м", "n": "н њ", "o": "о", "p": "п", "r": "р", "s": "с ш",
        "t": "т", "u": "у", "v": "в", "z": "з ж",
    }.items()
}  # fmt: skip
_SERBIAN_SPELLINGS["j"] = ("j", "ј", "")

_SERBIAN = Endings(
    nouns="""a e i o u om em ama ima ovi ovima ova ove evi evima eva eve og oga eg ega omu emu im ih oj ej ju imi
        ima""",
    verbs="""ti iti ati eti ovati ivati irati nuti io la lo li le ila ilo ili ile ao ala alo ali ale eo ela elo eli ele
        uje uju ujem ivao ivala ivali irao irala irali an ana ano ani ane en ena eno eni ene eni enih enog anih anog
        aju ajuci""",
    letters=_SERBIAN_LETTERS,
    written=_SERBIAN_WRITTEN,
    spellings=_SERBIAN_SPELLINGS,
    digraph=("dz", "џ"),
    changes=((r"c\|(?:i|e|ima)$", "k"), (r"z\|i(?:ma)?$", "g"), (r"s\|i(?:ma)?$", "h")),
    normalised=(
        (r"(?<=..[bcdfghjklmnprstvz])a([bcdgkmnlrtvz])$", r"\1"),
        (r"(?<=...)la?c$", "lc"),
        (r"(?<=..)ioc$", "ilc"),
    ),
)

_ROMANIAN = Endings(
    nouns="""a e i u o ul ului ule le lui lor ei ii iile iilor ilor ile elor ele uri urile urilor ua uei
        eie eia eii eile eilor iului iul iu""",
    verbs="at ata ati ate atul atii atele atilor eaza eze it ita iti ite and ind ase asera au ara ire irea irii",
    changes=((r"z\|(?:i|ii|ilor)$", "d"),),
    normalised=((r"oa(?=[bcdfghjlmnprstvz]+$)", "o"), (r"o?[ao]i$", "o"), (r"ea(?=[bcdfghjlmnprstvz]+$)", "e")),
)

_GEORGIAN_CASES = ("ი", "მა", "მ", "ს", "ის", "ით", "ად", "ო", "ისა", "სა")
_GEORGIAN_BEHIND = ("ში", "ზე", "თან", "დან", "გან", "მდე", "თვის", "კენ", "შიც", "ზეც")
_GEORGIAN_NOUNS = {
    *(plural + case for plural, case in product(("", "ებ", "ები"), ("", *_GEORGIAN_CASES)) if plural + case),
    *(
        plural + case + behind
        for plural, case, behind in product(("", "ებ"), ("", "ი", "ს", "ის", "ისა", "ით"), _GEORGIAN_BEHIND)
    ),
    *("თა", "ნი", "თათვის", "თაგან", "ური", "ული"),
}
_GEORGIAN = Endings(
    nouns=" ".join(_GEORGIAN_NOUNS),
    kept=r"[იაეოუ]\|მა",  # ჯარიმა is no form of ჯარი: only a consonant stands before this ending
    changes=((r"\|ის\w+$", "ის|"), (r"\|მა$", "მ|")),
    normalised=((r"(?<=..)[აეოუ]$", ""), (r"(?<=...)[აეო]([ლრნმ])$", r"\1")),
    min_stem=2,
)

_ARMENIAN_PLURAL = ("", "ի", "ին", "ից", "ով", "ում", "ը", "ն", "իս", "ս")
_ARMENIAN = Endings(
    nouns=" ".join(
        (
            "ի ին իս ու ուն ից ով ում ը ն նը ս դ յի յին յից յով յում",
            "ություն ությունը ությունն ության ությանը ությանն ությամբ ությունից ությունում ությունով",
            *(plural + case for plural, case in product(("եր", "ներ", "ություններ"), _ARMENIAN_PLURAL)),
        )
    ),
    verbs="ել եց եցին եցի ված վել վեց վեցին ում եցինք ում",
    kept=r"ա\|նը?$",  # the article ն stands behind other vowels: Հայաստան is a whole word
    changes=((r"\|ում$", "ում|"),),
    normalised=((r"(?<=...)ի$", ""), (r"(?<=...)[իու]+([բգդզթլխկհձղճմյնշչպջռսվտրցփքֆ])$", r"\1")),
)

ENDINGS = {
    "pl": _POLISH,
    "cs": _CZECH,
    "sk": replace(_CZECH, nouns=f"{_CZECH.nouns} ov och iam iach iami ie ia iu iou"),
    "uk": _UKRAINIAN,
    "be": _BELARUSIAN,
    "bg": _BULGARIAN,
    "mk": replace(_BULGARIAN, nouns=f"{_BULGARIAN.nouns} от ов он та ва на во но ве не"),
    "sr": _SERBIAN,
    "hr": _SERBIAN,
    "bs": _SERBIAN,
    "sh": _SERBIAN,
    "ro": _ROMANIAN,
    "ka": _GEORGIAN,
    "hy": _ARMENIAN,
}
"""The endings by language code. All words in them are folded."""
