"""Turns the names that were gathered beside the file into its sorted tables, and finds the prominent ones among them."""

from __future__ import annotations

import sqlite3
from typing import Final

from frontwire.normalize.prominence import CITY_POPULATION, Bearer, Prominence

_STAGE: Final = (
    "CREATE TABLE stage.name (key TEXT NOT NULL, place INTEGER NOT NULL, main INTEGER NOT NULL)",
    "CREATE TABLE stage.skeleton (form TEXT NOT NULL, country TEXT NOT NULL, place INTEGER NOT NULL)",
    "CREATE TABLE stage.big (place INTEGER PRIMARY KEY)",
    "CREATE TABLE stage.proposed (key TEXT PRIMARY KEY) WITHOUT ROWID",
)
_BEARER: Final = "p.country, p.admin1, p.kind, p.population, p.curated"


def create_stage(connection: sqlite3.Connection) -> None:
    """The tables in which rows wait unsorted; they are thrown away with the database ``stage``."""
    for statement in _STAGE:
        connection.execute(statement)


def sort_names(connection: sqlite3.Connection) -> None:
    """Fill ``name`` and ``skeleton`` in the order of their keys: SQLite sorts in its temporary files, not in memory."""
    connection.execute(
        "INSERT INTO main.name SELECT key, place, max(main) FROM stage.name GROUP BY key, place ORDER BY key, place"
    )
    connection.execute(
        "INSERT INTO main.skeleton SELECT DISTINCT form, country, place FROM stage.skeleton ORDER BY form, country, place"
    )


def add_prominent(connection: sqlite3.Connection) -> None:
    """Fill ``prominent`` from ``place`` and ``name``; only names of subdivisions and big cities are held in memory."""
    connection.execute(
        "INSERT INTO stage.big SELECT id FROM main.place "
        "WHERE curated OR kind = 'admin1' OR (kind = 'city' AND population >= ?)",
        (CITY_POPULATION,),
    )
    found = Prominence()
    proposals = connection.execute(
        f"SELECT n.key, n.main, {_BEARER} FROM main.name n JOIN main.place p ON p.id = n.place "
        "WHERE n.place IN (SELECT place FROM stage.big) ORDER BY n.key, n.place"
    )
    for key, main, *bearer in proposals:
        found.propose(key, Bearer(*bearer), main=bool(main))
    connection.executemany("INSERT INTO stage.proposed VALUES (?)", ((key,) for key in found.proposed()))
    namesakes = connection.execute(
        f"SELECT n.key, n.main, {_BEARER} FROM stage.proposed q CROSS JOIN main.name n ON n.key = q.key "
        "CROSS JOIN main.place p ON p.id = n.place"
    )
    for key, main, *bearer in namesakes:
        found.weigh(key, Bearer(*bearer), main=bool(main))
    connection.executemany("INSERT INTO main.prominent VALUES (?,?,?,?)", sorted(found.rows()))
