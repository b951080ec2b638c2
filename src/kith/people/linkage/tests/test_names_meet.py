# ruff: noqa: E501  (tables read better on one line)
"""Spellings, scripts and short forms of one name meet; names that only look alike do not."""

import pytest

from kith.people.linkage import Record, clean, keys, load_model, names, score
from kith.people.linkage.levels import AT, LEVELS, family_level, given_level
from kith.people.linkage.names import reads_as
from kith.people.linkage.score import middle_level
from kith.people.linkage.script import latin


def level(a: str, b: str) -> str:
    return LEVELS["given"][given_level(names.given(a), names.given(b))].key


def surname_level(a: str, b: str) -> str:
    return LEVELS["family"][family_level(names.family(a), names.family(b))].key


@pytest.mark.parametrize(
    ("raw", "plain"),
    [("Michał", "michal"), ("Søren", "soren"), ("Weiß", "weiss"), ("Đorđe", "dorde"), ("Иван", "ivan"), ("Ælfgifu", "aelfgifu"),
     ("Þór", "thor"), ("Yağız", "yagiz"), ("Αλέξανδρος", "alexandros"), ("Zoë", "zoe"), ("राहुल", "rahul"), ("Олександр", "oleksandr"),
     ("ዳዊት ተስፋዬ", "dawit tesfaye"), ("አበበ ወልደ", "abebe welde")],
)  # fmt: skip
def test_no_letter_is_lost_on_the_way_to_latin(raw, plain):
    assert latin(raw) == plain


@pytest.mark.parametrize(
    ("a", "b"),
    [("Mohammed", "Muhammad"), ("Mhmd", "Mohammed"), ("محمد", "Muhammad"), ("Yusuf", "يوسف"), ("Katherine", "Cathryn"),
     ("Stephen", "Steven"), ("Aisha", "Ayesha"), ("عمر", "Umar"), ("Abdul Rahman", "Abdurrahman"), ("Oleksandr", "Alexander"),
     ("Ana-Maria", "Anamaria"), ("Abdullahi", "Abdulahi"), ("Abd Allah", "Abdulla"), ("Abdul Aziz", "Abdelaziz"),
     ("Layla", "Leila"), ("Zayn", "Zein"), ("Dina", "Deena")],
)  # fmt: skip
def test_spellings_of_one_first_name_meet(a, b):
    assert level(a, b) in ("spelling", "exact")


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("Mohammed", "Mahmud"),
        ("محمد", "محمود"),
        ("Hassan", "Hussain"),
        ("Amir", "Omar"),
        ("Ella", "Eli"),
        ("Layla", "Lola"),
        ("Mia", "Maya"),
    ],
)
def test_names_that_only_look_alike_are_not_one_name(a, b):
    assert level(a, b) in ("weak", "different")


@pytest.mark.parametrize(
    ("a", "b"),
    [("Bob", "Robert"), ("Liz", "Elizabeth"), ("Kasia", "Katarzyna"), ("Mo", "Mohammed"), ("Mo", "Muhammad"),
     ("Gwen", "Gwenllian"), ("Damilola", "Oluwadamilola"), ("Dami", "Oluwadamilola"), ("Tunde", "Babatunde"), ("Abdi", "Abdirahman"),
     ("Abdul", "Abdul Rahman"), ("Karim", "Abdul Karim")],
)  # fmt: skip
def test_short_forms_meet_their_full_name(a, b):
    assert level(a, b) == "nickname"


@pytest.mark.parametrize(("a", "b"), [("Mo", "Mahmud"), ("Katherine", "Catherine"), ("Beth", "Bethel"), ("Bob", "Bilal"), ("Paul", "Paulina"),
                                       ("Gabriel", "Gabriella"), ("Ann", "Savannah"), ("Oluwaseun", "Oluwadamilola")])  # fmt: skip
def test_a_short_form_is_not_short_for_just_anything(a, b):
    assert level(a, b) != "nickname"


@pytest.mark.parametrize(
    ("a", "b"),
    [("O'Brien", "O Brien"), ("MacDonald", "Mc Donald"), ("Al-Hussein", "Hussein"), ("D'Souza", "D Souza"), ("O’Neill", "ONeill"),
     ("Krawczyk-Nowak", "Krawczyk Nowak")],
)  # fmt: skip
def test_ways_of_writing_one_surname_are_the_same(a, b):
    assert surname_level(a, b) == "exact"


@pytest.mark.parametrize(
    ("a", "b"),
    [("Al-Hussein", "Alhussain"), ("الحسين", "Hossain"), ("Kowalski", "Kowalska"), ("Smith", "Smyth")],
)
def test_spellings_of_one_surname_meet(a, b):
    assert surname_level(a, b) == "spelling"


def test_part_of_a_double_surname_meets_the_whole():
    assert surname_level("Osei-Bonsu", "Bonsu") == "part"


def test_three_spellings_of_one_boy_share_a_key_and_arabic_script_finds_him():
    """Scenario A6."""
    boy = clean(Record(given_name="Mohammed", family_name="Al Hussein", dob="03/04/2014", postcode="TH1 2AB"))
    for given, family, dob in (
        ("Muhammad", "Alhussain", "04/03/2014"),
        ("Mhmd", "Hussain", "03/04/2014"),
        ("محمد", "الحسين", ""),
    ):
        other = clean(Record(given_name=given, family_name=family, dob=dob))
        assert keys(boy) & keys(other)


@pytest.mark.parametrize(
    ("written", "latin_form"),
    [("نور حسين", "Noor Hussain"), ("زيد علي", "Zaid Ali"), ("عائشة خان", "Ayesha Khan"), ("Дмитро Шевченко", "Dmytro Shevchenko"),
     ("Юлия Иванова", "Yulia Ivanova"), ("דוד לוי", "David Levi")],
)  # fmt: skip
def test_a_name_searched_in_its_own_script_finds_the_latin_record_and_the_reverse(written, latin_form):
    model = load_model()
    one, other = (
        clean(Record(given_name=text.split()[0], family_name=text.split()[1])) for text in (written, latin_form)
    )
    stranger = clean(Record(given_name="Grace", family_name=latin_form.split()[1]))
    for a, b in ((one, other), (other, one)):
        assert keys(a) & keys(b) and score(model, a, b).levels[0] < AT["given"]["weak"]
        assert score(model, a, b).weight > score(model, a, stranger).weight


def test_a_latin_alias_of_a_record_in_another_script_is_found_by_both_spellings():
    held = clean(Record(given_name="王", family_name="李", aliases=("Wei Li",), dob="2014-04-03"))
    for given, family in (("王", "李"), ("Wei", "Li")):
        asked = clean(Record(given_name=given, family_name=family))
        assert keys(asked) & keys(held)
        assert score(load_model(), asked, held).levels[:2] == (AT["given"]["exact"], AT["family"]["exact"])


@pytest.mark.parametrize(("one", "other"), [("伟", "Wei"), ("王伟", "สมชาย"), ("გიორგი", "Giorgi")])
def test_names_in_scripts_that_cannot_be_held_together_say_nothing(one, other):
    assert level(one, other) == "missing" == surname_level(one, other)
    a, b = (clean(Record(given_name=name, family_name=name, dob="2009-05-16")) for name in (one, other))
    assert score(load_model(), a, b).guard != "possible_twin" and score(load_model(), a, b).bits[:2] == (0.0, 0.0)


def test_two_names_in_one_other_script_still_differ():
    assert level("伟", "明") == "different" and level("伟", "伟") == "exact"


def test_a_latin_name_beside_one_in_han_is_what_is_compared():
    wei = clean(Record(given_name="伟", known_as="Wei", family_name="王"))
    assert (
        score(load_model(), wei, clean(Record(given_name="Grace", family_name="王"))).levels[0] >= AT["given"]["weak"]
    )
    assert score(load_model(), wei, clean(Record(given_name="Wei", family_name="王"))).levels[0] == AT["given"]["exact"]


@pytest.mark.parametrize(
    ("one", "both"),
    [("Abdullah", "Abdullah Ahmed"), ("Abdi", "Abdi Abdirahman"), ("Abdul Rahman", "Abdurrahman Ali")],
)
def test_a_first_name_that_begins_with_abd_ends_where_its_second_word_ends(one, both):
    assert level(one, both) in ("part", "close")


@pytest.mark.parametrize(
    ("a", "b"), [("Abdul Rahman", "Abdul Karim"), ("Abdullah", "Abdul Ahad"), ("Abdi Ali", "Abdul Ahmed")]
)
def test_servants_of_two_names_are_two_people(a, b):
    assert level(a, b) in ("weak", "different")


@pytest.mark.parametrize(
    ("written", "english"),
    [("Xasan", "Hassan"), ("Cali", "Ali"), ("Cumar", "Omar"), ("Xuseen", "Hussein"), ("Maxamed", "Mohamed"), ("Jaamac", "Jama"),
     ("Faarax", "Farah"), ("Cabdiraxmaan", "Abdirahman"), ("Caasha", "Asha"), ("Cusmaan", "Osman"), ("Xaliimo", "Halima")],
)  # fmt: skip
def test_a_name_in_the_somali_alphabet_meets_the_english_spelling(written, english):
    assert level(written, english) in ("spelling", "exact") and surname_level(written, english) == "spelling"
    a, b = (clean(Record(given_name=name, family_name="Nur", dob="2010-09-29")) for name in (written, english))
    assert keys(a) & keys(b)


def test_a_doubled_vowel_makes_no_somali_name_of_another_word():
    assert level("Aaliyah Grace", "Aliyah Grace") == "spelling" and level("Chaaya", "Chaya") == "close"


@pytest.mark.parametrize(
    ("a", "b"),
    [("Xasan", "Hussein"), ("Maxamuud", "Mohamed"), ("Cabdiraxmaan", "Abdirashid"), ("Isaac", "Isa"), ("Cian", "Iain"),
     ("Maxine", "Mahina"), ("Caiden", "Aidan")],
)  # fmt: skip
def test_c_and_x_are_read_the_somali_way_in_somali_names_alone(a, b):
    assert level(a, b) in ("weak", "different")


def test_short_names_without_vowels_are_not_read_as_just_anything():
    assert not reads_as("nwr", "nora") and not reads_as("zyd", "zoda") and not reads_as("noor", "noor")


def test_mahmud_never_comes_near_mohammeds_weight():
    """Scenario A6: a different child of the same date of birth and surname."""
    model = load_model()
    boy = clean(Record(given_name="Mohammed", family_name="Al Hussein", dob="03/04/2014"))
    same = score(model, boy, clean(Record(given_name="Mhmd", family_name="Hussain", dob="03/04/2014")))
    other = score(model, boy, clean(Record(given_name="Mahmud", family_name="Hussain", dob="03/04/2014")))
    assert other.guard == "possible_twin"
    assert same.weight > other.weight + 5


def test_exchanged_names_are_recognised():
    model = load_model()
    a = clean(Record(given_name="Arjun", family_name="Nair", dob="2015-02-02"))
    b = clean(Record(given_name="Nair", family_name="Arjun", dob="2015-02-02"))
    assert score(model, a, b).levels[0] == AT["given"]["swapped"]
    assert keys(a) & keys(b)


@pytest.mark.parametrize(
    ("whole", "cut"),
    [(("Hassan", "Ali", "Mansour"), ("Hassan", "", "Ali")), (("Faarax Abdi", "", "Jama"), ("Farah", "", "Abdi")),
     (("Simran", "Kaur", "Gill"), ("Simran", "", "Kaur")), (("Asha", "Maxamed", "Nur"), ("Asha", "", "Mohamed"))],
)  # fmt: skip
def test_a_chain_of_names_cut_elsewhere_shares_part_of_the_surname(whole, cut):
    one, other = (
        clean(Record(given_name=g, middle_name=m, family_name=f, dob="2013-10-15")) for g, m, f in (whole, cut)
    )
    found = score(load_model(), one, other)
    assert found.levels[1] == AT["family"]["part"] and score(load_model(), other, one) == found


def test_brothers_with_one_father_are_not_joined_by_his_name():
    hassan = clean(Record(given_name="Hassan", middle_name="Ali", family_name="Mansour", dob="2013-10-15", sex="M"))
    hussein = clean(Record(given_name="Hussein", family_name="Ali", dob="2013-10-15", sex="M"))
    assert score(load_model(), hassan, hussein).levels[1] == AT["family"]["different"]
    assert score(load_model(), hassan, hussein).weight < load_model().keep


def test_a_single_name_is_one_name_in_either_field():
    here = clean(Record(given_name="Fowsiyo", dob="2018-11-04"))
    there = clean(Record(family_name="Fowsiyo", dob="2018-11-04"))
    found = score(load_model(), here, there)
    assert found.levels[0] == AT["given"]["swapped"] and found.bits[0] > 0 and score(load_model(), there, here) == found


@pytest.mark.parametrize(
    ("here", "there"),
    [({"given_name": "Thomas"}, {"given_name": "Baby", "family_name": "Thomas"}), ({"given_name": "Ali"}, {"family_name": "Hassan"}),
     ({"given_name": "Ali", "family_name": "Omar"}, {"family_name": "Ali"})],
)  # fmt: skip
def test_a_surname_is_not_taken_for_a_missing_first_name(here, there):
    assert score(load_model(), clean(Record(**here)), clean(Record(**there))).bits[0] == 0


def test_a_surname_nobody_has_is_no_name():
    assert clean(Record(given_name="Naima", family_name="LNU")).families == ()


@pytest.mark.parametrize(("given", "family"), [("Jankowski", "Mati"), ("Jankowsky", "Mateusz"), ("Jankowski", "Matty")])
def test_exchanged_names_are_recognised_by_a_short_form_or_a_slip(given, family):
    whole = clean(Record(given_name="Mateusz", family_name="Jankowski", dob="2022-04-20"))
    other = clean(Record(given_name=given, family_name=family, dob="2022-04-20"))
    swapped = score(load_model(), whole, other).levels[0] == AT["given"]["swapped"]
    assert swapped == (family != "Matty")


def test_brothers_called_after_each_others_surname_are_not_taken_for_one():
    hassan = clean(Record(given_name="Hassan", family_name="Ali", dob="2022-04-20"))
    hussein = clean(Record(given_name="Ali", family_name="Hussein", dob="2022-04-20"))
    assert score(load_model(), hassan, hussein).levels[0] == AT["given"]["different"]


def test_a_slip_belongs_to_the_name_it_is_nearest_to():
    """Hassan and Hussain have the same consonants, and are what twin brothers are called."""
    assert level("Hsssan", "Hassan") == "spelling" and level("Hsssan", "Hussain") == "weak"
    assert level("Mohmud", "Mohammed") == "spelling" and level("Mhmoud", "Mohammed") != "spelling"


def test_a_short_form_meets_its_full_name_among_several():
    assert level("Mo", "Muhammad Usman") == "part" and level("Mo", "Ali Usman") != "part"


def test_two_middle_names_compare_alike_in_either_order():
    assert middle_level("mo", "mei") == middle_level("mei", "mo") == AT["middle"]["different"]


def test_a_known_as_name_and_an_alias_count_as_the_name():
    model = load_model()
    a = clean(Record(given_name="Temitope", known_as="Grace", family_name="Afolabi", aliases=("Tola Ade",)))
    assert score(model, a, clean(Record(given_name="Grace", family_name="Afolabi"))).levels[0] == AT["given"]["exact"]
    assert score(model, a, clean(Record(given_name="Tola", family_name="Ade"))).levels[1] == AT["family"]["exact"]
