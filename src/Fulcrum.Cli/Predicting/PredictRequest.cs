namespace Fulcrum.Cli.Predicting;

/// <summary>What <c>fulcrum predict</c> was asked for.</summary>
internal sealed record PredictRequest
{
    /// <summary>The folder of a run, of its winner, of a trial or of an artifact.</summary>
    public required string Artifact { get; init; }

    /// <summary>The rows, or <c>-</c> for the lines of standard input.</summary>
    public required string Input { get; init; }

    /// <summary>Where rows and answers go; <see langword="null"/>: standard output.</summary>
    public required string? Output { get; init; }

    /// <summary>The text column; <see langword="null"/>: as it was learned from, else guessed.</summary>
    public required string? Column { get; init; }

    /// <summary>The column of true labels, to measure against.</summary>
    public required string? Labels { get; init; }

    /// <summary>The column that says which labeled rows belong together; <see langword="null"/>: that of the comparison.</summary>
    public required string? Group { get; init; }

    /// <summary>Where base models are that have moved.</summary>
    public required IReadOnlyList<string> Models { get; init; }

    /// <summary>Where models compute: what <see cref="Fulcrum.Models.Devices.ComputeDevice.Of(string)"/> takes.</summary>
    public required string Device { get; init; }

    /// <summary>Whether to go on with a prediction that was stopped.</summary>
    public required bool Resume { get; init; }

    /// <summary>Whether standard output is for machines.</summary>
    public required bool Json { get; init; }

    /// <summary>The command that continues this one.</summary>
    public required string ResumeCommand { get; init; }
}
