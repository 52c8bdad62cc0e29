using Fulcrum.Tuning.Optimization;

namespace Fulcrum.Tuning.Training;

/// <summary>Settings of a training: how long, in which batches, with which learning rate.</summary>
public sealed record TrainingOptions
{
    /// <summary>The highest rate of the schedule.</summary>
    public required double LearningRate { get; init; }

    /// <summary>Passes over the sequences, at most.</summary>
    public int Epochs { get; init; } = 3;

    /// <summary>Sequences per optimizer step.</summary>
    public int Batch { get; init; } = 8;

    /// <summary>
    /// Tokens with padding that go through the model at once, at most (a longer sequence goes alone). A batch beyond it is
    /// cut into micro-batches, which changes memory but not the result.
    /// </summary>
    public int MicroBatchTokens { get; init; } = 1024;

    /// <summary>The optimizer's constants.</summary>
    public AdamWOptions Optimizer { get; init; } = new();

    /// <summary>Gradients whose L2 norm exceeds this are scaled down to it; null for none.</summary>
    public double? ClipNorm { get; init; } = 1;

    /// <summary>How the learning rate rises and falls over all steps, or over those that there is time for.</summary>
    public LearningRateSchedule Schedule { get; init; } = new(ScheduleShape.Cosine);

    /// <summary>The seed of the order in which batches come.</summary>
    public int Seed { get; init; }

    /// <summary>When training stops even inside an epoch; null for never.</summary>
    public DateTimeOffset? Deadline { get; init; }
}
