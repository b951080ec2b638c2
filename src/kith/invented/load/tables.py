"""Which columns the loader fills, table by table, in the order in which its rows give them.

A column that a table has beyond these gets the model's own default, so that a new field does not stop the demo.
"""

from __future__ import annotations

from django.apps import apps
from django.db.models import Field, Model

from kith.invented.load.text import line

COLUMNS: dict[str, str] = {
    "authority_agency": "id key name kind phone",
    "authority_team": "id agency_id key name phone",
    "authority_worker": "id name email phone job_title agency_id left_at",
    "authority_workerrole": "id worker_id role",
    "authority_teammember": "id team_id worker_id",
    "authority_rota": "id worker_id from_at until_at",
    "authority_subject": "id kind state redirected_to_id created_by_id created_at",
    "authority_tie": "id holder_id subject_id kind from_at until_at",
    "authority_bar": "id worker_id subject_id reason declared_at",
    "authority_seal": "id subject_id level sealed_at",
    "authority_opening": "id worker_id subject_id reason_code reason opened_at closes_at review_due_at",
    "people_school": "agency_id urn phase independent starts_at terms inset_days",
    "people_sourcerecord": "id subject_id agency_id system source_ref version received_at fields created_by_id",
    "people_personlink": "id source_record_id subject_id method reason decided_by_id valid_from valid_to",
    "people_person": "subject_id kind given_name family_name known_as born_on precision expected_on sex birth_order "
                     "multiple_birth area source_record_id created_by_id",
    "people_name": "id subject_id source_record_id type given_name family_name script created_by_id",
    "people_identifier": "id subject_id source_record_id scheme value verified created_by_id",
    "people_address": "id subject_id source_record_id lines postcode from_on until_on created_by_id",
    "people_restrictedaddress": "id subject_id sealed_text created_by_id created_at",
    "people_householdmember": "id household_id subject_id role from_on until_on created_by_id",
    "people_relationship": "id subject_id other_id kind confidence from_on until_on created_by_id",
    "people_schoolplace": "id subject_id source_record_id school_id from_on until_on created_by_id",
    "people_practice": "id subject_id name phone created_by_id",
    "people_voice": "id subject_id source_record_id heard_at method place alone language words observed interpretation "
                    "wish heard_by agency_id told_back_at told_back told_back_by created_by_id created_at",
    "people_event": "id subject_id source_record_id at agency_id verb sentence significant record_id path "
                    "created_by_id",
    "people_indexrecord": "source_record_id subject_id packed version",
    "people_indexkey": "key source_record_id",
    "work_involvement": "id subject_id agency_id team_id worker_id kind from_at until_at created_by_id",
    "work_deadline": "id subject_id duty duty_version record_id agency_id started_at due_at reported_at due_on met_at "
                     "superseded_at announced_at explained_at explained_by_id reason created_by_id",
    "work_action": "id subject_id agency_id team_id worker_id what so_that due_at cause_id done_at done_by_id "
                   "difference created_by_id created_at",
    "work_request": "id subject_id about_id agency_id question purpose lawful_basis gateway necessity family_told "
                    "grade sent_at seen_at withdrawn_at created_by_id",
    "work_answer": "id request_id subject_id agency_id outcome text means records_to decline_reason review_on "
                   "answered_at created_by_id",
    "meetings_decision": "id subject_id kind about_id chosen level indicator options_considered rationale voice_id "
                         "voice_influence voice_difference no_voice_reason obtain_voice_on maker_role second_id "
                         "second_note made_at created_by_id",
    "meetings_position": "id subject_id about_id agency_id view proposes reasons given_at created_by_id",
    "meetings_disagreement": "id subject_id decision_id agency_id about interim_step opened_at closed_at closed_by_id "
                             "outcome created_by_id",
    "frontdoor_contact": "subject_id reference referral_id channel received_at happened_at source_code agency_id "
                         "referrer_id referrer_name referrer_role referrer_contact relationship stays_unnamed system "
                         "system_ref what_happened others_at_home family_told proposed_level address postcode "
                         "typed_fields carried_fields typed_seconds grade owner_id matched_at decided_at told_at "
                         "created_by_id created_at",
    "frontdoor_contactperson": "id contact_id subject_id source_record_id role position settled_at settled_as "
                               "created_by_id",
    "frontdoor_grading": "id subject_id grade before reason graded_at created_by_id",
    "frontdoor_jointpicture": "id subject_id text written_at created_by_id",
    "frontdoor_historyshown": "id subject_id about_id contacts_shown shown_at created_by_id",
    "frontdoor_message": "id subject_id kind text sent_at channel read_at created_by_id",
    "frontdoor_secondview": "id subject_id about_id chosen why asked_at created_by_id agrees note given_at given_by_id",
    "instruments_edition": "id key version digest text kept_at",
    "instruments_response": "id subject_id edition_id tool about_id grade rule_grade agency_id given_at created_by_id",
    "instruments_answer": "id response_id subject_id question place part code number text why_not source created_by_id",
    "instruments_words": "id response_id subject_id question text created_by_id",
    "screening_incident": "subject_id agency_id system number kind began_at received_at summary address postcode "
                          "officer_id officer_name team_id shift matched_at created_by_id created_at",
    "screening_incidentperson": "id incident_id subject_id source_record_id kind role present position created_by_id",
    "screening_expected": "id incident_id subject_id source_record_id triggers sex ethnicity age expected_at begun_at "
                          "missed_at missed_to_id created_by_id",
    "screening_notneeded": "id expected_id incident_id subject_id source_record_id reason note said_at created_by_id",
    "screening_screening": "id expected_id incident_id subject_id source_record_id response_id tool tool_version "
                           "domestic_abuse officer_grade officer_reason grade handled_as voice demeanour school others "
                           "submitted_at improved_at returned_at supervised_at supervised_by_id reached_at owner_id "
                           "shared_at contact_id not_shared_at acknowledged_at weighed_at created_by_id",
    "screening_sample": "id kind month seed frame drawn strata drawn_at created_by_id",
    "screening_sampled": "id sample_id incident_id subject_id screening_id not_needed_id stratum grade agrees note "
                         "given_at given_by_id created_by_id",
    "screening_step": "id screening_id incident_id subject_id source_record_id kind codes text before after by_hub at "
                      "created_by_id",
}


def columns(table: str) -> list[str]:
    """The columns that rows of this table give, in order."""
    return COLUMNS[table].split()


def model_of(table: str) -> type[Model]:
    """The model kept in a table. LookupError where there is none."""
    found = next((m for m in apps.get_models() if m._meta.db_table == table), None)
    if found is None:
        raise LookupError(f"no model keeps its rows in {table}")
    return found


def further(table: str) -> list[Field]:
    """Fields of the table that the loader leaves at their defaults."""
    given = set(columns(table))
    return [f for f in model_of(table)._meta.local_concrete_fields if f.column not in given]


def constants(table: str) -> str:
    """What every line of this table ends with: the defaults of the fields left alone, each after a tab."""
    fields = further(table)
    return "\t" + line(_default(f) for f in fields) if fields else ""


def _default(field: Field) -> object:
    value = None if field.null and not field.has_default() else field.get_default()
    # A list is JSON in one column and an array of PostgreSQL in another.
    return "{}" if value == [] and field.get_internal_type() == "ArrayField" else value
