"""MUC-4 role-filler entities (CEAF-REE): a base fine-tuned to tag five roles on DEV, measured on TST3 and TST4.

python -m benchmarks.muc4 --corpora DIR [--base PATH] [--seeds 13 14 15] [--learning-rates 1e-4 3e-4] [-o FILE]
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from benchmarks.public.roles import NAMES, RoleTask, read_roles
from benchmarks.public.running import SMOKE_LIMIT, corpora, make_parser, run
from benchmarks.public.tagging import Recipe

PROTOCOL: Final = """
    ree_train.json (1,300 messages) trains, ree_dev.json (TST1 and TST2) chooses, ree_test.json (TST3 and TST4, 200 messages,
    511 entities) measures; whole texts, read by overlapping windows. CEAF-REE: for every message and role predicted and
    gold entities are aligned one to one at best; a predicted entity is right if all its names are among those of the one
    gold entity; names lower-cased, without articles and punctuation; micro-averaged over PerpInd, PerpOrg, Target, Victim
    and Weapon. One name is given for each entity. 95% intervals: bootstrap over messages.
"""


def main(argv: Sequence[str] | None = None) -> int:
    parser = make_parser(__doc__, Recipe(epochs=10, batch_size=8))
    parser.add_argument(
        "--names", choices=NAMES, default="all", help="names of an entity that are taught (default: all)"
    )
    arguments = parser.parse_args(argv)
    limit = SMOKE_LIMIT if arguments.smoke else None
    examples, documents = read_roles(corpora(arguments), names=arguments.names, limit=limit)
    run(RoleTask(PROTOCOL, examples, documents), arguments)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
