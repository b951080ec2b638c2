"""Floors of quality on small invented populations whose seeds are used nowhere else."""

import random

import pytest

from kith.people.linkage import clean, evaluate, load_model, ship
from kith.people.linkage.bench import counted, twin_pairs
from kith.people.linkage.calibrate import calibrate, recalibrated, write_model
from kith.people.linkage.model import ModelError, from_dict, to_dict
from kith.people.linkage.populations import households, registers
from kith.people.linkage.splink_settings import settings
from kith.people.linkage.train import adapt, train

SEEDS = [(households, 7001), (registers, 7002)]


@pytest.fixture(scope="module", params=SEEDS, ids=["households", "registers"])
def measured(request):
    population, seed = request.param
    made = population.generate(3_000, seed, 600)
    cleaned = [clean(evaluate.record(row)) for row in made.rows]
    model = adapt(load_model(), counted(cleaned))
    pairs = evaluate.candidate_pairs(cleaned, evaluate.index(cleaned))
    true = evaluate.true_pairs([made.truth[c.record_id] for c in cleaned])
    return made, cleaned, model, pairs, true, evaluate.scored_pairs(model, cleaned, pairs)


def test_evaluation_seeds_are_not_training_seeds():
    assert not {seed for _, seed in ship.TRAINING} & {seed for _, seed in SEEDS}


def test_keys_find_nearly_every_true_pair(measured):
    _, _, _, pairs, true, _ = measured
    assert len(pairs & true) / len(true) >= 0.995


def test_no_twins_are_ever_linked_by_machine(measured):
    made, cleaned, model, _, _, scored = measured
    linked = {(a, b) for weight, a, b, guard, _ in scored if weight >= model.join and not guard}
    assert not linked & twin_pairs(cleaned, made)


def test_links_are_right_and_few_are_missed(measured):
    _, _, model, _, true, scored = measured
    linked = {(a, b) for weight, a, b, guard, _ in scored if weight >= model.join and not guard}
    precision, recall, _ = evaluate.precision_recall(linked, true)
    assert precision >= 0.998 and recall >= 0.93


def test_clusters_are_right(measured):
    _, cleaned, model, _, true, scored = measured
    assert evaluate.precision_recall(evaluate.clustered(model, cleaned, scored, model.keep), true)[2] >= 0.98


def test_the_live_path_finds_the_child(measured):
    made, _, model, _, _, _ = measured
    counts = evaluate.live(model, made.rows, made.truth, made.referrals, made.referral_truth, made.tags)["counts"]
    assert counts["all: candidate"] / counts["all: n"] >= 0.99
    assert counts["all: top"] / counts["all: n"] >= 0.98
    assert counts["auto wrong"] <= 1


def test_training_without_labels_does_no_harm(measured):
    _, cleaned, model, pairs, true, scored = measured
    learned = train(model, cleaned)
    again = evaluate.scored_pairs(learned, cleaned, pairs)
    before = evaluate.precision_recall(evaluate.clustered(model, cleaned, scored, 1), true)[2]
    assert evaluate.precision_recall(evaluate.clustered(learned, cleaned, again, 1), true)[2] >= before - 0.01


def test_a_model_survives_its_file():
    model = load_model()
    assert from_dict(to_dict(model)) == model


def test_a_model_without_a_level_is_refused():
    data = to_dict(load_model())
    del data["levels"]["dob"]["exact"]
    with pytest.raises(ModelError):
        from_dict(data)


def test_splink_settings_weigh_an_exact_level_as_we_do():
    model = load_model()
    dob = next(c for c in settings(model)["comparisons"] if c["output_column_name"] == "dob")
    level = next(found for found in dob["comparison_levels"] if found["sql_condition"] == "dob_l = dob_r")
    assert level["m_probability"] / level["u_probability"] == pytest.approx(2 ** model.fixed["dob"][1], rel=1e-6)


def test_calibration_rises_with_weight():
    points = calibrate([(w / 10, (w * 7919) % 100 < w) for w in range(100)])
    assert [p for _, p in points] == sorted(p for _, p in points)


def answers(count: int, seed: int = 3) -> list[tuple[float, bool]]:
    """People's answers on the doubtful band: there the truth is half as sure as the model thinks."""
    rnd = random.Random(seed)
    weights = [rnd.uniform(-5, 7) for _ in range(count)]
    return [(weight, rnd.random() < load_model().probability(weight) / 2) for weight in weights]


def test_too_few_answers_move_nothing():
    assert recalibrated(load_model(), answers(100)) is None
    assert recalibrated(load_model(), [(weight, True) for weight, _ in answers(400)]) is None


def test_answers_move_the_probabilities_where_people_have_spoken(tmp_path):
    model, found = load_model(), recalibrated(load_model(), answers(2_000))
    assert found.answers == 2_000 and found.after < found.before
    assert found.model.version == f"{model.version}, calibrated on 2000 answers"
    assert found.model.probability(5.0) == pytest.approx(model.probability(5.0) / 2, abs=0.15)
    assert found.model.probability(20.0) == pytest.approx(model.probability(20.0), abs=0.02)
    shares = [found.model.probability(weight) for weight in range(-10, 25)]
    assert shares == sorted(shares)
    write_model(found.model, tmp_path / "model.json")
    assert load_model(str(tmp_path / "model.json")) == found.model


def test_answers_that_agree_with_the_model_leave_it_alone():
    rnd, model = random.Random(4), load_model()
    weights = [rnd.uniform(-5, 7) for _ in range(300)]
    found = recalibrated(model, [(weight, rnd.random() < model.probability(weight)) for weight in weights])
    assert found is None or abs(found.model.probability(3.0) - model.probability(3.0)) < 0.25


def test_the_lower_wilson_bound_is_below_the_share():
    assert 0.88 < evaluate.wilson(95, 100) < 0.95 and evaluate.wilson(0, 0) == 0
