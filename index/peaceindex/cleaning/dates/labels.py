"""The words that stand beside a date and tell what it is the day of: publishing, or a change, or a visit."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final, Literal

from peaceindex.cleaning.dates import words
from peaceindex.cleaning.dates.reading import Found

Role = Literal["", "published", "modified", "visited"]

_PUBLISHED = (
    "first published|originally published|published|publication date|publish date|posted|created|issued|released|filed|"
    "veröffentlicht|erschienen|publiziert|erstellt|erstmals|publié|publiée|publication|paru|mis en ligne|mise en ligne|posté|créé|"
    "publicado|publicada|publicación|publicação|creado|criado|postado|pubblicato|pubblicata|pubblicazione|inserito|creato|"
    "publicat|publicată|postat|publicada|gepubliceerd|geplaatst|verschenen|gepubliseer|publicerad|publicerat|publisert|"
    "offentliggjort|udgivet|publiceret|julkaistu|birt|avaldatud|ilmus|publicēts|publicēta|paskelbta|publikuota|"
    "opublikowano|opublikowany|opublikowana|publikacji|publikacja|utworzono|dodano|publikováno|zveřejněno|vydáno|vloženo|vytvořeno|"
    "publikované|zverejnené|uverejnené|vydané|megjelent|megjelenés|közzétéve|publikálva|közzététel|"
    "опубликовано|опубликован|опубликована|публикации|публикация|размещено|создано|добавлено|"
    "опубліковано|опублікований|опублікована|публікації|публікація|розміщено|створено|апублікавана|"
    "публикувано|публикувана|публикуван|објављено|објавено|objavljeno|objavljena|objavljen|publikuar|botuar|postuar|"
    "δημοσίευση|δημοσιεύτηκε|δημοσιεύθηκε|δημοσίευσης|αναρτήθηκε|ανάρτηση|"
    "yayınlanma|yayınlandı|yayımlanma|yayımlandı|yayın|eklenme|giriş|oluşturulma|dərc|yayımlanıb|nəşr|жарияланған|жарияланды|"
    "жарыяланган|эълон қилинган|e'lon qilingan|chop etilgan|нашр|"
    "გამოქვეყნებულია|გამოქვეყნდა|გამოქვეყნების|հրապարակվել|հրապարակված|հրապարակման|հրապարակում|"
    "نشر|نشرت|النشر|منشور|نُشر|أضيف|انتشار|منتشر|درج|خپرېدو|خپور|شائع|اشاعت|פורסם|פרסום|"
    "प्रकाशित|प्रकाशन|पब्लिश|প্রকাশ|প্রকাশিত|வெளியிடப்பட்ட|வெளியீடு|ప్రచురణ|ప్రచురించ|પ્રકાશિત|ਪ੍ਰਕਾਸ਼ਿਤ|പ്രസിദ്ധീകരി|ಪ್ರಕಟ|"
    "เผยแพร่|โพสต์|ເຜີຍແຜ່|ចេញផ្សាយ|ផ្សាយ|ထုတ်ပြန်|xuất bản|ngày đăng|đăng|"
    "diterbitkan|terbit|dipublikasikan|tayang|diposting|disiarkan|inilathala|nai-publish|"
    "imechapishwa|ilichapishwa|የታተመ|la daabacay|an wallafa|argitaratua|argitaratu|foilsithe|cyhoeddwyd|hat weşandin|بڵاوکرا|"
    "нийтэлсэн|ප්‍රකාශිත|"
    "发布|發布|發佈|发表|發表|刊登|发稿|發稿|刊發|首发|公開|掲載|投稿|配信|作成|입력|등록|게시|발행|게재|승인|작성"
)
_MODIFIED = (
    "last updated|last modified|updated|update|modified|edited|revised|amended|changed|"
    "aktualisiert|aktualisierung|geändert|bearbeitet|überarbeitet|stand|mis à jour|mise à jour|modifié|modifiée|actualisé|"
    "actualizado|actualizada|actualización|modificado|atualizado|atualizada|atualização|aggiornato|aggiornata|aggiornamento|"
    "modificato|modifica|actualizat|actualizată|actualizare|modificat|actualitzat|actualització|"
    "bijgewerkt|gewijzigd|aangepast|laatste update|opgedateer|uppdaterad|uppdaterat|ändrad|oppdatert|endret|opdateret|ændret|"
    "päivitetty|muokattu|uppfært|breytt|uuendatud|muudetud|atjaunots|atjaunināts|labots|atnaujinta|pakeista|"
    "aktualizacja|aktualizacji|zaktualizowano|zmodyfikowano|modyfikacja|modyfikacji|aktualizováno|aktualizace|upraveno|změněno|"
    "aktualizované|aktualizácia|upravené|zmenené|frissítve|frissítés|frissült|módosítva|módosítás|"
    "обновлено|обновлён|обновлен|обновлена|обновление|обновления|изменено|изменения|отредактировано|"
    "оновлено|оновлений|оновлення|змінено|відредаговано|абноўлена|зменена|обновено|обновена|променено|"
    "ажурирано|измењено|изменето|ažurirano|izmijenjeno|izmenjeno|posodobljeno|spremenjeno|përditësuar|ndryshuar|"
    "ενημέρωση|ενημερώθηκε|τροποποιήθηκε|ενημέρωσης|güncelleme|güncellendi|güncellenme|düzenleme|değiştirilme|"
    "yenilənib|yenilənmə|жаңартылған|жаңартылды|жаңыртылган|yangilangan|янгиланган|"
    "განახლდა|განახლებულია|განახლება|განახლების|թարմացվել|թարմացված|փոփոխվել|թարմացում|"
    "تحديث|التحديث|تعديل|بروزرسانی|به روزرسانی|به‌روزرسانی|به روز رسانی|ویرایش|تازه شوی|اپ ڈیٹ|اپڈیٹ|עודכן|עדכון|"
    "अपडेट|अद्यतन|संशोधित|अद्ययावत|अद्यावधिक|আপডেট|হালনাগাদ|புதுப்பி|అప్‌డేట్|నవీకరించ|અપડેટ|ਅਪਡੇਟ|ਅੱਪਡੇਟ|അപ്ഡേറ്റ്|ಅಪ್ಡೇಟ್|"
    "อัปเดต|อัพเดท|อัพเดต|แก้ไข|ปรับปรุง|ອັບເດດ|បច្ចុប្បន្នភាព|ပြင်ဆင်|cập nhật|sửa|"
    "diperbarui|diperbaharui|pembaruan|diupdate|diubah|dimutakhirkan|kemas kini|dikemas kini|dikemaskini|na-update|binago|"
    "imesasishwa|imeboreshwa|የተሻሻለ|la cusboonaysiiyay|an sabunta|eguneratua|eguneratu|diweddarwyd|nuashonraithe|"
    "hat nûkirin|نوێکر|шинэчилсэн|යාවත්කාලීන|"
    "更新|修改|修订|修訂|编辑|編輯|修正|改訂|編集|수정|업데이트|편집|갱신"
)
_VISITED = (
    "retrieved|accessed|archived|crawled|downloaded|printed|fetched|saved|abgerufen|heruntergeladen|archiviert|consulté le|"
    "consultado|consultato|geraadpleegd|дата обращения|дата звернення|архивировано|архівовано|erişim|取得|アクセス|閲覧"
)
_OTHER = (
    "on at last first original date day time datum am um zuletzt le à dernière date heure fecha última el a las data dia às il "
    "ultima alle ore del laatst op om den kl kl. klo sist senest senast ostatnia godz data dnia godzina naposledy dátum idő ora la "
    "последнее дата время в остання дата час о год. датум време у vrijeme datum u data ora më në ημερομηνία ώρα στις τελευταία "
    "tarih tarihi saat son tarix вақт уақыты თარიღი დრო ամսաթիվ ժամ تاريخ التاريخ في آخر الساعة بتاريخ يوم تاریخ ساعت در روز بروز וقت "
    "תאריך בתאריך שעה בשעה ב ביום יום समय तारीख दिनांक বাজে তারিখ সময় தேதி తేదీ தேதி วันที่ เวลา น เมื่อ ວັນທີ เวลา ថ្ងៃ ម៉ោង ngày lúc giờ thứ "
    "tanggal pukul wib jam tarikh petsa saa tarehe ቀን ሰዓት 日期 时间 時間 日時 日付 最終 最后 最後 初回 於 于 时间 기사 최종 일시 날짜 오전 오후 "
    "ist utc gmt est edt cst cdt mst mdt pst pdt bst cet cest eet eest msk мск eat wat sast aest trt irst am pm uhr h hrs ч м р г "
    "par by de"
).split()


def _pattern(alternatives: str) -> str:
    longest = sorted(set(alternatives.split("|")) - {""}, key=len, reverse=True)
    spaced = [re.escape(w) for w in longest if w[0] < "\u0e00"]
    others = [re.escape(w) for w in longest if w[0] >= "\u0e00"]
    return (
        rf"(?<![^\W\d_])(?:{'|'.join(spaced)})|(?:{'|'.join(others)})"
        if others
        else rf"(?<![^\W\d_])(?:{'|'.join(spaced)})"
    )


_LABEL: Final = re.compile(
    rf"(?P<visited>{_pattern(_VISITED)})|(?P<modified>{_pattern(_MODIFIED)})|(?P<published>{_pattern(_PUBLISHED)})"
)
_FAR = 44
_BEHIND = 16
_WORD = re.compile(r"[^\W\d_]+")
_PARTING = frozenset("|;·•\n/")


def roles(text: str, found: Sequence[Found]) -> list[Role]:
    """What each of the dates of a text, in their order, is the day of, as the words before or behind it tell."""
    edges = [0, *(hit.end for hit in found)]
    before = [_last(text[max(edge, hit.start - _FAR) : hit.start]) for edge, hit in zip(edges, found, strict=False)]
    if not found or before[0]:
        return before
    nexts = [*(hit.start for hit in found[1:]), len(text)]
    behind = [_first(text[hit.end : min(end, hit.end + _BEHIND)]) for hit, end in zip(found, nexts, strict=True)]
    # Either all labels stand before their dates or all behind.
    return behind if behind[-1] else before


def _last(text: str) -> Role:
    """The last label of a text; `updated` beside `published` gives way: published and updated on …"""
    role: Role = ""
    for match in _LABEL.finditer(text.casefold()):
        role = match.lastgroup  # type: ignore[assignment]
    return role


def _first(text: str) -> Role:
    match = _LABEL.search(text.casefold())
    if match is None or not _PARTING.isdisjoint(text[: match.start()]):
        return ""
    role: Role = match.lastgroup  # type: ignore[assignment]
    return role


def label(text: str) -> Role:
    """What the dates below a line are the days of, if the line is nothing but a label for them."""
    if len(text) > _FAR or not (role := _last(text)):
        return ""
    return role if not _other_words(text) else ""


def is_date_line(text: str, found: Sequence[Found]) -> bool:
    """Whether a line holds nothing but its dates, with weekdays, times, zones and labels."""
    if not found:
        return False
    rest = []
    edge = 0
    for hit in found:
        rest.append(text[edge : hit.start])
        edge = hit.end
    rest.append(text[edge:])
    return not any(_other_words(part) for part in rest)


def _other_words(text: str) -> list[str]:
    plain = _LABEL.sub(" ", text.casefold())
    known = words.weekdays()
    return [
        token[0]
        for token in words.TOKEN.finditer(plain)
        if not (token["number"] and len(token[0]) < 3)
        and (word := words.fold(token[0])) not in known
        and word not in _REST
        and not (word >= "\u3040" and word.strip("年月日時分星期曜時()時년월일시분") == "")
    ]


_REST = frozenset(map(words.fold, _OTHER)) | {"", "z"}
