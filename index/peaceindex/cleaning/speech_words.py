"""Words that show who speaks to whom in a line: a page to its reader, or a reporter about others."""

from __future__ import annotations

from typing import Final


def _words(words: str) -> frozenset[str]:
    return frozenset(words.split())


PERSON: Final = _words(
    """you your yours we our us my me i sie ihr ihre ihren ihnen wir uns unser unsere du dein deine vous votre vos
    nous notre nos usted tu tus nosotros nuestro nuestra você seu nosso nossa tuo vostro vostra vi vår våra dig din
    ditt dere deg ваш ваши вам вас мы нас наш ви вашого нам ми siz sizin bizim biz"""
)
"""Words of a speaker who addresses the reader, or who speaks in the first person."""
SAY: Final = _words(
    """said says told added according stated reported announced wrote explained insisted warned sagte sagt erklärte
    teilte laut zufolge berichtet mitteilte déclaré selon affirmé dit expliqué dijo según afirmó señaló aseguró disse
    secondo afirmou segundo detto сказал сообщил заявил словам отметил сказав заявив повідомив словами dedi söyledi
    açıkladı belirtti powiedział poinformował řekl uvedl podle säger sade enligt sier ifølge siger mukaan"""
)
"""Words with which reporters attribute a statement."""
CALLS: Final = _words(
    """get sign subscribe join find click download watch follow discover shop see learn visit enter check try read
    listen buy view browse contact please support donate register log skip close share jetzt hier klicken mehr alle
    découvrez abonnez retrouvez cliquez suscríbete descubre accede consulta haz descarga scopri iscriviti clicca
    подписывайтесь читайте смотрите подписуйтесь tıklayın"""
)
"""Words that begin a call to action."""
