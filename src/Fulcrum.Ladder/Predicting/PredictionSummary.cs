using Fulcrum.Ladder.Metrics;

namespace Fulcrum.Ladder.Predicting;

/// <summary>What came out of a prediction, for people and machines.</summary>
public sealed record PredictionSummary
{
    /// <summary>Where the rows are; <see langword="null"/> where they were not written.</summary>
    public string? Output { get; init; }

    /// <inheritdoc cref="AnswerTally.Rows"/>
    public required long Rows { get; init; }

    /// <inheritdoc cref="AnswerTally.WithoutText"/>
    public required long WithoutText { get; init; }

    /// <inheritdoc cref="AnswerTally.Unreadable"/>
    public required long Unreadable { get; init; }

    /// <inheritdoc cref="AnswerTally.Unread"/>
    public required long Unread { get; init; }

    /// <inheritdoc cref="AnswerTally.Cut"/>
    public required long Cut { get; init; }

    /// <inheritdoc cref="AnswerTally.Labels"/>
    public required IReadOnlyDictionary<string, long> Labels { get; init; }

    /// <summary>How right the answers are; <see langword="null"/> where no true labels were given, or none that may be answered.</summary>
    public TaskMetrics? Metrics { get; init; }

    /// <inheritdoc cref="AnswerScore.Groups"/>
    public int? Groups { get; init; }

    /// <inheritdoc cref="AnswerScore.WithoutLabel"/>
    public long? WithoutLabel { get; init; }

    /// <inheritdoc cref="AnswerScore.Unknown"/>
    public IReadOnlyDictionary<string, long>? UnknownLabels { get; init; }

    /// <summary>What a reader should know, one sentence each.</summary>
    public required IReadOnlyList<string> Notes { get; init; }

    /// <summary>Puts together what was counted.</summary>
    public static PredictionSummary Of(AnswerTally tally, AnswerScore? score, string? output, IReadOnlyList<string> notes) => new()
    {
        Output = output, Rows = tally.Rows, WithoutText = tally.WithoutText, Unreadable = tally.Unreadable, Unread = tally.Unread, Cut = tally.Cut, Labels = tally.Labels,
        Metrics = score?.Measure(), Groups = score?.Groups, WithoutLabel = score?.WithoutLabel, UnknownLabels = score?.Unknown, Notes = notes,
    };
}
