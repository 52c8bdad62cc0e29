using Fulcrum.Ladder.Rungs;
using Fulcrum.Ladder.Trials;
using Fulcrum.Models;
using Fulcrum.Models.Architecture;
using Fulcrum.Rungs.Prompting;
using Fulcrum.Tuning.Methods;
using Fulcrum.Tuning.Training;

namespace Fulcrum.Rungs.Tuned;

/// <summary>Tunes a language model to answer the task's first prompt with the right label, and classifies with it.</summary>
internal sealed class PromptedTuning
{
    private readonly TrialContext context;
    private readonly TuningSettings settings;
    private readonly int end;
    private readonly IReadOnlyList<string> warnings;

    /// <summary>Makes the prompts of a model that <see cref="TrialModel"/> has opened.</summary>
    /// <exception cref="TrialFailedException">There is nothing to learn.</exception>
    public PromptedTuning(TrialContext context, LanguageModel model, TuningSettings settings)
    {
        (this.context, this.settings) = (context, settings);
        if (context.Data.Train.Count == 0) throw new TrialFailedException("The training part is empty.");
        Formatter = new PromptFormatter(
            model.Tokenizer!, model.ChatTemplate, context.Task.Prompts[0], context.Data.Labels, context.RunCreated, TextLimits.Of(context, model, settings.MaxTokens));
        warnings = [.. model.Warnings, .. Formatter.Notes];
        end = EndOfAnswer(model);
        Formatter.RequireFit([.. context.Data.Train, .. context.Data.Dev, .. context.Data.Test, .. context.Data.Shift]);
    }

    /// <summary>The prompt that the model is tuned and asked with.</summary>
    public PromptFormatter Formatter { get; }

    /// <summary>Searches the learning rate, then predicts every part.</summary>
    /// <param name="model">What to tune.</param>
    /// <param name="decoder">The decoder of the model in its present state.</param>
    /// <param name="weightDecay">Of the optimizer.</param>
    /// <param name="cancellationToken">Looked at before every batch.</param>
    public RungOutcome Run(ITunable model, Func<Decoder> decoder, double weightDecay, CancellationToken cancellationToken)
    {
        var start = context.Clock.GetTimestamp();
        var search = new LearningRateSearch(context, model, Classifier, settings, warnings);
        search.Run(
            Formatter.Format,
            Answer,
            new TrainingOptions { LearningRate = 0, Optimizer = new() { WeightDecay = weightDecay } },
            cancellationToken);
        return search.Finish(start, 0, cancellationToken);

        LabelClassifier Classifier() => new(decoder(), Formatter);
    }

    /// <summary>The answer with its end, which alone are learned.</summary>
    private int[] Answer(int label) => [.. Formatter.Continuations[label], end];

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
