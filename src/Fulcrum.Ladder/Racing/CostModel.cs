using Fulcrum.Ladder.Rungs;
using Fulcrum.Ladder.Trials;

namespace Fulcrum.Ladder.Racing;

/// <summary>Seconds of an arm's trials: fitted on those that have ended, or guessed from its class, its model and the machine.</summary>
/// <param name="Overhead">Loading, opening, writing.</param>
/// <param name="PerTrainRow">Learning from one row, all passes over it, with one setting.</param>
/// <param name="FixedTraining">Learning, whatever the rows.</param>
/// <param name="PerAnswer">Answering one row.</param>
/// <param name="Settings">Settings of its search.</param>
/// <param name="SearchAnswers">Rows that are answered to try one setting, where that is all the search does.</param>
/// <param name="Factor">How far this may be off, up or down.</param>
internal sealed record CostModel(double Overhead, double PerTrainRow, double FixedTraining, double PerAnswer, int Settings, int SearchAnswers, double Factor)
{
    // Of the rungs that prompt: a hundred rows scored, and thirty written, which takes longer.
    private const int AnswersOfPrompt = 150;

    private const double GuessFactor = 4;
    private const int UsualSettings = 3;
    private const double UsualPasses = 3;
    private const double CharactersPerToken = 4;
    private const double LongestText = 128;
    private const double PromptTokens = 60;
    private const double ScratchParameters = 2e6;
    private const double ScratchPasses = 10;
    private const double LoadingBytesPerSecond = 200e6;

    /// <summary>The model of an arm.</summary>
    /// <param name="setup">The race.</param>
    /// <param name="arm">The arm.</param>
    /// <param name="outcomes">Those of its trials that have ended.</param>
    public static CostModel Of(RaceSetup setup, Trial arm, IReadOnlyList<RaceOutcome> outcomes)
    {
        RaceOutcome[] measured =
        [
            .. outcomes.Where(outcome => outcome is { Failure: null, Trial.Settled: null } && (outcome.TrainedShare ?? 1) > 0)
                .OrderBy(outcome => Rows(setup, outcome)),
        ];
        return measured.Length == 0 ? Guess(setup, arm) : Fit(setup, arm, measured);
    }

    /// <summary>Seconds of a trial.</summary>
    /// <param name="trainRows">Rows that it learns from.</param>
    /// <param name="answers">Rows that it answers once it is fitted.</param>
    /// <param name="settings">Settings that it tries.</param>
    public double Seconds(int trainRows, int answers, int settings) =>
        Overhead + settings * (FixedTraining + PerTrainRow * trainRows) + PerAnswer * answers + (settings > 1 ? PerAnswer * settings * SearchAnswers : 0);

    private static CostModel Guess(RaceSetup setup, Trial arm)
    {
        var rung = arm.Rung;
        if (rung.Class == RungClass.NoModel) return new(0.2, 0.001, 0, 0.0002, 1, 0, GuessFactor);
        var bytes = arm.ModelBytes ?? 0;
        var isScratch = rung.Class == RungClass.FromScratch;
        // Two bytes a weight is what language models come in.
        var parameters = isScratch ? ScratchParameters : Math.Max(bytes, 20e6) / 2.0;
        var tokens = Math.Min(LongestText, setup.Characters / CharactersPerToken) + (rung.Class == RungClass.OutOfTheBox ? PromptTokens : 0);
        var forward = 2 * parameters * tokens / (setup.Gigaflops * 1e9);
        var load = 1 + bytes / LoadingBytesPerSecond;
        if (rung.IsQuick) return new(load, forward, 0, forward, 1, 0, GuessFactor);
        return rung.Class == RungClass.OutOfTheBox
            ? new(load, 0, 0, forward, UsualSettings, AnswersOfPrompt, GuessFactor)
            : new(load, 3 * forward * (isScratch ? ScratchPasses : UsualPasses), 0, forward, UsualSettings, 0, GuessFactor);
    }

    private static CostModel Fit(RaceSetup setup, Trial arm, RaceOutcome[] measured)
    {
        var last = measured[^1];
        var rows = Rows(setup, last);
        var perAnswer = last.SecondsPerAnswer ?? 0;
        var settings = measured.Max(outcome => Tried(outcome) + outcome.UntriedSettings);
        var factor = last.Trial.Pilot is null ? 1.2 : measured.Length > 1 ? 1.5 : 2;
        if (arm.Rung.Class == RungClass.OutOfTheBox)
        {
            // What a pilot takes beside its answers, such as an index of train, is taken once.
            var beside = Math.Max(0, last.WallSeconds - perAnswer * last.Answered - (last.Trial.Pilot is null ? last.TrainingSeconds : 0));
            return new(beside, 0, 0, perAnswer, settings, AnswersOfPrompt, factor);
        }

        var overhead = Math.Max(0, last.WallSeconds - last.TrainingSeconds);
        var training = TrainingOfOne(last);
        var perRow = training / Math.Max(1, rows);
        if (measured.Length > 1 && Rows(setup, measured[^2]) < rows)
        {
            var slope = (training - TrainingOfOne(measured[^2])) / (rows - Rows(setup, measured[^2]));
            perRow = Math.Clamp(slope, perRow / 2, perRow);
        }

        return new(overhead, perRow, training - perRow * rows, perAnswer, settings, 0, factor);
    }

    private static double TrainingOfOne(RaceOutcome outcome) => outcome.TrainingSeconds / (outcome.TrainedShare ?? 1) / Tried(outcome);

    private static int Rows(RaceSetup setup, RaceOutcome outcome) => outcome.Trial.Pilot?.TrainRows ?? setup.TrainRows;

    private static int Tried(RaceOutcome outcome) => outcome.Trial.Pilot is null ? Math.Max(1, outcome.TriedSettings) : 1;
}
