using System.Text.Json.Nodes;
using Fulcrum.Ladder.Artifacts;
using Fulcrum.Ladder.Rungs;
using Fulcrum.Models.Architecture;
using Fulcrum.Models.Encoders;
using Fulcrum.Tests;
using Fulcrum.Tuning.Checkpoints;
using Microsoft.Extensions.Time.Testing;
using TorchSharp;

namespace Fulcrum.Rungs.Tests;

/// <summary>What every rung that gives probabilities does where any number of labels is right.</summary>
public sealed class MultiLabelTests : IDisposable
{
    private readonly DisposeScope _scope = torch.NewDisposeScope();
    private readonly TemporaryFolder _folder = new();
    private readonly MultiLabelTrials _trials = new();

    public static TheoryData<string, string?> Rungs => [("classical", null), ("head", "bert"), ("lora", "bert"), ("full", "bert"), ("scratch", null)];

    [Theory]
    [MemberData(nameof(Rungs))]
    public void Phrases_are_learned_better_than_shares_tell(string rung, string? model)
    {
        using var majority = new MultiLabelTrials();
        majority.Run("majority");

        _trials.Run(rung, model);

        Assert.True(_trials.MicroF1 > majority.MicroF1 + 0.1, $"Micro-F1 is {_trials.MicroF1}, of the majority {majority.MicroF1}.");
        Assert.True(_trials.SubsetAccuracy > majority.SubsetAccuracy + 0.4, $"Subset accuracy is {_trials.SubsetAccuracy}, of the majority {majority.SubsetAccuracy}.");
        Assert.Contains(_trials.Test, prediction => prediction.Probabilities.Sum() > 1.5);
        Assert.Contains(_trials.Test, prediction => prediction.Probabilities.Sum() < 0.8);
    }

    [Fact]
    public void The_majority_answers_with_the_share_of_each_label()
    {
        _trials.Run("majority");

        Assert.All(_trials.Predictions, prediction => Assert.Equal([0.5, 0.5, 0.5], prediction.Probabilities));
        Assert.All(_trials.Predictions, prediction => Assert.Equal(MultiLabelTrials.Labels, prediction.Predicted!));
    }

    [Theory]
    [InlineData("majority", null)]
    [MemberData(nameof(Rungs))]
    public void The_artifact_answers_as_the_trial_did(string rung, string? model)
    {
        _trials.Run(rung, model);
        var moved = Path.Combine(_folder.Path, "moved");
        Directory.Move(_trials.Artifact, moved);

        using var rungs = new RungRegistry();
        using var predictor = DecidingPredictor.Open(rungs.Find(rung)!, Artifact.Open(moved));
        TaskInput[] inputs = [.. MultiLabelTrials.Data().Test.Select(example => new TaskInput(example.Id, example.Text))];
        var answers = new Answer[inputs.Length];
        predictor.Predict(inputs, answer => answers[answer.Index] = answer, TestContext.Current.CancellationToken);

        var logged = _trials.Test.ToDictionary(prediction => prediction.Id);
        Assert.All(inputs.Zip(answers), pair =>
        {
            var expected = logged[pair.First.Id];
            Assert.Equal(expected.Predicted!, pair.Second.Labels!.Select(label => MultiLabelTrials.Labels[label]));
            Assert.All(expected.Probabilities.Zip(pair.Second.Probabilities), values => Assert.Equal(values.First, values.Second, 1e-6));
        });
    }

    [Theory]
    [MemberData(nameof(Rungs))]
    public void The_same_seed_gives_the_same_predictions(string rung, string? model)
    {
        using var again = new MultiLabelTrials();

        _trials.Run(rung, model);
        again.Run(rung, model);

        Assert.Equal(
            _trials.Predictions.Select(prediction => (prediction.Id, string.Join(' ', prediction.Probabilities))),
            again.Predictions.Select(prediction => (prediction.Id, string.Join(' ', prediction.Probabilities))));
    }

    [Theory]
    [MemberData(nameof(Rungs))]
    public void A_budget_ends_it(string rung, string? model)
    {
        var clock = new FakeTimeProvider { AutoAdvanceAmount = TimeSpan.FromSeconds(1) };

        var outcome = _trials.Run(rung, model, test: 200, clock, budget: 10);

        Assert.InRange(_trials.Test.Length, TimedSamples.AtLeast, 199);
        Assert.Contains(outcome.Notes, note => note.StartsWith("The budget ended", StringComparison.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Rungs))]
    public void Canceling_stops(string rung, string? model) =>
        Assert.ThrowsAny<OperationCanceledException>(() => _trials.Run(rung, model, cancellationToken: new CancellationToken(canceled: true)));

    [Fact]
    public void The_folder_of_a_tuned_encoder_says_as_transformers_does_that_labels_are_independent_and_is_saved_the_same_again()
    {
        _trials.Run("full", "bert");

        using var kept = EncoderModel.Load(_trials.Artifact);

        Assert.Equal("multi_label_classification", (string?)JsonNode.Parse(File.ReadAllText(Path.Combine(_trials.Artifact, "config.json")))!["problem_type"]);
        Assert.Same(LabelObjective.MultiLabel, kept.Configuration.Objective);
        Assert.Equal(MultiLabelTrials.Labels, kept.Configuration.Labels!);
        File.Copy(Path.Combine(_trials.Artifact, "config.json"), Path.Combine(_folder.Path, "config.json"));
        ModelFolder.WriteClassifier(_folder.Path, kept.Configuration.Labels!, kept.Configuration.Objective);
        ModelFolder.WriteWeights(_folder.Path, kept.Encoder);
        foreach (var name in (string[])["config.json", "model.safetensors"])
            Assert.Equal(File.ReadAllBytes(Path.Combine(_trials.Artifact, name)), File.ReadAllBytes(Path.Combine(_folder.Path, name)));
    }

    public void Dispose()
    {
        _trials.Dispose();
        _folder.Dispose();
        _scope.Dispose();
    }
}
