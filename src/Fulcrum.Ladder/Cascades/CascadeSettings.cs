using System.Text.Json.Serialization;

namespace Fulcrum.Ladder.Cascades;

/// <summary>How a cascade answers, and what is known of its threshold: the settings in its <c>predictor.json</c>.</summary>
public sealed record CascadeSettings
{
    /// <summary>The name of the rung that opens a cascade.</summary>
    public const string RungName = "cascade";

    /// <summary>The folder of the part that answers first.</summary>
    public const string CheapFolder = "cheap";

    /// <summary>The folder of the part that answers what the first one is not sure of.</summary>
    public const string CostlyFolder = "costly";

    /// <summary>The id of the cascade among the trials of its run.</summary>
    public required string Id { get; init; }

    /// <summary>The id of the trial that answers first.</summary>
    public required string Cheap { get; init; }

    /// <summary>The id of the trial that answers the rest.</summary>
    public required string Costly { get; init; }

    /// <summary>The confidence from which on the first answer stands.</summary>
    public required double Threshold { get; init; }

    /// <summary>The share of rows that it loses at most against the costly one alone, 0 to 1, as far as was shown on dev.</summary>
    public required double Margin { get; init; }

    /// <summary>How sure that is, 0 to 1.</summary>
    public required double Confidence { get; init; }

    /// <summary>Rows of dev that it was shown on.</summary>
    public required int DevRows { get; init; }

    /// <summary>Whether a part chose its own settings on the same rows, so that <see cref="Confidence"/> holds on condition that they are not too favorable.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    public required bool DevWasSelected { get; init; }
}
