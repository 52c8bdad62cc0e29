using Fulcrum.Data;
using Fulcrum.Ladder.Racing;
using Fulcrum.Ladder.Tasks;
using Fulcrum.Ladder.Trials;

namespace Fulcrum.Ladder.Runs;

/// <summary>The race of a run, as its folder has it: what is raced, and what has come of the trials that have ended.</summary>
internal sealed class RaceFolder : IRaceOutcomes
{
    private readonly RunFolder _run;
    private readonly RunData _data;
    private readonly TaskDefinition _task;
    private readonly Dictionary<string, RaceOutcome> _ended = [];

    /// <summary>Reads what is raced.</summary>
    /// <param name="run">The run.</param>
    /// <param name="arms">The whole trial of the first seed of each arm.</param>
    /// <exception cref="InputException">There is no run in the folder, or its files are broken.</exception>
    public RaceFolder(RunFolder run, IReadOnlyList<Trial> arms)
    {
        (_run, _data, _task) = (run, run.ReadData(), run.ReadTask());
        Setup = RaceSetup.Of(arms, _data.Split, _task.Seeds) with
        {
            IsRace = run.HasPlan, Gigaflops = run.ReadEnvironment().Gigaflops ?? RaceSetup.UsualGigaflops,
        };
    }

    /// <summary>What is raced.</summary>
    public RaceSetup Setup { get; }

    /// <inheritdoc/>
    /// <exception cref="InputException">Its files are broken.</exception>
    public RaceOutcome? Find(Trial trial)
    {
        if (_ended.TryGetValue(trial.Id, out var known)) return known;
        return _run.Trial(trial.Id).ReadResult() is { } result ? Keep(trial, result) : null;
    }

    /// <summary>Keeps how a trial ended, whether its result could be written or not.</summary>
    public RaceOutcome Keep(Trial trial, TrialResult result)
    {
        var predictions = result.Status == TrialStatus.Completed && _run.Trial(trial.Id).IsFinished ? _run.Trial(trial.Id).ReadPredictions(_data.Split) : [];
        var outcome = result.Outcome;
        return _ended[trial.Id] = new RaceOutcome(trial)
        {
            Failure = result.Failure,
            DevScores = predictions.Where(prediction => prediction.Part == DatasetPart.Dev)
                .ToDictionary(prediction => prediction.Id, prediction => _task.Kind.Score(prediction.Predicted, prediction.Labels)),
            WallSeconds = result.WallSeconds,
            TrainingSeconds = outcome?.TrainingSeconds ?? 0,
            Answered = predictions.Count,
            SecondsPerAnswer = predictions.Count == 0 ? null : predictions.Average(prediction => prediction.Milliseconds) / 1000,
            TriedSettings = Math.Max(1, outcome?.Search.Count ?? 0),
            UntriedSettings = outcome?.UntriedSettings ?? 0,
            TrainedShare = outcome?.TrainedShare,
            Chosen = outcome?.Chosen ?? [],
        };
    }
}
