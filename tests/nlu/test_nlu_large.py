"""Large training on a cluster: Dask carries what joblib deals out. Here two local workers."""

from collections.abc import Iterator
from typing import Any

import numpy as np
import pytest
from joblib import parallel_config
from sklearn.model_selection import GridSearchCV

from engine.nlu.estimator import IntentClassifier, sentences
from engine.nlu.evaluation import cross_validate
from engine.types.bot import Bot

distributed = pytest.importorskip("distributed", reason="the extra `large` is not installed")
pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def cluster() -> Iterator[Any]:
    with (
        distributed.LocalCluster(
            n_workers=2, threads_per_worker=1, dashboard_address=None, silence_logs=50
        ) as local,
        distributed.Client(local) as client,
    ):
        yield client


def test_cross_validation_on_a_cluster_gives_the_same_answers(bot: Bot, cluster: Any) -> None:
    with parallel_config(backend="dask"):
        trial = cross_validate(bot, folds=3)
    assert np.array_equal(trial.chances, cross_validate(bot, folds=3).chances)
    done = cluster.run_on_scheduler(lambda dask_scheduler: dask_scheduler.transition_counter)
    assert done > 0


def test_a_search_over_pipelines_on_a_cluster_chooses_the_same(bot: Bot, cluster: Any) -> None:
    texts, intents = sentences(bot)
    classifier = IntentClassifier(languages=bot.languages)
    grid = {"sparse__rarity": [0.0, 0.7], "sparse__classifier": ["svm", "logistic"]}
    search = GridSearchCV(classifier, grid, cv=2, refit=False)
    with parallel_config(backend="dask"):
        search.fit(texts, intents)
    here = GridSearchCV(classifier, grid, cv=2, refit=False).fit(texts, intents)
    assert search.best_params_ == here.best_params_
    assert np.allclose(search.cv_results_["mean_test_score"], here.cv_results_["mean_test_score"])
