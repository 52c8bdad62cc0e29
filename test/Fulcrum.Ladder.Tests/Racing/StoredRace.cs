using System.Text.Json.Nodes;
using Fulcrum.Ladder.Racing;
using Fulcrum.Ladder.Rungs;
using Fulcrum.Ladder.Trials;

namespace Fulcrum.Ladder.Tests.Racing;

/// <summary>
/// Arms whose learning curves are made up: a row of dev is answered rightly where a number of its own, in part that of the row and in
/// part that of arm and row, is below the accuracy that the arm has at that many rows.
/// </summary>
internal sealed class StoredRace
{
    private readonly Dictionary<string, (Func<int, double> Accuracy, double SecondsPerRow)> _arms = [];
    private readonly List<Trial> _wholes = [];
    private readonly int _devRows;
    private readonly double[] _difficulty;

    public StoredRace(int trainRows = 4000, int devRows = 400, int seed = 1)
    {
        (TrainRows, _devRows) = (trainRows, devRows);
        var random = new Random(seed);
        _difficulty = [.. Enumerable.Range(0, devRows).Select(_ => random.NextDouble())];
    }

    public List<Trial> Run { get; } = [];

    /// <summary>Trials, by id, that fail.</summary>
    public HashSet<string> Failing { get; } = [];

    public int TrainRows { get; }

    public RaceSetup Setup => new()
    {
        Arms = _wholes, TrainRows = TrainRows, DevOrder = [.. Enumerable.Range(0, _devRows).Select(Id)], TestRows = 1000, Gigaflops = 100,
    };

    /// <summary>Adds an arm, named after its rung.</summary>
    /// <param name="rung">The rung.</param>
    /// <param name="accuracy">At so many rows of train.</param>
    /// <param name="secondsPerRow">Of training with one setting.</param>
    public StoredRace Arm(RungDescription rung, Func<int, double> accuracy, double secondsPerRow = 0.5)
    {
        _arms.Add(rung.Name, (accuracy, secondsPerRow));
        _wholes.Add(new Trial { Id = rung.Name, Rung = rung, Seed = 7, Model = rung.NeedsModel ? "/models/m" : null, ModelBytes = rung.NeedsModel ? 300_000_000 : null });
        return this;
    }

    public StoredRace Arm(RungDescription rung, double accuracy, double secondsPerRow = 0.5) => Arm(rung, _ => accuracy, secondsPerRow);

    /// <summary>What an arm has with all rows.</summary>
    public double AccuracyOf(string arm) => _arms[arm].Accuracy(TrainRows);

    public IReadOnlyList<ArmStatus> Replay(double? budget = null) => Race.Replay(Setup, Result, budget);

    public RaceOutcome Result(Trial trial)
    {
        Run.Add(trial);
        var (accuracy, secondsPerRow) = _arms[trial.Arm];
        var rows = trial.Pilot?.TrainRows ?? TrainRows;
        var dev = trial.Pilot?.DevRows ?? _devRows;
        var (isFree, isPrompted) = (trial.Rung.IsQuick, trial.Rung.Class == RungClass.OutOfTheBox);
        var tried = trial.Pilot is null && trial.Settled is null && !isFree && !isPrompted ? 3 : 1;
        var training = isFree || isPrompted ? 0.1 : secondsPerRow * rows * tried;
        var answers = dev + (trial.Pilot is null ? 1000 : 0);
        if (Failing.Contains(trial.Id)) return new RaceOutcome(trial) { Failure = new TrialFailure(TrialStage.Worker, "It died."), WallSeconds = 3 };
        return new RaceOutcome(trial)
        {
            DevScores = Enumerable.Range(0, dev).ToDictionary(Id, row => IsRight(trial, row, accuracy(rows)) ? 1.0 : 0),
            TrainingSeconds = training,
            WallSeconds = 2 + training + (isPrompted ? secondsPerRow * answers : 0.001 * answers),
            Answered = answers,
            SecondsPerAnswer = isPrompted ? secondsPerRow : 0.001,
            TriedSettings = tried,
            UntriedSettings = trial.Pilot is null || isPrompted ? 0 : 2,
            Chosen = new JsonObject { ["learning_rate"] = 1e-3 },
        };
    }

    private bool IsRight(Trial trial, int row, double accuracy)
    {
        var own = new Random(((row * 7919) + trial.Seed) ^ trial.Arm.Sum(letter => letter * 31)).NextDouble();
        return (row % 2 == 0 ? _difficulty[row] : own) < accuracy;
    }

    private static string Id(int row) => $"dev-{row}";
}
