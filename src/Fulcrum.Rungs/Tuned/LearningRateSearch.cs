using System.Text.Json.Nodes;
using Fulcrum.Data;
using Fulcrum.Ladder.Rungs;
using Fulcrum.Models.Architecture;
using Fulcrum.Rungs.Prompting;
using Fulcrum.Tuning.Methods;
using Fulcrum.Tuning.Training;

namespace Fulcrum.Rungs.Tuned;

/// <summary>
/// Trains a model at each learning rate of a grid, the middle one first and then the highest, and saves the state that was best on
/// dev after any epoch of any rate; a pilot at the middle one alone, another seed at the one that the first has chosen. A rate at which the loss stops being a number loses.
/// </summary>
/// <param name="context">The trial.</param>
/// <param name="model">What is trained.</param>
/// <param name="predictor">Answers with the model in its present state.</param>
/// <param name="settings">The rates, and how long to train.</param>
/// <param name="warnings">What the user should know of the model before trusting it.</param>
internal sealed class LearningRateSearch(
    FitContext context, ITunable model, Func<IPredictor> predictor, TuningSettings settings, IReadOnlyList<string> warnings)
{
    /// <summary>Part of the time left that is kept for predicting test and shift, at most.</summary>
    private const double PredictingShare = 0.4;

    /// <summary>Part of the time left that the first look at dev may take; later looks are at the same rows.</summary>
    private const double DevShare = 0.1;

    private readonly List<SearchStep> _steps = [];
    private readonly List<string> _notes = [.. warnings];
    // Positions in dev.
    private int[] _devRows = DevRows(context);
    private TimeSpan? _firstLook;
    private DevScore? _best;
    private double? _trainedShare;

    private JsonObject _chosen = [];
    private long _trainedParameters;
    private long _tokens;

    /// <summary>Trains a decoder to write answers to the examples of train; what <paramref name="template"/> says of rate, epochs, batch, seed and deadline is replaced.</summary>
    /// <exception cref="TrialFailedException">At no rate did the loss stay a number.</exception>
    /// <param name="format">A text as the model is asked about it.</param>
    /// <param name="answer">What it is to say, by the positions of the true labels.</param>
    /// <param name="template">How to train.</param>
    /// <param name="cancellationToken">Looked at before every batch.</param>
    public FitReport Run(
        Func<string, FormattedPrompt> format,
        Func<IReadOnlyList<int>, IReadOnlyCollection<int>> answer,
        TrainingOptions template,
        CancellationToken cancellationToken) => Run(
            format,
            (tokens, example) => TrainingSequence.Answer(tokens, answer(context.TruthOf(example))),
            network => new SequenceLoss((Decoder)network),
            template,
            cancellationToken);

    /// <summary>Trains a classifier on the labels of the examples of train.</summary>
    /// <param name="format">A text as the model reads it.</param>
    /// <param name="loss">The classifier's, given the network.</param>
    /// <param name="template">How to train; what it says of rate, epochs, batch, seed and deadline is replaced.</param>
    /// <param name="cancellationToken">Looked at before every batch.</param>
    /// <exception cref="TrialFailedException">At no rate did the loss stay a number.</exception>
    public FitReport Run(
        Func<string, FormattedPrompt> format, Func<INetwork, ClassificationLoss> loss, TrainingOptions template, CancellationToken cancellationToken) =>
        Run(format, (tokens, example) => new LabeledText(tokens, context.TruthOf(example)), loss, template, cancellationToken);

    private FitReport Run<T>(
        Func<string, FormattedPrompt> format,
        Func<int[], Example, T> learn,
        Func<INetwork, ITrainingLoss<T>> loss,
        TrainingOptions template,
        CancellationToken cancellationToken)
        where T : ITrainingExample
    {
        var began = context.Clock.GetTimestamp();
        var prompts = context.Train.Select(example => format(example.Text)).ToArray();
        _notes.AddRange(CutTexts.Note(prompts.Count(prompt => prompt.WasCut), prompts.Length, "train", context.Truncate));
        T[] examples = [.. context.Train.Zip(prompts, (example, prompt) => learn(prompt.Tokens, example))];
        (var deadline, _firstLook) = Plan(cancellationToken);
        var rates = Rates();
        foreach (var rate in rates)
        {
            var start = context.Clock.GetTimestamp();
            Train(examples, loss, template with
            {
                LearningRate = rate, Epochs = settings.Epochs, Batch = settings.Batch, Seed = context.Seed, Deadline = deadline,
            }, cancellationToken);
            if (_steps.Count < rates.Length && context.Clock.GetUtcNow() + context.Clock.GetElapsedTime(start) > deadline)
            {
                _notes.Add($"The budget ended the search after {_steps.Count} of {rates.Length} learning rates.");
                break;
            }
        }

        if (_chosen.Count == 0)
        {
            throw new TrialFailedException(
                $"The training loss became NaN or infinite at every learning rate tried ({string.Join(", ", _steps.Select(step => step.Settings["learning_rate"]!.ToJsonString()))}). "
                + (warnings.Count > 0 ? string.Join(" ", warnings) : "Set lower learning_rates."));
        }

        return new FitReport
        {
            Chosen = _chosen,
            Search = context.Dev.Count == 0 ? [] : _steps,
            TrainingSeconds = context.Clock.GetElapsedTime(began).TotalSeconds,
            TrainedParameters = _trainedParameters,
            TotalParameters = model.ParameterCount,
            TrainingTokens = _tokens,
            TrainedShare = _trainedShare,
            UntriedSettings = IsSearch ? settings.LearningRates.Count - _steps.Count : 0,
            Notes = _notes,
            DevAnswers = _best?.Answers ?? [],
        };
    }

    private void Train<T>(IReadOnlyList<T> examples, Func<INetwork, ITrainingLoss<T>> loss, TrainingOptions options, CancellationToken cancellationToken)
        where T : ITrainingExample
    {
        var start = context.Clock.GetTimestamp();
        var stage = FormattableString.Invariant($"training lr {options.LearningRate:0.#e-0}");
        context.Progress.Report(new StageProgress(stage, 0));
        DevScore? bestOfRate = null;
        var trainer = model.CreateTrainer(loss, options);
        _trainedParameters = trainer.TrainedParameters;
        var summary = trainer.Train(examples, ContinueAfter, new TrainingReporter(context.Progress, stage), cancellationToken);
        _tokens += summary.Tokens;
        if (summary.Diverged)
            _notes.Add(FormattableString.Invariant($"At learning rate {options.LearningRate} the training loss became NaN or infinite after {summary.Steps} of {summary.PlannedSteps} steps."));
        if (summary.DeadlineReached)
            _notes.Add(FormattableString.Invariant($"The budget ended training at learning rate {options.LearningRate} after {summary.Steps} of {summary.PlannedSteps} steps."));
        if ((double?)_chosen["learning_rate"] == options.LearningRate)
            _trainedShare = summary.DeadlineReached ? (double)summary.Steps / summary.PlannedSteps : null;
        _steps.Add(new SearchStep(
            new JsonObject { ["learning_rate"] = options.LearningRate },
            bestOfRate?.Accuracy ?? 0, bestOfRate?.Loss, context.Clock.GetElapsedTime(start).TotalSeconds));

        bool ContinueAfter(int epoch)
        {
            if (context.Dev.Count == 0)
            {
                Save();
                return true;
            }

            var score = LookAtDev(cancellationToken);
            var improved = score.IsBetterThan(bestOfRate);
            if (improved) bestOfRate = score;
            if (!score.IsBetterThan(_best)) return improved;
            _best = score;
            Save();
            return true;

            void Save()
            {
                model.SaveBest();
                _chosen = new JsonObject { ["learning_rate"] = options.LearningRate, ["epochs"] = epoch };
            }
        }
    }

    /// <summary>Whether there is a rate to be chosen, now or by the trial that this pilot belongs to.</summary>
    private bool IsSearch => context.Dev.Count > 0 && context.Settled is null;

    private double[] Rates()
    {
        if ((double?)context.Settled?["learning_rate"] is { } settled) return [settled];
        var sorted = settings.LearningRates.Order().ToArray();
        var middle = sorted.Length / 2;
        if (context.Dev.Count == 0) _notes.Add("There is no dev part to choose a learning rate on.");
        if (context.Dev.Count == 0 || context.IsPilot) return [sorted[middle]];
        // The highest was more often the best than the lowest, and what comes last is what a budget leaves out.
        return [sorted[middle], .. sorted[(middle + 1)..].Reverse(), .. sorted[..middle].Reverse()];
    }

    private DevScore LookAtDev(CancellationToken cancellationToken)
    {
        var late = context.Clock.GetUtcNow() + _firstLook;
        using var tuned = predictor();
        Example[] rows = [.. _devRows.Select(row => context.Dev[row])];
        var score = DevScore.Measure(rows, context, tuned, late is null ? null : () => context.Clock.GetUtcNow() >= late, cancellationToken);
        Answer[] answers = [.. score.Answers.Select(answer => answer with { Index = _devRows[answer.Index] })];
        _devRows = [.. answers.Select(answer => answer.Index)];
        _firstLook = null;
        return score with { Answers = answers };
    }

    /// <summary>Dev; in random order where not all of it may be looked at.</summary>
    private static int[] DevRows(FitContext context)
    {
        int[] rows = [.. Enumerable.Range(0, context.Dev.Count)];
        if (context.Deadline is not null) new Random(context.Seed).Shuffle(rows);
        return rows;
    }

    /// <summary>
    /// When training must end, and how long the first look at dev may take; null without a budget. What predictions will take
    /// is known from a few of the model as it is.
    /// </summary>
    private (DateTimeOffset? TrainingEnd, TimeSpan? FirstLook) Plan(CancellationToken cancellationToken)
    {
        if (context.Deadline is not { } end) return (null, null);
        var start = context.Clock.GetUtcNow();
        TaskInput[] sample = [.. context.Train.Take(TimedSamples.AtLeast).Select(example => new TaskInput(example.Id, example.Text))];
        using (var untuned = predictor()) untuned.Predict(sample, _ => { }, cancellationToken);
        var now = context.Clock.GetUtcNow();
        var (perText, left) = ((now - start) / sample.Length, end - now);
        var predicting = Least(perText * context.TextsToPredict, PredictingShare * left);
        var look = Least(perText * _devRows.Length, DevShare * left);
        return (end - predicting - look, look);

        static TimeSpan Least(TimeSpan a, TimeSpan b) => a < b ? a : b;
    }
}
