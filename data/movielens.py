"""MovieLens 100K (GroupLens, 1998; research use, not to be redistributed), from the example folder
of the PyPI package `recbole`.

100,000 ratings from 1 to 5 by 943 people of 1,682 films, with titles, years, genres, and the
people's age, gender and occupation.
"""

from pathlib import Path

import duckdb

from data.packages import SampleTables, files_in, literal

MODULE = "recbole"
REQUIREMENT = "recbole==1.2.1"
FOLDER = Path("dataset_example") / "ml-100k"
NAMES = ["ml-100k.inter", "ml-100k.item", "ml-100k.user"]

_ARTICLES = "The|A|An|La|Le|Les|L''|Il|Das|Der|Die|El|Los"


def prepare(cursor: duckdb.DuckDBPyConnection, folder: Path) -> SampleTables:
    """The SELECTs that fill a workspace's tables from the package in `folder`.

    `cursor` is not used: nothing needs preparing. Films have the first genre as category and all
    of them in the description and attributes.
    """
    files = files_in(folder / FOLDER, NAMES, REQUIREMENT)
    ratings, films, people = (_read(file) for file in files)
    # "Usual Suspects, The" is sold as "The Usual Suspects".
    title = (
        f"regexp_replace(\"movie_title:token_seq\", '^(.+?), ({_ARTICLES})( \\(.*\\))?$', "
        "'\\2 \\1\\3')"
    )
    genres = (
        "CASE WHEN \"class:token_seq\" = 'unknown' THEN [] "
        "ELSE string_split(\"class:token_seq\", ' ') END"
    )
    selects = {
        "interactions": f"""
            SELECT "user_id:token" AS user_id, "item_id:token" AS item_id, 'rating' AS event,
                   "rating:float"::DOUBLE AS rating,
                   make_timestamp(("timestamp:float"::DOUBLE * 1000000)::BIGINT) AS ts
            FROM {ratings}
        """,
        "items": f"""
            SELECT item_id, title || CASE WHEN year IS NULL THEN '' ELSE ' (' || year || ')' END
                       AS title,
                   nullif(array_to_string(genres, ', '), '') AS description,
                   coalesce(genres[1], 'Unknown genre') AS category_path,
                   json_object('year', coalesce(year, ''),
                               'genres', array_to_string(genres, ', ')) AS attributes
            FROM (
                SELECT "item_id:token" AS item_id,
                       CASE "movie_title:token_seq" WHEN 'unkonwn' THEN 'Unknown film'
                            ELSE {title} END AS title,
                       TRY_CAST("release_year:token" AS INTEGER)::TEXT AS year,
                       {genres} AS genres
                FROM {films}
            )
        """,
        "users": f"""
            SELECT "user_id:token" AS user_id,
                   json_object('age', "age:token",
                               'gender', CASE "gender:token" WHEN 'F' THEN 'Female'
                                         WHEN 'M' THEN 'Male' ELSE "gender:token" END,
                               'occupation', "occupation:token") AS attributes
            FROM {people}
        """,
    }
    return SampleTables(files, selects)


def _read(file: Path) -> str:
    return (
        f"read_csv({literal(file)}, delim='\\t', quote='', escape='', header=true, "
        "all_varchar=true)"
    )
