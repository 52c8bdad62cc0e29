using Fulcrum.Ladder.Rungs;
using Fulcrum.Models;
using Fulcrum.Models.Architecture;
using Fulcrum.Models.Quantization;
using Fulcrum.Models.Tokenization;
using Fulcrum.Rungs.Prompting;
using Fulcrum.Tuning.Methods;
using Fulcrum.Tuning.Training;

namespace Fulcrum.Rungs.Tuned;

/// <summary>Tunes a language model to answer the task's first prompt with the right labels, and answers with it.</summary>
internal sealed class PromptedTuning
{
    private readonly FitContext _context;
    private readonly TuningSettings _settings;
    private readonly Tokenizer _tokenizer;
    private readonly PromptedRecord _record;
    private readonly int _end;
    private readonly IReadOnlyList<string> _warnings;

    /// <summary>Makes the prompts of a model that has a tokenizer.</summary>
    /// <exception cref="Fulcrum.Data.InputException">Texts are too long for the model.</exception>
    public PromptedTuning(FitContext context, LanguageModel model, TuningSettings settings, WeightPrecision precision)
    {
        (_context, _settings, _tokenizer) = (context, settings, model.Tokenizer!);
        _record = new PromptedRecord
        {
            Prompt = context.Prompts[0],
            Scoring = context.Kind.IsExclusive ? ScoringVariant.Sum : ScoringVariant.Generated,
            MaxTokens = settings.MaxTokens,
            Truncate = context.Truncate,
            Precision = precision,
            Date = context.RunCreated,
        };
        Formatter = _record.Formatter(model.Text, context.Kind, context.Labels);
        _warnings = [.. model.Warnings, .. Formatter.Notes];
        _end = EndOfAnswer(model);
        context.RequireReadable(Formatter.Check);
    }

    /// <summary>The prompt that the model is tuned and asked with.</summary>
    public PromptFormatter Formatter { get; }

    /// <summary>Searches the learning rate.</summary>
    /// <param name="model">What to tune.</param>
    /// <param name="decoder">The decoder of the model in its present state.</param>
    /// <param name="weightDecay">Of the optimizer.</param>
    /// <param name="cancellationToken">Looked at before every batch.</param>
    public FitReport Fit(ITunable model, Func<Decoder> decoder, double weightDecay, CancellationToken cancellationToken)
    {
        var search = new LearningRateSearch(_context, model, () => PromptedPredictor.Create(decoder(), _tokenizer, _record, Formatter), _settings, _warnings);
        var report = search.Run(
            Formatter.Format,
            Answer,
            new TrainingOptions { LearningRate = 0, Optimizer = new() { WeightDecay = weightDecay } },
            cancellationToken);
        return report with { Chosen = report.Chosen.With(_record.Precision), Predictor = FitContext.Record(_record) };
    }

    /// <summary>The answer with its end, which alone are learned.</summary>
    private int[] Answer(IReadOnlyList<int> truth) => [.. Formatter.Continue(truth), _end];

    /// <summary>
    /// The control token with which the chat template ends a turn, otherwise the end of a sequence. A model that has neither
    /// learns what stands between two turns: without any end it would not learn that a label does not go on to a longer one.
    /// </summary>
    private int EndOfAnswer(LanguageModel model)
    {
        var tokenizer = model.Tokenizer!;
        return Formatter.AfterAnswer.Where(tokenizer.IsSpecial).Cast<int?>().FirstOrDefault()
            ?? tokenizer.SpecialTokens.Eos
            ?? model.Configuration.EndTokens.Cast<int?>().FirstOrDefault()
            ?? Formatter.AfterAnswer[0];
    }
}
