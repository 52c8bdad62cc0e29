using System.Text.Json.Serialization;
using Fulcrum.Ladder.Constraints;
using Fulcrum.Ladder.Costs;
using Fulcrum.Ladder.Metrics;

namespace Fulcrum.Ladder.Verdicts;

/// <summary>The answer: the content of <c>verdict.json</c>.</summary>
public sealed record Verdict
{
    /// <summary>How far the evidence goes.</summary>
    public required VerdictKind Kind { get; init; }

    /// <summary>
    /// The recommended trial's id, or where nothing is decided the leader's so far: what <c>winner/</c> holds. <see langword="null"/> where no trial
    /// was judged.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    public required string? RecommendedTrial { get; init; }

    /// <summary>The trial with the highest figure among the judged ones; the recommended one may be cheaper and within the margin.</summary>
    public string? LeadingTrial { get; init; }

    /// <summary>The other trials that are within the margin too, cheapest first.</summary>
    public IReadOnlyList<string> RunnersUp { get; init; } = [];

    /// <summary>How sure it is that the recommended trial loses at most the margin.</summary>
    public required Grade Grade { get; init; }

    /// <summary>Why the grade is not better, one sentence each.</summary>
    public IReadOnlyList<string> GradeReasons { get; init; } = [];

    /// <summary>The probability that the recommended trial loses at most the margin to the best judged one, 0 to 1; <see langword="null"/> where there is nothing to compare.</summary>
    public double? ProbabilityWithinMargin { get; init; }

    /// <summary>The loss that does not matter, as a share: .01 is one point.</summary>
    public double Margin { get; init; }

    /// <summary>The figure that decided, e.g. <c>accuracy</c>.</summary>
    public string Metric { get; init; } = "accuracy";

    /// <summary>The recommended trial's figure, corrected for its having been chosen by it, with its interval.</summary>
    public Interval? Figure { get; init; }

    /// <summary>How many independent rows the test part is worth, at most its rows.</summary>
    public double EffectiveRows { get; init; }

    /// <summary>Whether the data is made up, so that the figures speak of no real text.</summary>
    public bool Synthetic { get; init; }

    /// <summary>The recommendation, or that there is none, in a sentence or two.</summary>
    public required string Recommendation { get; init; }

    /// <summary>Why, what would change it, what was not judged: at most six sentences.</summary>
    public required IReadOnlyList<string> Reasons { get; init; }

    /// <summary>The rest of what is to be said: every comparison, every failure.</summary>
    public IReadOnlyList<string> Details { get; init; } = [];

    /// <summary>What would change the verdict, one sentence each.</summary>
    public IReadOnlyList<string> Flips { get; init; } = [];

    /// <summary>Trials that got no fair chance.</summary>
    public IReadOnlyList<NotJudged> NotJudged { get; init; } = [];

    /// <summary>Trials that were judged and may not be recommended, with the constraint that each breaks.</summary>
    public IReadOnlyList<Veto> Vetoes { get; init; } = [];

    /// <summary>Volumes at which the recommended trial and another within the margin cost the same.</summary>
    public IReadOnlyList<BreakEven> BreakEvens { get; init; } = [];

    /// <summary>Judged trials that another surpasses in figure, cost, latency and memory.</summary>
    public IReadOnlyList<Dominated> Dominated { get; init; } = [];

    /// <summary>Each other judged trial against <see cref="LeadingTrial"/>.</summary>
    public required IReadOnlyList<Comparison> Comparisons { get; init; }

    /// <summary>Every pair of judged trials.</summary>
    public IReadOnlyList<Comparison> Pairs { get; init; } = [];

    /// <summary>Pairs of trials whose order perturbed texts turn round.</summary>
    public IReadOnlyList<OrderChange> OrderChanges { get; init; } = [];

    /// <summary>One row per trial, for machines.</summary>
    public required IReadOnlyList<RungVerdict> Rungs { get; init; }
}
