using System.Text.Json.Nodes;
using Fulcrum.Ladder.Artifacts;
using Fulcrum.Ladder.Execution;
using Fulcrum.Ladder.Rungs;
using Fulcrum.Models.Devices;
using Fulcrum.Tests;

namespace Fulcrum.Rungs.Tests;

/// <summary>
/// Tiny models are trained, saved, opened and asked on every device of this machine: on the processor in any case, and on each GPU
/// where libtorch was built with CUDA and finds one. Rows for GPUs appear by themselves.
/// </summary>
public sealed class DeviceTests : IDisposable
{
    /// <summary>Batches are of the same shape, so the same device rounds alike; GPUs add up in any order.</summary>
    private const double SameDevice = 1e-3;

    /// <summary>A bfloat16 has eight bits.</summary>
    private const double OtherDevice = 0.1;

    private readonly TrialFixture _trials = new();

    public static TheoryData<string, string, string?> Rows =>
    [
        .. from device in ComputeDevice.Present
           from row in new (string Rung, string? Model)[]
           {
               ("lora", "llama"), ("full", "llama"), ("lora", "bert"), ("full", "bert"),
               ("zero-shot", "llama"), ("retrieval", "llama"), ("head", "llama"), ("head", "bert"), ("scratch", null),
           }
           select (device.Name, row.Rung, row.Model),
    ];

    [Theory]
    [MemberData(nameof(Rows))]
    public void A_rung_is_fitted_saved_opened_and_asked(string device, string rung, string? model)
    {
        var context = Fit(device, rung, model, Settings(rung));

        Assert.Equal(device, Artifact.ReadManifest(_trials.Artifact).Device);
        AssertAnswers(context, device, SameDevice);
        AssertAnswers(context, "cpu", device == "cpu" ? SameDevice : OtherDevice);
    }

    [Theory]
    [MemberData(nameof(Devices))]
    public void Quantized_weights_and_dropout_work_too(string device)
    {
        var settings = Settings("lora");
        settings["precision"] = "nf4";
        settings["dropout"] = 0.1;

        AssertAnswers(Fit(device, "lora", "llama", settings), device, SameDevice);
    }

    [Theory]
    [MemberData(nameof(Devices))]
    public void Answers_are_written_token_by_token(string device) =>
        AssertAnswers(Fit(device, "zero-shot", "llama", new JsonObject { ["scoring"] = "generated" }), device, SameDevice);

    public static TheoryData<string> Devices => [.. ComputeDevice.Present.Select(device => device.Name)];

    public void Dispose() => _trials.Dispose();

    private static JsonObject Settings(string rung) => rung switch
    {
        "scratch" => new JsonObject { ["learning_rates"] = new JsonArray(1e-3), ["epochs"] = 1, ["layers"] = 1, ["hidden"] = 32 },
        "lora" or "full" => new JsonObject { ["learning_rates"] = new JsonArray(1e-3), ["epochs"] = 1 },
        "retrieval" => new JsonObject { ["shots"] = 2, ["embeddings"] = RepositoryFiles.Fixture("models/bert") },
        _ => [],
    };

    private TrialContext Fit(string device, string rung, string? model, JsonObject settings)
    {
        var context = _trials.Create(rung, settings, dev: 4, test: 8, model: model is null ? null : RepositoryFiles.Fixture($"models/{model}"));
        context = _trials.With(context, context.Trial with { Device = device });
        using var rungs = new RungRegistry();
        TrialPipeline.Run(rungs.Find(rung)!, context, TestContext.Current.CancellationToken);
        return context;
    }

    private void AssertAnswers(TrialContext context, string device, double tolerance)
    {
        var logged = _trials.Predictions.ToDictionary(prediction => prediction.Id);
        TaskInput[] inputs = [.. context.Data.Test.Select(example => new TaskInput(example.Id, example.Text))];
        var answers = new Answer[inputs.Length];
        using var rungs = new RungRegistry();
        using var predictor = rungs.Find(context.Trial.Rung.Name)!.Open(Artifact.Open(_trials.Artifact, device: device));

        predictor.Predict(inputs, answer => answers[answer.Index] = answer, TestContext.Current.CancellationToken);

        Assert.All(inputs.Zip(answers), pair =>
        {
            var expected = logged[pair.First.Id].Probabilities;
            Assert.Equal(expected.Count, pair.Second.Probabilities.Count);
            Assert.All(expected.Zip(pair.Second.Probabilities), values => Assert.Equal(values.First, values.Second, tolerance));
        });
    }
}
