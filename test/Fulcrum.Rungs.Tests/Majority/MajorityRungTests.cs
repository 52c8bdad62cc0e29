using Fulcrum.Data;
using Fulcrum.Data.Splitting;
using Fulcrum.Ladder.Artifacts;
using Fulcrum.Ladder.Rungs;
using Fulcrum.Rungs.Majority;
using Fulcrum.Tests;

namespace Fulcrum.Rungs.Tests.Majority;

public class MajorityRungTests
{
    private static readonly DataSplit Data = new()
    {
        Train = [new("1", "x", "b"), new("2", "y", "b"), new("3", "z", "c")],
        Dev = [new("4", "x", "a")],
        Test = [new("5", "x", "b"), new("6", "y", "c")],
        Shift = [new("7", "z", "b")],
        Labels = ["a", "b", "c"],
        Seed = 1,
    };

    [Fact]
    public void It_answers_the_most_frequent_label_with_the_shares_as_probabilities()
    {
        using var trial = new TrialFixture();
        var outcome = trial.Run(new MajorityRung(), Data);

        Assert.Equal("b", outcome.Chosen["label"]!.GetValue<string>());
        Assert.Equal(["4", "5", "6", "7"], trial.Predictions.Select(p => p.Id).Order());
        Assert.All(trial.Predictions, p =>
        {
            Assert.Equal("b", p.Predicted);
            Assert.Equal([0, 2 / 3.0, 1 / 3.0], p.Probabilities);
        });
        Assert.Equal(DatasetPart.Shift, trial.Predictions.Single(p => p.Id == "7").Part);
        Assert.Equal("c", trial.Predictions.Single(p => p.Id == "6").Labels);
        Assert.Equal(new FileInfo(Path.Combine(trial.Artifact, Artifact.ManifestName)).Length, outcome.ArtifactBytes);
    }

    [Fact]
    public void Of_equally_frequent_labels_it_takes_the_first_of_the_task()
    {
        using var trial = new TrialFixture();
        trial.Run(new MajorityRung(), Data with { Train = [new("1", "x", "c"), new("2", "y", "b")] });
        Assert.All(trial.Predictions, p => Assert.Equal("b", p.Predicted));
    }

    [Fact]
    public void Without_training_examples_it_fails_with_the_reason()
    {
        using var trial = new TrialFixture();
        Assert.Throws<TrialFailedException>(() => trial.Run(new MajorityRung(), Data with { Train = [] }));
    }
}
