"""Texts for the demonstration: an invented county's arrangements, an invented inspection, the news of it.

Written for Kith. The loader of the invented county drafts, signs and publishes them through the acts.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class DemoEdition:
    """Arguments of `acts.draft` (with `page=None`)."""

    kind: str
    slug: str
    title: str
    summary: str
    body: str


INSPECTION = """## What was looked at

Inspectors of children's services, of health care and of the police visited Thornshire together for
five working days.
They looked at one question: what happens from the first worry about a child to the first help. They
followed
forty children from the first call, read what each service had written, sat in on meetings and
talked with children,
parents, schools and workers.

## What they found in short

Most children in Thornshire who need help or protection get it soon, and from the right people. The
council, the police
and the NHS lead together. Three things must become better, and the partners had begun on all three.

## What works well

- The daily meeting in the hub. Every working morning all services talk about the children most at
  risk: what each
  day is like for them now, what happens next, and who is the best person to do it.
- Children are seen quickly, the same day where that is needed, at home and at school. Assessments go deep.
- Leaders know the work and ask hard questions of themselves. What is learnt in one team reaches the others.
- Schools and the police know each other. Officers come to lessons and assemblies, and schools say
  that trouble is
  often calmed before it grows.
- The exploitation meeting joins up what is known about places and people of concern, and acts on it.
- Workers for missing children know them well, and children say that they are listened to when they
  come home.

## What must become better

### 1. The efficiency of recording across the partners

Workers type the same facts into several systems. It takes time from children, and now and then a
fact stays behind in
one of them.

### 2. The consistent use of the police's vulnerability screening

Officers who fill in the screening do it well. But not every incident with a child has one, and the
same kind of
incident is graded in different ways on different shifts.

### 3. Children's voices in decisions

Children are asked, and their words are written down. It is less often clear what difference the
words made, above all
where services decide together.

## What we do about it

1. One shared record for the hub, in which a fact is typed once. We count what is typed again, and
   publish the number.
2. Each incident with a child expects a screening. A missing one is asked for the same day, and
   grades are compared.
3. No decision about a child without the child's own words and what they changed, or the reason why
   they are not there
   yet and the day on which they will be.

We will say here every six months how far we have come. You can tell us what you think on our
[feedback page](/feedback/).
"""

NEWS = """The report of the joint inspection of Thornshire's front door for children is published
today. It says that most
children who need help or protection get a swift and fitting answer, and names three things to make
better: how
efficiently the partners record, how consistently the police screen, and how children's voices count
in decisions.

> The report confirms what works and says plainly what does not yet. We asked for both.

So says the chair of the partnership. The council, the police and the NHS have signed one plan for
all three points. It
stands in the report's last part.

[Read the report](/reports/joint-inspection-front-door/)

[Tell us about a child](/worried/)
"""

ARRANGEMENTS = """## Who we are

Thornshire County Council, Thornshire Constabulary and NHS Thornshire are the three safeguarding
partners. The law gives
us one duty, shared and equal: to work together so that children are safe and well.

## How we work

- One front door. Everybody who is worried about a child tells the same hub, by telephone or in writing.
- Every working morning the hub's daily meeting looks at the children most at risk.
- Schools, colleges and nurseries are our full partners and sit at the same table.
- We work in a way that knows what fear and loss do to people, and that mends rather than blames.

## Who decides when we disagree

Whoever disagrees says so, and it is written down. The hub's manager answers the same day. While
adults disagree, the
child stays protected.

## Who checks us

An independent scrutineer, who works for none of the three. The scrutineer reads, visits, asks
children and families, and
writes here once a year what we do well and what we do not.

## How this changes

These arrangements grow with what we learn. Each new version is signed by all three partners. The
earlier ones stay here
to be read.
"""

BRIEFING = """## What happened

In the spring we looked again at twelve children about whom four or more worries had come in a year.
None of the worries
alone had led to more than advice.

## What we learnt

- Small worries add up. Whoever reads the fourth must see the first three.
- "The family has moved" is a reason to ask, not a reason to close.
- In five of the twelve, a brother or sister had told somebody first.

## What we ask of you

Write the child's own words. Say what you saw, not only what you think. If you have told us before,
tell us again.
"""


def demo_editions() -> tuple[DemoEdition, ...]:
    """The texts in the order in which they are to be published, oldest first."""
    return (
        DemoEdition(
            "arrangements",
            "how-we-work-together",
            "How we work together to keep children safe",
            "What the council, the police and the NHS in Thornshire do together, and who checks us.",
            ARRANGEMENTS,
        ),
        DemoEdition(
            "briefing",
            "small-worries-add-up",
            "Small worries add up",
            "What we learnt from twelve children about whom several worries had come.",
            BRIEFING,
        ),
        DemoEdition(
            "report",
            "joint-inspection-front-door",
            "Joint inspection of Thornshire's front door for children",
            "What inspectors found: most children get help soon, and three things must become better.",
            INSPECTION,
        ),
        DemoEdition(
            "news",
            "inspection-report-published",
            "Inspectors praise swift help and name three things to mend",
            "The report of the joint inspection is published today.",
            NEWS,
        ),
    )
