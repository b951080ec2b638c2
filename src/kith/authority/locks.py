"""Row security, generated from what the rooms declare: one lock a table, rebuilt whole by every `kith migrate`.

Shapes follow what was measured: one policy per role class, the selective term first, set readers wrapped in a
sub-select so that they run once a statement, and always a term that is false where there is no session.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass, field
from importlib import resources
from pathlib import Path

from django.apps import apps
from django.conf import settings
from django.db import connections, models

from kith.authority import policy
from kith.authority.who import role_name


@dataclass(frozen=True)
class Lock:
    """Who may read and write a table's rows. `kind` is one of:

    record     by class and subject: reach, or a wide role (most tables)
    mine       rows of this worker (`column`)
    ours       rows addressed to this worker, team or agency (`column`)
    reference  every signed-in session reads; written by the roles of `writers` only
    door       nobody reads; anybody inserts (a public report)
    none       no access at all: definer functions only
    """

    kind: str
    record_class: str = ""
    subject: str = "subject_id"
    own_agency: str = ""          # column: private to the reader's own agency
    also: str = ""                # a further SELECT term in SQL, OR-ed
    only: str = ""                # a term that every row read must meet as well, AND-ed
    creator: str = ""             # column that must be the writer
    anyone_creates: bool = False  # a new subject: there is nothing yet to be tied to
    column: str = "worker_id"
    writers: tuple[str, ...] = ()
    updates: bool = True
    deletes: bool = False
    door_inserts: bool = False
    door_reads: bool = False


LOCKS: dict[str, Lock] = {}


def protect(model: type[models.Model], lock: Lock) -> None:
    """Declare a table's lock. A table without one fails the hygiene test and cannot be read by the application."""
    LOCKS[model._meta.db_table] = lock


def select_term(lock: Lock) -> str:
    reach = f"{lock.subject} = any ((select sec.reach('{lock.record_class}'))::uuid[])"
    if lock.also:
        reach = f"({reach} or {lock.also})"
    return reach + agency_term(lock)


def wide_term(lock: Lock) -> str:
    everyone = (f"((select sec.reaches_all('{lock.record_class}')) "
                f"and {lock.subject} <> all ((select sec.closed())::uuid[]))")
    return f"({everyone}{agency_term(lock)}) or ({select_term(lock)})"


def agency_term(lock: Lock) -> str:
    """What narrows every reader: the agency's own rows, and the lock's `only`."""
    further = f" and ({lock.only})" if lock.only else ""
    if not lock.own_agency:
        return further
    return f" and ({lock.own_agency} is null or {lock.own_agency} = (select sec.agency())){further}"


def writer_term(lock: Lock) -> str:
    """Who may add or change a row: the creator is the writer, and reaches the subject, is wide, or just made it."""
    about = (f"({lock.subject} = any ((select sec.reach('{lock.record_class}'))::uuid[]) "
             f"or (select sec.reaches_all('{lock.record_class}')) or sec.fresh({lock.subject}))")
    mine = f"{lock.creator} = (select sec.worker())" if lock.creator else "(select sec.worker()) is not null"
    return mine if lock.anyone_creates else f"{mine} and {about}"


def policies(table: str, lock: Lock) -> list[str]:
    """The CREATE POLICY statements of one table."""
    narrow, wide, door = (f'"{role_name(r)}"' for r in ("narrow", "wide", "door"))
    out = []

    def add(name: str, verb: str, to: str, using: str = "", check: str = "") -> None:
        terms = (f" using ({using})" if using else "") + (f" with check ({check})" if check else "")
        out.append(f'create policy {name} on "{table}" for {verb} to {to}{terms}')

    both = f"{narrow}, {wide}"
    if lock.kind == "record":
        add("narrow_reads", "select", narrow, select_term(lock))
        add("wide_reads", "select", wide, wide_term(lock))
        add("workers_add", "insert", both, check=writer_term(lock))
        if lock.updates:
            free = writer_term(Lock("record", lock.record_class, lock.subject))
            add("narrow_changes", "update", narrow, select_term(lock), free)
            add("wide_changes", "update", wide, wide_term(lock), free)
    elif lock.kind in ("mine", "ours"):
        term = (f"{lock.column} = (select sec.worker())" if lock.kind == "mine"
                else f"{lock.column} = any ((select sec.holders())::uuid[])")
        add("own_reads", "select", both, term)
        add("own_adds", "insert", both, check=term if lock.kind == "mine" else "(select sec.worker()) is not null")
        add("own_changes", "update", both, term, term)
        if lock.deletes:
            add("own_deletes", "delete", both, term)
    elif lock.kind == "reference":
        add("signed_in_reads", "select", both, "(select sec.worker()) is not null")
        if lock.door_reads:
            add("door_reads", "select", door, "true")
        if lock.writers:
            listed = ", ".join(f"'{w}'" for w in lock.writers)
            term = f"(select sec.roles()) && array[{listed}]"
            add("writers_add", "insert", both, check=term)
            add("writers_change", "update", both, term, term)
            add("writers_delete", "delete", both, term)
    if lock.door_inserts:
        add("door_adds", "insert", door, check="true")
    return out


def privileges(table: str, lock: Lock) -> list[str]:
    narrow, wide, door = (f'"{role_name(r)}"' for r in ("narrow", "wide", "door"))
    verbs = ["select", "insert"] + (["update"] if lock.updates else [])
    verbs += ["delete"] if lock.deletes or lock.writers else []
    out = []
    if lock.kind not in ("none", "door"):
        out.append(f'grant {", ".join(verbs)} on "{table}" to {narrow}, {wide}')
    if lock.door_inserts:
        out.append(f'grant insert on "{table}" to {door}')
    if lock.door_reads:
        out.append(f'grant select on "{table}" to {door}')
    return out


@dataclass
class Installer:
    """Applies everything as the owner, in one transaction of the caller's."""

    app_login: str
    owner: str
    statements: list[str] = field(default_factory=list)

    def sql(self) -> list[str]:
        return [*self.roles(), *self.functions(), *self.tables(), *self.rights()]

    def roles(self) -> list[str]:
        out = []
        for which in ("narrow", "wide", "door"):
            name = role_name(which)
            # Two installations on one server may get here together: who comes second finds the role made.
            out.append(f"do $$ begin if not exists (select from pg_roles where rolname = '{name}') then "
                       f'create role "{name}" nologin; end if; '
                       f"exception when duplicate_object or unique_violation then null; end $$")
            out.append(f'grant "{name}" to "{self.app_login}"')
            out.append(f'grant usage on schema public to "{name}"')
        return out

    def functions(self) -> list[str]:
        names = {"owner": f'"{self.owner}"', "app": f'"{self.app_login}"',
                 **{r: f'"{role_name(r)}"' for r in ("narrow", "wide", "door")}}
        out = []
        for package, file in sql_files():
            text = (resources.files(package) / "sql" / file).read_text(encoding="utf-8")
            out.append(re.sub(r"\{\{(\w+)\}\}", lambda m: names[m.group(1)], text))
        return out

    def tables(self) -> list[str]:
        out = []
        roles = ", ".join(f'"{role_name(r)}"' for r in ("narrow", "wide", "door"))
        for table in our_tables():
            lock = LOCKS.get(table, Lock("none"))
            out.append(f'revoke all on "{table}" from public, {roles}')
            out.append(f"do $$ declare p record; begin for p in select policyname from pg_policies "
                       f"where schemaname = 'public' and tablename = '{table}' loop "
                       f"execute format('drop policy %I on public.%I', p.policyname, '{table}'); end loop; end $$")
            if lock.kind == "none":
                continue
            out.append(f'alter table "{table}" enable row level security')
            out.append(f'alter table "{table}" force row level security')
            out.append(f'create policy owner_all on "{table}" to "{self.owner}" using (true) with check (true)')
            out += policies(table, lock) + privileges(table, lock)
        return out

    def rights(self) -> list[str]:
        narrow, wide, door = (f'"{role_name(r)}"' for r in ("narrow", "wide", "door"))
        signed_in = f"{narrow}, {wide}"
        only_door = ("credential(text)", "sign_in_failed(text)", "keep_totp(uuid, bytea, text)",
                     "open_session(text, uuid, text, text, interval, interval)")
        only_login = ("enter(text, boolean)", "open_job(text, text)")
        out = ["revoke all on all functions in schema sec from public",
               f"grant usage on schema sec to {signed_in}, {door}, \"{self.app_login}\"",
               f"grant execute on all functions in schema sec to {signed_in}"]
        for function in only_door:
            out.append(f"revoke execute on function sec.{function} from {signed_in}")
            out.append(f"grant execute on function sec.{function} to {door}")
        for function in only_login:
            out.append(f"revoke execute on function sec.{function} from {signed_in}")
            out.append(f'grant execute on function sec.{function} to "{self.app_login}"')
        out.append(f"grant execute on function sec.now() to {door}, \"{self.app_login}\"")
        out += [f"grant execute on function sec.{name} to {door}" for name in DOOR_FUNCTIONS]
        out.append("revoke all on public.authority_entry, public.authority_entrypersonal, public.authority_leaf, "
                   f"public.authority_seal_head from public, {signed_in}, {door}")
        out.append("grant insert (id, purpose, verb, subject_id, record_id, facts) on public.authority_entry "
                   f"to {signed_in}")
        out.append(f"grant insert on public.authority_entrypersonal to {signed_in}")
        return out


SQL_FILES: list[tuple[str, str]] = [("kith.authority", "context.sql"), ("kith.authority", "ledger.sql")]
DOOR_FUNCTIONS: list[str] = []


def install_file(package: str, file: str, *, door: tuple[str, ...] = ()) -> None:
    """A room registers its own definer functions (`<room>/sql/<file>`), and which of them the public door may call."""
    if (package, file) not in SQL_FILES:
        SQL_FILES.append((package, file))
        DOOR_FUNCTIONS.extend(door)


def sql_files() -> list[tuple[str, str]]:
    return SQL_FILES


def our_tables() -> list[str]:
    return sorted({m._meta.db_table for m in apps.get_models(include_auto_created=True)} | {"django_migrations"})


def installer_here() -> Installer:
    return Installer(app_login=str(settings.DATABASES["default"]["USER"]),
                     owner=str(settings.DATABASES["owner"]["USER"]))


def digest(installer: Installer) -> str:
    """What a finished installation looks like: every statement, every opening, every migration file."""
    migrations = sorted(str(p.name) for c in apps.get_app_configs() for p in Path(c.path).glob("migrations/0*.py"))
    text = "\n".join([*installer.sql(), repr(sorted(policy.openings())), *migrations])
    return hashlib.sha256(text.encode()).hexdigest()


def stands() -> bool:
    """Whether this very installation is in the database already. A restored one is not: its policies are missing."""
    installer = installer_here()
    wanted = sum(s.startswith("create policy") for s in installer.sql())
    with connections["owner"].cursor() as cursor:
        cursor.execute("select obj_description(to_regnamespace('sec'), 'pg_namespace'), "
                       "(select count(*) from pg_policies where schemaname = 'public')")
        found = cursor.fetchone()
    return found == (digest(installer), wanted)


def install() -> int:
    """Create roles, functions, policies and openings as the owner; returns how many tables are locked."""
    owner, installer = connections["owner"], installer_here()
    with owner.cursor() as cursor:
        for statement in installer.sql():
            cursor.execute(statement)
        cursor.execute("delete from authority_opens")
        cursor.executemany("insert into authority_opens (record_class, role, tie) values (%s, %s, %s)",
                           sorted(policy.openings()))
        cursor.execute(f"comment on schema sec is '{digest(installer)}'")
    return sum(1 for t in our_tables() if t in LOCKS and LOCKS[t].kind != "none")
