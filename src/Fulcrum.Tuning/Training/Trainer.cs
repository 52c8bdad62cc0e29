using Fulcrum.Models.Architecture;
using Fulcrum.Models.Batching;
using static TorchSharp.torch;

namespace Fulcrum.Tuning.Training;

/// <summary>Trains some tensors of a model. Use it from the model's thread.</summary>
/// <typeparam name="T">What it learns from.</typeparam>
/// <param name="loss">The model, with its adapters attached, and what it is to learn.</param>
/// <param name="parameters">What is trained: parameters of the model or of its adapters. Everything else stays as it is.</param>
/// <param name="options">Epochs, batches, learning rate and what else a training is told.</param>
/// <param name="clock">Tells when <see cref="TrainingOptions.Deadline"/> is reached.</param>
public sealed class Trainer<T>(ITrainingLoss<T> loss, IReadOnlyList<Tensor> parameters, TrainingOptions options, TimeProvider clock)
    where T : ITrainingExample
{
    /// <summary>Numbers that are trained.</summary>
    public long TrainedParameters => parameters.Sum(parameter => parameter.NumberOfElements);

    /// <summary>
    /// Trains until the epochs are done, the caller has seen enough, the deadline is reached, or loss or gradients become
    /// NaN or infinite. Where the deadline comes before the last epoch, the learning rate rises and falls over the steps that there is time for.
    /// </summary>
    /// <param name="examples">What to learn; none empty.</param>
    /// <param name="continueAfter">Called after each epoch (from 1): evaluates, keeps the weights if they are the best, and says whether to go on. Not called when they are NaN or infinite.</param>
    /// <param name="progress">Told after every step.</param>
    /// <param name="cancellationToken">Looked at before every step.</param>
    /// <exception cref="OperationCanceledException">Canceled; the parameters are as the last step left them.</exception>
    public TrainingSummary Train(
        IReadOnlyList<T> examples,
        Func<int, bool>? continueAfter = null,
        IProgress<TrainingProgress>? progress = null,
        CancellationToken cancellationToken = default)
    {
        var random = new Random(options.Seed);
        var stepsPerEpoch = (examples.Count + options.Batch - 1) / options.Batch;
        var steps = stepsPerEpoch * options.Epochs;
        var (step, tokens, epochLoss, late, diverged) = (0, 0L, 0.0, false, false);
        var start = clock.GetUtcNow();
        foreach (var parameter in parameters) parameter.requires_grad_();
        using var training = new TrainingStep<T>(loss, parameters, options.Optimizer, options.ClipNorm);
        try
        {
            for (var epoch = 1; epoch <= options.Epochs && !late; epoch++)
            {
                var epochStart = step;
                epochLoss = 0;
                foreach (var batch in Shuffled(examples, random).Chunk(options.Batch))
                {
                    cancellationToken.ThrowIfCancellationRequested();
                    var now = clock.GetUtcNow();
                    late = now >= options.Deadline;
                    if (late) break;
                    var rate = options.LearningRate * options.Schedule.Factor(step, Reachable(step, steps, now - start, options.Deadline - now));
                    var (batchLoss, norm) = training.Run(MicroBatches(batch), rate);
                    epochLoss += batchLoss;
                    tokens += batch.Sum(example => example.Length);
                    step++;
                    progress?.Report(new TrainingProgress(epoch, step, steps, epochLoss / (step - epochStart), rate));
                    diverged = !double.IsFinite(batchLoss) || !double.IsFinite(norm);
                    if (diverged) break;
                }

                epochLoss /= Math.Max(1, step - epochStart);
                if (diverged) break;
                if (continueAfter?.Invoke(epoch) == false) break;
            }
        }
        finally
        {
            foreach (var parameter in parameters) parameter.requires_grad_(false);
        }

        return new TrainingSummary(step, steps, tokens, epochLoss, late, diverged);
    }

    /// <summary>
    /// Steps that there is time for at the pace so far. Over more than these the learning rate would not have fallen, or not
    /// even risen, when the deadline ends training (Li et al. 2020, arXiv:1905.04753).
    /// </summary>
    private static int Reachable(int step, int steps, TimeSpan spent, TimeSpan? left) => left is { } time && spent > TimeSpan.Zero && step > 0
        ? (int)Math.Clamp(Math.Ceiling(step + step * (time / spent)), step + 1, steps)
        : steps;

    /// <summary>Rows of similar length go together; the cut is by padded tokens.</summary>
    private IEnumerable<IReadOnlyList<T>> MicroBatches(T[] batch) =>
        LengthBuckets.Create([.. batch.Select(example => example.Length)], batch.Length, options.MicroBatchTokens)
            .Select(rows => rows.Select(row => batch[row]).ToArray());

    private static T[] Shuffled(IReadOnlyList<T> examples, Random random)
    {
        T[] shuffled = [.. examples];
        random.Shuffle(shuffled);
        return shuffled;
    }
}

/// <summary>Makes trainers.</summary>
public static class Trainer
{
    /// <summary>What trains every weight of a model.</summary>
    public static Trainer<T> OfAllWeights<T>(INetwork network, ITrainingLoss<T> loss, TrainingOptions options, TimeProvider clock)
        where T : ITrainingExample => new(loss, [.. network.Parameters.Select(parameter => parameter.Value)], options, clock);
}
