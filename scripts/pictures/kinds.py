"""The kinds of page there are, who they are seen as, and how many of each are taken."""

from __future__ import annotations

import re
from dataclasses import dataclass

MUNICIPALITIES = ["hallsberg", "alingsas", "svenljunga", "strategiplan", "ange"]
# Who sits down, by the start of the account's address: the first such account of the municipality. The controller sees
# everything but the log, which the auditor reads, and people and the steering model, which are the administrator's; the others are looked in on
# where they may write.
READERS = ["controller", "namndsekreterare", "forvaltningschef", "revisor", "administrator"]
START = "laget/"
VISITS = 6  # pages of a kind that are searched for links; how many are taken is the kind's own


@dataclass(frozen=True)
class Kind:
    """Pages alike: `pattern` matches the address after the municipality's name.

    `controller` and `others` are how many are taken in the first municipality; the others differ in words, colours and
    levels, so there half as many say enough."""

    name: str
    pattern: str
    controller: int = 1
    others: int = 0

    def fits(self, rest: str) -> bool:
        """Whether an address, without its municipality, is one of these."""
        return re.fullmatch(self.pattern, rest) is not None

    def wanted(self, reader: str, municipality: str) -> int:
        """How many are taken of what this reader sees."""
        if municipality == MUNICIPALITIES[0]:
            return self.controller if reader == READERS[0] else self.others
        if reader == READERS[0]:
            return (self.controller + 1) // 2
        return min(self.others, 0 if self.controller else 1)


KINDS = [
    Kind("laget", r"laget/", others=1),
    Kind("kedja", r"styrkedja/"),
    Kind("kedja-oppen", r"styrkedja/\?.*oppna=.*"),
    Kind("kedja-enhet", r"styrkedja/\?ar=\d+&organisation=[^&]*"),
    Kind("kedja-mal", r"styrkedja/\?ar=\d+&mal=[^&]*"),
    Kind("mal-lista", r"styrkedja/mal/(\?.*)?", controller=2),
    Kind("mal", r"styrkedja/mal/\d+/", controller=4, others=1),
    Kind("mal-nytt", r"styrkedja/mal/nytt/(\?.*)?", controller=0, others=2),
    Kind("mal-andra", r"styrkedja/mal/\d+/andra/", controller=0, others=1),
    Kind("mal-beslut", r"styrkedja/mal/\d+/(faststall|nytt-beslut|ersatt|avsluta|ta-bort)/", controller=0, others=3),
    Kind("mal-utfall", r"styrkedja/mal/\d+/utfall/(\?.*)?", controller=0, others=1),
    Kind("mal-atgard", r"styrkedja/mal/\d+/atgard/(\?.*)?", controller=0, others=1),
    Kind("mal-bedomning", r"styrkedja/mal/\d+/bedomning/\d+/", controller=0, others=2),
    Kind("mal-vidare", r"planering/mal-vidare/(\?.*)?", others=2),
    Kind("mal-vidare-val", r"planering/mal-vidare/(\d+|angra)/(\?.*)?", controller=0),
    Kind("uppdrag", r"planering/uppdrag/(\?.*)?", others=1),
    Kind("uppdrag-ett", r"planering/uppdrag/\d+/", controller=2),
    Kind("uppdrag-andra", r"planering/uppdrag/(nytt|\d+/(andra|besked|avsluta))/", controller=0, others=3),
    Kind("ekonomi", r"budget/"),
    Kind("ekonomi-vy", r"budget/\?vy=.*", controller=2),
    Kind("utfallsfil", r"budget/utfall/"),
    Kind("utfallsfil-granskning", r"budget/utfall/\d+/", controller=4),
    Kind("uppstallning", r"budget/uppstallningar/[^/]+/", controller=3),
    Kind("manader", r"budget/manader/(\?.*)?"),
    Kind("prognos", r"budget/prognos/\d+/", controller=3, others=1),
    Kind("prognos-klistra", r"budget/prognos/\d+/klistra/"),
    Kind("prognos-rad", r"budget/prognos/\d+/rad/[^/]+/", controller=2, others=1),
    Kind("prognos-atgard", r"budget/prognos/\d+/atgard/(\d+/)?(\?.*)?", controller=2),
    Kind("enhet", r"budget/(?!utfall|manader|prognos|uppstallningar)[^/]+/", controller=3),
    Kind("rader", r"budget/[^/]+/rader/(\?.*)?", controller=2),
    Kind("planering", r"planering/(\?.*)?", controller=2, others=1),
    Kind("plan", r"planering/\d+/", controller=4, others=1),
    Kind("uppfoljning", r"uppfoljning/(\?.*)?", controller=2, others=1),
    Kind("rapportsida", r"uppfoljning/\d+/", controller=8, others=2),
    Kind("avsnitt", r"uppfoljning/\d+/avsnitt/[^/]+/", others=2),
    Kind("rapport", r"uppfoljning/\d+/rapport/", controller=2),
    Kind("rapport-pdf", r"uppfoljning/\d+/rapport/pdf/"),
    Kind("arshjul", r"arshjul/(\?.*)?", controller=2),
    Kind("ordlista", r"ordlista/"),
    Kind("styrdokument", r"styrdokument/"),
    Kind("anvisningar", r"anvisningar/"),
    Kind("organisation", r"administration/organisation/(\?.*)?", controller=0, others=1),
    Kind("organisation-andra", r"administration/organisation/(ny|las-in|kod/[^/]+)/(\?.*)?", controller=0, others=2),
    Kind("personer", r"administration/personer/(\?.*)?", controller=0, others=1),
    Kind("person", r"administration/personer/\d+/", controller=0, others=1),
    Kind("personer-genomgang", r"administration/personer/genomgang/([^/]+/)?", controller=0, others=2),
    Kind("personer-protokoll", r"administration/personer/genomgang/protokoll/\d+/", controller=0, others=1),
    Kind("modell", r"administration/styrmodell/", controller=0, others=1),
    Kind("modell-andra", r"administration/styrmodell/andra/[^/]+/(\?.*)?", controller=0, others=8),
    Kind("modell-fil", r"administration/styrmodell/fil/", controller=0, others=1),
    Kind("modell-utgava", r"administration/styrmodell/utgava/\d+/", controller=0, others=1),
    Kind(
        "person-andra",
        r"administration/personer/(\d+/)?(bjud-in|lista|ny-roll|lamna-over|stang|roller/\d+)/",
        controller=0,
        others=4,
    ),
    Kind("kvar", r"administration/kvar/", controller=0, others=1),
    Kind("logg", r"administration/logg/(\?.*)?", controller=0, others=1),
]
# Pages outside a municipality, seen once; the login page as nobody.
OUTSIDE = {"valj": "/?byt=1", "komponenter": "/komponenter/", "personuppgifter": "/personuppgifter/"}
OUTSIDE |= {"osparat": "/konto/osparat/", "tillganglighet": "/tillganglighet/", "logga-ut": "/konto/logout/"}
LOGIN = "/konto/login/"


def kind_of(rest: str) -> Kind | None:
    """The kind of an address without its municipality, or None when nobody has thought of it."""
    return next((kind for kind in KINDS if kind.fits(rest)), None)
