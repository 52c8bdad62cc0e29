using Fulcrum.Ladder.Metrics;

namespace Fulcrum.Ladder.Verdicts;

/// <summary>What a perturbation of test rows did to a trial's answers.</summary>
/// <param name="Perturbation">Its name, or <see cref="All"/>.</param>
public sealed record PerturbationEffect(string Perturbation)
{
    /// <summary>Stands for all perturbations together.</summary>
    public const string All = "all";

    /// <summary>From this drop on (0 to 1), where its interval excludes 0, whoever decides is to be told.</summary>
    public const double AlarmingDrop = 0.1;

    /// <summary>Perturbed texts that were asked about, each of a test row that the trial answered too.</summary>
    public required int Texts { get; init; }

    /// <summary>Test rows that they are copies of.</summary>
    public required int Rows { get; init; }

    /// <summary>Accuracy on the perturbed texts, 0 to 1.</summary>
    public required double Accuracy { get; init; }

    /// <summary>Accuracy on the same rows unperturbed, 0 to 1; a row counts as often as it was copied.</summary>
    public required double Unperturbed { get; init; }

    /// <summary><see cref="Unperturbed"/> minus <see cref="Accuracy"/>, with the paired 95 % interval; copies of a row, and rows of a group, are one piece of evidence.</summary>
    public required Interval Drop { get; init; }

    /// <summary>The share of texts whose answer is another than that to their row, right or wrong.</summary>
    public required double FlipRate { get; init; }

    /// <summary>Perturbed texts without an answer; they count as wrong, and as another answer where the row had one.</summary>
    public int Unanswered { get; init; }

    /// <summary>Whether it costs more than ten points, and not by chance.</summary>
    public bool IsAlarming => Drop is { Value: > AlarmingDrop, Low: > 0 };
}
