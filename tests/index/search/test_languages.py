"""What must meet in a search, and what must not, in languages with other scripts than Latin, Greek and Cyrillic.

Each line of the table is a query and a text. All texts are in one library, as they would be.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager
from typing import Any

import pytest

from peaceindex.model.search import Request
from peaceindex.search.index import SearchIndex

TABLE = """
ar = سلام          | وقّع الطرفان اتفاق السلام
ar = السلام        | جاءت الدعوة للسلام من الجميع
ar = هدنة          | تحدثوا عن الالتزام وبالهدنة معا
ar = احمد          | صرّح أحمد أمس
ar = مستشفي        | قصف مستشفى في المدينة
ar = علي           | وصل على عجل
ar = الأسرى        | تبادل اسرى
ar = مفاوضين       | قالت للمفاوضين
ar = مسؤول         | تحدث مسئول كبير
ar = 1200          | نزح ١٢٠٠ شخص
ar = مُحَمَّد        | وصل محمـــد
ar = لاجئ          | عودة اللاجئين
ar ! سلام          | الدين الإسلام
ar ! حرب           | كان محارب قديم
ar ! كتب           | دخل المكتب
ar ! =سلام         | تحية والسلام
ar ! ما            | شربوا ماء
fa = آتش‌بس         | آتش بس ادامه دارد
fa = آتش‌بس         | خبر آتشبس رسید
fa = آتش بس        | خبر آتشبس آمد
fa = آتشبس         | نقض آتش‌بس شد
fa = کریمی         | علي كريمي گفت
fa = ۱۴۰۳          | در سال ١٤٠٣ بود
fa = گفتگو         | گفتگوهای صلح
fa = نیرو          | نیروها رفتند
fa = نیروها        | نیرو‌ها آمدند
fa = نماینده       | نمایندگان دو طرف
fa = رئیس          | رییس جمهور
fa = خانه‌ها        | خانه ها ویران شد
fa ! مادر          | ما در خانه بودیم
fa ! جنگ           | درخت جنگل
fa ! صلح           | کار مصالحه
fa ! =گفتگو        | گفتگوها پایان یافت
fa ! شاه           | شهر شیراز
ku = ئاگربەست      | ئاگربه‌ست ڕاگەیەندرا
ku = ئاگربه‌ست      | ئاگربەست هەڵوەشایەوە
ku = هەولێر        | لە ھەولێر کۆبوونەوە
ku = رۆژ           | ڕۆژ باش
ku = کورد          | كورد و عەرەب
ku = ئاشتی         | ئاشتي گرنگە
ku = پێشمەرگە      | پێشمەرگەکان گەیشتن
ku = گوند          | گوندەکانی سنوور
ku = شەڕ           | دوای شەڕێک
ku = کۆبوونەوە     | کۆبوونه‌وه‌ کرا
ku = ١٥            | لە ۱۵ مانگ
ku ! شار           | شێر دەژی
ku ! یار           | ئار بوو
ku ! کور           | کوڕ هات
ku ! گۆل           | گوڵ سوور
ku ! =گوند         | گوندەکە سووتا
ur = جنگ بندی      | جنگ‌بندی جاری ہے
ur = جنگبندی       | جنگ بندی ختم
ur = امن           | صدر نے أمن کہا
ur = قیدی          | قیدیوں کا تبادلہ
ur = مذاكرات       | مذاکرات جاری
ur = كشمير         | وادی کشمیر میں
ur = قافلہ         | قافله پہنچا
ur = معاہدہ        | معاہدے پر دستخط
ur = علاقہ         | علاقوں میں
ur = ۲۰۲۵          | سال 2025 میں
ur = فوجی          | فوجیوں نے
ur ! پھر           | دن کا پہر
ur ! کان           | پرانا کاں
ur ! باڑ           | بہت بار
ur ! تالا          | نیا ٹالا
ur ! =قیدی         | قیدیوں کی رہائی
ps = سوله          | د سولې خبرې
ps = جګړه          | په جگړه کې
ps = جګړه          | جګړې روانې دي
ps = استازی        | استازیان راغلل
ps = کابل          | په كابل کې
ps = طالبان        | د طالبانو استازي
ps = افغانستان     | په افغانسـتان کې
ps = ۲۵            | په ٢٥ نېټه
ps = هېواد         | هېوادونه راغلل
ps = اوربند        | د اوربنده وروسته
ps ! کال           | ګران کالر
ps ! غټ            | دا غت
ps ! ښار           | وړوکی سار
ps ! کور           | توره کوڼ
ps ! =سوله         | سولې ته
he = שלום          | הסכם השלום נחתם
he = השלום         | שיחות לשלום ושלום
he = ירושלים       | כשבירושלים ירד שלג
he = בירושלים      | ירושלים שקטה
he = צהל           | דובר צה״ל מסר
he = צה"ל          | כוחות צהל נסוגו
he = או"ם          | נציג האו״ם אמר
he = הסכם          | שבהסכם נכתב
he = שבוי          | רשימת השבויים
he = הפסקה         | הפסקת האש
he = מדינה         | ומהמדינה יצאו
he ! לום           | הם רצו שלום
he ! שיר           | הוא בכיר
he ! כתב           | זה מכתוב
he ! =שלום         | בית השלום
he ! רכב           | בחרו חרב
zh = 停火           | 双方同意停火协议
zh = 火协           | 就停火协议达成一致
zh = 停戰協議       | 停战协议签字
zh = 联合国         | 聯合國安理會
zh = 步枪           | 缴获AK-47步枪三支
zh = "AK-47步枪"    | 一支AK-47步枪被毁
zh = 5月12日        | 在2025年5月12日发表
zh = 2025年         | 于2025年初宣布
zh = 人             | 有3人死亡
zh = "伤亡 人数"     | 伤亡 人数
zh = ４７           | 型号47号
zh = 协*            | 另一份协定
zh ! 停火           | 火车停了
zh ! 10人           | 有10万人。
zh ! 和平协议       | 和平，协议
zh ! 国会           | 会见国王
zh ! 代表团         | 代表，团结
ja = 停戦           | 停戦は三十日間
ja = 捕虜           | 捕虜名簿を交換
ja = 人人           | 多くの人々が
ja = 人々           | 村の人人が
ja = パレスチナ     | ﾊﾟﾚｽﾁﾅ自治区
ja = ウクライナ     | ウクライナ軍は
ja = 国連安保理     | 国連安保理は決議した
ja = 会談           | 首脳会談で合意
ja = NATO           | ＮＡＴＯ加盟国
ja = 第5師団        | 第５師団が
ja = ところ         | とゝろでなく、ところが
ja ! 東京           | 京東の店
ja ! ミサイル       | ミサ、イルカ
ja ! はな           | ばな奈
ja ! 休戦           | 停戦と休日
ja ! カキ           | ガキの店
th = หยุดยิง        | ข้อตกลงหยุดยิงมีผล
th = เชลยศึก        | แลกเปลี่ยนเชลยศึกแล้ว
th = สันติภาพ        | การเจรจาสันติภาพเริ่ม
th = น้ำ            | ขาดแคลนน้ำดื่ม
th = ๒๕๖๘          | ปี 2568 นี้
th = ผู้แทน          | คณะผู้แทนพบกัน
th = กองทัพ         | โฆษกกองทัพกล่าว
th = "สันติภาพ เริ่ม" | สันติภาพ เริ่มใหม่
th = ชายแดน        | บริเวณชายแดนไทย
th = UN            | เจ้าหน้าที่UNกล่าว
th ! ป่า            | ปาหิน
th ! เสือ           | เสื้อผ้า
th ! ยิงหยุด         | ต้องหยุดยิง
th ! มา             | ม้าวิ่ง
th ! ใกล้           | ไกลบ้าน
lo = ຢຸດຍິງ         | ຂໍ້ຕົກລົງຢຸດຍິງແລ້ວ
lo = ສັນຕິພາບ       | ການເຈລະຈາສັນຕິພາບ
lo = ນ້ຳ            | ແມ່ນ້ຳຂອງ
lo = ປະເທດ         | ທົ່ວປະເທດລາວ
lo = ໒໐໒໕          | ປີ 2025
lo = ຊາຍແດນ        | ຢູ່ຊາຍແດນໄທ
lo = ທະຫານ         | ພວກທະຫານຖອນ
lo = ເຊລີຍ          | ແລກເຊລີຍກັນ
lo = ລັດຖະບານ       | ໂຄສົກລັດຖະບານກ່າວ
lo = ວຽງຈັນ         | ນະຄອນຫຼວງວຽງຈັນ
lo ! ຍິງຢຸດ          | ການຢຸດຍິງ
lo ! ປາ            | ປ່າໄມ້
lo ! ໃກ້            | ໄກບ້ານ
lo ! ເສືອ           | ເສື້ອຜ້າ
lo ! ຂ້າ            | ຂາໜຶ່ງ
km = បទឈប់បាញ់     | កិច្ចព្រមព្រៀងបទឈប់បាញ់ត្រូវ
km = សន្តិភាព       | ការចរចាសន្តិភាពចាប់ផ្តើម
km = កម្ពុជា        | ប្រទេសកម្ពុជានិង
km = ព្រំដែន        | តំបន់ព្រំដែនថៃ
km = ២០២៥         | ឆ្នាំ 2025
km = ទាហាន         | ក្រុមទាហានដក
km = ឈ្លើយ         | ដោះដូរឈ្លើយសឹក
km = សន្តិភាព       | កិច្ច​សន្តិ​ភាព​ថ្មី
km = រដ្ឋាភិបាល     | អ្នកនាំពាក្យរដ្ឋាភិបាលថា
km = ភ្នំពេញ        | រាជធានីភ្នំពេញ
km ! បាញ់ឈប់       | ការឈប់បាញ់
km ! កា            | កំពត
km ! ដី            | ដាំដើម
km ! ខ្លា           | ខ្លួន
km ! ទឹក           | ទុកចិត្ត
my = အပစ်အခတ်ရပ်စဲ  | တပ်များ အပစ်အခတ်ရပ်စဲရေးကို
my = ငြိမ်းချမ်းရေး   | တို့၏ငြိမ်းချမ်းရေးဆွေးနွေးပွဲ
my = မြန်မာ         | ယခုမြန်မာနိုင်ငံ
my = စစ်တပ်         | အစိုးရစစ်တပ်က
my = ၂၀၂၅          | ခုနှစ် 2025
my = ရန်ကုန်         | သူရန်ကုန်မြို့
my = ကိုယ်စားလှယ်    | သည်ကိုယ်စားလှယ်အဖွဲ့
my = နယ်စပ်         | ထိုင်းနယ်စပ်တွင်
my = သဘောတူညီချက်   | သို့သဘောတူညီချက်ကို
my = ဒုက္ခသည်        | များဒုက္ခသည်စခန်း
my ! တပ်စစ်         | ဒီစစ်တပ်
my ! ကာ            | ကားလမ်း
my ! မီး            | မိုးရွာ
my ! ပွဲ             | ပဲစား
my ! လူ             | လုပ်သည်
ko = 휴전           | 휴전이 유지됐다
ko = 휴전           | 새 휴전협정 체결
ko = 휴전을         | 오늘 휴전에 합의
ko = 포로           | 포로들을 교환했다
ko = 대표단은       | 양측 대표단이 만났다
ko = 난민           | 난민의 귀환
ko = 미국           | 미국으로부터
ko = 유엔에서       | 유엔은 밝혔다
ko = 제5사단        | 제5사단 병력
ko = 북한           | 북한과의 대화
ko ! =휴전          | 휴전은 끝났다
ko ! 포로           | 포르투갈 정부
ko ! 전휴           | 휴전선 너머
ko ! 회의           | 회장 선출
ko ! 정전           | 전쟁과 정치
"""


def _rows() -> Iterator[tuple[int, str, bool, str, str]]:
    for number, line in enumerate(TABLE.strip().splitlines(), 1):
        pair, _, text = line.partition("|")
        language, sign, query = pair.split(maxsplit=2)
        yield number, language, sign == "=", query.strip(), text.strip()


ROWS = list(_rows())


@pytest.fixture(scope="module")
def library(
    article: Callable[..., Any], index_of: Callable[[Sequence[Any]], AbstractContextManager[SearchIndex]]
) -> Iterator[SearchIndex]:
    with index_of([article("", text, language=language) for _, language, _, _, text in ROWS]) as index:
        yield index


@pytest.mark.parametrize("language", dict.fromkeys(language for _, language, *_ in ROWS))
def test_what_meets_and_what_does_not(library: SearchIndex, language: str) -> None:
    wrong = []
    for number, of, meets, query, text in ROWS:
        if of == language and (number in library.search(Request(query)).rows) != meets:
            wrong.append(f"{query} {'misses' if meets else 'finds'} {text}")
    assert not wrong


def test_each_language_has_ten_pairs_that_meet_and_five_that_do_not() -> None:
    for language in {language for _, language, *_ in ROWS}:
        meets = [row[2] for row in ROWS if row[1] == language]
        assert meets.count(True) >= 10
        assert meets.count(False) == 5
