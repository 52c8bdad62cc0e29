using Fulcrum.Ladder.Artifacts;
using Fulcrum.Ladder.Rungs;
using Fulcrum.Ladder.TaskKinds;
using Fulcrum.Models.Devices;
using Fulcrum.Models;
using Fulcrum.Models.Scoring;
using Fulcrum.Rungs.Tuned;
using Fulcrum.Tuning.Training;

namespace Fulcrum.Rungs.Scratch;

/// <summary>
/// A tokenizer and a small decoder of its own, which know nothing but the training texts: byte pairs, then next-token prediction,
/// then the tokens of the labels after each text. The artifact is a Hugging Face folder.
/// </summary>
public sealed class ScratchRung : IRung
{
    /// <summary>Part of the time left that pre-training may take.</summary>
    private const double PretrainingShare = 0.3;

    /// <summary>What the rung is.</summary>
    public static RungDescription Declaration { get; } = new()
    {
        Name = "scratch",
        SpokenName = "a model from scratch",
        Class = RungClass.FromScratch,
        IsRandom = true,
        Summary = "own tokenizer and small decoder, trained on this data only",
        TaskKinds = TaskKind.All,
        Settings = typeof(ScratchSettings),
    };

    /// <inheritdoc/>
    public RungDescription Description => Declaration;

    /// <inheritdoc/>
    public FitReport Fit(FitContext context, CancellationToken cancellationToken)
    {
        var settings = context.ReadSettings<ScratchSettings>(Declaration);
        var start = context.Clock.GetTimestamp();
        context.Progress.Report(new StageProgress("training tokenizer"));
        var tokenizer = ScratchTokenizer.Train([.. context.Train.Select(example => example.Text)], context.Labels.Count, settings, context.Truncate, cancellationToken);

        using var model = new ScratchModel(context, tokenizer, settings);
        model.WriteSidecarFiles();
        var pretrainingTokens = model.Pretrain(
            settings, context.EndOf(PretrainingShare), new TrainingReporter(context.Progress, "pre-training"), cancellationToken);

        var search = new LearningRateSearch(context, model.Tunable, model.Predictor, settings, warnings: []);
        var report = search.Run(
            tokenizer.Format,
            _ => new ClassificationLoss(model.Classifier()),
            new TrainingOptions { LearningRate = 0, Optimizer = ScratchModel.Optimizer, MicroBatchTokens = 8192 },
            cancellationToken);
        return report with
        {
            TrainingSeconds = context.Clock.GetElapsedTime(start).TotalSeconds,
            TrainingTokens = pretrainingTokens + report.TrainingTokens,
            Predictor = FitContext.Record(new ScratchRecord(settings.MaxTokens, context.Truncate)),
        };
    }

    /// <inheritdoc/>
    public IPredictor Open(Artifact artifact)
    {
        var model = LanguageModel.Load(artifact.Folder, ComputeDevice.Of(artifact.Device));
        try
        {
            if (model.Tokenizer is null) throw artifact.Invalid("has no tokenizer");
            var tokenizer = ScratchTokenizer.Restore(model.Tokenizer, artifact.Manifest.Labels.Count, artifact.Settings<ScratchRecord>());
            var classifier = new LabelTokenClassifier(model.Decoder, tokenizer.LabelTokens, Objectives.Of(artifact.Manifest.Task));
            return new OwningPredictor(new ClassifierPredictor(classifier, tokenizer.Format), model);
        }
        catch
        {
            model.Dispose();
            throw;
        }
    }
}
