"""Headlines of other articles that run on into the next sentence."""

from duta.restoring import restore


def test_a_headline_without_a_stop_ends_before_the_next_subject():
    text = "Ia ditahan polisi. Baca juga: Rusia Serang Kota Kyiv dengan Rudal Budi Hartono mengatakan hal itu tidak benar."
    assert restore(text, "id").text == "Ia ditahan polisi. Budi Hartono mengatakan hal itu tidak benar."


def test_a_headline_with_a_stop_ends_there():
    text = "He was held. READ MORE: Russia Strikes Kyiv With Missiles. The mayor said nobody was hurt."
    assert restore(text, "en").text == "He was held. The mayor said nobody was hurt."


def test_what_is_taken_out_is_told_with_its_reason():
    text = "Ia ditahan. Baca juga: Rusia Serang Kyiv Polisi mengatakan hal itu."
    (drop,) = restore(text, "id").drops
    assert drop.reason == "cross reference" and text[drop.start : drop.end].strip().startswith("Baca juga")


def test_the_words_in_the_middle_of_a_sentence_stay():
    text = "Kita baca juga surat itu bersama warga."
    assert restore(text, "id").text == text
