using Fulcrum.Ladder.Rungs;
using Fulcrum.Ladder.Trials;
using Fulcrum.Rungs.Tuned;
using Fulcrum.Tuning.Training;

namespace Fulcrum.Rungs.Scratch;

/// <summary>
/// A tokenizer and a small decoder of its own, which know nothing but the training texts: byte pairs, then next-token prediction,
/// then the label's token after each text. The artifact is a Hugging Face folder.
/// </summary>
public sealed class ScratchRung : IRung
{
    /// <summary>Part of the time left that pre-training may take.</summary>
    private const double PretrainingShare = 0.3;

    /// <inheritdoc/>
    public RungDescription Description => RungCatalog.Scratch;

    /// <inheritdoc/>
    public RungOutcome Run(TrialContext context, CancellationToken cancellationToken)
    {
        var settings = TuningSettings.Parse<ScratchSettings>(context.Trial.Settings, Description.Name);
        if (context.Data.Train.Count == 0) throw new TrialFailedException("The training part is empty.");
        var start = context.Clock.GetTimestamp();
        context.Progress.Report(new TrialProgress("training tokenizer"));
        var tokenizer = ScratchTokenizer.Train([.. context.Data.Train.Select(example => example.Text)], context.Data.Labels.Count, settings, context.Trial.Truncate, cancellationToken);

        using var model = new ScratchModel(context, tokenizer, settings);
        model.WriteCompanions();
        var pretrainingTokens = model.Pretrain(
            settings, context.EndOf(PretrainingShare), new TrainingReporter(context.Progress, "pre-training"), cancellationToken);

        var search = new LearningRateSearch(context, model.Tunable, model.Classifier, settings, warnings: []);
        search.Run(tokenizer.Format, label => [tokenizer.LabelTokens[label]], new TrainingOptions
        {
            LearningRate = 0, Optimizer = ScratchModel.Optimizer, MicroBatchTokens = 8192, Candidates = tokenizer.LabelTokens,
        }, cancellationToken);
        return search.Finish(start, pretrainingTokens, cancellationToken);
    }
}
