using System.Text.Json.Nodes;
using Fulcrum.Data;
using Fulcrum.Ladder.Artifacts;
using Fulcrum.Ladder.Rungs;
using Fulcrum.Rungs.Classical;
using Fulcrum.Tests;
using Microsoft.Extensions.Time.Testing;

namespace Fulcrum.Rungs.Tests.Classical;

public class ClassicalRungTests
{
    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    public void It_learns_and_logs_every_example_of_dev_test_and_shift_with_probabilities(int labels)
    {
        var data = MadeUpMessages.Split(labels, shift: 9);
        using var trial = new TrialFixture();
        var outcome = trial.Run(new ClassicalRung(), data);

        foreach (var part in (DatasetPart[])[DatasetPart.Dev, DatasetPart.Test, DatasetPart.Shift])
        {
            Assert.Equal(
                data[part].Select(e => (e.Id, Label:e.Labels)), trial.Predictions.Where(p => p.Part == part).Select(p => (p.Id, p.Labels)));
        }

        Assert.All(trial.Predictions, p =>
        {
            Assert.Equal(1, p.Probabilities.Sum(), 1e-9);
            Assert.Equal(p.Probabilities.Max(), p.Probabilities[data.Labels.ToList().IndexOf(p.Predicted!.Only)]);
            Assert.True(p.Milliseconds > 0);
        });
        Assert.True(trial.Accuracy() > 0.9);
        Assert.Equal(9, outcome.Search.Count(s => s.Settings["c"]?.GetValue<double>() != 1000));
        Assert.Empty(outcome.Notes);
    }

    [Fact]
    public void What_it_saves_predicts_what_it_logged()
    {
        var data = MadeUpMessages.Split(3);
        using var trial = new TrialFixture();
        var outcome = trial.Run(new ClassicalRung(), data);

        var model = ClassicalModelFile.Load(trial.Artifact);
        Assert.All(data.Test, e => Assert.Equal(trial.Predictions.Single(p => p.Id == e.Id).Probabilities, model.Predict(e.Text)));
        Assert.Equal(model.Linear.Weights.Length, outcome.TrainedParameters);
        Assert.Equal(
            new[] { ClassicalModelFile.Name, Artifact.ManifestName }.Sum(name => new FileInfo(Path.Combine(trial.Artifact, name)).Length),
            outcome.ArtifactBytes);
    }

    [Fact]
    public void The_model_with_the_least_loss_on_dev_is_chosen_and_scores_what_the_search_says()
    {
        using var trial = new TrialFixture();
        var outcome = trial.Run(new ClassicalRung(), MadeUpMessages.Split());

        var best = outcome.Search.MinBy(s => s.DevLoss)!;
        Assert.True(JsonNode.DeepEquals(best.Settings, outcome.Chosen));
        Assert.Equal(best.DevAccuracy, trial.Accuracy(DatasetPart.Dev), 1e-12);
        Assert.Equal(
            best.DevLoss!.Value,
            trial.Predictions.Where(p => p.Part == DatasetPart.Dev).Average(p => -Math.Log(p.Probabilities[p.Labels == "billing" ? 0 : 1])),
            1e-9);
    }

    [Fact]
    public void Two_runs_are_the_same()
    {
        var data = MadeUpMessages.Split(3);
        using var one = new TrialFixture();
        using var two = new TrialFixture();
        one.Run(new ClassicalRung(), data);
        two.Run(new ClassicalRung(), data);
        Assert.Equal(one.Predictions.Select(p => p.Probabilities), two.Predictions.Select(p => p.Probabilities));
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("""{"c":[1,10,100]}""")]
    public void Where_the_end_of_the_default_grid_wins_the_next_step_is_tried_too(string settings)
    {
        using var trial = new TrialFixture();
        var outcome = trial.Run(new ClassicalRung(), MadeUpMessages.Split(), JsonNode.Parse(settings)!.AsObject());
        var tried = new List<(string? Features, double? C, double Loss)>();
        var beyond = 0;
        foreach (var (features, c, loss) in outcome.Search.Select(s => ((string?)s.Settings["features"], (double?)s.Settings["c"], s.DevLoss!.Value)))
        {
            if (c == 1000)
            {
                beyond++;
                Assert.Equal((features, 100.0), (tried.MinBy(t => t.Loss).Features, tried.MinBy(t => t.Loss).C));
            }

            tried.Add((features, c, loss));
        }

        Assert.Equal(settings == "{}", beyond > 0);
    }

    [Fact]
    public void Settings_replace_the_grid()
    {
        using var trial = new TrialFixture();
        var outcome = trial.Run(new ClassicalRung(), MadeUpMessages.Split(), new JsonObject { ["alpha"] = new JsonArray(), ["c"] = new JsonArray(3), ["features"] = new JsonArray("words") });
        Assert.Equal("""{"learner":"logistic_regression","features":"words","c":3}""", Assert.Single(outcome.Search).Settings.ToJsonString());
    }

    [Theory]
    [InlineData("""{"gamma":[1]}""", 1)]
    [InlineData("""{"c":["ten"]}""", 1)]
    [InlineData("""{"c":null}""", 1)]
    [InlineData("""{"features":["letters"]}""", 1)]
    [InlineData("""{"c":[0,-1],"alpha":[-2]}""", 3)]
    [InlineData("""{"c":[],"alpha":[]}""", 1)]
    public void Unusable_settings_are_refused_with_every_reason(string settings, int errors)
    {
        using var trial = new TrialFixture();
        var exception = Assert.Throws<InputException>(() => trial.Run(new ClassicalRung(), MadeUpMessages.Split(), JsonNode.Parse(settings)!.AsObject()));
        Assert.Equal(errors, exception.Errors.Count);
        Assert.DoesNotContain("LineNumber", exception.Message, StringComparison.Ordinal);
        Assert.Empty(trial.Predictions);
    }

    [Fact]
    public void A_spent_budget_leaves_the_first_model_and_says_so()
    {
        using var trial = new TrialFixture();
        var outcome = trial.Run(new ClassicalRung(), MadeUpMessages.Split(), budget: 0);
        Assert.Single(outcome.Search);
        Assert.Equal("naive_bayes", outcome.Chosen["learner"]!.GetValue<string>());
        Assert.Equal(
            [
                "The budget ended the search after 1 of 9 models.",
                "The budget ended after 8 of the 30 test examples, drawn at random.",
                "The budget ended after 8 of the 30 dev examples, drawn at random.",
            ],
            outcome.Notes);
    }

    [Fact]
    public void A_budget_that_ends_inside_a_fit_keeps_the_weights_reached()
    {
        var clock = new FakeTimeProvider { AutoAdvanceAmount = TimeSpan.FromSeconds(1) };
        using var trial = new TrialFixture();
        var settings = new JsonObject { ["alpha"] = new JsonArray() };
        var outcome = trial.Run(new ClassicalRung(), MadeUpMessages.Split(), settings, clock, budget: 10);
        Assert.Single(outcome.Search);
        Assert.True(trial.Accuracy() > 0.8);
    }

    [Fact]
    public void Canceled_while_fitting_it_logs_nothing()
    {
        using var source = new CancellationTokenSource();
        var data = MadeUpMessages.Split();
        using var trial = new TrialFixture
        {
            OnProgress = p => { if (p.Detail?.StartsWith("logistic", StringComparison.Ordinal) == true) source.Cancel(); },
        };
        Assert.Throws<OperationCanceledException>(() => trial.Run(new ClassicalRung(), data, cancellationToken: source.Token));
        Assert.Empty(trial.Predictions);
        Assert.Empty(Directory.EnumerateFileSystemEntries(trial.Artifact));
    }

    [Fact]
    public void Progress_names_the_model_and_the_share_done()
    {
        using var trial = new TrialFixture();
        trial.Run(new ClassicalRung(), MadeUpMessages.Split());
        Assert.Equal(new StageProgress("fitting", 0, "naive bayes, alpha 0.01"), trial.Progress[0]);
        Assert.Equal(new StageProgress("fitting", 8 / 9.0, "logistic regression, words_and_characters, c 100"), trial.Progress[8]);
        Assert.Equal(
            ["opening the artifact", "scoring test", "scoring dev", "timing single texts"],
            trial.Progress.SkipWhile(p => p.Stage == "fitting").Select(p => p.Stage).Distinct());
    }

    [Fact]
    public void One_label_in_train_is_always_the_answer()
    {
        var data = MadeUpMessages.Split(3);
        using var trial = new TrialFixture();
        var outcome = trial.Run(new ClassicalRung(), data with { Train = [.. data.Train.Where(e => e.Labels == "delivery")] });
        Assert.All(trial.Predictions, p => Assert.Equal([0, 1, 0], p.Probabilities));
        Assert.Contains("one label only", Assert.Single(outcome.Notes), StringComparison.Ordinal);
    }

    [Fact]
    public void A_label_that_train_lacks_has_probability_zero()
    {
        var data = MadeUpMessages.Split(3);
        using var trial = new TrialFixture();
        trial.Run(new ClassicalRung(), data with { Train = [.. data.Train.Where(e => e.Labels != "billing")] });
        Assert.All(trial.Predictions, p => Assert.Equal(0, p.Probabilities[0]));
    }

    [Fact]
    public void Of_many_rows_settings_are_chosen_on_some_and_all_are_learned_from()
    {
        var data = MadeUpMessages.Split(3, train: 15_000);
        var rare = data.Train[7_001] with { Text = "quizzical", Labels = "rare" };
        using var trial = new TrialFixture();
        var outcome = trial.Run(new ClassicalRung(), data with { Train = [.. data.Train, rare], Labels = [.. data.Labels, "rare"] }, new JsonObject { ["alpha"] = new JsonArray(1), ["c"] = new JsonArray() });
        Assert.Equal(["Settings were chosen on 12,000 of the 15,001 training rows; what was chosen learned from all of them."], outcome.Notes);
        Assert.Equal(15_001, ClassicalModelFile.Load(trial.Artifact).Vectorizer.Blocks.Single().Documents);
    }

    [Fact]
    public void A_kind_of_model_that_dev_shows_to_be_worse_does_not_learn_from_all()
    {
        using var trial = new TrialFixture();
        var outcome = trial.Run(new ClassicalRung(), MadeUpMessages.Split(3, train: 15_000), JsonNode.Parse("""{"alpha":[10000],"c":[10],"features":["words"]}""")!.AsObject());
        var learned = Assert.Single(outcome.Search, step => step.Settings.ContainsKey("rows"));
        Assert.Equal("""{"learner":"logistic_regression","features":"words","c":10,"rows":15000}""", learned.Settings.ToJsonString());
    }

    [Fact]
    public void Rows_to_search_on_are_spread_and_hold_every_label()
    {
        Example[] rows = [.. Enumerable.Range(0, 1000).Select(i => new Example($"{i}", $"{i}", i == 501 ? "b" : "a"))];
        var spread = TrainingRows.Spread(rows, ["a", "b"], 12);
        Assert.Equal(["0", "1", "100", "200", "300", "400", "500", "501", "600", "700", "800", "900"], spread.Texts);
        Assert.Equal([0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0], spread.Targets);
        Assert.Equal(rows.Select(row => row.Text), TrainingRows.Spread(rows, ["a", "b"], 1000).Texts);
    }

    [Fact]
    public void Without_dev_nothing_is_searched()
    {
        using var trial = new TrialFixture();
        var outcome = trial.Run(new ClassicalRung(), MadeUpMessages.Split(dev: 0));
        Assert.Empty(outcome.Search);
        Assert.Equal("""{"learner":"logistic_regression","features":"words_and_characters","c":10}""", outcome.Chosen.ToJsonString());
        Assert.Single(outcome.Notes);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(2)]
    public void Tiny_training_parts_are_told_or_learned(int train)
    {
        using var trial = new TrialFixture();
        var data = MadeUpMessages.Split(train: train, dev: 1, test: 1);
        if (train == 0) Assert.Throws<TrialFailedException>(() => trial.Run(new ClassicalRung(), data));
        else Assert.Equal(2, trial.Run(new ClassicalRung(), data).Search.Count(s => s.Settings["c"]?.GetValue<double>() == 10));
    }

    [Fact]
    public void Texts_without_a_single_term_are_learned_from_their_number()
    {
        Example[] train = [new("1", "", "a"), new("2", "", "b"), new("3", " ", "b")];
        using var trial = new TrialFixture();
        trial.Run(new ClassicalRung(), new() { Train = train, Dev = [new("4", "", "b")], Test = [new("5", "word", "b")], Labels = ["a", "b"], Seed = 1 });
        Assert.All(trial.Predictions, p => Assert.Equal("b", p.Predicted));
        Assert.All(trial.Predictions, p => Assert.Equal(2 / 3.0, p.Probabilities[1], 1e-2));
    }
}
