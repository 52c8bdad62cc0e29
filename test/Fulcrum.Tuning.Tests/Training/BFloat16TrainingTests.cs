using Fulcrum.Models;
using Fulcrum.Models.Devices;
using Fulcrum.Tests;
using Fulcrum.Tuning.Adapters;
using Fulcrum.Tuning.Methods;
using Fulcrum.Tuning.Training;
using static TorchSharp.torch;

namespace Fulcrum.Tuning.Tests.Training;

/// <summary>Training on a device that multiplies in bfloat16, on the processor: slow there, but the same arithmetic.</summary>
public sealed class BFloat16TrainingTests : IDisposable
{
    private static readonly ComputeDevice Device = new("cpu", () => CPU, ScalarType.BFloat16);
    private static readonly TrainingSequence[] Sequences = [.. Enumerable.Range(0, 16).Select(row => TrainingSequence.Answer([1, 5 + row % 2, 9], [20 + row % 2]))];

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void All_weights_learn_as_in_float32()
    {
        var (exact, rounded) = (Learn(ComputeDevice.Cpu), Learn(Device));

        Assert.InRange(rounded.Last, 0, 0.7 * rounded.First);
        Assert.Equal(exact.First, rounded.First, 0.05);

        static (double First, double Last) Learn(ComputeDevice device)
        {
            using var model = LanguageModel.Load(RepositoryFiles.Fixture("models/llama"), device, isTrained: true);
            var trainer = Trainer.OfAllWeights(model.Decoder, Options, TimeProvider.System);
            return Losses(trainer);
        }
    }

    [Fact]
    public void Adapters_learn_on_rounded_weights_and_stay_beside_them()
    {
        using var model = LanguageModel.Load(RepositoryFiles.Fixture("models/llama"), Device);
        using var tunable = new TunableLora(model.Decoder, new LoraOptions { Dropout = 0.1 }, seed: 1, _folder.Path, null, TimeProvider.System);

        var losses = Losses(tunable.CreateTrainer(Options));
        tunable.SaveBest();

        Assert.InRange(losses.Last, 0, 0.9 * losses.First);
        tunable.Dispose();
        using var stored = LoraModel.Load(model.Decoder, _folder.Path);
        Assert.False(stored.CanMerge);
        Assert.Equal(
            "The weights are not float32 and take no adapters in. Load the model in full precision.",
            Assert.Throws<InvalidOperationException>(stored.Merge).Message);
    }

    [Fact]
    public void Rounded_weights_are_not_trained_themselves()
    {
        using var model = LanguageModel.Load(RepositoryFiles.Fixture("models/llama"), Device);
        var trainer = Trainer.OfAllWeights(model.Decoder, Options, TimeProvider.System);

        var refused = Assert.Throws<ArgumentException>(() => trainer.Train(Sequences, cancellationToken: TestContext.Current.CancellationToken));

        Assert.Equal("Only float32 weights can be trained. Load the model to be trained. (Parameter 'parameters')", refused.Message);
    }

    private static TrainingOptions Options => new() { LearningRate = 1e-2, Epochs = 4, Batch = 8, Seed = 1 };

    /// <summary>Those of the first and of the last epoch.</summary>
    private static (double First, double Last) Losses(Trainer trainer)
    {
        var losses = new SortedDictionary<int, double>();
        trainer.Train(Sequences, progress: new Reporter(progress => losses[progress.Epoch] = progress.Loss), cancellationToken: TestContext.Current.CancellationToken);
        return (losses.Values.First(), losses.Values.Last());
    }

    private sealed class Reporter(Action<TrainingProgress> report) : IProgress<TrainingProgress>
    {
        public void Report(TrainingProgress value) => report(value);
    }
}
