using System.Text.Json.Nodes;
using Fulcrum.Ladder.Rungs;
using Fulcrum.Ladder.Tests.Runs;
using Fulcrum.Ladder.Trials;
using Fulcrum.Tests;

namespace Fulcrum.Ladder.Tests.Trials;

public sealed class TrialNamesTests
{
    private const string Small = "/models/small.gguf";
    private const string Large = "/models/large";

    [Fact]
    public void A_rung_tried_once_is_called_by_its_name()
    {
        Trial[] trials = [Trial(TestRungs.Classical), Trial(TestRungs.Lora, Small), Trial(TestRungs.Retrieval, Small, "/models/MiniLM")];
        Assert.Equal(["classical", "lora", "retrieval"], Full(trials));
        Assert.Equal(["classical", "LoRA on small", "retrieval on small"], Spoken(trials));
    }

    [Fact]
    public void A_rung_tried_with_two_models_names_the_model()
    {
        Trial[] trials = [Trial(TestRungs.Full, Small), Trial(TestRungs.Full, Large)];
        Assert.Equal(["full · small", "full · large"], Full(trials));
        Assert.Equal(["full tuning on small", "full tuning on large"], Spoken(trials));
        Assert.Equal("full", new TrialNames(trials).Rung(trials[0].Id));
    }

    [Fact]
    public void Retrieval_tried_with_two_encoders_names_them_also_those_of_the_hub()
    {
        const string fetched = "/cache/hub/models--sentence-transformers--all-MiniLM-L6-v2/snapshots/0123456789abcdef";
        Trial[] trials =
            [Trial(TestRungs.Retrieval, Small, fetched), Trial(TestRungs.Retrieval, Small, "/models/bge"), Trial(TestRungs.Retrieval, Small)];
        Assert.Equal(["retrieval · all-MiniLM-L6-v2", "retrieval · bge", "retrieval · TF-IDF"], Full(trials));
        Assert.Equal(["retrieval with all-MiniLM-L6-v2 on small", "retrieval with bge on small", "retrieval with TF-IDF on small"], Spoken(trials));
        Assert.Equal("retrieval · bge", new TrialNames(trials).Rung(trials[1].Id));
    }

    [Fact]
    public void Twins_are_numbered()
    {
        Trial[] trials = [Trial(TestRungs.Scratch), Trial(TestRungs.Scratch)];
        Assert.Equal(["scratch 1", "scratch 2"], Full(trials));
        Assert.Equal("scratch 2", new TrialNames(trials).Rung(trials[1].Id));
        Assert.Equal(["a model from scratch 1", "a model from scratch 2"], Spoken(trials));
    }

    [Fact]
    public void The_trials_of_an_arm_have_its_name_and_are_told_apart_by_rows_and_seed()
    {
        var whole = Trial(TestRungs.Lora, Small);
        var pilot = whole with { Id = "pilot", ArmId = whole.Id, Pilot = new Pilot(256, 200) };
        var prompted = Trial(TestRungs.ZeroShot, Small);
        var fifty = prompted with { Id = "fifty", ArmId = prompted.Id, Pilot = new Pilot(4000, 50) };
        var seed = whole with { Id = "seed", ArmId = whole.Id, Seed = 8 };
        var names = new TrialNames([pilot, whole, seed, prompted, fifty]);
        Assert.Equal(["lora", "lora", "lora", "zero-shot", "zero-shot"], new[] { pilot, whole, seed, prompted, fifty }.Select(trial => names[trial.Id]));
        Assert.Equal(
            ["lora, 256 rows", "lora", "lora, seed 8", "zero-shot", "zero-shot, 50 rows of dev"],
            new[] { pilot, whole, seed, prompted, fifty }.Select(names.OfTrial));
    }

    [Fact]
    public void An_unknown_trial_is_called_by_its_id()
    {
        var names = new TrialNames([]);
        Assert.Equal(("gone-1", "gone-1", "gone-1"), (names["gone-1"], names.Rung("gone-1"), names.InSentence("gone-1")));
    }

    private static IEnumerable<string> Full(Trial[] trials) => trials.Select(t => new TrialNames(trials)[t.Id]);

    private static IEnumerable<string> Spoken(Trial[] trials) => trials.Select(t => new TrialNames(trials).InSentence(t.Id));

    private static Trial Trial(RungDescription rung, string? model = null, string? encoder = null) =>
        TestRun.Trial(Guid.NewGuid().ToString(), rung.Name) with
        {
            Model = model,
            Settings = encoder is null ? [] : new JsonObject { ["embeddings"] = encoder },
        };
}
