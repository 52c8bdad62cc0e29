using Fulcrum.Data;
using Fulcrum.Ladder.Rungs;
using Fulcrum.Ladder.Trials;
using Fulcrum.Models.Encoders;
using Fulcrum.Rungs.Prompting;
using Fulcrum.Tuning.Adapters;
using Fulcrum.Tuning.Checkpoints;
using Fulcrum.Tuning.Methods;
using Fulcrum.Tuning.Training;

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

    /// <summary>Tunes all weights.</summary>
    public RungOutcome RunFull(double weightDecay, CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(context.ArtifactFolder);
        ArtifactFolder.CopyCompanions(context.Trial.Model!, context.ArtifactFolder);
        ModelFolder.WriteClassifier(context.ArtifactFolder, "BertForSequenceClassification", context.Data.Labels);
        return Run(new TunableWeights(() => model.Encoder, Reload, context.ArtifactFolder, context.Clock), weightDecay, cancellationToken);
    }

    /// <summary>Tunes adapters, and the head whole.</summary>
    public RungOutcome RunLora(LoraOptions options, CancellationToken cancellationToken)
    {
        using var adapters = new TunableLora(
            model.Encoder, options with { ModulesToSave = ["classifier"] }, context.Trial.Seed, context.ArtifactFolder, context.Trial.ModelName, context.Clock);
        return Run(adapters, 0, cancellationToken);
    }

    /// <inheritdoc/>
    public void Dispose() => model.Dispose();

    private RungOutcome Run(ITunable tunable, double weightDecay, CancellationToken cancellationToken)
    {
        var start = context.Clock.GetTimestamp();
        var search = new LearningRateSearch(context, tunable, Classifier, settings, model.Warnings);
        search.Run(
            Tokenize,
            label => [label],
            new TrainingOptions { LearningRate = 0, Optimizer = new() { WeightDecay = weightDecay } },
            cancellationToken);
        return search.Finish(start, 0, cancellationToken);
    }

    /// <summary>Classifies with the model as it is now.</summary>
    private EncoderClassifier Classifier() => new(model.Encoder, Tokenize);

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

    /// <summary>Reads the model afresh, with the head it had at first: the head's seed is that of the trial.</summary>
    private void Reload()
    {
        model.Dispose();
        model = Open();
    }

    private EncoderModel Open() => EncoderModel.LoadForClassification(context.Trial.Model!, context.Data.Labels, context.Trial.Seed);
}
