using System.Text.Json.Nodes;
using Fulcrum.Ladder.Trials;

namespace Fulcrum.Ladder.Racing;

/// <summary>What a race knows of a trial that has ended.</summary>
/// <param name="Trial">The trial.</param>
public sealed record RaceOutcome(Trial Trial)
{
    /// <summary>Why it failed; <see langword="null"/> where it did not.</summary>
    public TrialFailure? Failure { get; init; }

    /// <summary>Row of dev, by its id, to how right the answer was, 0 to 1.</summary>
    public IReadOnlyDictionary<string, double> DevScores { get; init; } = new Dictionary<string, double>();

    /// <summary>What it took from start to end.</summary>
    public double WallSeconds { get; init; }

    /// <summary>What learning took of that, search included.</summary>
    public double TrainingSeconds { get; init; }

    /// <summary>Rows answered once it was fitted, dev included.</summary>
    public int Answered { get; init; }

    /// <summary>What one of these took; <see langword="null"/> where nothing was answered.</summary>
    public double? SecondsPerAnswer { get; init; }

    /// <summary>Settings of the search that it tried; 1 where there was nothing to search.</summary>
    public int TriedSettings { get; init; } = 1;

    /// <summary>Settings of the search that it did not try.</summary>
    public int UntriedSettings { get; init; }

    /// <summary>Part of the planned training after which a budget ended it; <see langword="null"/> where none did.</summary>
    public double? TrainedShare { get; init; }

    /// <summary>The settings that were chosen.</summary>
    public JsonObject Chosen { get; init; } = [];

    /// <summary>Whether it says what its rows are worth: it did not fail, and a budget left it most of its training.</summary>
    public bool Counts => Failure is null && DevScores.Count > 0 && (TrainedShare ?? 1) >= 0.9;

    /// <summary>Mean score on dev; 0 where nothing was answered.</summary>
    public double DevMean => DevScores.Count == 0 ? 0 : DevScores.Values.Average();
}
