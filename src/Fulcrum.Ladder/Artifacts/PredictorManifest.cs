using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using Fulcrum.Data.Columns;
using Fulcrum.Data.Labels;
using Fulcrum.Ladder.TaskKinds;

namespace Fulcrum.Ladder.Artifacts;

/// <summary>The content of <c>predictor.json</c>: how an artifact answers, completely. Written last: an artifact without it is not finished.</summary>
public sealed record PredictorManifest
{
    /// <summary>The format that this version writes, and the newest that it reads.</summary>
    public const int CurrentFormat = 2;

    /// <summary>The version of this file's format.</summary>
    public int Format { get; init; } = CurrentFormat;

    /// <summary>The version of Fulcrum that wrote it.</summary>
    public required string Fulcrum { get; init; }

    /// <summary>The name of the rung that opens it.</summary>
    public required string Rung { get; init; }

    /// <summary>What an answer is.</summary>
    public required TaskKind Task { get; init; }

    /// <summary>The device that it was fitted on, e.g. <c>cuda:0</c>; it opens on any. <see langword="null"/> in artifacts of older versions.</summary>
    public string? Device { get; init; }

    /// <summary>The labels in the order of the probabilities.</summary>
    public required IReadOnlyList<string> Labels { get; init; }

    /// <summary>What stands between the labels of a row in a table cell, where there may be more than one.</summary>
    public string LabelSeparator { get; init; } = LabelRules.UsualSeparator;

    /// <inheritdoc cref="DecisionRule.Thresholds"/>
    public IReadOnlyList<double?> Thresholds { get; init; } = [];

    /// <inheritdoc cref="DecisionRule.Costs"/>
    /// <remarks>Since format 2.</remarks>
    public IReadOnlyList<IReadOnlyList<double>> Costs { get; init; } = [];

    /// <inheritdoc cref="DecisionRule.Temperature"/>
    /// <remarks>Since format 2.</remarks>
    public double Temperature { get; init; } = 1;

    /// <summary>How probabilities become an answer.</summary>
    [JsonIgnore]
    public DecisionRule Rule
    {
        get => new() { Thresholds = Thresholds, Costs = Costs, Temperature = Temperature };
        init => (Thresholds, Costs, Temperature) = (value.Thresholds, value.Costs, value.Temperature);
    }

    /// <summary>The columns that its texts were made of; <see langword="null"/> where they came without columns.</summary>
    public TextColumns? Columns { get; init; }

    /// <summary>The models that it needs beside its own files, by their role, e.g. <c>base</c>.</summary>
    public IReadOnlyDictionary<string, ModelIdentity> Models { get; init; } = new Dictionary<string, ModelIdentity>();

    /// <summary>How the rung answers: prompt, shots, calibration, precision, cut length; each rung's own record.</summary>
    public JsonObject Settings { get; init; } = [];
}
