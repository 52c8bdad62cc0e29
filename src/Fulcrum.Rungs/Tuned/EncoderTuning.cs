using Fulcrum.Data;
using Fulcrum.Ladder.Rungs;
using Fulcrum.Ladder.Trials;
using Fulcrum.Models.Encoders;
using Fulcrum.Models.Native;
using Fulcrum.Rungs.Prompting;
using Fulcrum.Tuning.Adapters;
using Fulcrum.Tuning.Training;
using static TorchSharp.torch;

namespace Fulcrum.Rungs.Tuned;

/// <summary>Tunes an encoder with a new classification head on its pooler, as it is done since BERT (arXiv:1810.04805).</summary>
internal sealed class EncoderTuning : IDisposable
{
    private readonly TrialContext context;
    private readonly TuningSettings settings;
    private EncoderModel model;

    /// <summary>Opens the trial's model.</summary>
    /// <exception cref="TrialFailedException">There is nothing to learn.</exception>
    /// <exception cref="InputException">The model cannot be opened, or texts are too long for it.</exception>
    public EncoderTuning(TrialContext context, TuningSettings settings)
    {
        (this.context, this.settings) = (context, settings);
        if (context.Data.Train.Count == 0) throw new TrialFailedException("The training part is empty.");
        context.Progress.Report(new TrialProgress("loading model"));
        TorchRuntime.EnsureLoaded();
        model = Open();
        try
        {
            RequireFit([.. context.Data.Train, .. context.Data.Dev, .. context.Data.Test, .. context.Data.Shift]);
        }
        catch
        {
            model.Dispose();
            throw;
        }
    }

    /// <summary>The model as it is now.</summary>
    public Encoder Encoder => model.Encoder;

    /// <summary>Classifies with the model as it is now.</summary>
    public ITextClassifier Classifier => new EncoderClassifier(Encoder, Tokenize, context.Deadline is null ? int.MaxValue : PartPredictions.Run);

    /// <summary>Reads the model afresh, with the head it had at first.</summary>
    public void Reload()
    {
        model.Dispose();
        model = Open();
    }

    /// <summary>What trains tensors of the model as it is now.</summary>
    public Trainer CreateTrainer(IReadOnlyList<Tensor> parameters, TrainingOptions options) =>
        new(new ClassificationLoss(Encoder), parameters, options, context.Clock);

    /// <summary>Tunes all weights.</summary>
    public RungOutcome RunFull(double weightDecay, CancellationToken cancellationToken) =>
        Run(new TunableEncoder(context, this), weightDecay, cancellationToken);

    /// <summary>Tunes adapters, and the head whole.</summary>
    public RungOutcome RunLora(LoraOptions options, CancellationToken cancellationToken)
    {
        using var adapters = new TunableLora(context, Encoder, options with { ModulesToSave = ["classifier"] }, Classifier, CreateTrainer);
        return Run(adapters, 0, cancellationToken);
    }

    /// <inheritdoc/>
    public void Dispose() => model.Dispose();

    private RungOutcome Run(ITunable tunable, double weightDecay, CancellationToken cancellationToken)
    {
        var start = context.Clock.GetTimestamp();
        var search = new LearningRateSearch(context, tunable, settings, model.Warnings);
        search.Run(
            Tokenize,
            label => [label],
            new TrainingOptions { LearningRate = 0, Optimizer = new() { WeightDecay = weightDecay } },
            cancellationToken);
        return search.Finish(start, 0, cancellationToken);
    }

    /// <summary>Where <c>max_tokens</c> is beyond the context, a text may be too: that is an error unless it may be cut.</summary>
    private void RequireFit(IEnumerable<Example> examples)
    {
        var limit = model.Configuration.ContextLength;
        if (context.Trial.Truncate is not null || settings.MaxTokens <= limit) return;
        InputError[] errors =
        [
            .. from example in examples
               let tokens = model.Tokenize(example.Text, int.MaxValue).Ids.Length
               where tokens > limit
               select new InputError($"Row {example.Id}: The text has {tokens} tokens, but the model takes {limit}.")
               {
                   Remedy = "Cut long texts with --truncate head or --truncate tail, or with max_tokens of the rung.",
               },
        ];
        if (errors.Length > 0) throw new InputException(errors);
    }

    private FormattedPrompt Tokenize(string text)
    {
        var (ids, wasCut) = model.Tokenize(text, Math.Min(settings.MaxTokens, model.Configuration.ContextLength), context.Trial.Truncate == KeptPart.Tail);
        return new FormattedPrompt(ids, wasCut);
    }

    private EncoderModel Open()
    {
        using var generator = new Generator((ulong)context.Trial.Seed);
        return EncoderModel.LoadForClassification(context.Trial.Model!, context.Data.Labels, generator);
    }
}
